import type { CardRows } from '../../../common/drilldown.ts';
import { METRICS, type SummaryField } from '../../../common/metrics.ts';
import { readDuration, readNumber } from '../../../common/wire.ts';
import { SECOND_MS } from '../../../common/time.ts';
import { namesSomething } from './inferKind.ts';
import type { Column, FromWorker } from './protocol.ts';

/** Why the number of rows, or what they come to, is or is not the figure on the tile. */
export type Difference =
  /** The figure and the rows agree. */
  | { readonly kind: 'equal'; readonly figure: number; readonly rows: number }
  /** Rows that the search, the filters or "over threshold" hide now. */
  | { readonly kind: 'filtered'; readonly hidden: number }
  /** The rows were asked for so many seconds after the figure. */
  | { readonly kind: 'later'; readonly seconds: number; readonly figure: number; readonly rows: number }
  /** The figure is newer than the rows, which were shared with an earlier opening. */
  | { readonly kind: 'earlier'; readonly seconds: number; readonly figure: number; readonly rows: number }
  /** A round number of rows, fewer than the figure: the list ends at a page's size. */
  | { readonly kind: 'capped'; readonly figure: number; readonly rows: number }
  /** The rows are groups (tags, hours, agents), whose column adds up to `sum`. */
  | {
      readonly kind: 'otherShape';
      readonly column: string | null;
      readonly sum: number | null;
      readonly figure: number;
      readonly rows: number;
    }
  /** The figure is an average, and the rows' own average is `mean`. */
  | {
      readonly kind: 'average';
      readonly column: string;
      readonly mean: number;
      readonly figure: number;
      readonly agrees: boolean;
    }
  /** The figure is no count and no average of these rows, such as a peak hour or a score. */
  | { readonly kind: 'notCompared' }
  /** Nothing known explains it. */
  | { readonly kind: 'unknown'; readonly figure: number; readonly rows: number };

export interface ReconcileInput {
  readonly card: Pick<CardRows, 'figure' | 'rowCount' | 'asOfMs'>;
  readonly ready: Pick<Extract<FromWorker, { kind: 'ready' }>, 'columns' | 'sessions'>;
  /** Averages over all rows: of a view without search and filters. */
  readonly means: Readonly<Record<string, number>>;
  /** Rows of the view in sight. */
  readonly shown: number;
}

const PAGE_SIZES: ReadonlySet<number> = new Set([
  ...[10, 20, 25, 50, 100, 200, 250, 500, 1000, 2000, 2500, 5000],
  ...[10_000, 20_000, 25_000, 50_000, 100_000],
]);

/** The column a figure is the average of, the API's own first. */
const AVERAGED: Partial<Record<SummaryField, readonly string[]>> = {
  averageWaitingTime: ['waiting_time', 'waiting'],
  averageResponseTime: ['response_time'],
  averageServiceTime: ['service_time', 'service'],
};
/** Figures that are a column's total although they are no counts. */
const ADDED_UP: ReadonlySet<SummaryField> = new Set(['agentTotalTimeOnline', 'totalTagsPercent']);
/** Durations are sent in whole seconds, percentages with a decimal: averages and totals of them differ by as much. */
const ROUNDING = 1;

const numberOf = (value: number | string | null, duration: boolean): number | null => {
  const read = readNumber(value, { min: -Number.MAX_VALUE, max: Number.MAX_VALUE });
  if (read.kind === 'value') return read.value;
  const seconds = duration ? readDuration(value) : read;
  return seconds.kind === 'value' ? seconds.value : null;
};

/** A difference beyond both is more than a refresh or two can bring. */
const FAR_ROWS = 50;
const FAR_PART = 0.2;

const isClose = (a: number, b: number): boolean => Math.abs(a - b) <= ROUNDING;

/** A column's total: its average is over the rows that have a value. */
const sumOf = ({ id, filled }: Column, means: ReconcileInput['means']): number | null => {
  const mean = Object.hasOwn(means, id) ? means[id] : undefined;
  return mean === undefined ? null : Math.round(mean * filled * 1000) / 1000;
};

interface Total {
  readonly column: string;
  readonly sum: number;
}

