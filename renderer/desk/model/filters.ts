import { parseRange } from '../../../common/range.ts';
import type { Query } from '../../../common/query.ts';

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

const EMAIL = /^[^\s@]+@[^\s@]+\.[^\s@]+$/;

/** Whether a text can be an agent's address; none at all stands for all agents. */
export const isEmail = (text: string): boolean => text === '' || EMAIL.test(text);
