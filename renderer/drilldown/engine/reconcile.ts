import type { CardRows } from '../../../common/drilldown.ts';
import { METRICS, type SummaryField, type Unit } from '../../../common/metrics.ts';
import { readDuration, readNumber } from '../../../common/wire.ts';
import { ageOf, explainedByAge, plausibleGrowth, type Age } from './growth.ts';
import { namesSomething } from './inferKind.ts';
import type { Column, FromWorker } from './protocol.ts';
import { hourScore, scoreOf, type Score } from './scores.ts';

/** Why the number of rows, or what they come to, is or is not the figure on the tile. */
export type Difference =
  /** The figure and the rows agree. */
  | { readonly kind: 'equal'; readonly figure: number; readonly rows: number }
  /** Rows that the search, the filters or "over threshold" hide now. */
  | { readonly kind: 'filtered'; readonly hidden: number }
  /** The rows were asked for so many seconds after the figure, and that time can have brought the difference. */
  | { readonly kind: 'later'; readonly seconds: number; readonly figure: number; readonly rows: number }
  /** The figure is newer than the rows, which were shared with an earlier opening, and that explains the difference. */
  | { readonly kind: 'earlier'; readonly seconds: number; readonly figure: number; readonly rows: number }
  /** A round number of rows, fewer than the figure: the list ends at a page's size. */
  | { readonly kind: 'capped'; readonly figure: number; readonly rows: number }
  /** The rows are groups (tags, hours, agents), whose column adds up to `sum`. */
  | {
      readonly kind: 'otherShape';
      readonly column: string;
      readonly sum: number;
      readonly figure: number;
      readonly rows: number;
      readonly agrees: boolean;
      /** Told as a fact where it does not explain the difference. */
      readonly age: Age | null;
    }
  /** The figure is an average, and the rows' own average is `mean`. */
  | {
      readonly kind: 'average';
      readonly column: string;
      readonly mean: number;
      readonly figure: number;
      readonly agrees: boolean;
      readonly age: Age | null;
    }
  /** The figure is something else about the rows, such as a share or their longest time, and agrees with it. */
  | ({ readonly kind: 'score' } & Score)
  /** The figure is no count and nothing that the rows can be shown to come to, such as a score. */
  | { readonly kind: 'notCompared'; readonly unit: Unit }
  /** Nothing known explains it; the time between the two does not either. */
  | { readonly kind: 'unknown'; readonly figure: number; readonly rows: number; readonly age: Age | null };

export interface ReconcileInput {
  readonly card: Pick<CardRows, 'figure' | 'rowCount' | 'asOfMs' | 'query' | 'reply'>;
  readonly ready: Pick<Extract<FromWorker, { kind: 'ready' }>, 'rows' | 'columns' | 'sessions' | 'facts'>;
  /** Averages over all rows: of a view without search and filters. */
  readonly means: Readonly<Record<string, number>>;
  /** Rows of the view in sight. */
  readonly shown: number;
}

const PAGE_SIZES: ReadonlySet<number> = new Set([
  ...[10, 20, 25, 50, 100, 200, 250, 500, 1000, 2000, 2500, 5000],
  ...[10_000, 20_000, 25_000, 50_000, 100_000],
]);

/** Smaller round numbers of rows are as likely chance where only an average differs. */
const LEAST_CAP = 1000;

/** The column a figure is the average of, the API's own first. */
const AVERAGED: Partial<Record<SummaryField, readonly string[]>> = {
  averageWaitingTime: ['waiting_time', 'waiting'],
  averageResponseTime: ['response_time'],
  averageServiceTime: ['service_time', 'service'],
};
interface AddedUp {
  /** Kinds of columns, the first that the rows have is added up. */
  readonly kinds: readonly Column['kind'][];
  /** How far a value of the column may be off by its rounding. */
  readonly rounding: number;
  /** Whether the figure only grows within its period. */
  readonly grows: boolean;
}

/** Figures that are a column's total although they are no counts. */
const ADDED_UP: Partial<Record<SummaryField, AddedUp>> = {
  agentTotalTimeOnline: { kinds: ['duration', 'number'], rounding: 0.5, grows: true },
  totalTagsPercent: { kinds: ['percent', 'number'], rounding: 0.05, grows: false },
};
const COUNTED: AddedUp = { kinds: ['number'], rounding: 0, grows: true };
/** Durations are sent in whole seconds: an average of them differs by as much. */
const ROUNDING = 1;
/** Noise of adding up. */
const NOISE = 1e-3;

const numberOf = (value: number | string | null, duration: boolean): number | null => {
  const read = readNumber(value, { min: -Number.MAX_VALUE, max: Number.MAX_VALUE });
  if (read.kind === 'value') return read.value;
  const seconds = duration ? readDuration(value) : read;
  return seconds.kind === 'value' ? seconds.value : null;
};

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
function nearestTotal({ ready, means }: ReconcileInput, figure: number, wanted: Column['kind']): Total | null {
  return ready.columns
    .filter(({ id, kind, derived }) => kind === wanted && !derived && !namesSomething(id))
    .flatMap((column): Total[] => {
      const sum = sumOf(column, means);
      return sum === null ? [] : [{ column: column.id, sum }];
    })
    .reduce<Total | null>(
      (best, total) => (best && Math.abs(best.sum - figure) <= Math.abs(total.sum - figure) ? best : total),
      null,
    );
}

