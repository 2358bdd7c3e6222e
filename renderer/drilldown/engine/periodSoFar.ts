import { parseRange } from '../../../common/range.ts';
import { DAY_MS, MINUTE_MS, SECOND_MS, parseOffsetMinutes } from '../../../common/time.ts';

/** Midnights of calendar days are handled as UTC times of a clock that shows the board's. */
function beginOf(filter: string, local: Date): number {
  const [year, month, date] = [local.getUTCFullYear(), local.getUTCMonth(), local.getUTCDate()];
  const range = parseRange(filter);
  if (range) return Date.parse(range.from);
  switch (filter) {
    case 'weekly':
    case 'WEEK':
      return Date.UTC(year, month, date - local.getUTCDay());
    case 'monthly':
    case 'MONTH':
      return Date.UTC(year, month);
    case 'YEAR':
      return Date.UTC(year, 0);
    default:
      return Date.UTC(year, month, date);
  }
}

/**
 * Seconds of a period that have passed at a time, at least one. The API page does not say on which day a week begins;
 * Sunday is ours.
 * @param filter a period of the API, or `YYYY-MM-DD to YYYY-MM-DD`
 * @param timezoneOffset the board's offset, such as `+03:00`; an unreadable one counts as UTC
 */
export function secondsSoFar(filter: string, timezoneOffset: string, atMs: number): number {
  const localMs = atMs + (parseOffsetMinutes(timezoneOffset) ?? 0) * MINUTE_MS;
  const range = parseRange(filter);
  const untilMs = range ? Math.min(localMs, Date.parse(range.to) + DAY_MS) : localMs;
  return Math.max(1, Math.round((untilMs - beginOf(filter, new Date(localMs))) / SECOND_MS));
}
