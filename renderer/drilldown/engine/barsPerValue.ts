import { startAmounts, type Amounts } from './amounts.ts';
import { shownCell, type ColumnData, type NumbersData } from './columnData.ts';
import type { Cell, ChartBar, ChartData } from './protocol.ts';
import { ranksOf } from './ranks.ts';
import { SLICE_ITEMS, type Slices } from './slices.ts';
import type { Table } from './table.ts';

export interface PerValueOptions {
  readonly column: ColumnData;
  /** Adds up this column instead of counting rows. */
  readonly sum: NumbersData | null;
  /** Bars before the rest is put into one. */
  readonly most: number;
  /** In the order of the values instead of the largest first; the largest are kept either way. */
  readonly inOrder: boolean;
}

interface Group {
  readonly value: Cell;
  /** A row that has the value, for its place in the column's order. */
  readonly row: number;
  readonly amounts: Amounts;
  count: number;
}

function* groupsOf(column: ColumnData, sum: NumbersData | null, rows: Uint32Array): Slices<readonly Group[]> {
  const groups = new Map<Cell, Group>();
  for (const [at, row] of rows.entries()) {
    if (at % SLICE_ITEMS === 0) yield;
    const value = shownCell(column, row);
    let group = groups.get(value);
    if (!group) groups.set(value, (group = { value, row, amounts: startAmounts(sum), count: 0 }));
    group.amounts.add(row);
    group.count += 1;
  }
  return [...groups.values()];
}

/** Rows, or a column's total, for each value of a column: the largest first or in order, the rest as one. */
export function* barsPerValue(
  table: Table,
  rows: Uint32Array,
  { column, sum, most, inOrder }: PerValueOptions,
): Slices<Pick<ChartData, 'bars' | 'without'>> {
  const groups = yield* groupsOf(column, sum, rows);
  const ranks = yield* ranksOf(table, column);
  const place = ({ row }: Group): number => ranks[row] ?? -1;
  const largestFirst = groups
    .filter(({ value }) => value !== null)
    .map((group) => ({ ...group, amount: group.amounts.value() }))
    .sort((a, b) => b.amount - a.amount || b.count - a.count || place(a) - place(b));
  const kept = largestFirst.slice(0, most);
  const drawn = inOrder ? kept.sort((a, b) => place(a) - place(b)) : kept;
  const bars = drawn.map(({ value, amount }): ChartBar => ({ key: value, until: null, rest: false, value: amount }));
  const without = groups.find(({ value }) => value === null)?.count ?? 0;
  const others = new Set(largestFirst.slice(most).map(({ value }) => value));
  if (others.size === 0) return { bars, without };
  const together = startAmounts(sum);
  for (const row of rows) if (others.has(shownCell(column, row))) together.add(row);
  return { bars: [...bars, { key: null, until: null, rest: true, value: together.value() }], without };
}
