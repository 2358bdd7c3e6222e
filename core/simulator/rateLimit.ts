import { HOUR_MS } from '../../common/time.ts';

/**
 * How the hour is counted. `rolling`: an arrival counts until a full hour has passed. `fixed`: hours begin at the given
 * moment and every hour before and after it. `sinceFirst`: an hour begins with the first request after the one before has ended.
 */
export type Counting =
  | { readonly kind: 'rolling' }
  | { readonly kind: 'fixed'; readonly beginsAtMs: number }
  | { readonly kind: 'sinceFirst' };

export interface RateLimit {
  /** Takes one place in the hour. Returns 0, or the milliseconds until a place frees; a refusal takes none. */
  take(nowMs: number): number;
  /** Takes places unasked, as another user of the same key does, up to the limit. */
  takeMany(nowMs: number, requests: number): void;
  /** Places left, and the milliseconds until one is freed or all are. */
  state(nowMs: number): { readonly remaining: number; readonly resetMs: number };
}

/** Counts the requests of an hour (API page, "Rate Limiting": 200 an hour and key). Times are monotonic milliseconds. */
export function makeRateLimit(limit: number, counting: Counting = { kind: 'rolling' }): RateLimit {
  let arrivals: number[] = [];
  let beganAt = counting.kind === 'fixed' ? counting.beginsAtMs : -Infinity;

  function expire(nowMs: number): void {
    if (counting.kind === 'rolling') {
      arrivals = arrivals.filter((at) => nowMs - at < HOUR_MS);
      return;
    }
    if (nowMs - beganAt < HOUR_MS && nowMs >= beganAt) return;
    arrivals = [];
    beganAt = counting.kind === 'fixed' ? nowMs - ((((nowMs - beganAt) % HOUR_MS) + HOUR_MS) % HOUR_MS) : nowMs;
  }

  const resetMs = (nowMs: number): number => {
    const since = counting.kind === 'rolling' ? arrivals[0] : beganAt;
    return since === undefined ? HOUR_MS : since + HOUR_MS - nowMs;
  };

  return {
    take(nowMs) {
      expire(nowMs);
      if (arrivals.length >= limit) return resetMs(nowMs);
      arrivals.push(nowMs);
      return 0;
    },
    takeMany(nowMs, requests) {
      expire(nowMs);
      const free = Math.max(0, limit - arrivals.length);
      for (let taken = 0; taken < Math.min(free, requests); taken += 1) arrivals.push(nowMs);
    },
    state(nowMs) {
      expire(nowMs);
      return { remaining: Math.max(0, limit - arrivals.length), resetMs: resetMs(nowMs) };
    },
  };
}
