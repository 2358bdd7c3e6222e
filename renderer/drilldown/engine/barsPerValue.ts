import { shownCell, type ColumnData, type NumbersData } from './columnData.ts';
import type { Cell, ChartBar, ChartData } from './protocol.ts';
import { countValues, mostFrequentFirst } from './values.ts';
import { SLICE_ITEMS, type Slices } from './slices.ts';
import type { Table } from './table.ts';

export interface PerValueOptions {
  readonly column: ColumnData;
  /** Adds up this column instead of counting rows. */
  readonly sum: NumbersData | null;
  /** Bars before the rest is put into one. */
  readonly most: number;
}

function* sumsOf(column: ColumnData, sum: NumbersData, rows: Uint32Array): Slices<ReadonlyMap<Cell, number>> {
  const sums = new Map<Cell, number>();
  for (const [at, row] of rows.entries()) {
    if (at % SLICE_ITEMS === 0) yield;
    const amount = sum.values[row] ?? NaN;
    const value = shownCell(column, row);
    sums.set(value, (sums.get(value) ?? 0) + (Number.isNaN(amount) ? 0 : amount));
  }
  return sums;
}

/** Rows, or a column's total, for each value of a column: the largest first, the rest as one. */
export function* barsPerValue(
  table: Table,
  rows: Uint32Array,
  { column, sum, most }: PerValueOptions,
): Slices<Pick<ChartData, 'bars' | 'without'>> {
  const counted = yield* mostFrequentFirst(table, column, yield* countValues(column, rows));
  const sums = sum ? yield* sumsOf(column, sum, rows) : null;
  const bars = counted
    .filter(({ value }) => value !== null)
    .map(({ value, count }): ChartBar => ({
      key: value,
      until: null,
      rest: false,
      value: sums ? (sums.get(value) ?? 0) : count,
    }))
    .sort((a, b) => b.value - a.value);
  const without = counted.find(({ value }) => value === null)?.count ?? 0;
  const others = bars.slice(most);
  if (others.length === 0) return { bars, without };
  const rest = others.reduce((total, { value }) => total + value, 0);
  return { bars: [...bars.slice(0, most), { key: null, until: null, rest: true, value: rest }], without };
}
