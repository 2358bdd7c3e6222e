import { watch, type ShallowRef } from 'vue';
import type { CellText } from '../engine/cellText.ts';
import type { Cell, RowEngine } from '../engine/protocol.ts';
import type { Viewed } from '../useRowView.ts';
import type { Columns, ShownColumn } from './useColumns.ts';

/** Rows that are measured: those a reader sees first. */
const MEASURED_ROWS = 60;

/** Signs that take much more or much less room than most, by how much of a usual one. */
const WIDE = /[mwMW@%…—]/gu;
const NARROW = /[ .,:;'’|!()[\]ijl-]/gu;
const FULL_WIDTH = /[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uff00-\uff60\p{Extended_Pictographic}]/gu;
const [WIDE_MORE, NARROW_LESS, FULL_MORE] = [0.6, 0.45, 0.8];

/** Room of a text in usual letters. */
function lettersIn(text: string): number {
  const count = (signs: RegExp): number => text.match(signs)?.length ?? 0;
  return text.length + WIDE_MORE * count(WIDE) - NARROW_LESS * count(NARROW) + FULL_MORE * count(FULL_WIDTH);
}

/** Letters of the longest text of each column among some rows; columns without any text are left out. */
export function lettersOf(
  columns: readonly Pick<ShownColumn, 'column' | 'at'>[],
  rows: readonly (readonly Cell[])[],
  text: CellText,
): ReadonlyMap<string, number> {
  const letters = new Map<string, number>();
  for (const { column, at } of columns) {
    const longest = rows.reduce((most, row) => Math.max(most, lettersIn(text(column.kind, row[at] ?? null))), 0);
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
