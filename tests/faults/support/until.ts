import { setTimeout as delay } from 'node:timers/promises';

/** Between two looks, in real milliseconds. */
const LOOK_MS = 2;
const PATIENCE_MS = 120_000;

/** Waits for something real (a socket, a process, a file) to be so. @throws when it does not come about */
export async function until(isSo: () => boolean | Promise<boolean>): Promise<void> {
  const givenUpAt = performance.now() + PATIENCE_MS;
  while (!(await isSo())) {
    if (performance.now() > givenUpAt) throw new Error('It has not come about');
    await delay(LOOK_MS);
  }
}
