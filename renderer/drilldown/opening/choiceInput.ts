import { LONGEST_ID, MOST_IDS, readIds } from '../../../common/ids.ts';
import type { Query } from '../../../common/query.ts';
import type { Choices } from './phase.ts';

export const LONGEST_EMAIL = 320;

/** Shift IDs from a text, each as it was typed; null when it has too many or too long ones. */
export function parseShifts(text: string): Query['shiftIDs'] | null {
  const ids = readIds(text);
  return ids.length > MOST_IDS || ids.some((id) => String(id).length > LONGEST_ID) ? null : ids;
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
