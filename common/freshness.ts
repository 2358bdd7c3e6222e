/**
 * Data health, separate from fetch activity: how old the shown data is, measured against how often it is due.
 * `fresh` may be read as live; `late` has missed two intervals; `lost` has missed five; `newDay` is of a day (or week, month,
 * year) that has ended; `none` was never there.
 */
export type Health = 'fresh' | 'late' | 'lost' | 'newDay' | 'none';

export const LATE_INTERVALS = 2;
export const LOST_INTERVALS = 5;

/**
 * @param ageMs age of the data in milliseconds; null when there is none
 * @param intervalMs the time between two refreshes when all is well
 * @param endInMs until the data stops being of its period, in milliseconds; null when it never does
 */
export function healthOf(ageMs: number | null, intervalMs: number, endInMs: number | null = null): Health {
  if (ageMs === null) return 'none';
  if (endInMs !== null && endInMs <= 0) return 'newDay';
  if (ageMs > LOST_INTERVALS * intervalMs) return 'lost';
  return ageMs > LATE_INTERVALS * intervalMs ? 'late' : 'fresh';
}