/** The time between figure and rows as the reason why they differ; empty when it cannot be. */
function apart({ card }: ReconcileInput, figure: number, amount: number): Difference[] {
  const age = explainedByAge(card, figure, amount);
  if (!age) return [];
  return [{ kind: age.newer === 'rows' ? 'later' : 'earlier', seconds: age.seconds, figure, rows: card.rowCount }];
}

/** Rows are groups when they are no sessions and an amount in them comes nearer to the figure than their number does. */
function compareTotal(input: ReconcileInput, figure: number, added: AddedUp): readonly Difference[] | null {
  const { kinds, rounding, grows } = added;
  const { rowCount: rows } = input.card;
  const [total] = input.ready.sessions ? [] : kinds.flatMap((kind) => nearestTotal(input, figure, kind) ?? []);
  if (!total || Math.abs(total.sum - figure) >= Math.abs(rows - figure)) return null;
  const agrees = Math.abs(total.sum - figure) <= rows * rounding + rounding + NOISE;
  const reasons = agrees || !grows ? [] : apart(input, figure, total.sum);
  const age = agrees || reasons.length > 0 ? null : ageOf(input.card);
  return [{ kind: 'otherShape', ...total, figure, rows, agrees, age }, ...reasons];
}

function compareCount(input: ReconcileInput, metric: SummaryField, figure: number): readonly Difference[] {
  const { rowCount: rows } = input.card;
  // The fields of one object are not what is counted.
  if (input.card.reply === 'object') return compareScore(input, metric, figure);
  if (rows === figure) return [{ kind: 'equal', figure, rows }];
  const groups = compareTotal(input, figure, COUNTED);
  if (groups) return groups;
  if (rows < figure && PAGE_SIZES.has(rows)) return [{ kind: 'capped', figure, rows }];
  const reasons = apart(input, figure, rows);
  return reasons.length > 0 ? reasons : [{ kind: 'unknown', figure, rows, age: ageOf(input.card) }];
}

/** An average moves by what is new in it: as a share of the rows, or of so few that one long time counts. */
function explainsAverage({ card }: ReconcileInput, figure: number, mean: number): Age | null {
  const age = ageOf(card);
  if (!age || card.rowCount === 0) return null;
  const moved = plausibleGrowth(card, card.rowCount, age.seconds) / card.rowCount;
  return Math.abs(mean - figure) <= Math.max(mean, figure) * moved ? age : null;
}

function compareAverage(input: ReconcileInput, figure: number, candidates: readonly string[]): readonly Difference[] {
  const { card, ready, means } = input;
  const column = candidates.find(
    (id) => Object.hasOwn(means, id) && ready.columns.some((one) => one.id === id && one.kind === 'duration'),
  );
  const mean = column === undefined ? undefined : means[column];
  if (column === undefined || mean === undefined) return [{ kind: 'notCompared', unit: 'duration' }];
  const average = { kind: 'average', column, mean, figure, agrees: Math.abs(mean - figure) <= ROUNDING } as const;
  if (average.agrees) return [{ ...average, age: null }];
  if (PAGE_SIZES.has(card.rowCount) && card.rowCount >= LEAST_CAP)
    return [
      { ...average, age: null },
      { kind: 'capped', figure, rows: card.rowCount },
    ];
  const reason = explainsAverage(input, figure, mean);
  if (!reason) return [{ ...average, age: ageOf(card) }];
  const kind = reason.newer === 'rows' ? 'later' : 'earlier';
  return [
    { ...average, age: null },
    { kind, seconds: reason.seconds, figure, rows: card.rowCount },
  ];
}

function compareScore(input: ReconcileInput, metric: SummaryField, figure: number): readonly Difference[] {
  const score = scoreOf(input, metric, figure);
  return [score ? { kind: 'score', ...score } : { kind: 'notCompared', unit: METRICS[metric].unit }];
}

function compare(input: ReconcileInput, metric: SummaryField, value: number | string): readonly Difference[] {
  const { unit } = METRICS[metric];
  const figure = numberOf(value, unit === 'duration');
  if (figure === null) {
    const hour = typeof value === 'string' ? hourScore(input.ready, metric, value) : null;
    return [hour ? { kind: 'score', ...hour } : { kind: 'notCompared', unit }];
  }
  const averaged = AVERAGED[metric];
  if (averaged) return compareAverage(input, figure, averaged);
  if (unit === 'count') return compareCount(input, metric, figure);
  const added = ADDED_UP[metric];
  return (added && compareTotal(input, figure, added)) ?? compareScore(input, metric, figure);
}

/**
 * Explains the figure on the tile beside the rows of its card. Masking never hides rows, so it is no reason.
 * @returns the reasons, the ones of the view in sight first; empty when there is no figure and nothing is hidden
 */
export function reconcile(input: ReconcileInput): readonly Difference[] {
  const { card, ready, shown } = input;
  const hidden = ready.rows - shown;
  const view: Difference[] = hidden > 0 ? [{ kind: 'filtered', hidden }] : [];
  const value = card.figure?.reading.value ?? null;
  return card.figure === null || value === null ? view : [...view, ...compare(input, card.figure.metric, value)];
}
