import {
  columnOrderingFeature,
  columnSizingFeature,
  columnVisibilityFeature,
  rowSortingFeature,
  tableFeatures,
  useTable,
  type ColumnDef,
  type Updater,
} from '@tanstack/vue-table';
import { computed, shallowRef, type ComputedRef } from 'vue';
import type { Column, ColumnKind, RowView } from '../engine/protocol.ts';

const features = tableFeatures({
  columnOrderingFeature,
  columnSizingFeature,
  columnVisibilityFeature,
  rowSortingFeature,
});

/** A column as the table shows it. */
export interface ShownColumn {
  readonly column: Column;
  readonly name: string;
  /** Position of its cell in the rows that the worker sends. */
  readonly at: number;
  /** Width in sixteenths of the table's font size. */
  readonly size: number;
  /** Someone set the width: it is kept as it is. */
  readonly resized: boolean;
  /** Numbers stand at the end of their cell, so that their digits are in line. */
  readonly numeric: boolean;
}

export interface Columns {
  /** Every column in the order of the table, hidden ones included. */
  readonly all: ComputedRef<readonly (ShownColumn & { readonly visible: boolean })[]>;
  readonly visible: ComputedRef<readonly ShownColumn[]>;
  toggle(id: string): void;
  /** Moves a column by one place among all columns. */
  move(id: string, by: -1 | 1): void;
  resize(id: string, size: number): void;
  /** Makes columns as wide as their texts, by letters of the longest; what someone sized is kept. */
  fit(letters: ReadonlyMap<string, number>): void;
  /** To the width, order and choice at first. */
  reset(): void;
  /** Goes through a column's orders: one way, the other, as the rows came. */
  sortBy(id: string): void;
}

type Sorting = { readonly id: string; readonly desc: boolean }[];

const NUMERIC: ReadonlySet<ColumnKind> = new Set(['number', 'percent', 'duration']);
const SIZES: Readonly<Record<ColumnKind, number>> = {
  text: 160,
  number: 110,
  percent: 110,
  duration: 130,
  date: 216,
  time: 100,
  boolean: 100,
  nested: 220,
};
const NARROWEST = 70;
const WIDEST = 900;
/** Width of a letter of a heading, and of the sign and the filter beside it. */
const LETTER = 9;
const HEADING_EXTRAS = 74;

/** Width of the word "over" with its shape, beside a time that may have them. */
const FLAG = 60;

const sizeFor = ({ kind, sla }: Column, name: string): number =>
  Math.max(SIZES[kind] + (sla === null ? 0 : FLAG), name.length * LETTER + HEADING_EXTRAS);

/** Width of a letter in a cell, room around a text there, and the most that a long text gets before others have theirs. */
const CELL_LETTER = 9.8;
const CELL_EXTRAS = 26;
const WIDEST_FITTED = 400;

function fittedSize({ sla }: Column, name: string, letters: number): number {
  const content = Math.min(WIDEST_FITTED, letters * CELL_LETTER + CELL_EXTRAS + (sla === null ? 0 : FLAG));
  return Math.max(NARROWEST, content, name.length * LETTER + HEADING_EXTRAS);
}

/** Columns that say nothing are hidden at first; nothing is ever hidden for good. */
const hiddenAtFirst = (columns: readonly Column[]): Record<string, boolean> =>
  Object.fromEntries(columns.filter(({ filled }) => filled === 0).map(({ id }) => [id, false]));

/** What a session is looked up for, and what it is looked up by once it is found; what a card adds stands in between. */
const SESSION_FIRST = ['created_date', 'username', 'type', 'agent_email', 'waiting', 'service', 'status'];
/** When and who come first; then what the card is about. */
const OWN_AFTER = 2;
const SESSION_LAST = ['taken_date', 'ended_date', 'session_key', 'client_id'];

/**
 * Session rows in the order of their use, so that a small screen shows what matters; others as they came.
 * @param own the column the card is about, which no screen is too narrow for
 */
