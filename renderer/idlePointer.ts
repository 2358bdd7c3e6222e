import { SECOND_MS } from '../common/time.ts';

/** How long the pointer rests before it is hidden. */
export const IDLE_AFTER_MS = 3 * SECOND_MS;

/** Events that show that somebody is there. */
export const SIGNS_OF_LIFE = ['pointermove', 'pointerdown', 'wheel', 'keydown'] as const;

/**
 * Marks the page's root with `data-idle` while nobody touches mouse or keys, so that its style sheet hides the pointer.
 * @returns ends the watch and takes the mark away
 */
export function watchIdle(page: Document): () => void {
  const root = page.documentElement;
  let timer: ReturnType<typeof setTimeout>;
  const awake = (): void => {
    clearTimeout(timer);
    delete root.dataset['idle'];
    timer = setTimeout(() => (root.dataset['idle'] = ''), IDLE_AFTER_MS);
  };
  for (const type of SIGNS_OF_LIFE) page.addEventListener(type, awake, { passive: true, capture: true });
  awake();
  return () => {
    for (const type of SIGNS_OF_LIFE) page.removeEventListener(type, awake, { capture: true });
    clearTimeout(timer);
    delete root.dataset['idle'];
  };
}
