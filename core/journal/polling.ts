import type { ErrorCode } from '../../common/errorCodes.ts';
import { API_HOURLY_LIMIT } from '../../common/settings.ts';
import type { BoardSnapshot, Snapshot } from '../../common/snapshot.ts';

/**
 * Why a board's next request is when it is: the pace of the hour's budget; a wait after a failure, on the API's word or after
 * the loss of the ledger (`blocked`) or our own (`backoff`); the budget used up; a ledger that cannot be saved; a dark board; no key.
 */
export type PollingReason = 'pace' | 'blocked' | 'backoff' | 'budget' | 'unsaved' | 'dark' | 'noKey';

/** Failures after which nothing is sent for a set time. */
const BLOCKING: ReadonlySet<string> = new Set<ErrorCode>(['limited', 'auth', 'countLost']);

function reasonOf({ failure, screen }: BoardSnapshot, { key, demo, budget, notices }: Snapshot): PollingReason {
  if (!key.present && !demo) return 'noKey';
  if (screen.resting) return 'dark';
  if (failure) return BLOCKING.has(failure.code) ? 'blocked' : 'backoff';
  if (notices.some(({ kind }) => kind === 'ledgerUnsaved')) return 'unsaved';
  return budget.used >= API_HOURLY_LIMIT ? 'budget' : 'pace';
}

export interface Polling {
  readonly why: PollingReason;
  /** Milliseconds until the next request; null while one is under way or none is planned. */
  readonly nextInMs: number | null;
}

export const pollingOf = (board: BoardSnapshot, snapshot: Snapshot): Polling => ({
  why: reasonOf(board, snapshot),
  nextInMs: board.nextInMs === null ? null : Math.round(board.nextInMs),
});
