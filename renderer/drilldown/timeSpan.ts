import { DAY_MS, HOUR_MS, MINUTE_MS } from '../../common/time.ts';
import type { ZoneClock } from '../../common/zone.ts';

/** A moment that ends one of these is the last millisecond before the next. */
const startsAnew = (atMs: number, stepMs: number): boolean => (atMs + 1) % stepMs === 0;

/**
 * Two moments as one short span: `Nov 23`, `Nov 23, 09:00 – 10:00`, `Nov 23 – 25`. Null when they are not whole minutes,
 * which a span in minutes would not tell apart.
 * @param from in milliseconds since 1970 UTC, the first moment within
 * @param to the last moment within
 * @param zone the board's clock
 */
export function timeSpan(locale: string, from: number, to: number, zone: ZoneClock): string | null {
  const start = from + zone.offsetMs(from);
  const end = to + zone.offsetMs(to);
  if (start > end || start % MINUTE_MS !== 0 || !startsAnew(end, MINUTE_MS)) return null;
  const day = { month: 'short', day: 'numeric', timeZone: 'UTC' } as const;
  const clock = { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' } as const;
  const days = new Intl.DateTimeFormat(locale, day);
  if (start % DAY_MS === 0 && startsAnew(end, DAY_MS)) return days.formatRange(start, end);
  // A whole hour ends when the next begins; a minute that was written down is the one that was meant.
  const until = startsAnew(end, HOUR_MS) ? end + 1 : end;
  const isOneDay = Math.floor(start / DAY_MS) === Math.floor(end / DAY_MS);
  const first = new Intl.DateTimeFormat(locale, { ...day, ...clock }).format(start);
  const last = new Intl.DateTimeFormat(locale, { ...(isOneDay ? {} : day), ...clock, timeZone: 'UTC' }).format(until);
  return `${first} – ${last}`;
}
