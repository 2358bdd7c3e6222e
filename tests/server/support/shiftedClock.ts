import { DEFAULT_QUERY } from '../../../common/query.ts';
import { DAY_MS, MINUTE_MS, minutesOfDay, parseOffsetMinutes } from '../../../common/time.ts';

/**
 * The environment of an app whose wall clock shows a time of day of the default board: figures of the demo are those of that
 * hour, whenever the test runs.
 */
export function boardClockAt(time: string): Readonly<Record<string, string>> {
  const offsetMs = (parseOffsetMinutes(DEFAULT_QUERY.timezone) ?? 0) * MINUTE_MS;
  const nowMs = Date.now();
  const midnightMs = Math.floor((nowMs + offsetMs) / DAY_MS) * DAY_MS - offsetMs;
  const shiftMs = midnightMs + (minutesOfDay(time) ?? 0) * MINUTE_MS - nowMs;
  return { NODE_OPTIONS: `--import data:text/javascript,{const%20now=Date.now;Date.now=()=>now()+(${shiftMs})}` };
}
