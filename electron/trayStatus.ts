import { healthOf, type Health } from '../common/freshness.ts';
import { createFormats, type Formats } from '../common/formats.ts';
import { METRICS } from '../common/metrics.ts';
import type { BoardSnapshot, Snapshot, TileSnapshot } from '../common/snapshot.ts';
import { figureSays, type Level } from '../common/thresholds.ts';
import type { Words } from './words.ts';

/** What the tray's icon says about the first board. */
export type TrayStatus = 'good' | 'warn' | 'bad' | 'none';

/** Windows cuts longer tips off, in the middle of a figure. */
const MAX_TOOLTIP = 127;
const MAX_FIGURES = 3;

const healthOfBoard = (board: BoardSnapshot): Health => healthOf(board.ageMs, board.intervalMs, board.figuresEndInMs);
/** There is nothing to tell: no reply yet, or none of the day that has begun. */
const isEmpty = (health: Health): boolean => health === 'none' || health === 'newDay';

/** The worst of the first board's levels; old figures are at least as bad, and figures without a level are neither good nor bad. */
export function trayStatusOf({ boards: [board] }: Pick<Snapshot, 'boards'>): TrayStatus {
  const health = board ? healthOfBoard(board) : 'none';
  if (!board || isEmpty(health)) return 'none';
  const levels = new Set<Level>([...board.tiles, ...board.gauges].map(({ level }) => level));
  if (health === 'lost' || levels.has('bad')) return 'bad';
  if (health === 'late' || levels.has('warn')) return 'warn';
  return levels.has('good') ? 'good' : 'none';
}

/** `Sessions 1,204 · Avg waiting 2m 31s · CSAT 86 % — Live, 12 s`: the first board's first figures and how old they are. */
export function trayTooltip(snapshot: Pick<Snapshot, 'boards' | 'demo' | 'locale'>, words: Words): string {
  const [board] = snapshot.boards;
  const demo = snapshot.demo ? [words.tray.demo] : [];
  if (!board || isEmpty(healthOfBoard(board))) return [...demo, words.tray.noData].join(words.tray.separator);
  const formats = createFormats(snapshot.locale, words);
  const figures = board.tiles
    .slice(0, MAX_FIGURES)
    .map((tile) => words.figure(words.metrics[tile.metric], valueOf(tile, formats, words)));
  const health = healthWords(board, formats, words);
  // Whole figures are left out, the last first, until the line fits.
  for (let count = figures.length; ; count -= 1) {
    const line = [...demo, ...figures.slice(0, count)].join(words.tray.separator);
    const tip = line === '' ? health : words.status(line, health);
    if (tip.length <= MAX_TOOLTIP || count === 0) return tip;
  }
}

function healthWords(board: BoardSnapshot, formats: Formats, words: Words): string {
  const age = formats.age(board.ageMs ?? 0);
  const health = healthOfBoard(board);
  return health === 'fresh' ? words.live(age) : health === 'late' ? words.late(age) : words.lost(age);
}

function valueOf({ metric, reading: { value }, thresholds }: TileSnapshot, formats: Formats, words: Words): string {
  if (value === null) return words.noValue;
  if (typeof value === 'string') return value;
  const says = figureSays(metric, thresholds);
  switch (METRICS[metric].unit) {
    case 'duration':
      return formats.durationText(value, says);
    case 'percent':
      return formats.percent(value, says);
    case 'points':
      return formats.points(value, says);
    case 'count':
    case 'timeOfDay':
      return formats.count(value);
  }
}
