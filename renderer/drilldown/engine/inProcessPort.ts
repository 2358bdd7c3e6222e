import { createRowCore } from './rowCore.ts';
import type { FromWorker } from './protocol.ts';
import type { RowPort } from './rowPort.ts';
import type { Breath } from './slices.ts';

/** Time does not pass and nothing waits: each piece of work runs in one go, but never within the call that asked. */
const AT_ONCE: Breath = { nowMs: () => 0, breathe: () => Promise.resolve() };

/** The worker's work without a worker, for tests and for places that have none. Messages are copied as between threads. */
export function createInProcessPort(breath: Breath = AT_ONCE): RowPort {
  let hear: (message: FromWorker) => void = () => undefined;
  let ended = false;
  const core = createRowCore((message) => {
    const copy = message.kind === 'export' ? message : structuredClone(message);
    queueMicrotask(() => {
      if (!ended) hear(copy);
    });
  }, breath);
  return {
    post: (message) => {
      const copy = structuredClone(message);
      queueMicrotask(() => core.receive(copy));
    },
    listen: (listener) => (hear = listener),
    end: () => (ended = true),
  };
}
