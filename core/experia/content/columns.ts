import type { CardName } from '../../../common/cards.ts';
import { isRecord } from '../../../common/isRecord.ts';
import { kindOfKeys, labelOf } from './keys.ts';
import { isAmount, TIME_FIELD, tupleRow } from './keyed.ts';
import { isPagingField, plain } from './paging.ts';

type Fields = Readonly<Record<string, unknown>>;

const isScalar = (value: unknown): boolean => typeof value !== 'object' || value === null;
const NUMERIC = /^[+-]?\d/;
const isNumeric = (value: unknown): boolean =>
  typeof value === 'number' || (typeof value === 'string' && NUMERIC.test(value.trim()));

const areDifferent = (values: readonly unknown[]): boolean => new Set(values).size === values.length;

/** A first line of words above a column of numbers says what the columns are. */
function headingOf(lists: readonly (readonly unknown[])[]): readonly string[] | null {
  const [first = [], ...rest] = lists;
  const words = first.filter((cell): cell is string => typeof cell === 'string' && cell !== '' && !isNumeric(cell));
  if (rest.length === 0 || words.length !== first.length || !areDifferent(words)) return null;
  const isAboveNumbers = first.some((_, at) => rest.every((list) => isNumeric(list[at]) || list[at] === null));
  return isAboveNumbers ? words : null;
}

const byHeading = (heading: readonly string[], list: readonly unknown[]): Fields =>
  Object.fromEntries(list.map((cell, at) => [heading[at] ?? `value_${at + 1}`, cell]));

/** The fields of a session in the order in which the API page has them. */
const SESSION_FIELDS = [
  ...['session_key', 'client_id', 'username', 'created_date', 'taken_date', 'ended_date'],
  ...['status', 'type', 'agent_email'],
];
const CREATED = SESSION_FIELDS.indexOf('created_date');
const MOMENT = /^\d{4}-\d{2}-\d{2}[T ]\d{2}:/;

const areSessions = (lists: readonly (readonly unknown[])[]): boolean =>
  lists.every((list) => list.length >= SESSION_FIELDS.length && MOMENT.test(String(list[CREATED])));

/** The place of what lists are about: the first that is a word in all of them, else the first. */
function labelPlace(lists: readonly (readonly unknown[])[]): number {
  const isWord = (cell: unknown): boolean => typeof cell === 'string' && !isAmount(cell);
  const place = (lists[0] ?? []).findIndex((_, at) => lists.every((list) => isWord(list[at])));
  return Math.max(0, place);
}

/**
 * Lists of lists as rows with columns: under the words of a first line or of `heading`, else the first one by what it is
 * and the others as values. Null where they are no rows of a table.
 */
export function tupleRows(
  lists: readonly (readonly unknown[])[],
  card: CardName,
  heading: readonly string[] | null,
): readonly unknown[] | null {
  const inner = lists.flat();
  // A list that came in parts.
  if (inner.length > 0 && inner.every(isRecord)) return inner;
  if (heading) return lists.map((list) => byHeading(heading, list));
  const found = headingOf(lists);
  if (found) return lists.slice(1).map((list) => byHeading(found, list));
  if (areSessions(lists)) return lists.map((list) => byHeading(SESSION_FIELDS, list));
  const place = labelPlace(lists);
  if (!lists.every((list) => list.length > 0 && isScalar(list[place]))) return null;
  const label = labelOf(
    kindOfKeys(
      lists.map((list) => String(list[place] ?? '')),
      card,
    ),
    card,
  );
  const hasId = place === 1 && lists.every((list) => list.length > 2 && Number.isInteger(list[0]));
  return lists.map((list) => {
    if (list.length === 1) return list[0];
    // A whole number before the name, with amounts after it, is the thing's id.
    if (hasId) return { id: list[0], ...tupleRow(label, list.slice(1)) };
    return tupleRow(label, [list[place], ...list.filter((_, at) => at !== place)]);
  });
}

/** Rows that each stand in an object of their own, all under one name: `[{session: {…}}, {session: {…}}]`. */
export function unwrappedRows(rows: readonly unknown[]): readonly unknown[] | null {
  const [first] = rows;
  const [name, ...others] = isRecord(first) ? Object.keys(first) : [];
  if (name === undefined || others.length > 0) return null;
  const inner = rows.map((row) => (isRecord(row) && Object.keys(row).length === 1 ? row[name] : null));
  return inner.every(isRecord) ? inner : null;
}

/** One object in place of `{a: 1}`, `{b: 2}`, … each with its own key: a list of keys and amounts. */
export function singlePairs(rows: readonly unknown[]): Fields | null {
  if (rows.length < 2 || !rows.every((row) => isRecord(row) && Object.keys(row).length === 1)) return null;
  const pairs = rows.flatMap((row) => Object.entries(isRecord(row) ? row : {}));
  return areDifferent(pairs.map(([key]) => key)) ? Object.fromEntries(pairs) : null;
}

const LABELS: ReadonlySet<string> = new Set(['labels', 'categories', 'xaxis', 'x', 'keys']);
const SERIES: ReadonlySet<string> = new Set(['datasets', 'series']);

const listsIn = (content: Fields): [string, readonly unknown[]][] =>
  Object.entries(content).flatMap(([name, value]): [string, readonly unknown[]][] =>
    Array.isArray(value) ? [[name, value as readonly unknown[]]] : [],
  );

/** The lists of numbers of a chart library's data, by the names of the series. */
const seriesIn = (lists: readonly (readonly [string, readonly unknown[]])[]): [string, readonly unknown[]][] =>
  lists
    .filter(([name]) => SERIES.has(plain(name)))
    .flatMap(([, series]) => series.filter(isRecord))
    .flatMap(({ label, name, data }, at): [string, readonly unknown[]][] => {
      const title = typeof label === 'string' ? label : typeof name === 'string' ? name : `value_${at + 1}`;
      return Array.isArray(data) ? [[title, data as readonly unknown[]]] : [];
    });

/** Columns that came one by one: lists of one length, or a chart library's labels and data sets. */
export function columnRows(content: Fields, card: CardName): readonly unknown[] | null {
  const lists = listsIn(content);
  const plainLists = lists.filter(([, list]) => list.every(isScalar));
  const labels = plainLists.find(([name]) => LABELS.has(plain(name)));
  const series = labels ? seriesIn(lists) : [];
  const columns = series.length > 0 ? [labels ?? ['', []], ...series] : plainLists;
  const length = columns[0]?.[1].length ?? 0;
  const isLabelled = columns.some(([name, list]) => TIME_FIELD.test(name) || !list.every(isNumeric));
  const isTable = plainLists.length === lists.length && isLabelled && columns.some(([, list]) => list.every(isNumeric));
  const isAlone = Object.entries(content).every(([name, value]) => Array.isArray(value) || isPagingField(name));
  const isWhole = series.length > 0 || (isTable && isAlone);
  if (!isWhole || columns.length < 2 || length === 0 || columns.some(([, list]) => list.length !== length)) return null;
  const labelKeys = labels?.[1].map((key) => String(key ?? ''));
  const nameOf = (name: string): string =>
    labelKeys && name === labels?.[0] ? labelOf(kindOfKeys(labelKeys, card), card) : name === 'data' ? 'value' : name;
  return Array.from({ length }, (_, row) =>
    Object.fromEntries(columns.map(([name, list]) => [nameOf(name), list[row]])),
  );
}
