import type { Breath } from './slices.ts';

/**
 * Lets waiting messages be heard between slices. A message channel has no delay of its own; nested timers wait 4 ms each.
 */
export function createBreath(): Breath {
  const { port1, port2 } = new MessageChannel();
  const waiting: (() => void)[] = [];
  port1.onmessage = () => waiting.shift()?.();
  return {
    nowMs: () => performance.now(),
    breathe: () =>
      new Promise((resolve) => {
        waiting.push(resolve);
        port2.postMessage(null);
      }),
  };
}
