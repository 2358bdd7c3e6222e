import { DAY_MS } from './time.ts';

const RANGE = /^(\d{4}-\d{2}-\d{2}) to (\d{4}-\d{2}-\d{2})$/;
const MAX_DAYS = 3660;

const isCalendarDay = (text: string): boolean => {
  const time = Date.parse(`${text}T00:00:00Z`);
  return Number.isFinite(time) && new Date(time).toISOString().startsWith(text);
};

/**
 * The two days of a `YYYY-MM-DD to YYYY-MM-DD` filter, first not after last; null when it is no such range. Apart from the
 * schemas, so that a screen can name a period without loading the validation library.
 */
export function parseRange(filter: string): { readonly from: string; readonly to: string } | null {
  const [, from, to] = RANGE.exec(filter) ?? [];
  if (!from || !to || !isCalendarDay(from) || !isCalendarDay(to)) return null;
  const days = (Date.parse(to) - Date.parse(from)) / DAY_MS;
  return days >= 0 && days < MAX_DAYS ? { from, to } : null;
}
