import { HOUR_MS } from '../../common/time.ts';

export interface RateLimit {
  /** Takes one place in the rolling hour. Returns 0, or the milliseconds until a place frees; a refusal takes none. */
  take(nowMs: number): number;
  /** Takes places unasked, as another user of the same key does, up to the limit. */
  takeMany(nowMs: number, requests: number): void;
}

/**
 * A rolling hour, not a fixed one (API page, "Rate Limiting": 200 requests per hour per API key). An arrival counts
 * until a full hour has passed. Times are monotonic milliseconds.
 */
export function makeRateLimit(limit: number): RateLimit {
  let arrivals: number[] = [];
  const expire = (nowMs: number): void => {
    arrivals = arrivals.filter((at) => nowMs - at < HOUR_MS);
  };
  return {
    take(nowMs) {
      expire(nowMs);
      const oldest = arrivals[0];
      if (arrivals.length >= limit) return oldest === undefined ? HOUR_MS : oldest + HOUR_MS - nowMs;
      arrivals.push(nowMs);
      return 0;
    },
    takeMany(nowMs, requests) {
      expire(nowMs);
      const free = Math.max(0, limit - arrivals.length);
      for (let taken = 0; taken < Math.min(free, requests); taken += 1) arrivals.push(nowMs);
    },
  };
}
