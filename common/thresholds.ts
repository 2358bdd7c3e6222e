import { METRICS, type SummaryField } from './metrics.ts';
import type { SlaSeconds } from './query.ts';

/** What a value says about the operation; `neutral` when nothing says which way is good, or there is no value. */
export type Level = 'good' | 'warn' | 'bad' | 'neutral';

/**
 * Where a level begins and where it ends again, in the metric's own unit (seconds, percent, points; percent of sessions
 * for shares). The separate clear levels keep a value on the edge from flapping: once warn, it stays warn until it is
 * at `warnClear` or better.
 */
export interface Thresholds {
  readonly warn: number;
  readonly bad: number;
  readonly warnClear: number;
  readonly badClear: number;
}

/** Default distance between a threshold and its clear level, as a part of the threshold, and at least one unit. */
const CLEAR_PART = 0.05;
const CLEAR_LEAST = 1;

/** Fills in the clear levels on the good side of `warn` and `bad`. */
export function withClearLevels(warn: number, bad: number, better: 'higher' | 'lower'): Thresholds {
  const step = (level: number): number => {
    const distance = Math.max(Math.abs(level) * CLEAR_PART, Math.min(CLEAR_LEAST, Math.abs(bad - warn) / 2));
    return better === 'higher' ? level + distance : level - distance;
  };
  return { warn, bad, warnClear: step(warn), badClear: step(bad) };
}

/** The default thresholds of a metric for a board's SLA seconds; null when the metric has none. */
export function defaultThresholds(field: SummaryField, sla: SlaSeconds): Thresholds | null {
  const { rule, better } = METRICS[field];
  if (!rule || !better) return null;
  const scale = rule.kind === 'sla' ? sla[rule.sla] : 1;
  return withClearLevels(rule.warn * scale, rule.bad * scale, better);
}

/**
 * The level of a value, given the level it had before.
 * @param value in the unit of `thresholds`; null means no value
 * @param previous the level shown last, so that leaving a level needs the clear level
 */
export function levelOf(
  value: number | null,
  better: 'higher' | 'lower' | null,
  thresholds: Thresholds | null,
  previous: Level,
): Level {
  if (value === null || !better || !thresholds) return 'neutral';
  const beyond = (limit: number): boolean => (better === 'higher' ? value < limit : value > limit);
  const { warn, bad, warnClear, badClear } = thresholds;
  if (beyond(bad) || (previous === 'bad' && beyond(badClear))) return 'bad';
  if (beyond(warn) || ((previous === 'warn' || previous === 'bad') && beyond(warnClear))) return 'warn';
  return 'good';
}
