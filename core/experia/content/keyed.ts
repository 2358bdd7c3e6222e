import type { CardName } from '../../../common/cards.ts';
import { isRecord } from '../../../common/isRecord.ts';
import { isBreakdown, kindOfKeys, labelOf, type KeyKind } from './keys.ts';

type Fields = Readonly<Record<string, unknown>>;

/** A name as programs write one: it may be that of a field. */
const IDENTIFIER = /^[A-Za-z][A-Za-z\d]*(?:_[A-Za-z\d]+)*$/;
const NUMERIC = /^[+-]?\d+(?:[.,]\d+)?\s?%?$|^(?:\d+ )?\d+:\d{2}(?::\d{2})?$/;
/** Keys of a list with gaps are at most so many times as many as its rows; ids are not. */
const MOST_GAPS = 20;
const WHOLE = 100;

/** A number, a share, a duration, or none. */
export const isAmount = (value: unknown): boolean =>
  value === null || typeof value === 'number' || (typeof value === 'string' && NUMERIC.test(value.trim()));
export const TIME_FIELD = /^(?:hour|time|date|day|slot|period)/i;
const ID = /(?:^|_)(?:id|key|code|email)$|Id$|^id/i;
const isScalar = (value: unknown): boolean => typeof value !== 'object' || value === null;

/** Fields that every one of some objects has. */
const inCommon = (objects: readonly Fields[]): readonly string[] =>
  Object.keys(objects[0] ?? {}).filter((name) => objects.every((one) => Object.hasOwn(one, name)));

/** The column of amounts under a label; percentages of tags that add up to a whole are named so. */
function amountName(card: CardName, values: readonly unknown[]): string {
  const numbers = values.map((value) => (typeof value === 'string' ? Number(value) : value));
  const isShare =
    card === 'CARDTAGSPERCENTAGE' &&
    numbers.every((value) => typeof value === 'number' && value >= 0 && value <= WHOLE) &&
    numbers.some((value) => !Number.isInteger(value));
  return isShare ? 'percentage' : 'value';
}

/** A name that no row has for something else. */
function freeName(wanted: string, rows: readonly (readonly [string, Fields])[]): string {
  const isTaken = (name: string): boolean => rows.some(([key, row]) => Object.hasOwn(row, name) && row[name] !== key);
  return [wanted, 'key', 'list_key'].find((name) => !isTaken(name)) ?? 'object_key';
}

/** Rows of objects, each with its key as a field of its own, unless all of them say it already. */
function objectRows(entries: readonly (readonly [string, Fields])[], label: string): readonly Fields[] {
  // One or two amounts may be equal to the number that is their key by chance.
  const saysKey = (field: string): boolean =>
    entries.every(([key, row]) => String(row[field]) === key) &&
    (entries.length > 2 ||
      ID.test(field) ||
      TIME_FIELD.test(field) ||
      entries.every(([, row]) => !isAmount(row[field])));
  if (inCommon(entries.map(([, row]) => row)).some(saysKey)) return entries.map(([, row]) => row);
  const name = freeName(label, entries);
  return entries.map(([key, row]) => ({ [name]: key, ...row }));
}

/** `[label, a, b]` as a row; without words for its columns they are values by their place. */
export function tupleRow(label: string, values: readonly unknown[], amount = 'value'): Fields {
  const [first, ...others] = values;
  const named = others.slice(1).map((value, at): [string, unknown] => [`${amount}_${at + 2}`, value]);
  return { [label]: first, ...(others.length > 0 ? { [amount]: others[0] } : {}), ...Object.fromEntries(named) };
}

/** Whether a value of a numbered list can do without its number. */
const saysWhat = (value: unknown): boolean => !isRecord(value) || hasOwnLabel(value);

/** A list whose keys only number it, as PHP writes one that something was taken out of. */
function listWithGaps(entries: readonly (readonly [string, unknown])[], card: CardName): readonly unknown[] | null {
  const keys = entries.map(([key]) => key);
  const values = entries.map(([, value]) => value);
  if (kindOfKeys(keys, card) === 'hour' && !values.some(hasOwnLabel)) return null;
  if (!keys.every((key) => /^(?:0|[1-9]\d*)$/.test(key))) return null;
  const highest = keys.reduce((most, key) => Math.max(most, Number(key)), 0);
  const isDense = highest <= entries.length * MOST_GAPS;
  // Amounts by number are amounts of something, such as of each rating or group: the number is all that says of what.
  return isDense && !values.every(isAmount) && values.every(saysWhat) ? values : null;
}

