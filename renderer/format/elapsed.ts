import { DAY_MS, SECOND_MS } from '../../common/time.ts';

/** A moment on this screen's two clocks. */
export interface Instant {
  /** `performance.now()`: never jumps, but may stand still while the machine sleeps. */
  readonly monotonicMs: number;
  /** `Date.now()`: goes on through sleep, but may be set. */
  readonly wallMs: number;
}

/** By how much the wall clock must be ahead before it is believed over the monotonic one. */
const SLEEP_AT_LEAST_MS = 5 * SECOND_MS;
/** A longer jump is a clock being set after a boot without one, not a sleep. */
const SLEEP_AT_MOST_MS = 7 * DAY_MS;

/**
 * Milliseconds between two moments, never negative. Sleep counts: when the wall clock went on for clearly longer than
 * the monotonic one, it is the one that is right.
 */
export function elapsedMs(from: Instant, to: Instant): number {
  const monotonic = Math.max(0, to.monotonicMs - from.monotonicMs);
  const wall = to.wallMs - from.wallMs;
  return wall > monotonic + SLEEP_AT_LEAST_MS && wall < SLEEP_AT_MOST_MS ? wall : monotonic;
}

/** The moment that was `ms` before another. */
export const before = ({ monotonicMs, wallMs }: Instant, ms: number): Instant => ({
  monotonicMs: monotonicMs - ms,
  wallMs: wallMs - ms,
});

/** The moment it is now. */
export const instantNow = (): Instant => ({ monotonicMs: performance.now(), wallMs: Date.now() });
