import { ref, watch, type Ref } from 'vue';
import { allows, type Access } from '../../common/access.ts';

interface SignedOut {
  /** This browser could change things before, and may not now: its control link was withdrawn, or its session is over. */
  readonly signedOut: Readonly<Ref<boolean>>;
  dismiss(): void;
}

/** Each wallboard of an origin has its own path, and so its own mark. */
const storedAs = (): string => `wallboard-desk:${new URL('.', location.href).pathname}`;

/** A browser that keeps nothing is not told, and is a wall like any other. */
function kept(use: (storage: Storage) => boolean): boolean {
  try {
    return use(localStorage);
  } catch {
    return false;
  }
}

/**
 * Remembers in the browser shell that this browser had control, over loading the page anew, so that every page of it can say
 * when it no longer has. Otherwise it would silently be a wall.
 */
export function useSignedOut(isBrowser: boolean, access: () => Access | null): SignedOut {
  const signedOut = ref(false);

  watch(access, (now) => {
    if (!isBrowser || now === null) return;
    const isDesk = allows(now, 'control');
    if (isDesk) kept((storage) => (storage.setItem(storedAs(), ''), true));
    signedOut.value = !isDesk && kept((storage) => storage.getItem(storedAs()) !== null);
  });

  return {
    signedOut,
    dismiss() {
      signedOut.value = false;
      kept((storage) => (storage.removeItem(storedAs()), true));
    },
  };
}
