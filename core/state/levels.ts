import { METRICS, SLA_KINDS, type SummaryField } from '../../common/metrics.ts';
import type { Board, Tile } from '../../common/settings.ts';
import { defaultThresholds, levelOf, withClearLevels, type Thresholds } from '../../common/thresholds.ts';
import type { Summary } from '../experia/summary.ts';
import type { BoardLevels } from './state.ts';

const asNumber = (value: number | string | null): number | null => (typeof value === 'number' ? value : null);

/** A metric's share of all sessions in percent; null without sessions. */
export function shareOfSessions(summary: Summary, field: SummaryField): number | null {
  const part = asNumber(summary.metrics[field].value);
  const all = asNumber(summary.metrics.totalSessions.value);
  return part === null || all === null || all === 0 ? null : (part / all) * 100;
}

/** Metrics the wall shows with their share of all sessions. */
export const hasShare = (field: SummaryField): boolean =>
  field === 'totalClosedSessions' || METRICS[field].rule?.kind === 'share';

/** The thresholds in force for a tile: its own, else the metric's default for this board. */
export const thresholdsOf = (tile: Tile, board: Board): Thresholds | null =>
  tile.thresholds ?? defaultThresholds(tile.metric, board.query.sla);

/** The figure thresholds are compared with: the share for metrics judged by it, else the value. */
function judged(summary: Summary, field: SummaryField): number | null {
  return METRICS[field].rule?.kind === 'share'
    ? shareOfSessions(summary, field)
    : asNumber(summary.metrics[field].value);
}

/** The levels of a board's tiles and gauges, given those it showed before. */
export function levelsOf(board: Board, summary: Summary, previous: BoardLevels): BoardLevels {
  const tiles = board.tiles.map((tile) => {
    const value = judged(summary, tile.metric);
    const { better } = METRICS[tile.metric];
    return [tile.metric, levelOf(value, better, thresholdsOf(tile, board), previous[tile.metric] ?? 'neutral')];
  });
  const gauges = SLA_KINDS.map((kind) => {
    const { warn, bad } = board.slaTargets[kind];
    const value = asNumber(summary.sla[kind].value);
    const before = previous[`sla.${kind}`] ?? 'neutral';
    return [`sla.${kind}`, levelOf(value, 'higher', withClearLevels(warn, bad, 'higher'), before)];
  });
  return Object.fromEntries([...tiles, ...gauges]) as BoardLevels;
}
