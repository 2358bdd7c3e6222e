import type { Column, ColumnFilter, RowView } from './engine/protocol.ts';

/** All rows in the order in which they came. */
export const EVERY_ROW: RowView = { search: '', filters: [], over: null, sort: null };

export const filterOf = (view: RowView, column: string): ColumnFilter | null =>
  view.filters.find((filter) => filter.column === column) ?? null;

export const withoutFilter = (view: RowView, column: string): RowView => ({
  ...view,
  filters: view.filters.filter((filter) => filter.column !== column),
});

/** A column has one condition: a new one takes the place of the one it had, where it stood. */
export const withFilter = (view: RowView, filter: ColumnFilter): RowView =>
  filterOf(view, filter.column)
    ? { ...view, filters: view.filters.map((one) => (one.column === filter.column ? filter : one)) }
    : { ...view, filters: [...view.filters, filter] };

export const isNarrowed = (view: RowView): boolean =>
  view.search !== '' || view.filters.length > 0 || view.over !== null;

/** The view without what newer rows no longer have columns for. */
export function keptFor(view: RowView, columns: readonly Column[]): RowView {
  const ids = new Set(columns.map(({ id }) => id));
  const { over, sort } = view;
  return {
    search: view.search,
    filters: view.filters.filter((filter) => ids.has(filter.column)),
    over: over !== null && columns.some(({ sla }) => sla === over) ? over : null,
    sort: sort !== null && ids.has(sort.column) ? sort : null,
  };
}
