/**
 * Data health, separate from fetch activity: how old the shown data is, measured against how often it is due.
 * `fresh` may be read as live; `late` has missed two intervals; `lost` has missed five; `none` was never there.
 */
export type Health = 'fresh' | 'late' | 'lost' | 'none';

export const LATE_INTERVALS = 2;
export const LOST_INTERVALS = 5;

/**
 * @param ageMs age of the data in milliseconds; null when there is none
 * @param intervalMs the time between two refreshes when all is well
 */
export function healthOf(ageMs: number | null, intervalMs: number): Health {
  if (ageMs === null) return 'none';
  if (ageMs > LOST_INTERVALS * intervalMs) return 'lost';
  return ageMs > LATE_INTERVALS * intervalMs ? 'late' : 'fresh';
}
