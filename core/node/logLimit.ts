import { MINUTE_MS } from '../../common/time.ts';

/** Lines of one event at once. */
const BURST = 60;
const LINES_A_MINUTE = 10;
/** Names of events come from the code; this only bounds memory should that ever be untrue. */
const MOST_EVENTS = 500;

export interface Repeated {
  readonly of: string;
  readonly times: number;
}

interface Allowance {
  left: number;
  atMs: number;
  held: number;
}

/** Holds back lines of an event that comes too often, and counts them. */
export interface LogLimit {
  /** Whether a line of this event may be written now (monotonic ms). */
  admits(event: string, nowMs: number): boolean;
  /** What was held back and is over, or all of it, each told once. */
  heldBack(nowMs: number, all?: 'all'): readonly Repeated[];
}

/** 60 lines of an event at once, then 10 a minute. */
export function createLogLimit(): LogLimit {
  const allowances = new Map<string, Allowance>();
  return {
    admits(event, nowMs) {
      const known = allowances.get(event) ?? { left: BURST, atMs: nowMs, held: 0 };
      const grown = Math.max(0, nowMs - known.atMs) * (LINES_A_MINUTE / MINUTE_MS);
      const left = Math.min(BURST, known.left + grown);
      const admitted = left >= 1;
      if (allowances.size >= MOST_EVENTS) allowances.clear();
      allowances.set(event, {
        left: admitted ? left - 1 : left,
        atMs: nowMs,
        held: known.held + (admitted ? 0 : 1),
      });
      return admitted;
    },
    heldBack(nowMs, all) {
      const over = [...allowances].filter(
        ([, { held, atMs, left }]) => held > 0 && (all === 'all' || left >= 1 || nowMs - atMs >= MINUTE_MS),
      );
      return over.map(([of, allowance]) => {
        const times = allowance.held;
        allowance.held = 0;
        return { of, times };
      });
    },
  };
}
