import { MINUTE_MS, SECOND_MS } from '../../common/time.ts';
import type { RequestLoop } from '../poller/requestLoop.types.ts';

export type Price = ReturnType<RequestLoop['price']>;

/** A wall that is this much slower than the API allows at best is short of requests. */
const SHORT_PACE = 1.25;
/** So is one with that few left, whatever its pace. */
const SHORT_LEFT = 2;
/** A yes holds for this long, and until the wall would be this much slower than agreed. */
const AGREED_MS = 5 * MINUTE_MS;
const AGREED_PACE = 1.25;

export interface CostQuestion {
  /** Whether to ask before a request of that price is spent. */
  isDue(price: Price, now: number): boolean;
  /** Its owner said yes. */
  agree(price: Price, now: number): void;
}

/**
 * When the cost of a drill-down is worth a question: while requests are short, and only when this one makes a difference that
 * can be seen, in whole seconds. A question that always comes is answered without reading.
 */
export function createCostQuestion(): CostQuestion {
  let agreed = { until: -Infinity, paceMs: 0 };
  const seconds = (ms: number): number => Math.round(ms / SECOND_MS);
  return {
    isDue({ left, intervalMs, afterMs, bestMs }, now) {
      if (left <= SHORT_LEFT) return true;
      if (afterMs <= bestMs * SHORT_PACE || seconds(afterMs) === seconds(intervalMs)) return false;
      return now >= agreed.until || afterMs > agreed.paceMs * AGREED_PACE;
    },
    agree({ afterMs }, now) {
      agreed = { until: now + AGREED_MS, paceMs: afterMs };
    },
  };
}
