import { readFileSync } from 'node:fs';
import { uptime } from 'node:os';
import { MAX_TIMER_MS, SECOND_MS } from '../../common/time.ts';
import type { Clock } from '../ports.ts';

/** Beyond this much difference the machine was suspended: process time stood still while uptime went on. */
const SUSPEND_MS = 2 * SECOND_MS;

function readBootId(): string | null {
  try {
    return readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim() || null;
  } catch {
    return null;
  }
}

/** The machine's clocks: monotonic time counts from boot, so that processes of one boot agree on it. */
export function systemClock(): Clock {
  // Uptime counts suspend but may be coarse; performance.now() is fine but stands still in suspend. Together they do both.
  let offsetMs = uptime() * SECOND_MS - performance.now();
  const monotonicMs = (): number => {
    const coarse = uptime() * SECOND_MS;
    const fine = performance.now() + offsetMs;
    if (coarse - fine > SUSPEND_MS) offsetMs += coarse - fine;
    return performance.now() + offsetMs;
  };
  return {
    wallMs: () => Date.now(),
    monotonicMs,
    bootId: readBootId(),
    after(delayMs, callback) {
      const timer = setTimeout(callback, Math.min(Math.max(0, delayMs), MAX_TIMER_MS));
      return () => clearTimeout(timer);
    },
  };
}
