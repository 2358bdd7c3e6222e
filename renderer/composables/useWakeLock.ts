import { onScopeDispose } from 'vue';

/** The part of a browser's wake lock that is used. It is there in secure pages only: https, or this machine. */
export interface WakeLocks {
  request(
    type: 'screen',
  ): Promise<{ release(): Promise<void>; addEventListener(type: 'release', listener: () => void): void }>;
}

/**
 * Keeps the screen of this page from falling asleep as long as the page is seen. A browser may refuse, such as on an almost
 * empty battery; it is asked again when the page comes back into sight.
 */
export function useWakeLock(locks: WakeLocks | undefined): void {
  if (!locks) return;
  let held: Awaited<ReturnType<WakeLocks['request']>> | null = null;
  let hasEnded = false;

  async function hold(): Promise<void> {
    if (held || hasEnded || document.visibilityState !== 'visible') return;
    try {
      const lock = await locks?.request('screen');
      if (!lock) return;
      if (hasEnded) return void (await lock.release());
      held = lock;
      // The browser takes it away from a page that goes out of sight.
      lock.addEventListener('release', () => (held = null));
    } catch {
      // A screen that may sleep is no fault of the wall.
    }
  }

  const seen = (): void => void hold();
  document.addEventListener('visibilitychange', seen);
  void hold();
  onScopeDispose(() => {
    hasEnded = true;
    document.removeEventListener('visibilitychange', seen);
    void held?.release();
  });
}
