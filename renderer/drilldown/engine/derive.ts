import type { SlaKind } from '../../../common/metrics.ts';
import { slaThreshold } from '../../../common/thresholds.ts';
import { phaseOf, serviceSeconds, waitingSeconds, type SessionMoments } from '../../../common/sessions.ts';
import { cellOf, numbersColumn, type ColumnData, type NumbersData } from './columnData.ts';
import { plainName } from './columnNames.ts';
import type { Column, LoadOptions } from './protocol.ts';
import { readsAs } from './readValue.ts';

const NO_VALUE = new Float64Array();

interface Time {
  /** The derived column's name. */
  readonly id: SlaKind;
  /** The API's own column, which goes before one of ours. */
  readonly sent: string;
}

const TIMES: readonly Time[] = [
  { id: 'waiting', sent: 'waitingtime' },
  { id: 'service', sent: 'servicetime' },
  { id: 'response', sent: 'responsetime' },
];

/** A column by its name, whatever its letter case and marks: `created_date`, `createdDate`, `CreatedDate`. */
const named = (columns: readonly ColumnData[], plain: string): ColumnData | null =>
  columns.find(({ meta }) => plainName(meta.id) === plain) ?? null;

/**
 * Whether rows are sessions: they say when they were created, and have a session's key or two of the other documented
 * fields that nothing else has together.
 */
export function isSessionRows(columns: readonly { readonly meta: Pick<Column, 'id'> }[]): boolean {
  const names = new Set(columns.map(({ meta }) => plainName(meta.id)));
  const others = ['takendate', 'endeddate', 'status'].filter((name) => names.has(name));
  return names.has('createddate') && (names.has('sessionkey') || others.length > 1);
}

/** The moments in a column; none where no row has one; null where the column holds something else or is not there. */
function momentsIn(column: ColumnData | null): Float64Array | null {
  if (column?.store === 'texts' && column.texts.every((text) => readsAs(text) === 'none')) return NO_VALUE;
  if (column?.store !== 'numbers') return null;
  const { kind } = column.meta;
  if (kind === 'date') return column.values;
  // A column of nothing but zeros, or of `false`, holds no moment: which kind it is cannot be seen by its values.
  const isEmpty = column.odd.size === 0 && column.values.every((value) => !(value > 0));
  return isEmpty && (kind === 'number' || kind === 'boolean') ? NO_VALUE : null;
}

const momentAt = (moments: Float64Array | null, row: number): number | null => {
  const value = moments?.[row] ?? NaN;
  return Number.isNaN(value) ? null : value;
};

/** The sessions in some rows, read once for all of their times. */
interface Sessions {
  readonly at: (row: number) => SessionMoments;
  readonly phaseAt: (row: number) => ReturnType<typeof phaseOf>;
  /** Whether the rows would say that a session was taken. Without that field only its status tells that it waits. */
  readonly tellsTaken: boolean;
  /** The API's clock: as it was told, and never before what the rows say has happened. */
  readonly nowMs: number;
}

function sessionsIn(columns: readonly ColumnData[], nowMs: number): Sessions | null {
  if (!isSessionRows(columns)) return null;
  const [created, taken, ended] = ['createddate', 'takendate', 'endeddate'].map((field) =>
    momentsIn(named(columns, field)),
  );
  if (!created) return null;
  const status = named(columns, 'status');
  let latestMs = nowMs;
  for (const moments of [created, taken]) for (const atMs of moments ?? []) if (atMs > latestMs) latestMs = atMs;
  return {
    at: (row) => ({
      createdMs: momentAt(created, row),
      takenMs: momentAt(taken ?? null, row),
      endedMs: momentAt(ended ?? null, row),
    }),
    phaseAt: (row) => phaseOf(String((status && cellOf(status, row)) ?? '')),
    tellsTaken: taken !== undefined && taken !== null,
    nowMs: latestMs,
  };
}

function derivedAt({ at, phaseAt, tellsTaken, nowMs }: Sessions, id: Time['id'], row: number): number | null {
  if (id === 'service') return serviceSeconds(at(row));
  if (id !== 'waiting') return null;
  const phase = phaseAt(row);
  return tellsTaken || phase === 'waiting' ? waitingSeconds(at(row), phase, nowMs) : null;
}

function derivedValues(sessions: Sessions, id: Time['id'], rowCount: number): Float64Array | null {
  const values = Float64Array.from({ length: rowCount }, (_, row) => derivedAt(sessions, id, row) ?? NaN);
  return values.some((value) => !Number.isNaN(value)) ? values : null;
}

/** The time the API sent itself, under its own name or that of a derived one. */
const sentTime = (columns: readonly ColumnData[], { id, sent }: Time): NumbersData | null =>
  [named(columns, sent), named(columns, id)].find(
    (column): column is NumbersData => column?.store === 'numbers' && column.meta.kind === 'duration',
  ) ?? null;

/**
 * The API's own times with ours where it has none: a session nobody has taken yet has no waiting time of the API's, or
 * a zero, and still waits.
 */
function completed(column: NumbersData, sessions: Sessions | null, derived: Float64Array | null): Float64Array {
  if (!sessions || !derived) return column.values;
  return column.values.map((sent, row) => {
    const isUntaken = sent === 0 && sessions.tellsTaken && sessions.at(row).takenMs === null;
    const ours = derived[row] ?? NaN;
    const isMissing = Number.isNaN(sent) && !column.odd.has(row);
    return (isMissing || isUntaken) && !Number.isNaN(ours) ? ours : sent;
  });
}

/**
 * The columns with the times a board's thresholds are for: the API's own flagged where it sent them, and only where it
 * did not, derived ones after the last of the dates they come from.
 * @param options the API's clock when it sent the rows; the board's seconds, of which 0 is no threshold
 */
export function withDerived(
  columns: readonly ColumnData[],
  rowCount: number,
  { nowMs, sla: seconds }: Pick<LoadOptions, 'nowMs' | 'sla'>,
): readonly ColumnData[] {
  const sessions = sessionsIn(columns, nowMs);
  const added: ColumnData[] = [];
  let result = columns;
  for (const time of TIMES) {
    const sent = sentTime(columns, time);
    const derived = sessions && derivedValues(sessions, time.id, rowCount);
    const sla = slaThreshold(seconds[time.id]) === null ? null : time.id;
    if (sent) {
      const { id, kind } = sent.meta;
      const values = completed(sent, sessions, derived);
      const flagged = numbersColumn({ id, kind, sla, values, odd: sent.odd });
      result = result.map((column) => (column === sent ? flagged : column));
    } else if (derived && !columns.some(({ meta }) => meta.id === time.id))
      added.push(numbersColumn({ id: time.id, kind: 'duration', derived: true, sla, values: derived }));
  }
  const dates = new Set(['createddate', 'takendate', 'endeddate']);
  const last = result.findLastIndex(({ meta }) => dates.has(plainName(meta.id)));
  return added.length === 0 ? result : [...result.slice(0, last + 1), ...added, ...result.slice(last + 1)];
}

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
