/** How long the pointer rests before it is hidden, in milliseconds. */
export const IDLE_AFTER_MS = 3000;

const SIGNS_OF_LIFE = ['pointermove', 'pointerdown', 'wheel', 'keydown'] as const;

/** The page as far as it is needed here; the desktop room is compiled without the DOM's types. */
export interface IdlePage {
  readonly documentElement: { readonly dataset: Record<string, string | undefined> } | null;
  addEventListener(type: string, listener: () => void, options: { passive: boolean; capture: boolean }): void;
}

/**
 * Marks the page's root with `data-idle` while nobody touches mouse or keys, so that its style sheet can hide the
 * pointer.
 * @param after calls back once after a delay in milliseconds; returns its own cancel
 */
export function watchIdle(page: IdlePage, after: (delayMs: number, callback: () => void) => () => void): void {
  let cancel: () => void = () => {};
  const awake = (): void => {
    cancel();
    if (page.documentElement) delete page.documentElement.dataset['idle'];
    cancel = after(IDLE_AFTER_MS, () => {
      if (page.documentElement) page.documentElement.dataset['idle'] = '';
    });
  };
  for (const type of SIGNS_OF_LIFE) page.addEventListener(type, awake, { passive: true, capture: true });
  awake();
}
