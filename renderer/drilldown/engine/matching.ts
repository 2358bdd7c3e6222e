import { cellOf, cut, shownCell, type ColumnData } from './columnData.ts';
import { isOver, timedColumn } from './derive.ts';
import { fold } from './fold.ts';
import type { Cell, ColumnFilter, RowView } from './protocol.ts';
import { SLICE_ITEMS, type Slices } from './slices.ts';
import type { Table } from './table.ts';

/** One byte for each row: 1 while the row is in sight. */
export type Mask = Uint8Array;

/** What a search looks through in a column: one text for each code or, in a column of numbers, for each row. */
function* searchTexts(table: Table, column: ColumnData): Slices<readonly string[]> {
  const { id, kind } = column.meta;
  const known = table.folded.get(id);
  if (known) return known;
  const length = column.store === 'texts' ? column.texts.length : table.rowCount;
  const texts: string[] = [];
  for (let index = 0; index < length; index += 1) {
    if (index % SLICE_ITEMS === 0) yield;
    const cell: Cell = column.store === 'texts' ? cut(column.texts[index] ?? '') : shownCell(column, index);
    texts.push(fold(table.text(kind, cell)));
  }
  table.folded.set(id, texts);
  return texts;
}

/** Sets `into` to 1 for each row whose text in a column contains what is looked for (folded). */
function* markContaining(table: Table, column: ColumnData, needle: string, into: Mask): Slices<void> {
  const texts = yield* searchTexts(table, column);
  if (column.store === 'numbers') {
    for (let row = 0; row < table.rowCount; row += 1) {
      if (row % SLICE_ITEMS === 0) yield;
      if (texts[row]?.includes(needle)) into[row] = 1;
    }
    return;
  }
  const hits = new Uint8Array(texts.length);
  for (let code = 0; code < texts.length; code += 1) {
    if (code % SLICE_ITEMS === 0) yield;
    if (texts[code]?.includes(needle)) hits[code] = 1;
  }
  for (let row = 0; row < table.rowCount; row += 1) if (hits[column.codes[row] ?? -1] === 1) into[row] = 1;
}

const keepOnly = (mask: Mask, wanted: (row: number) => boolean): void => {
  for (let row = 0; row < mask.length; row += 1) if (mask[row] === 1 && !wanted(row)) mask[row] = 0;
};

/** Minutes since midnight, so that times of day have bounds too. */
const minutesOf = (text: string): number => Number(text.slice(0, 2)) * 60 + Number(text.slice(3, 5));

function comparable(column: ColumnData, row: number): number {
  if (column.store === 'numbers') return column.values[row] ?? NaN;
  const cell = column.meta.kind === 'time' ? cellOf(column, row) : null;
  return typeof cell === 'string' ? minutesOf(cell) : NaN;
}

function oneOf(column: ColumnData, values: readonly Cell[]): (row: number) => boolean {
  const wanted = new Set<Cell>(values);
  if (column.store === 'numbers') return (row) => wanted.has(shownCell(column, row));
  const hits = Uint8Array.from(column.texts, (text) => Number(wanted.has(cut(text))));
  const none = wanted.has(null);
  return (row) => {
    const code = column.codes[row] ?? -1;
    return code < 0 ? none : hits[code] === 1;
  };
}

function* applyFilter(table: Table, filter: ColumnFilter, mask: Mask): Slices<void> {
  const column = table.byId.get(filter.column);
  // A condition kept from another card's rows says nothing about these.
  if (!column) return;
  if (filter.kind === 'contains') {
    const needle = fold(filter.text.trim());
    if (needle === '') return;
    const hits = new Uint8Array(table.rowCount);
    yield* markContaining(table, column, needle, hits);
    keepOnly(mask, (row) => hits[row] === 1);
  } else if (filter.kind === 'oneOf') {
    keepOnly(mask, oneOf(column, filter.values));
  } else {
    const { least, most } = filter;
    keepOnly(mask, (row) => {
      const value = comparable(column, row);
      return value >= (least ?? -Infinity) && value <= (most ?? Infinity);
    });
  }
}

/**
 * The rows that meet every condition of a view. A row without a value, or with a text in a column of numbers, is within
 * no bounds, not even open ones.
 */
export function* matchRows(table: Table, view: Omit<RowView, 'sort'>): Slices<Mask> {
  const mask = new Uint8Array(table.rowCount).fill(1);
  const timed = view.over === null ? null : timedColumn(table.columns, view.over);
  if (view.over !== null && timed) {
    const threshold = table.options.sla[view.over];
    keepOnly(mask, (row) => isOver(timed.values[row] ?? NaN, threshold));
  }
  for (const filter of view.filters) {
    yield* applyFilter(table, filter, mask);
    yield;
  }
  const needle = fold(view.search.trim());
  if (needle === '') return mask;
  const found = new Uint8Array(table.rowCount);
  for (const column of table.columns) yield* markContaining(table, column, needle, found);
  keepOnly(mask, (row) => found[row] === 1);
  return mask;
}
