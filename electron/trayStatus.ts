import { healthOf, type Health } from '../common/freshness.ts';
import { METRICS, type SummaryField } from '../common/metrics.ts';
import type { BoardSnapshot, Reading, Snapshot } from '../common/snapshot.ts';
import type { Level } from '../common/thresholds.ts';
import { DAY_MS, HOUR_MS, MINUTE_MS, SECOND_MS } from '../common/time.ts';
import type { Words } from './words.ts';

/** What the tray's icon says about the first board. */
export type TrayStatus = 'good' | 'warn' | 'bad' | 'none';

/** Windows cuts longer tips off, in the middle of a figure. */
const MAX_TOOLTIP = 127;
const MAX_FIGURES = 3;

const healthOfBoard = (board: BoardSnapshot): Health => healthOf(board.ageMs, board.intervalMs);

/** The worst of the first board's levels; old figures are at least as bad, and no figures are neither good nor bad. */
export function trayStatusOf({ boards: [board] }: Pick<Snapshot, 'boards'>): TrayStatus {
  const health = board ? healthOfBoard(board) : 'none';
  if (!board || health === 'none') return 'none';
  const levels = new Set<Level>([...board.tiles, ...board.gauges].map(({ level }) => level));
  if (health === 'lost' || levels.has('bad')) return 'bad';
  return health === 'late' || levels.has('warn') ? 'warn' : 'good';
}

/** `Sessions 1,204 · Avg waiting 2:31 · CSAT 86 % — Live, 12 s`: the first board's first figures and how old they are. */
export function trayTooltip(snapshot: Pick<Snapshot, 'boards' | 'demo' | 'locale'>, words: Words): string {
  const [board] = snapshot.boards;
  const demo = snapshot.demo ? [words.tray.demo] : [];
  if (!board || healthOfBoard(board) === 'none') return [...demo, words.tray.noData].join(words.tray.separator);
  const figures = board.tiles
    .slice(0, MAX_FIGURES)
    .map(({ metric, reading }) =>
      words.figure(words.metrics[metric], valueOf(metric, reading, snapshot.locale, words)),
    );
  const health = healthWords(board, snapshot.locale, words);
  // Whole figures are left out, the last first, until the line fits.
  for (let count = figures.length; ; count -= 1) {
    const line = [...demo, ...figures.slice(0, count)].join(words.tray.separator);
    const tip = line === '' ? health : words.status(line, health);
    if (tip.length <= MAX_TOOLTIP || count === 0) return tip;
  }
}

function healthWords(board: BoardSnapshot, locale: string, words: Words): string {
  const age = ageWords(board.ageMs ?? 0, locale, words);
  const health = healthOfBoard(board);
  return health === 'fresh' ? words.live(age) : health === 'late' ? words.late(age) : words.lost(age);
}

/** The largest unit that still says enough: up to two of the next one are told in the smaller. */
function ageWords(ageMs: number, locale: string, words: Words): string {
  const count = (unitMs: number): string => new Intl.NumberFormat(locale).format(Math.floor(ageMs / unitMs));
  if (ageMs < 2 * MINUTE_MS) return words.seconds(count(SECOND_MS));
  if (ageMs < 2 * HOUR_MS) return words.minutes(count(MINUTE_MS));
  return ageMs < 2 * DAY_MS ? words.hours(count(HOUR_MS)) : words.days(count(DAY_MS));
}

function valueOf(metric: SummaryField, { value }: Reading, locale: string, words: Words): string {
  if (value === null) return words.noValue;
  if (typeof value === 'string') return value;
  const number = (options: Intl.NumberFormatOptions): string => new Intl.NumberFormat(locale, options).format(value);
  switch (METRICS[metric].unit) {
    case 'duration':
      return durationOf(value, locale);
    case 'percent':
      return words.percent(number({ maximumFractionDigits: 1 }));
    case 'points':
      return number({ maximumFractionDigits: 1, signDisplay: 'exceptZero' });
    case 'count':
    case 'timeOfDay':
      return number({ maximumFractionDigits: 0 });
  }
}

/** `2:31`, `1:02:31`. */
function durationOf(seconds: number, locale: string): string {
  const whole = Math.max(0, Math.floor(seconds));
  const padded = new Intl.NumberFormat(locale, { minimumIntegerDigits: 2 });
  const plain = new Intl.NumberFormat(locale);
  const hours = Math.floor(whole / 3600);
  const minutes = Math.floor((whole % 3600) / 60);
  const rest = padded.format(whole % 60);
  return hours > 0
    ? [plain.format(hours), padded.format(minutes), rest].join(':')
    : [plain.format(minutes), rest].join(':');
}
