import { MINUTE_MS, SECOND_MS } from '../../common/time.ts';
import type { Clock, Log } from '../ports.ts';

/** Corrections of the wall clock that are worth a line; smaller ones are made all the time. */
const JUMP_MS = 2 * SECOND_MS;
/** The core looks each quarter of a minute: where it did not for this long, the machine slept or was far too busy. */
const PAUSE_MS = MINUTE_MS;

/**
 * Notes when the wall clock was set and when nothing ran for a while: both change what times in the log mean. `look` tells
 * whether time went on evenly since the last look.
 */
export function createClockWatch(
  clock: Pick<Clock, 'wallMs' | 'monotonicMs'>,
  log: Pick<Log, 'warn'>,
): { look(): boolean } {
  let seen: { readonly offsetMs: number; readonly monotonicMs: number } | null = null;
  return {
    look() {
      const monotonicMs = clock.monotonicMs();
      const offsetMs = clock.wallMs() - monotonicMs;
      const before = seen;
      seen = { offsetMs, monotonicMs };
      if (!before) return true;
      const byMs = Math.round(offsetMs - before.offsetMs);
      const pausedMs = Math.round(monotonicMs - before.monotonicMs);
      const [wasSet, paused] = [Math.abs(byMs) > JUMP_MS, pausedMs > PAUSE_MS];
      if (wasSet) log.warn('clock.set', { byMs });
      if (paused) log.warn('clock.paused', { forMs: pausedMs });
      return !wasSet && !paused;
    },
  };
}
