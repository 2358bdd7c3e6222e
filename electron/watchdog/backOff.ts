import { MINUTE_MS, SECOND_MS } from '../../common/time.ts';
import type { Clock } from '../../core/ports.ts';

const FIRST_DELAY_MS = SECOND_MS;
const LONGEST_DELAY_MS = 5 * MINUTE_MS;
/** So many losses within so long, and the page gives way to the safe one. */
const TOO_MANY = 5;
const TOO_MANY_WITHIN_MS = 10 * MINUTE_MS;
/** A page that stood so long has made up for all before it. */
export const HEALTHY_MS = 30 * MINUTE_MS;
/** The safe page is left for one try this often. */
export const SAFE_RETRY_MS = 5 * MINUTE_MS;

/** What is done about a page that is gone. */
export interface NextTry {
  /** Milliseconds until the page is loaded again. */
  readonly delayMs: number;
  /** How often it went without thirty healthy minutes in between. */
  readonly inRow: number;
  /** True when it went so often that only the safe page is shown between tries. */
  readonly tooOften: boolean;
}

export interface BackOff {
  /** The page is there. */
  came(): void;
  /** The page is gone, or never came. */
  gone(): NextTry;
}

/**
 * When a page that is gone is loaded again: after 1, 2, 4 … 300 s, or, once it went five times within ten minutes, every five
 * minutes. Thirty healthy minutes begin anew (fault 19).
 */
export function createBackOff(clock: Pick<Clock, 'monotonicMs'>): BackOff {
  let cameAt: number | null = null;
  let inRow = 0;
  let losses: readonly number[] = [];
  let tooOften = false;
  return {
    came() {
      cameAt = clock.monotonicMs();
    },
    gone() {
      const now = clock.monotonicMs();
      if (cameAt !== null && now - cameAt >= HEALTHY_MS) {
        inRow = 0;
        losses = [];
        tooOften = false;
      }
      cameAt = null;
      inRow += 1;
      losses = [...losses.filter((at) => now - at < TOO_MANY_WITHIN_MS), now];
      tooOften ||= losses.length >= TOO_MANY;
      const doubled = Math.min(LONGEST_DELAY_MS, FIRST_DELAY_MS * 2 ** (inRow - 1));
      return { delayMs: tooOften ? SAFE_RETRY_MS : doubled, inRow, tooOften };
    },
  };
}
