import { parseOffsetMinutes, DAY_MS, MINUTE_MS, TIME_OF_DAY } from '../../common/time.ts';

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
 * Intl has no plain-offset zones everywhere, so times are shifted by the board's offset and written as if in UTC.
 * @param offset the board's timezone offset, such as `+03:00`; an unreadable one counts as UTC
 */
export function createTimes(locale: string, offset: string): Times {
  const shiftMs = (parseOffsetMinutes(offset) ?? 0) * MINUTE_MS;
  const formatter = (options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat =>
    new Intl.DateTimeFormat(locale, { ...options, timeZone: 'UTC', hourCycle: 'h23' });
  const minutes = formatter({ hour: '2-digit', minute: '2-digit' });
  const seconds = formatter({ hour: '2-digit', minute: '2-digit', second: '2-digit' });
  const withDay = formatter({ day: 'numeric', month: 'short', hour: '2-digit', minute: '2-digit' });
  const days = formatter({ day: 'numeric', month: 'short', year: 'numeric' });
  const dayOf = (atMs: number): number => Math.floor((atMs + shiftMs) / DAY_MS);
  const clock = (atMs: number): string => minutes.format(atMs + shiftMs);

  return {
    clock,
    clockWithSeconds: (atMs) => seconds.format(atMs + shiftMs),
    moment: (atMs, nowMs) => (dayOf(atMs) === dayOf(nowMs) ? clock(atMs) : withDay.format(atMs + shiftMs)),
    timeOfDay: (text) => (TIME_OF_DAY.test(text) ? minutes.format(Date.parse(`1970-01-01T${text}:00Z`)) : text),
    range: (from, to) => days.formatRange(Date.parse(from), Date.parse(to)),
  };
}

/** An offset as screens write it, with a real minus sign: `−05:00`. */
export const offsetText = (offset: string): string => offset.replace('-', '−');
