import { NOMINAL_PACE_MS } from '../../common/settings.ts';
import { HOUR_MS, MINUTE_MS, SECOND_MS } from '../../common/time.ts';
import type { CallFailure } from '../experia/classify.ts';
import type { Random } from '../ports.ts';

const LIMITED_BASE_MS = MINUTE_MS;
const REJECTED_MS = HOUR_MS;
const UNSENT_BASE_MS = 5 * SECOND_MS;
const UNSENT_MAX_MS = MINUTE_MS;
const FAILED_MAX_MS = 5 * MINUTE_MS;
const MAX_DOUBLINGS = 16;

const doubled = (baseMs: number, times: number, maxMs: number): number =>
  Math.min(maxMs, baseMs * 2 ** Math.min(times, MAX_DOUBLINGS));

/** So many refusals in a row take about an hour. Until then some hour that the server counts may end at any time. */
export const REFUSALS_OF_AN_HOUR = 12;
const LIMITED_MAX_MS = 10 * MINUTE_MS;

/**
 * The wait after a 429: what the server asked for (more, when it keeps asking for next to nothing), or full jitter above a
 * minute that widens with each refusal in a row: to ten minutes, and after an hour of refusals to an hour.
 * @param inRow refusals in a row before this one
 */
export function limitedDelayMs(retryAfterMs: number | null, inRow: number, random: Random): number {
  if (retryAfterMs !== null)
    return Math.max(retryAfterMs, inRow === 0 ? 0 : doubled(NOMINAL_PACE_MS, inRow, FAILED_MAX_MS));
  const widest = doubled(LIMITED_BASE_MS, inRow + 1, inRow < REFUSALS_OF_AN_HOUR ? LIMITED_MAX_MS : HOUR_MS);
  return LIMITED_BASE_MS + random() * (widest - LIMITED_BASE_MS);
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
