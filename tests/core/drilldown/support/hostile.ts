/** Made-up people of many countries, in every spelling and place that a card may bring them in. */

/** Telephone numbers as E.164 writes them, without the plus; none of them is given out. */
export const NUMBERS = [
  '966501234567',
  '971501234567',
  '97333123456',
  '96512345678',
  '97431234567',
  '96891234567',
  '201012345678',
  '962791234567',
  '9647901234567',
  '212612345678',
  '249912345678',
  '442079460123',
  '12025550123',
  '33142685300',
  '4915112345678',
  '79161234567',
  '905321234567',
  '919812345678',
  '923001234567',
  '639171234567',
  '8613812345678',
  '6591234567',
] as const;

const ZEROS = { arabic: 0x0660, persian: 0x06f0, fullwidth: 0xff10, bold: 0x1d7ce } as const;
const inScript = (text: string, script: keyof typeof ZEROS): string =>
  text.replace(/\d/g, (digit) => String.fromCodePoint(ZEROS[script] + Number(digit)));
const grouped = (digits: string, gap: string): string => digits.replace(/^(...)(..)(...)/, `$1${gap}$2${gap}$3${gap}`);
const each = (text: string, write: (code: number) => string): string =>
  [...text].map((sign) => write(sign.codePointAt(0) ?? 0)).join('');
const base64 = (text: string): string => Buffer.from(text).toString('base64');

type Spell = (digits: string) => unknown;
export const NUMBER_SPELLINGS: Readonly<Record<string, Spell>> = {
  bare: (n) => n,
  plus: (n) => `+${n}`,
  zeros: (n) => `00${n}`,
  json: (n) => Number(n),
  spaced: (n) => `+${grouped(n, ' ')}`,
  dashed: (n) => grouped(n, '-'),
  dots: (n) => grouped(n, '.'),
  slashes: (n) => grouped(n, '/'),
  parentheses: (n) => `(+${n.slice(0, 3)}) ${n.slice(3)}`,
  wide: (n) => [...n].join('   '),
  arabic: (n) => inScript(`+${n}`, 'arabic'),
  persian: (n) => inScript(n, 'persian'),
  fullwidth: (n) => inScript(`＋${n}`, 'fullwidth'),
  bold: (n) => inScript(n, 'bold'),
  invisible: (n) => [...n].join('\u200b'),
  direction: (n) => `\u202a+${grouped(n, '\u200e')}\u202c`,
  nonBreaking: (n) => grouped(n, '\u00a0'),
  inText: (n) => `please call +${n} today`,
  afterDate: (n) => `2026-01-15 ${n}`,
  link: (n) => `https://wa.me/${n}?text=hi`,
  jid: (n) => `${n}@s.whatsapp.net`,
  inKey: (n) => `wa-${n}-a1`,
  uuidTail: (n) => `00000000-0000-4000-8000-${n.slice(-12).padStart(12, '0')}`,
  withSuffix: (n) => `${n}1768473000`,
  url: (n) => each(n, (code) => `%${code.toString(16)}`),
  urlTwice: (n) => each(n, (code) => `%25${code.toString(16)}`),
  html: (n) => each(n, (code) => `&#${code};`),
  escaped: (n) => each(n, (code) => `\\u00${code.toString(16)}`),
  base64: (n) => base64(`+${n}`),
  hexadecimal: (n) => Buffer.from(n).toString('hex'),
  list: (n) => [`+${n.slice(0, 3)}`, n.slice(3, 5), n.slice(5, 8), n.slice(8)],
  digitByDigit: (n) => ['+', ...n].slice(1).map((digit, at) => (at === 0 ? `+${digit}` : digit)),
  jsonText: (n) => JSON.stringify({ to: [`+${n}`] }),
  keyOfRecord: (n) => ({ [n]: 1 }),
  nested: (n) => ({ a: [{ b: { c: n } }] }),
};

export const EMAILS = ['canary.user@example.com', 'kanarie+x@mail.example.nl', 'كناري@مثال.السعودية'] as const;
export const EMAIL_SPELLINGS: Readonly<Record<string, (email: string) => unknown>> = {
  plain: (e) => e,
  upper: (e) => e.toUpperCase(),
  inText: (e) => `from <${e}>, today`,
  url: (e) => e.replace('@', '%40'),
  urlTwice: (e) => e.replace('@', '%2540'),
  html: (e) => e.replace('@', '&commat;'),
  htmlNumber: (e) => e.replace('@', '&#64;'),
  fullwidth: (e) => e.replace('@', '＠'),
  bracketed: (e) => e.replace('@', ' [at] ').replaceAll('.', ' [dot] '),
  parentheses: (e) => e.replace('@', '(at)'),
  spaced: (e) => e.replace('@', ' @ '),
  invisible: (e) => [...e].join('\u200b'),
  base64: base64,
  jsonText: (e) => JSON.stringify([{ mail: e }]),
  keyOfRecord: (e) => ({ [e]: 3 }),
  list: (e) => [e, e],
};

export const NAMES = [
  'Omar Alqahtani',
  'Noura',
  'محمد العتيبي',
  "Sinéad O'Canary",
  'omar.alqahtani',
  'Zoë-Ann Müller',
] as const;
export const NAME_SPELLINGS: Readonly<Record<string, (name: string) => unknown>> = {
  plain: (n) => n,
  inText: (n) => `spoke to ${n} about the bill`,
  list: (n) => [n, n],
  keyOfRecord: (n) => ({ [n]: 3 }),
  keyOfText: (n) => ({ [n]: 'online' }),
  nested: (n) => ({ a: [{ b: { c: n } }] }),
  jsonText: (n) => JSON.stringify({ who: n }),
  withId: (n) => `${n} (12)`,
};

/** Fields that the API page or a vendor's reply has, known and unknown. */
export const FIELDS = [
  'session_key',
  'client_id',
  'username',
  'agent_email',
  'status',
  'type',
  'tag',
  'group',
  'queue',
  'conversation',
  'group_id',
  'rating',
  'total',
  'created_date',
  'note',
  'x',
  'outcome',
  'loyaltyTier',
] as const;
/** Fields of which nobody knows what is in them. */
export const UNKNOWN_FIELDS = [
  'note',
  'x',
  'tag',
  'group',
  'queue',
  'conversation',
  'sentimentText',
  'loyaltyTier',
  'title',
];

/** What a row may be, with a value in a field of it. */
export const ROWS: Readonly<Record<string, (field: string, value: unknown) => unknown>> = {
  record: (field, value) => ({ [field]: value, sessions: 3 }),
  keyed: (field, value) => ({ [typeof value === 'string' ? value : field]: value }),
  list: (_field, value) => ['2026-01-15', value, 3],
  jsonRow: (field, value) => JSON.stringify({ [field]: value }),
};
