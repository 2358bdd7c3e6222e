import { API_HOURLY_LIMIT } from '../../common/settings.ts';
import { usedAt, type KeyLedger } from './ledger.ts';

/** What is left of the allowance after a refusal. */
const DECREASE = 0.7;
const LEAST_LIMIT = 20;
/** Accepted requests after which the allowance is back where the server refused; further ones find out whether there is more. */
const RECOVERY_REQUESTS = 250;
/** From there on the increase doubles each time so many more are accepted. */
const DOUBLING_REQUESTS = 125;
const LEAST_INCREASE = 5;

/**
 * Requests an hour this app allows itself. It rises evenly with what the server accepts, by so little that a key shared with
 * others meets less than one refusal in a hundred requests, and ever faster once that shows that the others have gone.
 */
export function allowedAnHour({ assumedLimit, refusedAbove, acceptedSince }: KeyLedger): number {
  const step = Math.max(LEAST_INCREASE, refusedAbove - assumedLimit);
  const beyond = acceptedSince - RECOVERY_REQUESTS;
  const increase = beyond <= 0 ? acceptedSince / RECOVERY_REQUESTS : 2 ** (beyond / DOUBLING_REQUESTS);
  return Math.min(API_HOURLY_LIMIT, assumedLimit + step * increase);
}

/**
 * Yields to others after a refusal. In the hour before it the server accepted as many as it ever does: what part of them was
 * this app's is its share. Who had less than half may claim half: others that count on the whole will yield as well.
 */
export function yieldToOthers(ledger: KeyLedger, now: number): KeyLedger {
  const share = Math.max(usedAt(ledger, now), API_HOURLY_LIMIT / 2);
  const refusedAbove = Math.min(allowedAnHour(ledger), share);
  const assumedLimit = Math.max(LEAST_LIMIT, Math.floor(refusedAbove * DECREASE));
  return { ...ledger, assumedLimit, assumedAt: now, refusedAbove, acceptedSince: 0 };
}

/** Whether others have used the key of late, so that its own count does not tell what the server has left. */
export const hasOthers = (ledger: KeyLedger): boolean =>
  ledger.limitedInRow > 0 || allowedAnHour(ledger) < API_HOURLY_LIMIT;
