import { waitingSeconds, type SessionMoments } from '../../common/sessions.ts';
import type { Session } from './sessionDay.ts';

/** How far a session has come at a time; nothing here ever turns back. Times are seconds since 1970 UTC. */

export const takenS = (s: Session): number => s.createdS + s.waitingS;
export const respondedS = (s: Session): number => takenS(s) + s.responseS;
export const endedS = (s: Session): number => takenS(s) + s.serviceS;
export const transferredS = (s: Session): number => takenS(s) + s.transferAfterS;
export const answeredS = (s: Session): number => endedS(s) + s.surveyAfterS;

export const isTaken = (s: Session, nowS: number): boolean => takenS(s) <= nowS;
export const isResponded = (s: Session, nowS: number): boolean => respondedS(s) <= nowS;
export const isClosed = (s: Session, nowS: number): boolean => endedS(s) <= nowS;
export const isTransferred = (s: Session, nowS: number): boolean => s.transferAfterS > 0 && transferredS(s) <= nowS;
export const isSurveyed = (s: Session, nowS: number): boolean => answeredS(s) <= nowS;
export const isTagged = (s: Session, nowS: number): boolean => s.tag > 0 && isClosed(s, nowS);

/** The wire's `status`: waiting for an agent, in an agent's hands, or over. */
export type SessionStatus = 'PENDING' | 'OPEN' | 'CLOSED';

export const statusOf = (s: Session, nowS: number): SessionStatus =>
  isClosed(s, nowS) ? 'CLOSED' : isTaken(s, nowS) ? 'OPEN' : 'PENDING';

/** Index of the agent who has the session now; null while nobody has taken it. */
export const agentOf = (s: Session, nowS: number): number | null =>
  !isTaken(s, nowS) ? null : isTransferred(s, nowS) ? s.agent : s.firstAgent;

/** How much of the conversation has been held, 0–1. */
const heldOf = (s: Session, nowS: number): number => Math.max(0, Math.min(1, (nowS - takenS(s)) / s.serviceS));

/** The client's opening message is there from the start. */
export const messagesOf = (s: Session, nowS: number): number => 1 + Math.floor((s.messages - 1) * heldOf(s, nowS));
export const templatesOf = (s: Session, nowS: number): number => Math.floor(s.templatesUsed * heldOf(s, nowS));
export const predefinedOf = (s: Session, nowS: number): number => Math.floor(s.predefinedUsed * heldOf(s, nowS));

const MS = 1000;

/** What has happened to a session so far, as a row tells it. */
export const momentsOf = (s: Session, nowS: number): SessionMoments => ({
  createdMs: s.createdS * MS,
  takenMs: isTaken(s, nowS) ? takenS(s) * MS : null,
  endedMs: isClosed(s, nowS) ? endedS(s) * MS : null,
});

/** Seconds a session has waited so far; it goes on while nobody takes it. */
export const waitedS = (s: Session, nowS: number): number =>
  waitingSeconds(momentsOf(s, nowS), isTaken(s, nowS) ? 'unknown' : 'waiting', nowS * MS) ?? 0;
