import { SECOND_MS } from './time.ts';

/** When what happened to a session, in milliseconds since 1970 UTC; null where it has not happened, or nobody says. */
export interface SessionMoments {
  readonly createdMs: number | null;
  readonly takenMs: number | null;
  readonly endedMs: number | null;
}

/** What a session's status says about it; the API page shows `CLOSED` only, the other words are those of the field. */
export type SessionPhase = 'waiting' | 'over' | 'unknown';

const WAITING = /^(waiting|pending|queued|in[ _-]?queue|new|unassigned|not[ _-]?taken)$/i;
const OVER =
  /^(closed|ended|finished|done|resolved|solved|completed?|expired|abandoned|missed|cancell?ed|timed?[ _-]?out)$/i;

/** Reads a session's status. */
export function phaseOf(status: string): SessionPhase {
  const word = status.trim();
  if (WAITING.test(word)) return 'waiting';
  return OVER.test(word) ? 'over' : 'unknown';
}

/** Whole seconds, as the API rounds its own times; a negative time is no value. */
function secondsBetween(fromMs: number | null, toMs: number | null): number | null {
  if (fromMs === null || toMs === null) return null;
  const seconds = Math.round((toMs - fromMs) / SECOND_MS);
  return seconds >= 0 ? Math.abs(seconds) : null;
}

/**
 * Seconds a client waited (ours): from creation until the session was taken; if nobody took it, until it ended, or until
 * now while it is open. A session that is over without an end has no waiting time.
 * @param nowMs the API's clock when it sent the session
 */
export function waitingSeconds(session: SessionMoments, phase: SessionPhase, nowMs: number): number | null {
  const { createdMs, takenMs, endedMs } = session;
  if (createdMs === null) return null;
  if (takenMs !== null || endedMs !== null) return secondsBetween(createdMs, takenMs ?? endedMs);
  // A session that has just been created may be a moment ahead of the clock.
  return phase === 'over' ? null : secondsBetween(createdMs, Math.max(nowMs, createdMs));
}

/** Seconds in an agent's hands (ours): from taken to ended. */
export const serviceSeconds = ({ takenMs, endedMs }: SessionMoments): number | null => secondsBetween(takenMs, endedMs);
