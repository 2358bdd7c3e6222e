import type { Clock } from './ports.ts';

/** The `Date` header tells whole seconds, rounded down. */
const DATE_STEP_MS = 999;

/**
 * The API's own clock, which decides what "today" is. Until a reply has told it, this machine's is taken for it; from then on
 * it runs on monotonic time, so that setting the machine's clock does not move it.
 */
export interface ApiClock {
  /** Milliseconds since 1970 UTC at the API, now or at a moment of monotonic time. */
  atMs(monotonicMs?: number): number;
  /**
   * Takes note of a reply's `Date`.
   * @param sentAt when its request was sent, and `endedAt` when the reply had come (monotonic ms)
   */
  heard(dateMs: number, sentAt: number, endedAt: number): void;
}

export function createApiClock(clock: Pick<Clock, 'wallMs' | 'monotonicMs'>): ApiClock {
  let aheadMs: number | null = null;
  const ahead = (): number => aheadMs ?? clock.wallMs() - clock.monotonicMs();
  return {
    atMs: (monotonicMs = clock.monotonicMs()) => monotonicMs + ahead(),
    heard(dateMs, sentAt, endedAt) {
      // The reply was dated somewhere between its request and its end: what is known already moves no further than it must.
      aheadMs = Math.min(Math.max(ahead(), dateMs - endedAt), dateMs + DATE_STEP_MS - sentAt);
    },
  };
}
