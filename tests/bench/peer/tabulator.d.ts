/** The little of Tabulator that the bench uses; it has no types of its own. */
declare module 'tabulator-tables' {
  export interface TabulatorFilter {
    readonly field: string;
    readonly type: 'like';
    readonly value: string;
  }
  export class TabulatorFull {
    constructor(element: HTMLElement, options: Readonly<Record<string, unknown>>);
    /** A list within the list means "any of these". */
    setFilter(filters: readonly (readonly TabulatorFilter[])[]): void;
    clearFilter(headersToo: boolean): void;
  }
}

declare module 'tabulator-tables/dist/css/tabulator.min.css';