function orderAtFirst(columns: readonly Column[], own: string | null): string[] {
  const ids = columns.map(({ id }) => id);
  if (!ids.includes('session_key') || !ids.includes('created_date')) return ids;
  const whoAndWhen = SESSION_FIRST.slice(0, OWN_AFTER);
  const known = new Set([...SESSION_FIRST, ...SESSION_LAST, ...(own === null ? [] : [own])]);
  const had = (list: readonly string[]): string[] => list.filter((id) => ids.includes(id));
  const added = ids.filter((id) => !known.has(id));
  const first = own === null ? SESSION_FIRST : [...new Set([...whoAndWhen, own, ...SESSION_FIRST])];
  return [...had(first), ...added, ...had(SESSION_LAST.filter((id) => id !== own))];
}

/**
 * The column model of one table: which columns are shown, in which order, how wide, and by which the rows are sorted.
 * The rows themselves stay in the worker, so the model has none.
 * @param own the column the card is about; null when it is about none of them
 */
export function useColumns(
  columns: readonly Column[],
  own: string | null,
  nameOf: (column: Column) => string,
  view: () => RowView,
  setSort: (sort: RowView['sort']) => void,
): Columns {
  const byId = new Map(columns.map((column, at) => [column.id, { column, at, name: nameOf(column) }]));
  const definitions = columns.map((column): ColumnDef<typeof features, object, unknown> => ({
    id: column.id,
    accessorFn: () => null,
    size: sizeFor(column, nameOf(column)),
    minSize: NARROWEST,
    maxSize: WIDEST,
    sortDescFirst: NUMERIC.has(column.kind),
  }));
  const sorting = computed((): Sorting => {
    const { sort } = view();
    return sort === null ? [] : [{ id: sort.column, desc: sort.direction === 'descending' }];
  });
  const first = { order: orderAtFirst(columns, own), visibility: hiddenAtFirst(columns) };
  const table = useTable({
    features,
    columns: definitions,
    data: shallowRef<object[]>([]),
    manualSorting: true,
    enableMultiSort: false,
    initialState: { columnOrder: first.order, columnVisibility: first.visibility },
    state: computed(() => ({ sorting: sorting.value })),
    onSortingChange: (next: Updater<Sorting>) => {
      const [chosen] = typeof next === 'function' ? next(sorting.value) : next;
      setSort(chosen ? { column: chosen.id, direction: chosen.desc ? 'descending' : 'ascending' } : null);
    },
  });

  const fitted = shallowRef<ReadonlyMap<string, number>>(new Map());
  const all = computed(() =>
    table.getAllLeafColumns().flatMap((model) => {
      const known = byId.get(model.id);
      if (!known) return [];
      const numeric = NUMERIC.has(known.column.kind);
      const resized = Object.hasOwn(table.atoms.columnSizing.get(), model.id);
      const letters = fitted.value.get(model.id);
      const size = resized || letters === undefined ? model.getSize() : fittedSize(known.column, known.name, letters);
      return [{ ...known, numeric, resized, size, visible: model.getIsVisible() }];
    }),
  );

  return {
    all,
    visible: computed(() => all.value.filter(({ visible }) => visible)),
    toggle: (id) => table.getColumn(id)?.toggleVisibility(),
    move(id, by) {
      const order = all.value.map(({ column }) => column.id);
      const from = order.indexOf(id);
      const to = from + by;
      if (from < 0 || to < 0 || to >= order.length) return;
      order.splice(to, 0, ...order.splice(from, 1));
      table.setColumnOrder(order);
    },
    resize: (id, size) =>
      table.setColumnSizing((sizes) => ({ ...sizes, [id]: Math.min(WIDEST, Math.max(NARROWEST, Math.round(size))) })),
    fit(letters) {
      fitted.value = letters;
    },
    reset() {
      table.setColumnOrder(first.order);
      table.setColumnVisibility(first.visibility);
      table.resetColumnSizing();
    },
    sortBy: (id) => table.getColumn(id)?.toggleSorting(undefined, false),
  };
}
