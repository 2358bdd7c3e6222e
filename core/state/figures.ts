import { METRICS, SLA_KINDS, type SlaKind, type SummaryField } from '../../common/metrics.ts';
import type { Board } from '../../common/settings.ts';
import type { GaugeSnapshot, Reading, TileSnapshot } from '../../common/snapshot.ts';
import { defaultThresholds, isJudgedByShare, levelOf, type Thresholds } from '../../common/thresholds.ts';
import type { Summary } from '../experia/summary.ts';

const NO_READING: Reading = { value: null, problem: null };

const asNumber = ({ value }: Reading): number | null => (typeof value === 'number' ? value : null);

/** A metric's share of all sessions in percent; null without sessions. */
function shareOfSessions({ metrics }: Summary, field: SummaryField): number | null {
  const part = asNumber(metrics[field]);
  const all = asNumber(metrics.totalSessions);
  return part === null || all === null || all === 0 ? null : (part / all) * 100;
}

/** Metrics the wall shows with their share of all sessions. */
const hasShare = (field: SummaryField): boolean => field === 'totalClosedSessions' || isJudgedByShare(field);

/** The tiles of a board with their levels, from its last summary. */
export const tilesOf = (board: Board, summary: Summary | null, ageMs: number | null): TileSnapshot[] =>
  board.tiles.map(({ metric, size, thresholds: own }) => {
    const reading = summary?.metrics[metric] ?? NO_READING;
    const share = summary && hasShare(metric) ? shareOfSessions(summary, metric) : null;
    const thresholds = own ?? defaultThresholds(metric, board);
    const judged = isJudgedByShare(metric) ? share : asNumber(reading);
    return {
      metric,
      size,
      reading,
      share,
      level: levelOf(judged, METRICS[metric].better, thresholds),
      thresholds,
      ageMs,
    };
  });

/** A service level within no seconds is none: there is nothing to read or to judge. */
const targetsOf = (board: Board, kind: SlaKind): Thresholds | null =>
  board.query.sla[kind] === 0 ? null : board.slaTargets[kind];

/** The three gauges of a board with their levels, from its last summary. */
export const gaugesOf = (board: Board, summary: Summary | null, ageMs: number | null): GaugeSnapshot[] =>
  SLA_KINDS.map((kind) => {
    const reading = summary?.sla[kind] ?? NO_READING;
    const thresholds = targetsOf(board, kind);
    const level = levelOf(asNumber(reading), 'higher', thresholds);
    return { kind, reading, level, thresholds, thresholdSeconds: board.query.sla[kind], ageMs };
  });
