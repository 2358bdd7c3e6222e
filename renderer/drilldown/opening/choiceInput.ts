import type { Query } from '../../../common/query.ts';
import type { Choices } from './phase.ts';

/** Limits of the request's lists (common/query.ts, which a screen does not load for its schemas). */
const MOST_SHIFTS = 500;
const LONGEST_ID = 200;
export const LONGEST_EMAIL = 320;

/**
 * Shift IDs from a text with commas; null when it has too many or too long ones. An ID that is a whole number on this
 * board stays one: to the API, 7 and "7" need not be the same.
 */
export function parseShifts(text: string, known: Query['shiftIDs']): Query['shiftIDs'] | null {
  const ids = text
    .split(/[,،;\n]/)
    .map((id) => id.trim())
    .filter((id) => id !== '');
  if (ids.length > MOST_SHIFTS || ids.some((id) => id.length > LONGEST_ID)) return null;
  const texts = new Set(known.filter((id) => typeof id === 'string'));
  return ids.map((id) => (/^\d{1,15}$/.test(id) && !texts.has(id) ? Number(id) : id));
}

const isEqual = (one: unknown, other: unknown): boolean => JSON.stringify(one) === JSON.stringify(other);

/** What of a query was chosen otherwise than the board has it; only that is sent. */
export function choicesFrom(wanted: Required<Choices>, board: Query): Choices {
  return {
    ...(wanted.for === board.for ? {} : { for: wanted.for }),
    ...(wanted.email === board.email ? {} : { email: wanted.email }),
    ...(isEqual(wanted.shiftIDs, board.shiftIDs) ? {} : { shiftIDs: wanted.shiftIDs }),
  };
}
