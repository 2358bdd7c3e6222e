/**
 * What the page and the worker that holds a card's rows say to each other. All rows live in the worker; the page sees
 * columns, counts, the few rows in sight, chart data and finished exports, so that 50,000 rows never block a frame.
 */
import type { IdNames } from '../../../common/idNames.ts';
import type { SlaKind } from '../../../common/metrics.ts';
import type { SlaSeconds } from '../../../common/query.ts';
import type { FieldNames } from './fieldName.ts';

/**
 * What a column's values are. `duration` is a number of seconds, `percent` 0–100, `date` milliseconds since 1970 UTC,
 * `time` an `HH:MM` text or a span of two, `nested` a list of plain values with commas between, or the
 * compact JSON text of any other array or object.
 */
export type ColumnKind = 'text' | 'number' | 'percent' | 'duration' | 'date' | 'time' | 'boolean' | 'nested';

/** A typed value of a column's kind; null means no value. */
export type Cell = string | number | boolean | null;

export interface Column {
  /** The field's name, with `.` between the levels of a flattened object; `waiting` and `service` when derived. */
  readonly id: string;
  readonly kind: ColumnKind;
  /** Worked out by the app from other columns, not sent by the API (session rows: waiting, service). */
  readonly derived: boolean;
  /** Rows that have a value. */
  readonly filled: number;
  /** Different values, counted up to 200; `null` when there are more. */
  readonly distinct: number | null;
  /** Ids that the owner's names stand for. */
  readonly named?: boolean;
  /** Which seconds of the board's SLA a duration is compared with; null when it is not. At most one column for each. */
  readonly sla: SlaKind | null;
  /**
   * What all values are beyond their kind: moments that each begin a day or an hour, whole numbers from 0 to 10, telephone
   * numbers (masked or not), months or weeks (`2026-01`, `2026-W45`). Null where they are none of these.
   */
  readonly looks: 'day' | 'hour' | 'period' | 'code' | 'phone' | null;
}

/** A condition on one column. Conditions on different columns all have to hold. */
export type ColumnFilter =
  /** Text as shown, case and accents aside. */
  | { readonly kind: 'contains'; readonly column: string; readonly text: string }
  /** One of the values; null stands for rows without one. */
  | { readonly kind: 'oneOf'; readonly column: string; readonly values: readonly Cell[] }
  /** Within bounds, both included; null leaves that side open. In the unit of the column's kind. */
  | { readonly kind: 'between'; readonly column: string; readonly least: number | null; readonly most: number | null };

/** Which rows are in sight, and in which order. */
export interface RowView {
  /** Looked for in every column, as shown. */
  readonly search: string;
  readonly filters: readonly ColumnFilter[];
  /** Only rows whose time, sent or derived, is over the board's threshold. */
  readonly over: SlaKind | null;
  /** Null keeps the order in which the rows came. Rows without a value come last either way. */
  readonly sort: { readonly column: string; readonly direction: 'ascending' | 'descending' } | null;
}

export type ChartSpec =
  /**
   * Rows per hour of the day, or per day when they span more than two, in the board's timezone; with `sum`, that column's
   * total instead of the count.
   */
  | { readonly kind: 'perTime'; readonly column: string; readonly sum?: string }
  /**
   * Rows per value of a column, the largest first, the rest as one; with `sum`, that column's total instead of the count.
   */
  | {
      readonly kind: 'perValue';
      readonly column: string;
      readonly sum: string | null;
      readonly most: number;
      /** In the values' own order, as times of day and ratings are read. */
      readonly inOrder?: boolean;
      /** Fields of a single object, by their own names: only these, where it has any of them. */
      readonly only?: readonly string[];
    }
  /** How the numbers of a column are spread; `mark` is a threshold within the bins, at an edge where a round one fits. */
  | { readonly kind: 'histogram'; readonly column: string; readonly mark: number | null };

export interface ChartBar {
  /** Start of the hour or day in milliseconds since 1970 UTC, the value, or the bin's lower edge. `rest`: all other values. */
  readonly key: Cell;
  /** Upper edge of a bin or the end of an hour or day; null otherwise, and for the last, open bin. */
  readonly until: number | null;
  readonly rest: boolean;
  readonly value: number;
}

export interface ChartData {
  readonly spec: ChartSpec;
  /** Step of `perTime`. */
  readonly step: 'hour' | 'day' | null;
  readonly bars: readonly ChartBar[];
  /** Rows in sight that have no value in the column. */
  readonly without: number;
  /** Rows in sight beyond the mark of a histogram; null without one. A bin the mark lies within holds some of them. */
  readonly over: number | null;
}

