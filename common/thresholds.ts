import { METRICS, type SlaKind, type SummaryField } from './metrics.ts';
import type { SlaSeconds } from './query.ts';
import { SAYS_NOTHING, type Says } from './rounding.ts';

/** What a value says about the operation; `neutral` when nothing says which way is good, or there is no value. */
export type Level = 'good' | 'warn' | 'bad' | 'neutral';

/** Where a level begins, in the metric's own unit (seconds, percent, points; percent of sessions for shares). */
export interface Thresholds {
  readonly warn: number;
  readonly bad: number;
}

/** What a board wants of its service levels: within how many seconds, and of how many sessions (percent; null for no target). */
export interface ServiceLevels {
  readonly query: { readonly sla: SlaSeconds };
  readonly slaTargets: Readonly<Record<SlaKind, Thresholds | null>>;
}

/** The seconds of a service level that a board judges by; 0 where it has none. */
const judgedSeconds = ({ query, slaTargets }: ServiceLevels, kind: SlaKind): number =>
  slaTargets[kind] === null ? 0 : query.sla[kind];

/** The default thresholds of a metric on a board; null when the metric, or the board, has none. */
export function defaultThresholds(field: SummaryField, board: ServiceLevels): Thresholds | null {
  const { rule } = METRICS[field];
  if (!rule) return null;
  const scale = rule.kind === 'sla' ? judgedSeconds(board, rule.sla) : 1;
  return scale === 0 ? null : { warn: rule.warn * scale, bad: rule.bad * scale };
}

/**
 * The level of a value. It depends on nothing else, so that what is shown and its status never contradict each other; what
 * must not flicker, such as an alert, waits by itself.
 * @param value in the unit of `thresholds`; null means no value
 */
export function levelOf(value: number | null, better: 'higher' | 'lower' | null, thresholds: Thresholds | null): Level {
  if (value === null || !better || !thresholds) return 'neutral';
  const beyond = (limit: number): boolean => (better === 'higher' ? value < limit : value > limit);
  if (beyond(thresholds.bad)) return 'bad';
  return beyond(thresholds.warn) ? 'warn' : 'good';
}

/** SLA seconds as a threshold: 0 means that there is none, as in the API page's example. */
export const slaThreshold = (seconds: number): number | null => (seconds > 0 ? seconds : null);

/** What a number that is judged by thresholds says, for rounding it. */
export const saysLevel = (better: 'higher' | 'lower' | null, thresholds: Thresholds | null): Says =>
  better && thresholds ? (value) => levelOf(value, better, thresholds) : SAYS_NOTHING;

/** Whether thresholds judge the share of all sessions instead of the figure itself. */
export const isJudgedByShare = (field: SummaryField): boolean => METRICS[field].rule?.kind === 'share';

/** What a metric's figure says beside its digits: nothing where its share is judged instead. */
export const figureSays = (field: SummaryField, thresholds: Thresholds | null): Says =>
  isJudgedByShare(field) ? SAYS_NOTHING : saysLevel(METRICS[field].better, thresholds);
