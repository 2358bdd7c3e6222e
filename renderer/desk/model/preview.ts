import { METRICS, type SummaryField, type Unit } from '../../../common/metrics.ts';
import type { Tile } from '../../../common/settings.ts';
import type { BoardSnapshot, TileSnapshot } from '../../../common/snapshot.ts';
import {
  defaultThresholds,
  isJudgedByShare,
  levelOf,
  type ServiceLevels,
  type Level,
  type Thresholds,
} from '../../../common/thresholds.ts';
import { numberOf } from '../../view/values.ts';

/** What is wrong with two limits; null when they can be used. */
export type LimitProblem = 'order' | 'range';

const RANGE: Readonly<Record<Unit, readonly [number, number]>> = {
  count: [0, Infinity],
  duration: [0, Infinity],
  percent: [0, 100],
  points: [-100, 100],
  timeOfDay: [0, 0],
};

/** The unit that a metric's limits are in: percent for those judged by their share of all sessions. */
export const limitUnit = (metric: SummaryField): Unit => (isJudgedByShare(metric) ? 'percent' : METRICS[metric].unit);

/** Checks limits: inside the unit's range, and bad on the far side of watch. */
export function limitProblem(warn: number, bad: number, better: 'higher' | 'lower', unit: Unit): LimitProblem | null {
  const [least, most] = RANGE[unit];
  if ([warn, bad].some((limit) => limit < least || limit > most)) return 'range';
  return (better === 'higher' ? bad > warn : bad < warn) ? 'order' : null;
}

/** A tile's thresholds in force: its own or the metric's default. */
export const thresholdsInForce = (tile: Tile, board: ServiceLevels): Thresholds | null =>
  tile.thresholds ?? defaultThresholds(tile.metric, board);

/** The figure that is compared with a tile's thresholds. */
export const judgedValue = (tile: TileSnapshot): number | null =>
  isJudgedByShare(tile.metric) ? tile.share : numberOf(tile.reading);

/** The tile of a metric as the wall has it now; without a value when the board does not show it yet. */
export function currentTile(board: BoardSnapshot | null, metric: SummaryField): TileSnapshot {
  const shown = board?.tiles.find((tile) => tile.metric === metric);
  if (shown) return shown;
  const reading = { value: null, problem: null };
  return { metric, size: 'normal', reading, share: null, level: 'neutral', thresholds: null, ageMs: null };
}

/** The tile as it would look now with other thresholds. */
export function previewTile(tile: TileSnapshot, thresholds: Thresholds | null): TileSnapshot {
  const { better } = METRICS[tile.metric];
  const level = levelOf(judgedValue(tile), better, thresholds);
  return { ...tile, size: 'normal', thresholds, level };
}

export interface Zone {
  readonly level: Exclude<Level, 'neutral'>;
  /** Where it begins and ends on the strip, from 0 to 1. */
  readonly from: number;
  readonly to: number;
}

export interface Scale {
  readonly zones: readonly Zone[];
  /** The limits between the zones, in the order of the strip. */
  readonly marks: readonly { readonly value: number; readonly at: number }[];
  /** Where the present value stands; null without one. */
  readonly at: number | null;
}

const BEYOND = 1.5;

function ends(limits: readonly number[], value: number | null, unit: Unit): readonly [number, number] {
  if (unit === 'percent' && Math.max(...limits) > 50) return [0, 100];
  if (unit === 'points') return [-100, 100];
  const most = Math.max(...limits, value ?? 0, Number.EPSILON);
  return [0, unit === 'percent' ? Math.min(100, most * BEYOND) : Math.min(most * BEYOND, Math.max(...limits, 1) * 4)];
}

/** The zones of two limits on one line, smallest value first, and where a value stands on it. */
export function scaleOf(
  { warn, bad }: Thresholds,
  better: 'higher' | 'lower',
  unit: Unit,
  value: number | null,
): Scale {
  const [least, most] = ends([warn, bad], value, unit);
  const place = (amount: number): number => Math.min(1, Math.max(0, (amount - least) / Math.max(most - least, 1e-9)));
  const cuts = better === 'lower' ? [0, place(warn), place(bad), 1] : [0, place(bad), place(warn), 1];
  const levels = better === 'lower' ? (['good', 'warn', 'bad'] as const) : (['bad', 'warn', 'good'] as const);
  const zones = levels.map((level, index): Zone => ({ level, from: cuts[index] ?? 0, to: cuts[index + 1] ?? 1 }));
  const marks = (better === 'lower' ? [warn, bad] : [bad, warn]).map((limit) => ({ value: limit, at: place(limit) }));
  return { zones, marks, at: value === null ? null : place(value) };
}