export interface LoadOptions {
  readonly locale: string;
  /** The board's, such as `Africa/Cairo` or `+03:00`. */
  readonly timezone: string;
  readonly sla: SlaSeconds;
  /** The API's clock when it sent the rows, in milliseconds since 1970 UTC: what is open lasts until then. */
  readonly nowMs: number;
  /** `object`: one object came instead of a list; it is shown as a list of its fields. */
  readonly reply: 'list' | 'object';
  /** What channels, groups and shifts are called: names stand in cells, charts and exports instead of ids. */
  readonly idNames?: IdNames;
  /** Words that appear in cells, for searching and exporting what is shown. */
  readonly words: {
    readonly yes: string;
    readonly no: string;
    readonly field: string;
    readonly value: string;
    /** What the fields of a single object are called; without words, as they came. */
    readonly names?: FieldNames;
  };
}

export interface ExportColumn {
  readonly id: string;
  readonly heading: string;
}

/** What stands between the cells of a CSV file: spreadsheets of some countries expect a semicolon. */
export type Separator = ',' | ';' | '\t';

export type ExportFormat =
  /** RFC 4180 with a byte order mark. */
  | { readonly kind: 'csv'; readonly separator: Separator }
  /** Office Open XML with one sheet of that name. */
  | { readonly kind: 'xlsx'; readonly sheet: string };

export interface ExportedRows {
  readonly file: Blob;
  readonly rows: number;
}

export type ToWorker =
  | { readonly kind: 'load'; readonly options: LoadOptions }
  /** A JSON array of rows, as text. */
  | { readonly kind: 'chunk'; readonly text: string }
  | { readonly kind: 'loaded' }
  | { readonly kind: 'view'; readonly ask: number; readonly view: RowView }
  /** Rows `from` to `to` (not included) of the view. */
  | { readonly kind: 'rows'; readonly ask: number; readonly from: number; readonly to: number }
  /** Everything of one row, for reading values too long for a cell. */
  | { readonly kind: 'row'; readonly ask: number; readonly index: number }
  | { readonly kind: 'chart'; readonly ask: number; readonly spec: ChartSpec }
  /** The different values of a column, up to 200, the most frequent first. */
  | { readonly kind: 'values'; readonly ask: number; readonly column: string }
  /** A file with the rows of the view in its order, in these columns, under these headings. */
  | {
      readonly kind: 'export';
      readonly ask: number;
      readonly columns: readonly ExportColumn[];
      readonly format: ExportFormat;
    };

export type FromWorker =
  | { readonly kind: 'progress'; readonly rows: number }
  | {
      readonly kind: 'ready';
      readonly rows: number;
      readonly columns: readonly Column[];
      /** True when the rows are the documented session rows. */
      readonly sessions: boolean;
      /** Of a single object the fields that can be drawn beside each other; null for a list. */
      readonly drawnFields: number | null;
      /** Rows over each of the board's thresholds; null when the rows do not have that time. */
      readonly over: Readonly<Record<SlaKind, number | null>>;
    }
  /** `means`: averages of the numeric and duration columns over the rows in sight. */
  | {
      readonly kind: 'view';
      readonly ask: number;
      readonly shown: number;
      readonly means: ReadonlyMap<string, number>;
    }
  | {
      readonly kind: 'rows';
      readonly ask: number;
      readonly from: number;
      readonly rows: readonly (readonly Cell[])[];
    }
  | { readonly kind: 'row'; readonly ask: number; readonly text: string }
  | { readonly kind: 'chart'; readonly ask: number; readonly data: ChartData }
  | { readonly kind: 'values'; readonly ask: number; readonly values: readonly { value: Cell; count: number }[] }
  | ({ readonly kind: 'export'; readonly ask: number } & ExportedRows)
  /** The worker could not do it; the words are a fact for a developer. */
  | { readonly kind: 'fault'; readonly ask: number | null; readonly message: string };

/** The worker's side as the page uses it; each call resolves with the answer to it, and rejects only after `end`. */
export interface RowEngine {
  /** Begins anew with the rows of one card. */
  load(options: LoadOptions): void;
  chunk(text: string): void;
  loaded(): Promise<Extract<FromWorker, { kind: 'ready' }>>;
  /** Called while rows come in. */
  onProgress(listener: (rows: number) => void): () => void;
  /** Later views replace earlier ones: the answer to a view that was overtaken never comes (null). */
  view(view: RowView): Promise<Extract<FromWorker, { kind: 'view' }> | null>;
  rows(from: number, to: number): Promise<readonly (readonly Cell[])[]>;
  row(index: number): Promise<string>;
  chart(spec: ChartSpec): Promise<ChartData>;
  values(column: string): Promise<readonly { value: Cell; count: number }[]>;
  export(columns: readonly ExportColumn[], format: ExportFormat): Promise<ExportedRows>;
  /** Ends the worker and frees its rows. */
  end(): void;
}
