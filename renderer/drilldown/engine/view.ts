import type { ColumnData, NumbersData } from './columnData.ts';
import { matchRows, type Mask } from './matching.ts';
import type { ColumnKind, RowView } from './protocol.ts';
import { orderByRank, ranksOf } from './ranks.ts';
import type { Slices } from './slices.ts';
import type { Table } from './table.ts';

/** The rows in sight in their order, and the conditions they come from. Never changed once made. */
export interface ViewedRows {
  readonly view: RowView;
  readonly rows: Uint32Array;
}

const AVERAGED: ReadonlySet<ColumnKind> = new Set(['number', 'percent', 'duration']);

/** Every row in the order in which they came. */
export const EVERYTHING: RowView = { search: '', filters: [], over: null, sort: null };

export function rowsOf(mask: Mask): Uint32Array {
  const rows = new Uint32Array(mask.reduce((sum, bit) => sum + bit, 0));
  let at = 0;
  for (const [row, bit] of mask.entries()) if (bit === 1) rows[at++] = row;
  return rows;
}

/** Finds and sorts the rows of a view. */
export function* viewRows(table: Table, view: RowView): Slices<ViewedRows> {
  const rows = rowsOf(yield* matchRows(table, view));
  const column = view.sort ? table.byId.get(view.sort.column) : undefined;
  if (!view.sort || !column) return { view, rows };
  const ranks = yield* ranksOf(table, column);
  yield;
  return { view, rows: orderByRank(rows, ranks, view.sort.direction) };
}

function meanOf({ values }: NumbersData, rows: Uint32Array): number | null {
  let sum = 0;
  let count = 0;
  for (const row of rows) {
    const value = values[row] ?? NaN;
    if (Number.isNaN(value)) continue;
    sum += value;
    count += 1;
  }
  return count === 0 ? null : sum / count;
}

const isAveraged = (column: ColumnData): column is NumbersData =>
  column.store === 'numbers' && AVERAGED.has(column.meta.kind);

/**
 * Averages of the numbers, percentages and durations of the rows in sight; columns without a value are left out, and so
 * are the fields of a single object, which have nothing in common.
 */
export function* meansOf(table: Table, rows: Uint32Array): Slices<ReadonlyMap<string, number>> {
  // A map: a column may have any name, `toString` and `__proto__` included.
  const means = new Map<string, number>();
  if (table.fields.length > 0) return means;
  for (const column of table.columns) {
    if (!isAveraged(column)) continue;
    const mean = meanOf(column, rows);
    if (mean !== null) means.set(column.meta.id, mean);
    yield;
  }
  return means;
}
