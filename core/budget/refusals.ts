import { HOUR_MS, MINUTE_MS, SECOND_MS } from '../../common/time.ts';
import type { Random } from '../ports.ts';
import type { KeyLedger, PartOfHour } from './ledger.ts';
import { limitedDelayMs, REFUSALS_OF_AN_HOUR } from './retry.ts';

const LEAST_WAIT_MS = MINUTE_MS;
/** So long it is worth waiting for the end of the server's hour instead of trying whether it counts otherwise. */
const WORTH_WAITING_MS = 10 * MINUTE_MS;
/** After the end of the server's hour, each process at a moment of its own. */
const AFTER_END_MS = 2 * SECOND_MS;
const JITTER_MS = 5 * SECOND_MS;
/** An end that is known to so much is known. */
const KNOWN_MS = 4 * MINUTE_MS;
/** Most servers that count fixed hours count those of the clock. */
const FULL_HOUR: PartOfHour = { endMs: 0, lengthMs: 0 };

const modulo = (ms: number): number => ((ms % HOUR_MS) + HOUR_MS) % HOUR_MS;

/**
 * Notes when in the hour the server's refusals ended: somewhere between the last refusal and the first success. Stretches
 * seen before narrow it down; where they do not meet, the newest is right.
 * @param refusedMs when the request that was refused last was sent, and `acceptedMs` when the next was answered (API's clock)
 */
export function noteEnd(ledger: KeyLedger, refusedMs: number, acceptedMs: number): KeyLedger {
  const seen: PartOfHour = { endMs: modulo(acceptedMs), lengthMs: Math.max(0, acceptedMs - refusedMs) };
  if (seen.lengthMs >= HOUR_MS) return ledger;
  const known = ledger.refusalsEnd;
  return { ...ledger, refusalsEnd: (known && overlap(known, seen)) ?? seen };
}

function overlap(known: PartOfHour, seen: PartOfHour): PartOfHour | null {
  // Both as times before and after the end of what was seen now, on a line instead of a circle.
  const knownEnd = modulo(known.endMs - seen.endMs + HOUR_MS / 2) - HOUR_MS / 2;
  const end = Math.min(0, knownEnd);
  const start = Math.max(-seen.lengthMs, knownEnd - known.lengthMs);
  return start < end ? { endMs: modulo(seen.endMs + end), lengthMs: end - start } : null;
}

/** Until the next try: the middle of where the end may be, so that whatever comes of it halves that; once it is known, the end. */
function nextTryMs({ endMs, lengthMs }: PartOfHour, apiMs: number): number {
  const latest = modulo(endMs - apiMs);
  const earliest = Math.max(0, latest - lengthMs);
  return (latest - earliest > KNOWN_MS ? (earliest + latest) / 2 : latest) + AFTER_END_MS;
}

export interface Refusal {
  /** What the server asked for (`Retry-After`, else the reset of its count), in milliseconds; null when nothing. */
  readonly askedMs: number | null;
  /** The API's clock now, in milliseconds since 1970 UTC. */
  readonly apiMs: number;
}

/**
 * How long to wait after a refusal. Where the server names a time, that. Else with backoff, but no longer than until the
 * server may begin to count a new hour: one who waits past that shows no figures for nothing.
 */
export function waitAfterRefusal(ledger: KeyLedger, { askedMs, apiMs }: Refusal, random: Random): number {
  const backoffMs = limitedDelayMs(askedMs, ledger.limitedInRow, random);
  // After a whole hour of refusals no end of an hour has helped.
  if (askedMs !== null || ledger.limitedInRow >= REFUSALS_OF_AN_HOUR) return backoffMs;
  const untilEndMs = Math.max(LEAST_WAIT_MS, nextTryMs(ledger.refusalsEnd ?? FULL_HOUR, apiMs) + random() * JITTER_MS);
  if (ledger.refusalsEnd && untilEndMs <= WORTH_WAITING_MS) return untilEndMs;
  return Math.min(backoffMs, untilEndMs);
}
