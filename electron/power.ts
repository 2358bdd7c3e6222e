import type { PowerSaveBlocker } from 'electron';
import type { Clock } from '../core/ports.ts';

/** A wall that goes dark shows nothing. Returns a function that lets the display sleep again. */
export function keepDisplayAwake(blocker: Pick<PowerSaveBlocker, 'start' | 'stop'>): () => void {
  const id = blocker.start('prevent-display-sleep');
  return () => void blocker.stop(id);
}

export interface WakeEvents {
  on(event: 'resume' | 'unlock-screen', listener: () => void): unknown;
}

const TICK_MS = 5000;
/** A timer this late means that the machine slept, or that the wall was as good as asleep. */
const GAP_MS = 30_000;

/**
 * Calls back when the machine woke up: on the system's own word, and, since that is unreliable on Linux, when a timer
 * comes far too late. Returns a function that ends the watch.
 */
export function watchWaking(
  events: WakeEvents,
  clock: Pick<Clock, 'monotonicMs' | 'after'>,
  woke: () => void,
): () => void {
  events.on('resume', woke);
  events.on('unlock-screen', woke);
  let cancel: () => void = () => {};
  const tick = (): void => {
    const before = clock.monotonicMs();
    cancel = clock.after(TICK_MS, () => {
      const late = clock.monotonicMs() - before - TICK_MS;
      tick();
      if (late > GAP_MS) woke();
    });
  };
  tick();
  return () => cancel();
}

export interface ShutdownEvents {
  on(event: 'shutdown', listener: (event?: { preventDefault(): void }) => void): unknown;
}

/** Ends the app in good order when the machine shuts down: Linux and macOS wait for it if they are asked to. */
export function watchShutdown(events: ShutdownEvents, end: () => void): void {
  events.on('shutdown', (event) => {
    event?.preventDefault();
    end();
  });
}
