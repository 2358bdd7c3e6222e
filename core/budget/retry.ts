import { NOMINAL_PACE_MS } from '../../common/settings.ts';
import { HOUR_MS, MINUTE_MS, SECOND_MS } from '../../common/time.ts';
import type { CallFailure } from '../experia/classify.ts';
import type { Random } from '../ports.ts';
import type { KeyLedger } from './ledger.ts';

const LIMITED_BASE_MS = MINUTE_MS;
const REJECTED_MS = HOUR_MS;
const UNSENT_BASE_MS = 5 * SECOND_MS;
const UNSENT_MAX_MS = MINUTE_MS;
const FAILED_MAX_MS = 5 * MINUTE_MS;
const MAX_DOUBLINGS = 16;

const doubled = (baseMs: number, times: number, maxMs: number): number =>
  Math.min(maxMs, baseMs * 2 ** Math.min(times, MAX_DOUBLINGS));

/**
 * The wait after a 429: what the server asked for (more, when it keeps asking for next to nothing), or full jitter above a minute that widens with each refusal in a row.
 * @param inRow refusals in a row before this one
 */
export function limitedDelayMs(retryAfterMs: number | null, inRow: number, random: Random): number {
  if (retryAfterMs !== null)
    return Math.max(retryAfterMs, inRow === 0 ? 0 : doubled(NOMINAL_PACE_MS, inRow, FAILED_MAX_MS));
  return LIMITED_BASE_MS + random() * (doubled(LIMITED_BASE_MS, inRow + 1, HOUR_MS) - LIMITED_BASE_MS);
}

/**
 * The wait before a failed poll is tried again (429 aside). A request that never left costs nothing, so it is tried again
 * soon; every other attempt costs one of the hour's, so it never comes faster than the pace. Nor does what somebody has to
 * put right first: a certificate, or the sign-in of a proxy, which may lock an account that is tried too often.
 * @param inRow failures in a row, this one included
 */
export function failedDelayMs(why: CallFailure, inRow: number, paceMs: number, random: Random): number {
  const { code, sent, status } = why;
  if (code === 'auth') return REJECTED_MS;
  if (!sent && code !== 'certificate' && status === null) {
    const widest = doubled(UNSENT_BASE_MS, inRow, UNSENT_MAX_MS);
    return UNSENT_BASE_MS + random() * (widest - UNSENT_BASE_MS);
  }
  const widest = doubled(paceMs, inRow, Math.max(FAILED_MAX_MS, paceMs));
  return paceMs + random() * (widest - paceMs);
}

const DECREASE = 0.75;
const LEAST_LIMIT = 20;
const INCREASE = 5;
const QUIET_MS = 5 * MINUTE_MS;

/** A 429 means somebody else uses the key: allow this app a quarter less (multiplicative decrease). */
export const lowerAssumedLimit = (ledger: KeyLedger, now: number): KeyLedger => ({
  ...ledger,
  assumedLimit: Math.max(LEAST_LIMIT, Math.floor(ledger.assumedLimit * DECREASE)),
  assumedAt: now,
});

/** After each quiet five minutes, allow five more an hour, up to the API's limit (additive increase). */
export function raiseAssumedLimit(ledger: KeyLedger, limit: number, now: number): KeyLedger {
  if (ledger.assumedLimit >= limit || now - ledger.assumedAt < QUIET_MS) return ledger;
  return { ...ledger, assumedLimit: Math.min(limit, ledger.assumedLimit + INCREASE), assumedAt: now };
}
