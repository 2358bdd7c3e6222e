import type { History } from '../ports.ts';

/** Where nothing can be kept, the display goes on without a history. */
export const noHistory: History = {
  write: () => undefined,
  at: () => null,
  around: () => ({ known: 'notKept', previousAtMs: null, nextAtMs: null }),
  between: () => [],
  lastRun: () => null,
  close: () => undefined,
};