/** Whether a row says by itself what it is about. */
export function hasOwnLabel(value: unknown): boolean {
  if (typeof value === 'string') return !isAmount(value);
  if (!isRecord(value)) return false;
  return Object.entries(value).some(
    ([name, field]) => TIME_FIELD.test(name) || (typeof field === 'string' && !isAmount(field)),
  );
}

/** Words that fields of figures are named with; a key that has one is a field, and no name of anybody or anything. */
const FIELD_WORDS: ReadonlySet<string> = new Set(
  `total totals count sum average avg mean median min max number rate ratio percent percentage share score nps csat fcr
  promoters passives detractors answers responses sessions messages sent received delivered open opened closed pending
  waiting progress active transferred new returning clients agents time duration service response handle date hour peak
  weak online offline longest shortest resolved satisfied neutral dissatisfied`.split(/\s+/),
);
const wordsOf = (key: string): readonly string[] =>
  key
    .replace(/([a-z\d])([A-Z])/g, '$1 $2')
    .toLowerCase()
    .split(/[\s_-]+/);

/** Whether the keys of amounts are values; else they are the fields of one object. */
function areLabels(keys: readonly string[], kind: KeyKind, card: CardName): boolean {
  if (kind !== 'word' || !keys.every((key) => IDENTIFIER.test(key))) return true;
  const isField = (key: string): boolean => wordsOf(key).some((word) => FIELD_WORDS.has(word));
  // A tag may be called what a figure is; all of them will not be.
  const areTags = isBreakdown(card) && card !== 'CARDQUEUEREPORT';
  return areTags ? !keys.every(isField) : !keys.some(isField);
}

const SUM = /^(?:grand_?)?(?:total|sum)$/i;

/** Amounts without the one that is the sum of the others. */
function withoutSum(entries: readonly (readonly [string, unknown])[]): readonly (readonly [string, unknown])[] {
  const others = entries.filter(([key]) => !SUM.test(key));
  if (others.length < 2 || others.length === entries.length) return entries;
  const sum = others.reduce((all, [, value]) => all + Number(value), 0);
  return entries.every(([key, value]) => !SUM.test(key) || Number(value) === sum) ? others : entries;
}

/** An object whose keys are values, as rows; null where it is one thing with fields. */
export function keyedRows(content: Fields, card: CardName): readonly unknown[] | null {
  const entries = withoutSum(Object.entries(content));
  if (entries.length === 0) return null;
  const gaps = listWithGaps(entries, card);
  if (gaps) return gaps;
  const keys = entries.map(([key]) => key);
  const values = entries.map(([, value]) => value);
  const kind = kindOfKeys(keys, card);
  const label = labelOf(kind, card);
  const isSure = areLabels(keys, kind, card);
  if (values.every(isRecord)) {
    const objects = entries.flatMap(([key, value]): [string, Fields][] => (isRecord(value) ? [[key, value]] : []));
    const alike = inCommon(objects.map(([, value]) => value)).length > 0;
    const areFields = keys.every((key) => IDENTIFIER.test(key)) && (!alike || entries.length === 1);
    return kind === 'word' && areFields ? null : objectRows(objects, label);
  }
  if (values.every(Array.isArray)) return listRows(entries as readonly [string, readonly unknown[]][], label, isSure);
  if (!values.every(isScalar) || !isSure) return null;
  if (kind === 'word' && !values.every(isAmount)) return null;
  const amount = amountName(card, values);
  return entries.map(([key, value]) => ({ [label]: key, [amount]: value }));
}

/** Lists under keys: rows grouped by something, or several amounts for each. */
function listRows(
  entries: readonly (readonly [string, readonly unknown[]])[],
  label: string,
  isSure: boolean,
): readonly unknown[] | null {
  const all = entries.flatMap(([, list]) => list);
  if (all.length > 0 && all.every(isRecord)) {
    const grouped = entries.flatMap(([key, list]) => list.filter(isRecord).map((row): [string, Fields] => [key, row]));
    return objectRows(grouped, label);
  }
  return isSure && all.every(isScalar) ? entries.map(([key, list]) => tupleRow(label, [key, ...list])) : null;
}
