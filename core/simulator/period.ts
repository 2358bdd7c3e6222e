import { parseRange } from '../../common/range.ts';
import { DAY_MS } from '../../common/time.ts';

/** A stretch of time in seconds since 1970 UTC: `fromS` belongs to it, `toS` does not. */
export interface Period {
  readonly fromS: number;
  readonly toS: number;
}

/** The named filters of the API page, each with the stretch it stands for. */
const NAMED = {
  daily: 'day',
  TODAY: 'day',
  weekly: 'week',
  WEEK: 'week',
  monthly: 'month',
  MONTH: 'month',
  YEAR: 'year',
} as const;

type Stretch = (typeof NAMED)[keyof typeof NAMED];

const isNamed = (filter: string): filter is keyof typeof NAMED => Object.hasOwn(NAMED, filter);

/** True for every value of the API page's "Filter Values". */
export const isFilter = (filter: string): boolean => isNamed(filter) || parseRange(filter) !== null;

/** Calendar dates are handled as UTC times of a clock that shows the local time. */
function stretchDates(stretch: Stretch, local: Date): { readonly from: number; readonly to: number } {
  const [year, month, date] = [local.getUTCFullYear(), local.getUTCMonth(), local.getUTCDate()];
  if (stretch === 'day') return { from: Date.UTC(year, month, date), to: Date.UTC(year, month, date + 1) };
  if (stretch === 'month') return { from: Date.UTC(year, month), to: Date.UTC(year, month + 1) };
  if (stretch === 'year') return { from: Date.UTC(year, 0), to: Date.UTC(year + 1, 0) };
  const sunday = date - local.getUTCDay();
  return { from: Date.UTC(year, month, sunday), to: Date.UTC(year, month, sunday + 7) };
}

/**
 * The period a filter stands for at a time. Days begin at midnight in the offset that was sent; a week begins on
 * Sunday; both days of a range belong to it whole.
 * @param filter one that `isFilter` accepts
 */
export function periodOf(filter: string, nowS: number, offsetMinutes: number): Period {
  const offsetS = offsetMinutes * 60;
  const range = parseRange(filter);
  const local = new Date((nowS + offsetS) * 1000);
  const dates = range
    ? { from: Date.parse(range.from), to: Date.parse(range.to) + DAY_MS }
    : stretchDates(isNamed(filter) ? NAMED[filter] : 'day', local);
  return { fromS: dates.from / 1000 - offsetS, toS: dates.to / 1000 - offsetS };
}

/** The hour of the day (0–23) of a time in an offset. */
export const hourOf = (timeS: number, offsetMinutes: number): number =>
  Math.floor(((((timeS + offsetMinutes * 60) % 86_400) + 86_400) % 86_400) / 3600);

/**
 * Which hours of the day have passed in full at least once between the period's start and now; an hour that is still
 * running would otherwise always be the quietest one.
 */
export function completeHours({ fromS, toS }: Period, nowS: number, offsetMinutes: number): ReadonlySet<number> {
  const untilS = Math.min(toS, nowS);
  const full = Math.min(24, Math.max(0, Math.floor((untilS - fromS) / 3600)));
  const first = hourOf(fromS, offsetMinutes);
  return new Set(Array.from({ length: full }, (_, step) => (first + step) % 24));
}
