/** The 21 cards of the API, in the order of its page ("Available Cards"). */
export const CARD_NAMES = [
  'CARDTOTALSESSIONS',
  'CARDTOTALCLOSEDSESSIONS',
  'CARDTOTALTRANSFERRED',
  'CARDNEWCLIENTS',
  'CARDWAITINGTIME',
  'CARDSERVICETIME',
  'CARDMINSERVICETIME',
  'CARDMAXSERVICETIME',
  'CARDAVGRESPONSETIME',
  'CARDPEAKTIME',
  'CARDWEAKTIME',
  'CARDCSAT',
  'CARDFCR',
  'CARDNPS',
  'CARDTOTALMESSAGES',
  'CARDTOTALTIME',
  'CARDTAGS',
  'CARDTAGSPERCENTAGE',
  'CARDQUEUEREPORT',
  'CARDTEMPLATEUSAGE',
  'CARDPREDEFINEDMESSAGES',
] as const;

export type CardName = (typeof CARD_NAMES)[number];

const NAMES: ReadonlySet<string> = new Set(CARD_NAMES);
export const isCardName = (name: string): name is CardName => NAMES.has(name);
