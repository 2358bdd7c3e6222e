import type { SlaKind } from '../../../common/metrics.ts';
import { SECOND_MS } from '../../../common/time.ts';
import { numbersColumn, type ColumnData, type NumbersData } from './columnData.ts';
import type { LoadOptions } from './protocol.ts';

/** Without these a row is no session row; the other documented fields may be missing. */
const SESSION_FIELDS = ['session_key', 'created_date', 'status'];

interface Time {
  /** The derived column's name. */
  readonly id: SlaKind;
  /** The API's own column, which is taken before a time is derived. */
  readonly sent: string;
  /** The dates it can be derived from; none are documented for the response. */
  readonly from: string | null;
  readonly to: string | null;
}

/** Derived times (ours): waiting = taken − created, service = ended − taken. */
const TIMES: readonly Time[] = [
  { id: 'waiting', sent: 'waiting_time', from: 'created_date', to: 'taken_date' },
  { id: 'service', sent: 'service_time', from: 'taken_date', to: 'ended_date' },
  { id: 'response', sent: 'response_time', from: null, to: null },
];

export const isSessionRows = (columns: readonly ColumnData[]): boolean =>
  SESSION_FIELDS.every((field) => columns.some(({ meta }) => meta.id === field));

const datesOf = (columns: readonly ColumnData[], id: string | null): NumbersData | null =>
  columns.find(
    (column): column is NumbersData =>
      column.store === 'numbers' && column.meta.id === id && column.meta.kind === 'date',
  ) ?? null;

/**
 * Whole seconds between two dates of each row, as the API rounds its own; a negative time is no value. Rounding here
 * keeps the flag "over" and the duration that is shown of one mind.
 */
function between(from: NumbersData, to: NumbersData): Float64Array | null {
  const seconds = Float64Array.from(to.values, (end, row) => {
    const value = Math.round((end - (from.values[row] ?? NaN)) / SECOND_MS);
    return value >= 0 ? value : NaN;
  });
  return seconds.some((value) => !Number.isNaN(value)) ? seconds : null;
}

/** The time the API sent itself, under its own name or that of a derived one. */
const sentTime = (columns: readonly ColumnData[], { id, sent }: Time): ColumnData | null =>
  columns.find(({ meta }) => meta.id === sent && meta.kind === 'duration') ??
  columns.find(({ meta }) => meta.id === id && meta.kind === 'duration') ??
  null;

const flagged = (column: NumbersData, sla: SlaKind): NumbersData => ({ ...column, meta: { ...column.meta, sla } });

/** A time worked out from the dates of session rows; null where they do not allow it or its name is taken. */
function derivedTime(columns: readonly ColumnData[], { id, from, to }: Time): NumbersData | null {
  const [start, end] = [datesOf(columns, from), datesOf(columns, to)];
  const isTaken = columns.some(({ meta }) => meta.id === id);
  const values = isSessionRows(columns) && start && end && !isTaken ? between(start, end) : null;
  return values && numbersColumn({ id, kind: 'duration', derived: true, sla: id, values });
}

/**
 * The columns with the times a board's thresholds are for: the API's own flagged where it sent them, and only where it
 * did not, derived ones after the last of the dates they come from.
 */
export function withDerived(columns: readonly ColumnData[]): readonly ColumnData[] {
  const derived: ColumnData[] = [];
  let result = columns;
  for (const time of TIMES) {
    const sent = sentTime(columns, time);
    const worked = sent ? null : derivedTime(columns, time);
    if (worked) derived.push(worked);
    result = result.map((column) =>
      column === sent && column.store === 'numbers' ? flagged(column, time.id) : column,
    );
  }
  const last = Math.max(...['created_date', 'taken_date', 'ended_date'].map((id) => indexOf(result, id)));
  return derived.length === 0 ? result : [...result.slice(0, last + 1), ...derived, ...result.slice(last + 1)];
}

const indexOf = (columns: readonly ColumnData[], id: string): number => columns.findIndex(({ meta }) => meta.id === id);

/** Whether a time in seconds is over the board's threshold. */
export const isOver = (seconds: number, threshold: number): boolean => seconds > threshold;

/** The column a board's threshold is compared with; null when the rows have none. */
export const timedColumn = (columns: readonly ColumnData[], sla: SlaKind): NumbersData | null =>
  columns.find((column): column is NumbersData => column.store === 'numbers' && column.meta.sla === sla) ?? null;

/** Rows over a threshold; null when the rows do not have that time. */
export function countOver(columns: readonly ColumnData[], sla: SlaKind, seconds: LoadOptions['sla']): number | null {
  const column = timedColumn(columns, sla);
  return column ? column.values.reduce((sum, value) => sum + Number(isOver(value, seconds[sla])), 0) : null;
}
