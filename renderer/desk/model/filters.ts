import { parseRange } from '../../../common/range.ts';
import type { Query } from '../../../common/query.ts';
import { MAX_OFFSET_MINUTES, MIN_OFFSET_MINUTES, offsetOf } from '../../../common/time.ts';

/** The periods a supervisor chooses from; `range` is two days of a calendar. */
export const PERIODS = ['TODAY', 'WEEK', 'MONTH', 'YEAR', 'range'] as const;
export type Period = (typeof PERIODS)[number];

const SAME_PERIOD: Readonly<Record<string, Period>> = {
  daily: 'TODAY',
  TODAY: 'TODAY',
  weekly: 'WEEK',
  WEEK: 'WEEK',
  monthly: 'MONTH',
  MONTH: 'MONTH',
  YEAR: 'YEAR',
};

/** Which of the periods a query's filter is; the API has two names for some. */
export const periodOf = (filter: string): Period => SAME_PERIOD[filter] ?? (parseRange(filter) ? 'range' : 'TODAY');

export const rangeFilter = (from: string, to: string): string => `${from} to ${to}`;

type Narrowing = 'period' | 'channels' | 'groups' | 'email';

/** What of a query leaves sessions out. The timezone does not: it says when a day begins. */
export function narrowings(query: Query): readonly Narrowing[] {
  return [
    ...(periodOf(query.filter) === 'TODAY' ? [] : (['period'] as const)),
    ...(query.channels.length > 0 ? (['channels'] as const) : []),
    ...(query.groupsID.length > 0 ? (['groups'] as const) : []),
    ...(query.email === '' ? [] : (['email'] as const)),
  ];
}

/** Takes every filter off a query: today, all channels, groups and agents. */
export function clearNarrowings(query: Query): void {
  query.filter = periodOf(query.filter) === 'TODAY' ? query.filter : 'TODAY';
  query.channels = [];
  query.groupsID = [];
  query.email = '';
}

/** Offsets of the zones where contact centres of this platform work, the usual one first. */
const USUAL_OFFSETS = ['+03:00', '+04:00', '+02:00', '+00:00'] as const;
/** Every quarter of an hour: no zone is finer. */
const STEP_MINUTES = 15;
const ALL_OFFSETS: readonly string[] = Array.from(
  { length: (MAX_OFFSET_MINUTES - MIN_OFFSET_MINUTES) / STEP_MINUTES + 1 },
  (_, step) => offsetOf(MIN_OFFSET_MINUTES + step * STEP_MINUTES),
);

/** The offsets to choose from, the usual ones first; one that is in use but not among them comes before all. */
export function offsetChoices(current: string): readonly string[] {
  return [...new Set([...(ALL_OFFSETS.includes(current) ? [] : [current]), ...USUAL_OFFSETS, ...ALL_OFFSETS])];
}

const EMAIL = /^[^\s@]+@[^\s@]+\.[^\s@]+$/;

/** Whether a text can be an agent's address; none at all stands for all agents. */
export const isEmail = (text: string): boolean => text === '' || EMAIL.test(text);
