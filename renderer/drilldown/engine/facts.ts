import { cellOf, type ColumnData, type NumbersData } from './columnData.ts';
import { wordsOf } from './inferKind.ts';
import type { Table } from './table.ts';

/**
 * What all rows of a card come to, for figures that are neither a count nor an average. By column; only what the rows
 * have is there.
 */
export interface Facts {
  /** The shortest and the longest of each column of durations, in seconds. */
  readonly extremes: Readonly<Record<string, { readonly least: number; readonly most: number }>>;
  /** How many of 100 answers are good: yes among yes and no, 4 and 5 among marks of 1 to 5. */
  readonly shares: Readonly<Record<string, { readonly percent: number; readonly good: 'yes' | 'satisfied' }>>;
  /** The hours with the most and the fewest of an amount, as `HH:MM`; several where they are equal. */
  readonly hours: {
    readonly amount: string;
    readonly most: readonly string[];
    readonly least: readonly string[];
  } | null;
  /** The numbers among the fields of a single object, by their own names. */
  readonly fields: Readonly<Record<string, number>>;
}

const MARKS: ReadonlySet<string> = new Set(['csat', 'score', 'rating', 'satisfaction']);
const [WORST_MARK, BEST_MARK, SATISFIED] = [1, 5, 4];

const filledValues = ({ values }: NumbersData): Float64Array => values.filter((value) => !Number.isNaN(value));

const isNumbers = (column: ColumnData): column is NumbersData => column.store === 'numbers' && column.odd.size === 0;

function extremesOf(column: ColumnData): Facts['extremes'][string] | null {
  if (column.store !== 'numbers' || column.meta.kind !== 'duration') return null;
  let [least, most] = [Infinity, -Infinity];
  for (const value of column.values) {
    if (value < least) least = value;
    if (value > most) most = value;
  }
  return least <= most ? { least, most } : null;
}

function shareOf(column: ColumnData): Facts['shares'][string] | null {
  if (!isNumbers(column)) return null;
  const { id, kind } = column.meta;
  const isMarks = kind === 'number' && wordsOf(id).some((word) => MARKS.has(word));
  if (kind !== 'boolean' && !isMarks) return null;
  const values = filledValues(column);
  if (values.length === 0) return null;
  if (isMarks && !values.every((mark) => Number.isInteger(mark) && mark >= WORST_MARK && mark <= BEST_MARK))
    return null;
  const least = isMarks ? SATISFIED : 1;
  const good = values.reduce((sum, value) => sum + Number(value >= least), 0);
  return { percent: (100 * good) / values.length, good: isMarks ? 'satisfied' : 'yes' };
}

/** Of rows that are an hour and an amount each; a second column of either would leave open which is meant. */
function hoursOf({ columns, rowCount }: Table): Facts['hours'] {
  const times = columns.filter(({ meta }) => meta.kind === 'time');
  const amounts = columns.filter((column) => isNumbers(column) && column.meta.kind === 'number').filter(isNumbers);
  const [time, amount] = [times[0], amounts[0]];
  if (!time || !amount || times.length > 1 || amounts.length > 1) return null;
  if (time.meta.filled !== rowCount || amount.meta.filled !== rowCount || time.meta.distinct !== rowCount) return null;
  const hoursWith = (value: number): string[] =>
    [...amount.values.entries()].flatMap(([row, one]) => (one === value ? [String(cellOf(time, row))] : []));
  const [least, most] = [Math.min(...amount.values), Math.max(...amount.values)];
  return { amount: amount.meta.id, most: hoursWith(most), least: hoursWith(least) };
}

function byColumn<T>(columns: readonly ColumnData[], read: (column: ColumnData) => T | null): Record<string, T> {
  const entries = columns.flatMap((column): [string, T][] => {
    const value = read(column);
    return value === null ? [] : [[column.meta.id, value]];
  });
  // Not by assignment: a column may be named `__proto__`.
  return Object.fromEntries(entries);
}

/** Reads what all rows come to from their columns. */
export const factsOf = (table: Table): Facts => ({
  extremes: byColumn(table.columns, extremesOf),
  shares: byColumn(table.columns, shareOf),
  hours: hoursOf(table),
  fields: Object.fromEntries(table.fields.flatMap(({ name, number }) => (number === null ? [] : [[name, number]]))),
});