/** The column whose total comes nearest to a figure; null when the rows have no amounts. */
function nearestTotal({ ready, means }: ReconcileInput, figure: number, kinds: readonly Column['kind'][]) {
  return ready.columns
    .filter(({ id, kind, derived }) => kinds.includes(kind) && !derived && !namesSomething(id))
    .flatMap((column): Total[] => {
      const sum = sumOf(column, means);
      return sum === null ? [] : [{ column: column.id, sum }];
    })
    .reduce<Total | null>(
      (best, total) => (best && Math.abs(best.sum - figure) <= Math.abs(total.sum - figure) ? best : total),
      null,
    );
}

/** How far apart in time figure and rows are. */
function apart({ card }: ReconcileInput, figure: number): Difference[] {
  if (!card.figure || card.figure.asOfMs === null) return [];
  const seconds = Math.round((card.asOfMs - card.figure.asOfMs) / SECOND_MS);
  if (seconds === 0) return [];
  const kind = seconds > 0 ? 'later' : 'earlier';
  return [{ kind, seconds: Math.abs(seconds), figure, rows: card.rowCount }];
}

const orUnknown = (reasons: readonly Difference[], figure: number, rows: number): readonly Difference[] =>
  reasons.length > 0 ? reasons : [{ kind: 'unknown', figure, rows }];

/** Rows are groups when they are no sessions and an amount in them comes nearer to the figure than their number does. */
function compareTotal(
  input: ReconcileInput,
  figure: number,
  kinds: readonly Column['kind'][],
): readonly Difference[] | null {
  const { rowCount: rows } = input.card;
  const total = input.ready.sessions ? null : nearestTotal(input, figure, kinds);
  if (!total || Math.abs(total.sum - figure) >= Math.abs(rows - figure)) return null;
  const groups: Difference = { kind: 'otherShape', ...total, figure, rows };
  return isClose(total.sum, figure) ? [groups] : [groups, ...apart(input, figure)];
}

function compareCount(input: ReconcileInput, figure: number): readonly Difference[] {
  const { rowCount: rows } = input.card;
  if (rows === figure) return [{ kind: 'equal', figure, rows }];
  const groups = compareTotal(input, figure, ['number']);
  if (groups) return groups;
  if (rows < figure && PAGE_SIZES.has(rows)) return [{ kind: 'capped', figure, rows }];
  const reasons = apart(input, figure);
  // Minutes do not bring that many sessions: time alone would be no honest explanation.
  const isFar = Math.abs(rows - figure) > Math.max(FAR_ROWS, figure * FAR_PART);
  return isFar ? [...reasons, { kind: 'unknown', figure, rows }] : orUnknown(reasons, figure, rows);
}

function compareAverage(input: ReconcileInput, figure: number, candidates: readonly string[]): readonly Difference[] {
  const { card, ready, means } = input;
  const column = candidates.find(
    (id) => Object.hasOwn(means, id) && ready.columns.some((one) => one.id === id && one.kind === 'duration'),
  );
  const mean = column === undefined ? undefined : means[column];
  if (column === undefined || mean === undefined) return [{ kind: 'notCompared' }];
  const agrees = isClose(mean, figure);
  const average: Difference = { kind: 'average', column, mean, figure, agrees };
  if (agrees) return [average];
  const capped = PAGE_SIZES.has(card.rowCount) && card.rowCount >= 1000;
  const why: Difference[] = capped ? [{ kind: 'capped', figure, rows: card.rowCount }] : apart(input, figure);
  return [average, ...why];
}

/**
 * Explains the figure on the tile beside the rows of its card. Masking never hides rows, so it is no reason.
 * @returns the reasons, the ones of the view in sight first; empty when there is no figure and nothing is hidden
 */
export function reconcile(input: ReconcileInput): readonly Difference[] {
  const { card, shown } = input;
  const hidden = card.rowCount - shown;
  const view: Difference[] = hidden > 0 ? [{ kind: 'filtered', hidden }] : [];
  if (!card.figure) return view;
  const { metric, reading } = card.figure;
  const { unit } = METRICS[metric];
  const figure = numberOf(reading.value, unit === 'duration');
  if (reading.value === null) return view;
  if (figure === null) return [...view, { kind: 'notCompared' }];
  const averaged = AVERAGED[metric];
  if (averaged) return [...view, ...compareAverage(input, figure, averaged)];
  if (unit === 'count') return [...view, ...compareCount(input, figure)];
  const added = ADDED_UP.has(metric) ? compareTotal(input, figure, ['number', 'duration', 'percent']) : null;
  return [...view, ...(added ?? [{ kind: 'notCompared' }])];
}
