import type { CardName } from '../../../common/cards.ts';

const EMAIL = /^[^\s@]+@[^\s@]+$/;
const DATE = /^\d{4}[-/]\d{2}[-/]\d{2}(?:[T ]\d{2}(?::\d{2}.*)?)?$/;
const MONTH = /^\d{4}[-/](?:\d{2}|W\d{2})$/;
const CLOCK = /^(?:[01]?\d|2[0-4]):[0-5]\d(?::[0-5]\d)?$|^\d{1,2}\s?[ap]\.?m\.?$/i;
const BETWEEN = /\s*(?:[-–—]|\bto\b)\s*/;
const TWO_DIGITS = /^(?:[01]\d|2[0-3])$/;
const HOUR = /^(?:\d|1\d|2[0-3])$/;
export const HOURS_A_DAY = 24;
const EPOCH = /^(?:1[4-9]|2[0-1])\d{8}(?:\d{3})?$/;
const NUMBER = /^\d+$/;

const isClock = (key: string): boolean => {
  const parts = key.trim().split(BETWEEN);
  return parts.length <= 2 && parts.every((part) => CLOCK.test(part));
};

/** What the keys of a list stand for; `number` where they only count it, `word` where they say no more than a name. */
export type KeyKind = 'email' | 'date' | 'month' | 'hour' | 'number' | 'word';

/** Cards whose figures are hours: there a number below 24 is one. */
export const HOUR_CARDS: ReadonlySet<CardName> = new Set(['CARDPEAKTIME', 'CARDWEAKTIME']);

/** Reads keys by what all of them look like. */
export function kindOfKeys(keys: readonly string[], card: CardName): KeyKind {
  const all = (fits: (key: string) => boolean): boolean => keys.length > 0 && keys.every(fits);
  if (all((key) => EMAIL.test(key))) return 'email';
  if (all((key) => DATE.test(key) || EPOCH.test(key))) return 'date';
  if (all((key) => MONTH.test(key))) return 'month';
  if (all(isClock)) return 'hour';
  const isDay = keys.length === HOURS_A_DAY || HOUR_CARDS.has(card);
  const isPadded = keys.some((key) => key.startsWith('0') && key.length > 1);
  if (all((key) => TWO_DIGITS.test(key)) && (isPadded || isDay)) return 'hour';
  if (isDay && all((key) => HOUR.test(key) || TWO_DIGITS.test(key))) return 'hour';
  return all((key) => NUMBER.test(key)) ? 'number' : 'word';
}

/** What the rows of a card are by, where nothing but a name says so. */
const OWN_LABELS: Partial<Record<CardName, string>> = {
  CARDTAGS: 'tag',
  CARDTAGSPERCENTAGE: 'tag',
  CARDTEMPLATEUSAGE: 'template',
  CARDPREDEFINEDMESSAGES: 'message',
  CARDQUEUEREPORT: 'group',
  CARDTOTALTIME: 'agent_name',
};
const SCORED: ReadonlySet<CardName> = new Set(['CARDCSAT', 'CARDFCR', 'CARDNPS']);

/** A card whose rows are amounts for each of something, not sessions. */
export const isBreakdown = (card: CardName): boolean => card in OWN_LABELS;

/** The column that the keys of a list become. */
export function labelOf(kind: KeyKind, card: CardName): string {
  if (kind === 'email') return 'agent_email';
  if (kind === 'date' || kind === 'month' || kind === 'hour') return kind;
  if (kind === 'number' && SCORED.has(card)) return 'score';
  return OWN_LABELS[card] ?? 'name';
}
