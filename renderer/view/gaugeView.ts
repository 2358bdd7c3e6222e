import { healthOf } from '../../common/freshness.ts';
import type { BoardSnapshot, GaugeSnapshot } from '../../common/snapshot.ts';
import type { ValuePart } from '../format/formats.ts';
import type { ViewContext } from './context.ts';
import { lastValue, noValue, oldMark, type Mark, type TileStatus } from './tileView.ts';
import { numberOf, textOf } from './values.ts';

/** How a gauge says how far it is under its target: `12 pts under target`, or `12 pts below` where it is narrow. */
export type GaugeWords = 'underTarget' | 'below';

export interface GaugeView {
  readonly label: string;
  /** The threshold it was asked for: `within 30 s`. */
  readonly within: string;
  readonly status: TileStatus;
  /** Percent to draw; null draws an empty ring. */
  readonly percent: number | null;
  readonly target: number;
  readonly value: readonly ValuePart[];
  readonly note: string | null;
  readonly last: string | null;
  readonly mark: Mark | null;
  /** Everything in one sentence, for those who hear the wall. */
  readonly spoken: string;
}

function mark(context: ViewContext, gauge: GaugeSnapshot, percent: number, words: GaugeWords): Mark | null {
  const { t, formats } = context;
  if (gauge.level === 'neutral') return null;
  if (gauge.level === 'good') return { shape: 'check', word: t('status.onTarget') };
  const under = gauge.target - percent;
  const rounded = under < 1 ? Math.round(under * 10) / 10 : Math.round(under);
  const word = rounded > 0 ? t(`status.${words}`, { n: formats.decimal(rounded) }, rounded) : t('status.warn');
  return { shape: gauge.level === 'warn' ? 'diamond' : 'triangle', word };
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
  const within = t('gauge.within', { time: formats.span(gauge.thresholdSeconds) });
  const reading = numberOf(gauge.reading);
  const ageMs = gauge.ageMs === null ? null : gauge.ageMs + context.addedMs;
  const health = healthOf(ageMs, board.intervalMs);
  const frame = { label, within, target: gauge.target };
  const none = { ...frame, status: 'none', percent: null, value: noValue(context) } as const;

  if (reading === null || ageMs === null || gauge.ageMs === null || health === 'none') {
    const why = t(gauge.reading.problem === 'shape' ? 'note.unreadable' : 'note.noValue');
    return { ...none, note: why, last: null, mark: null, spoken: why };
  }
  const value: readonly ValuePart[] = [
    { text: formats.serviceLevel(reading), kind: 'digits' },
    { text: t('unit.percent'), kind: 'unit' },
  ];
  if (health === 'lost') {
    const last = lastValue(context, textOf(value), gauge.ageMs);
    return { ...none, note: null, last, mark: null, spoken: last };
  }
  const stale = health === 'late';
  const shown = stale ? oldMark(context, ageMs) : mark(context, gauge, reading, words);
  const spoken = [formats.percent(reading), shown?.word].filter((word) => word !== undefined).join(', ');
  const status = stale ? 'stale' : gauge.level;
  return { ...frame, status, percent: reading, value, note: null, last: null, mark: shown, spoken };
}
