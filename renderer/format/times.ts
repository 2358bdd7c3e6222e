import { TIME_OF_DAY } from '../../common/time.ts';
import { localDay, zoneClock } from '../../common/zone.ts';

/** Times as a clock in the board's timezone shows them; all arguments are milliseconds since 1970 UTC. */
export interface Times {
  /** `14:05` */
  clock(atMs: number): string;
  /** `14:05:12` */
  clockWithSeconds(atMs: number): string;
  /** `14:05`, or with its day when that is not the day of `nowMs`: `21 Nov, 14:05`. */
  moment(atMs: number, nowMs: number): string;
  /** A time of day of the API, `HH:MM`; the text itself when it has another form. */
  timeOfDay(text: string): string;
  /** Two calendar days, `YYYY-MM-DD`, as one period: `1 – 15 Nov 2026`. */
  range(from: string, to: string): string;
}

/**
 * Intl has no plain-offset zones everywhere, so times are shifted by the zone's offset and written as if in UTC.
 * @param timezone the board's, such as `Africa/Cairo` or `+03:00`; an unreadable one counts as UTC
 */
export function createTimes(locale: string, timezone: string): Times {
  const zone = zoneClock(timezone);
  const shifted = (atMs: number): number => atMs + zone.offsetMs(atMs);
  const formatter = (options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat =>
    new Intl.DateTimeFormat(locale, { ...options, timeZone: 'UTC', hourCycle: 'h23' });
  const minutes = formatter({ hour: '2-digit', minute: '2-digit' });
  const seconds = formatter({ hour: '2-digit', minute: '2-digit', second: '2-digit' });
  const withDay = formatter({ day: 'numeric', month: 'short', hour: '2-digit', minute: '2-digit' });
  const days = formatter({ day: 'numeric', month: 'short', year: 'numeric' });
  const dayOf = (atMs: number): number => localDay(zone, atMs);
  const clock = (atMs: number): string => minutes.format(shifted(atMs));

  return {
    clock,
    clockWithSeconds: (atMs) => seconds.format(shifted(atMs)),
    moment: (atMs, nowMs) => (dayOf(atMs) === dayOf(nowMs) ? clock(atMs) : withDay.format(shifted(atMs))),
    timeOfDay: (text) => (TIME_OF_DAY.test(text) ? minutes.format(Date.parse(`1970-01-01T${text}:00Z`)) : text),
    range: (from, to) => days.formatRange(Date.parse(from), Date.parse(to)),
  };
}
