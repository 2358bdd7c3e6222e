import { SECOND_MS } from '../../../common/time.ts';
import { numbersColumn, type ColumnData, type NumbersData } from './columnData.ts';
import type { LoadOptions } from './protocol.ts';

/** Without these a row is no session row; the other documented fields may be missing. */
const SESSION_FIELDS = ['session_key', 'created_date', 'status'];

type Timed = 'waiting' | 'service';

/** Derived times (ours): waiting = taken − created, service = ended − taken. */
const TIMES: readonly { readonly id: Timed; readonly from: string; readonly to: string; readonly sent: string }[] = [
  { id: 'waiting', from: 'created_date', to: 'taken_date', sent: 'waiting_time' },
  { id: 'service', from: 'taken_date', to: 'ended_date', sent: 'service_time' },
];

export const isSessionRows = (columns: readonly ColumnData[]): boolean =>
  SESSION_FIELDS.every((field) => columns.some(({ meta }) => meta.id === field));

const datesOf = (columns: readonly ColumnData[], id: string): NumbersData | null =>
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

/** Marks a duration that the API sent itself as the one the board's threshold is for. */
const flagSent = (columns: readonly ColumnData[], id: string, sla: Timed): readonly ColumnData[] =>
  columns.map((column) =>
    column.meta.id === id && column.meta.kind === 'duration' ? { ...column, meta: { ...column.meta, sla } } : column,
  );

/** The columns with waiting and service time where the fields allow it, after the last of the dates they come from. */
export function withDerived(columns: readonly ColumnData[]): readonly ColumnData[] {
  const derived: ColumnData[] = [];
  let result = columns;
  for (const { id, from, to, sent } of TIMES) {
    const [start, end] = [datesOf(columns, from), datesOf(columns, to)];
    const taken = columns.some(({ meta }) => meta.id === id);
    const values = isSessionRows(columns) && start && end && !taken ? between(start, end) : null;
    if (values) derived.push(numbersColumn({ id, kind: 'duration', derived: true, sla: id, values }));
    else result = flagSent(result, taken ? id : sent, id);
  }
  const last = Math.max(...['created_date', 'taken_date', 'ended_date'].map((id) => indexOf(result, id)));
  return derived.length === 0 ? result : [...result.slice(0, last + 1), ...derived, ...result.slice(last + 1)];
}

const indexOf = (columns: readonly ColumnData[], id: string): number => columns.findIndex(({ meta }) => meta.id === id);

/** Whether a time in seconds is over the board's threshold. */
export const isOver = (seconds: number, threshold: number): boolean => seconds > threshold;

/** The column a board's threshold is compared with; null when the rows have none. */
export const timedColumn = (columns: readonly ColumnData[], sla: Timed): NumbersData | null =>
  columns.find((column): column is NumbersData => column.store === 'numbers' && column.meta.sla === sla) ?? null;

/** Rows over a threshold; null when the rows do not have that time. */
export function countOver(columns: readonly ColumnData[], sla: Timed, seconds: LoadOptions['sla']): number | null {
  const column = timedColumn(columns, sla);
  return column ? column.values.reduce((sum, value) => sum + Number(isOver(value, seconds[sla])), 0) : null;
}
