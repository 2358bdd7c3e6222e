import { DAY_MS, HOUR_MS } from '../../../common/time.ts';
import type { NumbersData } from './columnData.ts';
import type { ChartBar, ChartData } from './protocol.ts';

/** Days a chart has room for; what is older is put together. */
const MOST_DAYS = 400;

type PerTime = Pick<ChartData, 'step' | 'bars' | 'without'>;

const bar = (from: number, stepMs: number, value: number): ChartBar => ({
  key: from,
  until: from + stepMs,
  rest: false,
  value,
});

/**
 * Rows per hour when all of them fall on two calendar days of the board's timezone, else per day. Hours and days
 * between the first and the last without a row are bars of zero.
 * @param shiftMs the board's offset east of UTC in milliseconds
 */
export function barsPerTime({ values }: NumbersData, rows: Uint32Array, shiftMs: number): PerTime {
  let least = Infinity;
  let most = -Infinity;
  let without = 0;
  for (const row of rows) {
    const value = values[row] ?? NaN;
    if (Number.isNaN(value)) without += 1;
    else {
      least = Math.min(least, value);
      most = Math.max(most, value);
    }
  }
  if (least > most) return { step: null, bars: [], without };
  const slot = (atMs: number, stepMs: number): number => Math.floor((atMs + shiftMs) / stepMs);
  const step = slot(most, DAY_MS) - slot(least, DAY_MS) <= 1 ? 'hour' : 'day';
  const stepMs = step === 'hour' ? HOUR_MS : DAY_MS;
  const last = slot(most, stepMs);
  const first = Math.max(slot(least, stepMs), last - MOST_DAYS + 1);
  const counts = new Uint32Array(last - first + 1);
  let older = 0;
  for (const row of rows) {
    const at = slot(values[row] ?? NaN, stepMs) - first;
    if (at >= 0) counts[at] = (counts[at] ?? 0) + 1;
    else if (at < 0) older += 1;
  }
  const bars = Array.from(counts, (count, at) => bar((first + at) * stepMs - shiftMs, stepMs, count));
  const rest: ChartBar = { key: null, until: first * stepMs - shiftMs, rest: true, value: older };
  return { step, bars: older > 0 ? [rest, ...bars] : bars, without };
}
