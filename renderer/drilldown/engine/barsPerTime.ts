import { DAY_MS, HOUR_MS } from '../../../common/time.ts';
import type { ZoneClock } from '../../../common/zone.ts';
import type { NumbersData } from './columnData.ts';
import type { ChartBar, ChartData } from './protocol.ts';
import { startAmounts, type Amounts } from './amounts.ts';

/** Days a chart has room for; what is older is put together. */
const MOST_DAYS = 400;

type PerTime = Pick<ChartData, 'step' | 'bars' | 'without'>;

const bar = (from: number, until: number, value: number): ChartBar => ({ key: from, until, rest: false, value });

/**
 * Rows, or a column's total, per hour when all of them fall on two calendar days of the board's timezone, else per day;
 * days stay days. Hours and days between the first and the last without a row are bars of zero.
 * @param zone the board's clock
 * @param sum the column that is added up; null counts rows
 */
export function barsPerTime(
  { meta, values }: NumbersData,
  rows: Uint32Array,
  zone: ZoneClock,
  sum: NumbersData | null,
): PerTime {
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
  const slot = (atMs: number, stepMs: number): number => Math.floor((atMs + zone.offsetMs(atMs)) / stepMs);
  const isShort = meta.looks !== 'day' && slot(most, DAY_MS) - slot(least, DAY_MS) <= 1;
  const step = isShort ? 'hour' : 'day';
  const stepMs = isShort ? HOUR_MS : DAY_MS;
  const last = slot(most, stepMs);
  const first = Math.max(slot(least, stepMs), last - MOST_DAYS + 1);
  const perSlot = Array.from({ length: last - first + 1 }, () => startAmounts(sum));
  const older: Amounts = startAmounts(sum);
  let hasOlder = false;
  for (const row of rows) {
    const atMs = values[row] ?? NaN;
    if (Number.isNaN(atMs)) continue;
    const at = slot(atMs, stepMs) - first;
    if (at < 0) hasOlder = true;
    (perSlot[at] ?? older).add(row);
  }
  /** A day of a clock change has 23 or 25 hours, and an hour that is told twice is one bar. */
  const begins = (at: number): number => zone.atLocal((first + at) * stepMs);
  const bars = perSlot.flatMap((amounts, at) =>
    begins(at) < begins(at + 1) ? [bar(begins(at), begins(at + 1), amounts.value())] : [],
  );
  const rest: ChartBar = { key: null, until: begins(0), rest: true, value: older.value() };
  return { step, bars: hasOlder ? [rest, ...bars] : bars, without };
}
