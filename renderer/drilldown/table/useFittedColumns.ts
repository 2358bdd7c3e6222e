import { watch, type ShallowRef } from 'vue';
import type { CellText } from '../engine/cellText.ts';
import type { Cell, RowEngine } from '../engine/protocol.ts';
import type { Viewed } from '../useRowView.ts';
import type { Columns, ShownColumn } from './useColumns.ts';

/** Rows that are measured: those a reader sees first. */
const MEASURED_ROWS = 60;

/** Letters of the longest text of each column among some rows; columns without any text are left out. */
export function lettersOf(
  columns: readonly Pick<ShownColumn, 'column' | 'at'>[],
  rows: readonly (readonly Cell[])[],
  text: CellText,
): ReadonlyMap<string, number> {
  const letters = new Map<string, number>();
  for (const { column, at } of columns) {
    const longest = rows.reduce((most, row) => Math.max(most, text(column.kind, row[at] ?? null).length), 0);
    if (longest > 0) letters.set(column.id, longest);
  }
  return letters;
}

/** Makes each column as wide as what the first rows have in it, once, as soon as there are rows in sight. */
export function useFittedColumns(table: {
  readonly engine: Pick<RowEngine, 'rows'>;
  readonly columns: Columns;
  readonly viewed: Readonly<ShallowRef<Viewed>>;
  readonly text: CellText;
}): void {
  const { engine, columns, viewed, text } = table;
  const stop = watch(viewed, async ({ shown }) => {
    if (shown === 0) return;
    stop();
    // It rejects only once the worker has ended: newer rows take the place of these.
    const rows = await engine.rows(0, MEASURED_ROWS).catch(() => []);
    columns.fit(lettersOf(columns.all.value, rows, text));
  });
}
