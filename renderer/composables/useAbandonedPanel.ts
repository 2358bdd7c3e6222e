import { onScopeDispose, watch } from 'vue';
import { MINUTE_MS } from '../../common/time.ts';
import { SIGNS_OF_LIFE } from '../idlePointer.ts';

/** How long a panel stays over a wall on the floor after the last touch of keys or mouse. */
export const ABANDONED_AFTER_MS = 2 * MINUTE_MS;

/**
 * Closes what somebody opened on a screen on the floor and left: the wall behind it is what the floor needs to see.
 * @param watched whether this is such a screen
 */
export function useAbandonedPanel(watched: () => boolean, isOpen: () => boolean, close: () => void): void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const wait = (): void => {
    clearTimeout(timer);
    if (watched() && isOpen()) timer = setTimeout(close, ABANDONED_AFTER_MS);
  };
  for (const type of SIGNS_OF_LIFE) document.addEventListener(type, wait, { passive: true, capture: true });
  watch([watched, isOpen], wait, { immediate: true });
  onScopeDispose(() => {
    clearTimeout(timer);
    for (const type of SIGNS_OF_LIFE) document.removeEventListener(type, wait, { capture: true });
  });
}
