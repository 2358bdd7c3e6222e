import { inject, ref, type Ref } from 'vue';
import { SECOND_MS } from '../../common/time.ts';
import { SHELL_KIND } from '../shellSide.ts';

const PATIENCE_MS = 5 * SECOND_MS;

interface Reload {
  /** Loads the page anew, unless nobody would answer: a screen that has a wall must not become a browser's error page. */
  reload(): Promise<void>;
  /** It was tried, and nobody answered. */
  readonly unreachable: Readonly<Ref<boolean>>;
}

/**
 * For parts of the page that could not be fetched. Browsers remember a failed module as long as the page lives, so asking
 * for it again would bring nothing.
 */
export function useReload(): Reload {
  const shell = inject(SHELL_KIND, 'browser');
  const unreachable = ref(false);

  async function isServed(): Promise<boolean> {
    // The desktop app's page comes from the app itself.
    if (shell === 'desktop') return true;
    try {
      const signal = AbortSignal.timeout(PATIENCE_MS);
      return (await fetch(location.href, { method: 'HEAD', cache: 'no-store', signal })).ok;
    } catch {
      return false;
    }
  }

  return {
    unreachable,
    async reload() {
      unreachable.value = !(await isServed());
      if (!unreachable.value) location.reload();
    },
  };
}
