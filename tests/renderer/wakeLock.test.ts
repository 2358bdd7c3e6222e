import { flushPromises } from '@vue/test-utils';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { effectScope } from 'vue';
import { useWakeLock } from '../../renderer/composables/useWakeLock.ts';

let visibility: DocumentVisibilityState = 'visible';
vi.spyOn(document, 'visibilityState', 'get').mockImplementation(() => visibility);
const scope = { end: (): void => undefined };
afterEach(() => {
  scope.end();
  visibility = 'visible';
});

/** A browser's locks, of which it takes one away from a page out of sight. */
function browser(refuses = false) {
  const given: { isHeld: boolean; takeAway(): void }[] = [];
  const locks = {
    async request() {
      if (refuses) throw new DOMException('no', 'NotAllowedError');
      let released = (): void => undefined;
      const lock = {
        isHeld: true,
        takeAway() {
          lock.isHeld = false;
          released();
        },
      };
      given.push(lock);
      return {
        addEventListener: (_: 'release', listener: () => void) => void (released = listener),
        release: async () => lock.takeAway(),
      };
    },
  };
  const own = effectScope();
  own.run(() => useWakeLock(locks));
  scope.end = () => own.stop();
  return { given, held: () => given.filter(({ isHeld }) => isHeld).length };
}

async function turn(to: DocumentVisibilityState): Promise<void> {
  visibility = to;
  document.dispatchEvent(new Event('visibilitychange'));
  await flushPromises();
}

describe('the screen of a wall in a browser', () => {
  it('is kept awake once, and anew when the page comes back into sight', async () => {
    const { given, held } = browser();
    await flushPromises();
    await turn('visible');
    expect([given.length, held()]).toEqual([1, 1]);
    given[0]?.takeAway();
    await turn('hidden');
    expect(held()).toBe(0);
    await turn('visible');
    expect([given.length, held()]).toEqual([2, 1]);
    scope.end();
    await flushPromises();
    expect(held()).toBe(0);
  });

  it('is left alone where the browser refuses, or has no such thing', async () => {
    const { given } = browser(true);
    await turn('visible');
    expect(given).toEqual([]);
    expect(() => effectScope().run(() => useWakeLock(undefined))).not.toThrow();
  });
});
