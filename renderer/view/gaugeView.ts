import { healthOf } from '../../common/freshness.ts';
import { roundedNumber, SAYS_ITSELF } from '../../common/rounding.ts';
import type { BoardSnapshot, GaugeSnapshot } from '../../common/snapshot.ts';
import { saysLevel } from '../../common/thresholds.ts';
import type { ValuePart } from '../format/formats.ts';
import { endInMsOf, newDayWords, type ViewContext } from './context.ts';
import { lastValue, noValue, oldMark, problemWords, type Mark, type TileStatus } from './tileView.ts';
import { numberOf, textOf } from './values.ts';

/** How a gauge says how far it is under its target: `12 pts under target`, or `12 pts below` where it is narrow. */
export type GaugeWords = 'underTarget' | 'below';

export interface GaugeView {
  readonly label: string;
  /** The threshold it was asked for: `within 30 s`. */
  readonly within: string;
  readonly status: TileStatus;
  /** Percent as it is written; null draws an empty ring. */
  readonly percent: number | null;
  /** Percent to mark on the ring; null when there is no threshold. */
  readonly target: number | null;
  readonly value: readonly ValuePart[];
  readonly note: string | null;
  readonly last: string | null;
  readonly mark: Mark | null;
  /** Everything in one sentence, for those who hear the wall. */
  readonly spoken: string;
}

/** Takes away what subtracting decimals adds. */
const DECIMALS = 12;

function mark(context: ViewContext, gauge: GaugeSnapshot, percent: number, words: GaugeWords): Mark | null {
  const { t, formats } = context;
  if (gauge.level === 'neutral' || gauge.thresholds === null) return null;
  if (gauge.level === 'good') return { shape: 'check', word: t('status.onTarget') };
  // From the share as it is written, so that the three numbers fit each other.
  const under = Number((gauge.thresholds.warn - percent).toFixed(DECIMALS));
  const rounded = under < 1 ? under : Math.round(under);
  // Settings from elsewhere may call a share low that is above its target.
  const word =
    under <= 0 ? t('status.low') : t(`status.${words}`, { n: formats.decimal(rounded, SAYS_ITSELF) }, rounded);
  return { shape: gauge.level === 'warn' ? 'diamond' : 'triangleDown', word };
}

/** What a gauge shows, by the same rule of truth as a tile. */
export function gaugeView(
  context: ViewContext,
  board: BoardSnapshot,
  gauge: GaugeSnapshot,
  words: GaugeWords = 'underTarget',
): GaugeView {
  const { t, formats } = context;
  const label = t(`gauge.${gauge.kind}`);
  const hasThreshold = gauge.thresholdSeconds > 0;
  const within = hasThreshold ? t('gauge.within', { time: formats.span(gauge.thresholdSeconds) }) : '';
  const reading = numberOf(gauge.reading);
  const ageMs = gauge.ageMs === null ? null : gauge.ageMs + context.addedMs;
  const health = healthOf(ageMs, board.intervalMs, endInMsOf(context, board));
  const frame = { label, within, target: gauge.thresholds?.warn ?? null };
  const none = { ...frame, status: 'none', percent: null, value: noValue(context) } as const;

  if (health === 'newDay') {
    const why = newDayWords(context, board);
    return { ...none, note: why, last: null, mark: null, spoken: why };
  }
  if (!hasThreshold || reading === null || ageMs === null || gauge.ageMs === null || health === 'none') {
    const { problem } = gauge.reading;
    const noneWords = problem === null ? t('note.noValue') : problemWords(context, problem, board.query.filter);
    const why = hasThreshold ? noneWords : t('note.noThreshold');
    return { ...none, note: why, last: null, mark: null, spoken: why };
  }
  const says = saysLevel('higher', gauge.thresholds);
  const percent = roundedNumber(reading, 1, 'share', says);
  const value: readonly ValuePart[] = [
    { text: formats.serviceLevel(reading, says), kind: 'digits' },
    { text: t('unit.percent'), kind: 'unit' },
  ];
  if (health === 'lost') {
    const last = lastValue(context, textOf(value), gauge.ageMs);
    return { ...none, note: null, last, mark: null, spoken: last };
  }
  const stale = health === 'late';
  const shown = stale ? oldMark(context, ageMs) : mark(context, gauge, percent, words);
  const note = shown === null ? t('note.noTarget') : null;
  const spoken = [formats.percent(reading, says), shown?.word ?? note].filter((word) => word !== null).join(', ');
  const status = stale ? 'stale' : gauge.level;
  return { ...frame, status, percent, value, note, last: null, mark: shown, spoken };
}
