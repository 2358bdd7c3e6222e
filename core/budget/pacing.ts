import { API_HOURLY_LIMIT } from '../../common/settings.ts';
import { HOUR_MS, MINUTE_MS } from '../../common/time.ts';
import { allowedAnHour } from './share.ts';
import { onDemandAt, releases, sentWithin, type KeyLedger } from './ledger.ts';

/** Requests an hour kept for drill-downs while somebody uses them, of a key that nobody else uses. */
const RESERVE_FULL = 12;
/** What is kept when nobody has drilled down for an hour: enough to answer the first clicks at once. */
const RESERVE_LEAST = 4;
/** Never pace slower than this many requests an hour, however often others exhaust the key. */
const PACE_LEAST = 8;

/** Drill-downs never take the last free request: it is the next poll's. */
export const KEPT_FOR_POLL = 1;

const RECENT_MS = 10 * MINUTE_MS;

/**
 * Requests kept free for drill-downs. What drill-downs have used of the full reserve is no longer kept, and what they
 * leave unused shrinks back into polling as an hour without one passes.
 * @param sinceMs when the last drill-down was, or when this key was first used (monotonic ms)
 */
export function reserveAt(ledger: KeyLedger, sinceMs: number, now: number): number {
  const full = Math.max(RESERVE_LEAST, (RESERVE_FULL * allowedAnHour(ledger)) / API_HOURLY_LIMIT);
  const left = full - onDemandAt(ledger, now);
  const unused = Math.min(1, Math.max(0, (now - sinceMs) / HOUR_MS));
  return Math.max(RESERVE_LEAST, Math.round(left * (1 - unused)));
}

/**
 * The least even spacing that never runs dry: until each release, no more may be sent than is free now and released before.
 * After a burst (restarts, new filters, drill-downs) it stretches the rest of the hour a little instead of falling silent.
 */
function sustainableMs(ledger: KeyLedger, now: number): number {
  const free = API_HOURLY_LIMIT - KEPT_FOR_POLL - ledger.entries.length;
  return releases(ledger, now).reduce((most, at, i) => Math.max(most, (at - now) / Math.max(1, free + i + 1)), 0);
}

/** Milliseconds between two polls: what is left of the hour's requests, spread evenly over the hour. */
export function spacingMs(ledger: KeyLedger, sinceMs: number, now: number): number {
  const polls = allowedAnHour(ledger) - reserveAt(ledger, sinceMs, now) - onDemandAt(ledger, now);
  return Math.max(HOUR_MS / Math.max(PACE_LEAST, polls), sustainableMs(ledger, now));
}

/**
 * Whether a request may go ahead of the even pace: a start, a changed filter. Restarts and clicks in quick succession
 * soon fall back to the pace, so that a crash loop cannot spend the hour in minutes.
 */
export const mayHurry = (ledger: KeyLedger, paceMs: number, now: number): boolean =>
  sentWithin(ledger, RECENT_MS, now) < RECENT_MS / paceMs + RESERVE_LEAST;
