import type { BoardSnapshot } from '../../common/snapshot.ts';
import { DAY_MS, HOUR_MS, MINUTE_MS, minutesOfDay } from '../../common/time.ts';
import { zoneClock } from '../../common/zone.ts';

/** While a board does not know its quietest hour. */
export const USUAL_QUIET_HOUR = 4;

/** A page may be renewed in the quietest hour and, when that was not possible, in the one after. */
export const QUIET_MS = 2 * HOUR_MS;

export type QuietBoard = Pick<BoardSnapshot, 'companions' | 'query'>;

/** The hour (0 to 23) in which least happens on a board, in the board's own time. */
export function quietHourOf(board: Pick<QuietBoard, 'companions'> | null): number {
  const value = board?.companions.weakTime.value;
  const minutes = typeof value === 'string' ? minutesOfDay(value) : null;
  return minutes === null ? USUAL_QUIET_HOUR : Math.floor((minutes * MINUTE_MS) / HOUR_MS);
}

/** Milliseconds since the given hour last began by the board's own clock; less than a day. */
export function sinceHourMs(hour: number, board: QuietBoard | null, wallMs: number): number {
  const offsetMs = zoneClock(board?.query.timezone ?? '').offsetMs(wallMs);
  const since = wallMs + offsetMs - hour * HOUR_MS;
  return ((since % DAY_MS) + DAY_MS) % DAY_MS;
}
