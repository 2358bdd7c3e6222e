import type { CardName } from '../../../common/cards.ts';
import { isRecord } from '../../../common/isRecord.ts';
import { parseJson } from '../json.ts';
import { columnRows, singlePairs, tupleRows, unwrappedRows } from './columns.ts';
import { hasOwnLabel, isAmount, keyedRows, TIME_FIELD } from './keyed.ts';
import { HOUR_CARDS, HOURS_A_DAY, kindOfKeys } from './keys.ts';
import { isCountOfRows, isPagingField, isSession, plain, readPaging } from './paging.ts';

type Fields = Readonly<Record<string, unknown>>;

/** A card's content as rows. */
export interface ReadContent {
  /** Objects, scalars or nested values, in the order they came; a single object or scalar is one row. */
  readonly rows: readonly unknown[];
  /** `object`: one object or scalar came where a list might have. */
  readonly reply: 'list' | 'object';
  /** Rows of the whole list as the reply says; null where it says nothing. */
  readonly total: number | null;
  /** Whether the reply says that there are more rows than these. */
  readonly hasMore: boolean;
}

/** Names under which a list comes wrapped. */
const LISTS: ReadonlySet<string> = new Set(
  'data items rows result results list lists records content cardcontent sessions entries values elements body'.split(
    ' ',
  ),
);
const HEADINGS: ReadonlySet<string> = new Set(['columns', 'headers', 'header', 'heading', 'fields']);
/** From this length on, the one list inside an object is the card's rows; a shorter one of plain values is a field. */
const LONG_LIST = 50;
/** A reply wraps its list in one or two objects; what is deeper belongs to its rows. */
const MOST_WRAPPERS = 4;

const list = (rows: readonly unknown[]): ReadContent => ({ rows, reply: 'list', total: null, hasMore: false });
const one = (row: unknown): ReadContent => ({ rows: [row], reply: 'object', total: null, hasMore: false });

