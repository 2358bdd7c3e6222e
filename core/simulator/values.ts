import { SECOND_MS } from '../../common/time.ts';

/** How values are written in a card: as the API page has them, or as other back ends write them. */
export const CARD_VALUES = [
  'documented',
  'epochSeconds',
  'epochMilliseconds',
  'withoutZone',
  'namedZone',
  'clockDurations',
  'textNumbers',
  'percentTexts',
  'bigIds',
  'entities',
] as const;
export type CardValues = (typeof CARD_VALUES)[number];

const DATE = /^\d{4}-\d{2}-\d{2}T[\d:.]+Z$/;
const DURATION = /^(\d+) (\d{2}:\d{2}:\d{2})$/;
const SHARE = /percent|share|rate/i;
/** Added to ids: a JSON number that most readers round. */
const BEYOND_DOUBLES = 9_007_199_254_740_993n;
const ID = /"(\w*_id)":(\d+)/g;

type Change = (value: unknown, name: string) => unknown;

const ofDates =
  (write: (text: string) => unknown): Change =>
  (value) =>
    typeof value === 'string' && DATE.test(value) ? write(value) : value;

const escape = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll("'", '&#039;').replaceAll('"', '&quot;').replaceAll('<', '&lt;');

const CHANGES: Partial<Record<CardValues, Change>> = {
  epochSeconds: ofDates((text) => Date.parse(text) / SECOND_MS),
  epochMilliseconds: ofDates((text) => Date.parse(text)),
  withoutZone: ofDates((text) => text.slice(0, 19).replace('T', ' ')),
  namedZone: ofDates((text) => `${text.slice(0, 19).replace('T', ' ')} +0000 UTC`),
  clockDurations: (value) => (typeof value === 'string' ? value.replace(DURATION, '$2') : value),
  textNumbers: (value) => (typeof value === 'number' ? String(value) : value),
  percentTexts: (value, name) => (typeof value === 'number' && SHARE.test(name) ? `${value} %` : value),
  entities: (value) => (typeof value === 'string' ? escape(value) : value),
};

function changed(value: unknown, change: Change, name = ''): unknown {
  if (Array.isArray(value)) return value.map((item) => changed(item, change, name));
  if (typeof value !== 'object' || value === null) return change(value, name);
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, changed(item, change, key)]));
}

/** A card's content with its values written so. */
export function writeValues(content: unknown, values: CardValues): unknown {
  const change = CHANGES[values];
  return change ? changed(content, change) : content;
}

/** The JSON text of a reply; ids beyond 2⁵³ can be written only there. */
export const writeIds = (text: string, values: CardValues): string =>
  values === 'bigIds'
    ? text.replace(ID, (_, name: string, id: string) => `"${name}":${BEYOND_DOUBLES + 2n * BigInt(id)}`)
    : text;
