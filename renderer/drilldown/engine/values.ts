import { shownCell, type ColumnData } from './columnData.ts';
import { matchRows } from './matching.ts';
import type { Cell, RowView } from './protocol.ts';
import { ranksOf } from './ranks.ts';
import { SLICE_ITEMS, type Slices } from './slices.ts';
import type { Table } from './table.ts';
import { rowsOf } from './view.ts';

const MOST_VALUES = 200;

export interface CountedValue {
  readonly value: Cell;
  readonly count: number;
}

interface Tallied extends CountedValue {
  /** A row that has the value, for its place in the column's order. */
  readonly row: number;
}

/** How often each value of a column occurs in some rows; texts that are cut to the same cell count as one. */
export function* countValues(column: ColumnData, rows: Uint32Array): Slices<readonly Tallied[]> {
  const counts = new Map<Cell, { value: Cell; count: number; row: number }>();
  for (const [at, row] of rows.entries()) {
    if (at % SLICE_ITEMS === 0) yield;
    const value = shownCell(column, row);
    const known = counts.get(value);
    if (known) known.count += 1;
    else counts.set(value, { value, count: 1, row });
  }
  return [...counts.values()];
}

/** Values by how often they occur, equal ones in the column's own order. */
export function* mostFrequentFirst(
  table: Table,
  column: ColumnData,
  values: readonly Tallied[],
): Slices<readonly Tallied[]> {
  const ranks = yield* ranksOf(table, column);
  return values.toSorted((a, b) => b.count - a.count || (ranks[a.row] ?? -1) - (ranks[b.row] ?? -1));
}

/**
 * The values of a column to choose from, at most 200, the most frequent first. All conditions of the view count but the
 * column's own: what was chosen there must not take away the other choices.
 */
export function* listValues(table: Table, id: string, view: RowView): Slices<readonly CountedValue[]> {
  const column = table.byId.get(id);
  if (!column) return [];
  const filters = view.filters.filter((filter) => filter.column !== id);
  const rows = rowsOf(yield* matchRows(table, { ...view, filters }));
  const counted = yield* mostFrequentFirst(table, column, yield* countValues(column, rows));
  return counted.slice(0, MOST_VALUES).map(({ value, count }) => ({ value, count }));
}