/** A list or object that was sent as JSON text, be it of JSON text again. */
function fromText(value: unknown): unknown {
  if (typeof value !== 'string' || !/^\s*["[{]/.test(value)) return value;
  const parsed = parseJson(value);
  const inner = parsed.ok && parsed.value !== value ? fromText(parsed.value) : value;
  return typeof inner === 'string' ? value : inner;
}

/** How back ends say that there are no rows. */
const isNothing = (content: unknown): boolean =>
  content === null ||
  content === undefined ||
  content === false ||
  (typeof content === 'string' && content.trim() === '');

const isList = (value: unknown): value is readonly unknown[] => Array.isArray(value);

interface Wrapped {
  readonly content: unknown;
  readonly around: Fields;
}

const without = (fields: Fields, taken: string): Fields =>
  Object.fromEntries(Object.entries(fields).filter(([name]) => name !== taken));

/** The list inside an object that only wraps it, with what stands beside it; null when the object is a thing of its own. */
function wrappedIn(content: Fields): Wrapped | null {
  const entries = Object.entries(content).map(([name, value]): [string, unknown] => [name, fromText(value)]);
  const isAlone = (name: string): boolean => entries.every(([other]) => other === name || isPagingField(other));
  const found =
    entries
      .filter(([name]) => LISTS.has(plain(name)))
      .find(([name, value]) => {
        if (isAlone(name)) return isList(value) || value === null || isRecord(value);
        return isList(value) && value.length > 0 && value.every((row) => isRecord(row) || isList(row));
      }) ?? onlyList(entries);
  return found ? { content: found[1], around: without(content, found[0]) } : null;
}

/** The one list of an object under a name of its own: of rows, or so long that it is no mere field. */
function onlyList(entries: readonly (readonly [string, unknown])[]): readonly [string, unknown] | null {
  const lists = entries.filter(([name, value]) => isList(value) && plain(name) !== 'links');
  const [found] = lists;
  if (!found || lists.length > 1 || !isList(found[1])) return null;
  const [name, rows] = found;
  const others = entries.filter(([other]) => other !== name && !isPagingField(other));
  const isAlone = others.every(([, value]) => typeof value !== 'object' || value === null);
  const areRows = rows.length > 0 && rows.every(isRecord);
  return (isAlone && areRows) || rows.length >= LONG_LIST ? found : null;
}

/** Rows under numbers, hours or dates, with what is about all of them beside: `{"0": {…}, "1": {…}, "total": 458}`. */
function keysWithPaging(content: Fields, card: CardName): Wrapped | null {
  const about = Object.entries(content).filter(([name]) => isPagingField(name));
  const own = Object.entries(content).filter(([name]) => !isPagingField(name));
  const keys = own.map(([name]) => name);
  const areRows = about.length > 0 && own.length > 0 && kindOfKeys(keys, card) !== 'word';
  return areRows ? { content: Object.fromEntries(own), around: Object.fromEntries(about) } : null;
}

const headingIn = (around: Fields): readonly string[] | null => {
  const found = Object.entries(around).find(([name]) => HEADINGS.has(plain(name)))?.[1];
  return isList(found) && found.every((word) => typeof word === 'string') ? found : null;
};

/** A number for each hour of a day, in a card of hours. */
const areHours = (rows: readonly unknown[], card: CardName): boolean =>
  HOUR_CARDS.has(card) && rows.length === HOURS_A_DAY && rows.every(isAmount);

/** In a card of hours, different whole numbers from 0 to 23 are hours, whatever their field is called. */
function hoursField(rows: readonly unknown[], card: CardName): string | null {
  const [first] = rows;
  if (!HOUR_CARDS.has(card) || rows.length < 2 || !isRecord(first)) return null;
  const areHours = (field: string): boolean => {
    const hours = rows.map((row) => (isRecord(row) ? String(row[field]) : ''));
    return new Set(hours).size === rows.length && kindOfKeys(hours, card) === 'hour';
  };
  return Object.keys(first).find(areHours) ?? null;
}

function withHours(rows: readonly unknown[], card: CardName): readonly unknown[] {
  const field = hoursField(rows, card);
  if (field === null || TIME_FIELD.test(field) || rows.some((row) => isRecord(row) && 'hour' in row)) return rows;
  return rows.map((row) => {
    if (!isRecord(row)) return row;
    const { [field]: hour, ...others } = row;
    return { hour, ...others };
  });
}

/** Rows that were each sent as JSON text; a label may begin like one of them. */
function rowsOf(sent: readonly unknown[]): readonly unknown[] {
  if (!sent.every((row) => typeof row === 'string')) return sent;
  const read = sent.map(fromText);
  return read.every((row) => typeof row === 'object') ? read : sent;
}

function readList(sent: readonly unknown[], card: CardName, around: Fields): ReadContent {
  const rows = rowsOf(sent);
  if (areHours(rows, card)) return list(rows.map((value, hour) => ({ hour, value })));
  const [only] = rows;
  // One thing with nothing but figures is no list of things.
  if (rows.length === 1 && isRecord(only) && Object.keys(only).length > 1 && !hasOwnLabel(only)) return one(only);
  if (rows.length > 0 && rows.every(isList)) return list(tupleRows(rows, card, headingIn(around)) ?? rows);
  const pairs = singlePairs(rows);
  return list((pairs && keyedRows(pairs, card)) ?? withHours(unwrappedRows(rows) ?? rows, card));
}

/** What the fields around a list say about how much of it came. */
function withPaging(read: ReadContent, around: Fields): ReadContent {
  if (read.reply === 'object') return read;
  const { total, hasNext, isPaged } = readPaging(around, read.rows.length);
  const isCount = total !== null && (isPaged || isCountOfRows(total, read.rows));
  const rowTotal = isCount ? total : read.total;
  const hasMore = read.hasMore || hasNext || (rowTotal !== null && rowTotal > read.rows.length);
  return { ...read, total: rowTotal, hasMore };
}

function read(raw: unknown, card: CardName, around: Fields, wrappers: number): ReadContent {
  const content = fromText(raw);
  if (isNothing(content)) return withPaging(list([]), around);
  if (isList(content)) return withPaging(readList(content, card, around), around);
  if (!isRecord(content)) return one(content);
  if (Object.keys(content).length === 0) return withPaging(list([]), around);
  if (isSession(content)) return withPaging(list([content]), around);
  const columns = columnRows(content, card);
  if (columns) return withPaging(list(columns), { ...around, ...content });
  const keys = keysWithPaging(content, card);
  if (keys) return read(keys.content, card, { ...around, ...keys.around }, wrappers);
  const wrapped = wrappers < MOST_WRAPPERS ? wrappedIn(content) : null;
  if (wrapped) return withPaging(read(wrapped.content, card, wrapped.around, wrappers + 1), around);
  const keyed = keyedRows(content, card);
  return keyed ? withPaging(list(keyed), around) : one(content);
}

/**
 * Reads what stands in `cardContent`, whatever its shape, as rows. Keys that are values (names, e-mail addresses, hours,
 * dates) become fields of their rows, so that masking and charts see them as what they are.
 * @param around the fields of the reply beside it, which may say how long the whole list is
 */
export function readContent(content: unknown, card: CardName, around: Fields): ReadContent {
  if (content !== undefined) return read(content, card, around, 0);
  // The list may stand in the reply itself.
  const inReply = read(around, card, {}, 0);
  return inReply.reply === 'list' ? inReply : list([]);
}
