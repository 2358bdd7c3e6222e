import { zoneClock, type ZoneClock } from '../../../common/zone.ts';
import { withoutEntities } from './entities.ts';
import { nestedText, type Json } from './flatten.ts';
import { timeText } from './hours.ts';
import { isEmptyValue, isNoMoment } from './noValue.ts';
import { atBoardsMidnight, looksOfNumbers, looksOfTexts } from './looks.ts';
import type { Cell, Column, ColumnKind } from './protocol.ts';
import type { RawColumn } from './rawRows.ts';
import { booleanOf, durationOf, minutesDurationOf, momentOf, numberOf, percentOf, readsAs } from './readValue.ts';
import { SLICE_ITEMS, type Slices } from './slices.ts';

/** Characters of a cell the page gets; the whole value is read with `row`. */
export const LONGEST_CELL = 300;
const MOST_DISTINCT = 200;

/** Numbers, durations, dates, percentages; booleans as 0 and 1. `NaN` is no value. */
export interface NumbersData {
  readonly store: 'numbers';
  readonly meta: Column;
  readonly values: Float64Array;
  /** Texts of the few rows whose value is not of the column's kind. */
  readonly odd: ReadonlyMap<number, string>;
}

/** Texts, each kept once however many rows have it; code −1 is no value. */
export interface TextsData {
  readonly store: 'texts';
  readonly meta: Column;
  readonly codes: Int32Array;
  readonly texts: readonly string[];
}

export type ColumnData = NumbersData | TextsData;

const textOf = (value: Json): string => (typeof value === 'string' ? withoutEntities(value) : nestedText(value));

/** A text that fits a cell; never half of a surrogate pair. */
export function cut(text: string): string {
  if (text.length <= LONGEST_CELL) return text;
  const head = text.slice(0, LONGEST_CELL);
  return `${/[\ud800-\udbff]$/.test(head) ? head.slice(0, -1) : head}…`;
}

/** The whole value of a row. */
export function cellOf(column: ColumnData, row: number): Cell {
  if (column.store === 'texts') return column.texts[column.codes[row] ?? -1] ?? null;
  const value = column.values[row] ?? NaN;
  if (Number.isNaN(value)) return column.odd.get(row) ?? null;
  return column.meta.kind === 'boolean' ? value === 1 : value;
}

/** The value of a row as the page gets it. */
export function shownCell(column: ColumnData, row: number): Cell {
  const cell = cellOf(column, row);
  return typeof cell === 'string' ? cut(cell) : cell;
}

const READERS: Partial<Record<ColumnKind, (value: Json, zone: ZoneClock) => number | null>> = {
  number: (value) => numberOf(value),
  percent: (value) => percentOf(value) ?? numberOf(value),
  duration: (value) => durationOf(value) ?? minutesDurationOf(value) ?? (numberOf(value) === 0 ? 0 : null),
  date: momentOf,
  boolean: (value) => {
    const read = booleanOf(value);
    return read === null ? null : Number(read);
  },
};

/** Whether a value that is not of a column's kind stands for none in it, such as a −1 among durations. */
function isNoneIn(kind: ColumnKind, value: Json): boolean {
  if (readsAs(value) === 'none' || isEmptyValue(value)) return true;
  const number = numberOf(value);
  return number !== null && (kind === 'date' ? isNoMoment(number) : kind === 'duration' && number < 0);
}

/** How many different values there are, counted up to 200; null when there are more. */
function distinctOf(values: Float64Array, odd: ReadonlyMap<number, string>): number | null {
  const seen = new Set<number | string>(odd.values());
  for (const value of values) {
    if (!Number.isNaN(value)) seen.add(value);
    if (seen.size > MOST_DISTINCT) return null;
  }
  return seen.size;
}

interface NumbersFrom {
  readonly id: string;
  readonly kind: ColumnKind;
  readonly derived?: boolean;
  readonly sla?: Column['sla'];
  readonly values: Float64Array;
  readonly odd?: ReadonlyMap<number, string>;
  readonly zone?: ZoneClock;
}

/** A column of numbers with what the page must know about it. */
export function numbersColumn({
  id,
  kind,
  derived = false,
  sla = null,
  values,
  odd = new Map(),
  zone = zoneClock('+00:00'),
}: NumbersFrom): NumbersData {
  let filled = odd.size;
  for (const value of values) if (!Number.isNaN(value)) filled += 1;
  return {
    store: 'numbers',
    meta: {
      ...{ id, kind, derived, filled, sla },
      distinct: distinctOf(values, odd),
      looks: odd.size > 0 ? null : looksOfNumbers(kind, values, zone),
    },
    values,
    odd,
  };
}

function* buildTexts({ id, rows, values }: RawColumn, kind: ColumnKind, rowCount: number): Slices<TextsData> {
  const codes = new Int32Array(rowCount).fill(-1);
  const texts: string[] = [];
  const known = new Map<string, number>();
  let filled = 0;
  for (const [index, value] of values.entries()) {
    if (index % SLICE_ITEMS === 0) yield;
    // In a column of times a dash says that there is none; in a column of texts it may be a word like any other.
    if (kind === 'time' && readsAs(value) === 'none') continue;
    const text = kind === 'time' ? (timeText(value, true) ?? textOf(value).trim()) : textOf(value);
    let code = known.get(text);
    if (code === undefined) {
      code = texts.push(text) - 1;
      known.set(text, code);
    }
    codes[rows[index] ?? -1] = code;
    filled += 1;
  }
  const distinct = texts.length > MOST_DISTINCT ? null : texts.length;
  const looks = looksOfTexts(
    kind,
    texts.filter((text) => readsAs(text) !== 'none'),
  );
  return { store: 'texts', meta: { id, kind, derived: false, filled, distinct, sla: null, looks }, codes, texts };
}

/**
 * Stores a column by its kind.
 * @param zone the board's clock
 */
export function* buildColumn(raw: RawColumn, kind: ColumnKind, rowCount: number, zone: ZoneClock): Slices<ColumnData> {
  const read = READERS[kind];
  if (!read) return yield* buildTexts(raw, kind, rowCount);
  const values = new Float64Array(rowCount).fill(NaN);
  const odd = new Map<number, string>();
  for (const [index, value] of raw.values.entries()) {
    if (index % SLICE_ITEMS === 0) yield;
    const row = raw.rows[index] ?? -1;
    const number = read(value, zone);
    if (number !== null) values[row] = number;
    else if (!isNoneIn(kind, value)) odd.set(row, textOf(value));
  }
  const all = kind === 'date' ? atBoardsMidnight(values, zone) : values;
  return numbersColumn({ id: raw.id, kind, values: all, odd, zone });
}
