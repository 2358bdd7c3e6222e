import { parseRange } from './range.ts';
import { DAY_MS } from './time.ts';
import { localDay, zoneClock } from './zone.ts';

/** The named filters (API page, "Filter Values") by the period they stand for; each but the year has two spellings. */
export const NAMED_PERIODS = {
  daily: 'day',
  TODAY: 'day',
  weekly: 'week',
  WEEK: 'week',
  monthly: 'month',
  MONTH: 'month',
  YEAR: 'year',
} as const;
export type NamedPeriod = (typeof NAMED_PERIODS)[keyof typeof NAMED_PERIODS];

export const namedPeriodOf = (filter: string): NamedPeriod | null =>
  Object.hasOwn(NAMED_PERIODS, filter) ? NAMED_PERIODS[filter as keyof typeof NAMED_PERIODS] : null;

/** What of a query says for which days its figures are. */
interface Asked {
  readonly filter: string;
  readonly timezone: string;
}

/** No clock that tells an earlier time than this is right: a machine without one has started, and nobody has set it yet. */
export const EARLIEST_MS = Date.UTC(2026, 0, 1);

/** Days until the week may begin anew, by weekday from Sunday on. The API does not say when: Saturday, Sunday and Monday are in use. */
const DAYS_TO_WEEK_START = [1, 5, 4, 3, 2, 1, 1];

function endOfNamed(period: NamedPeriod, localMs: number): number {
  const day = Math.floor(localMs / DAY_MS);
  const local = new Date(localMs);
  const year = local.getUTCFullYear();
  if (period === 'day') return (day + 1) * DAY_MS;
  if (period === 'week') return (day + (DAYS_TO_WEEK_START[local.getUTCDay()] ?? 1)) * DAY_MS;
  return period === 'month' ? Date.UTC(year, local.getUTCMonth() + 1) : Date.UTC(year + 1, 0);
}

/**
 * When figures that were asked for at some time stop being those of the query's period, by the board's clock: at its next
 * midnight for "today". Null when they never do: the days of a range stay what they are.
 * @param askedMs milliseconds since 1970 UTC
 */
export function figuresEndAt(query: Asked, askedMs: number): number | null {
  const clock = zoneClock(query.timezone);
  const period = namedPeriodOf(query.filter);
  if (period !== null) return clock.atLocal(endOfNamed(period, askedMs + clock.offsetMs(askedMs)));
  const range = parseRange(query.filter);
  const beginsAtMs = range && clock.atLocal(Date.parse(range.from));
  return beginsAtMs !== null && askedMs < beginsAtMs ? beginsAtMs : null;
}

const DAYS_OF_PERIOD: Readonly<Record<NamedPeriod, number>> = { day: 1, week: 7, month: 31, year: 366 };

/**
 * When a filter's days began at the earliest, in milliseconds since 1970 UTC: at a midnight of the zone, as far back as the
 * longest of such periods.
 */
export function periodStart(filter: string, timezone: string, atMs: number): number {
  const clock = zoneClock(timezone);
  const range = parseRange(filter);
  if (range) return clock.atLocal(Date.parse(range.from));
  const days = DAYS_OF_PERIOD[namedPeriodOf(filter) ?? 'day'];
  return clock.atLocal((localDay(clock, atMs) - days + 1) * DAY_MS);
}

/** Whether a query's figures still change: not those of a range that has ended, or has yet to begin, by the board's clock. */
export function isRunning(query: Asked, atMs: number): boolean {
  const range = parseRange(query.filter);
  if (!range || atMs < EARLIEST_MS) return true;
  const localMs = atMs + zoneClock(query.timezone).offsetMs(atMs);
  return Date.parse(range.from) <= localMs && localMs < Date.parse(range.to) + DAY_MS;
}
