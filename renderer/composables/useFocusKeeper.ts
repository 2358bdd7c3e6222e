import { nextTick, watch } from 'vue';

const named = (element: Element | null): string | null =>
  element instanceof HTMLElement ? (element.dataset['opener'] ?? null) : null;

const isLost = (): boolean => document.activeElement === null || document.activeElement === document.body;

/**
 * Keeps the focus on a tile or gauge when the wall is laid out anew, or while a panel lay over it: an element that was
 * replaced takes the focus with it, so it is given to the one that stands for the same figure.
 * @param layout changes whenever tiles may be made anew
 * @param panel what lies over the wall, or null
 */
export function useFocusKeeper(layout: () => unknown, panel: () => unknown): void {
  let opened: string | null = null;

  function restore(name: string | null): void {
    if (!isLost()) return;
    const openers = [...document.querySelectorAll<HTMLElement>('[data-opener]')];
    (openers.find((opener) => opener.dataset['opener'] === name) ?? openers[0])?.focus();
  }

  watch(
    layout,
    () => {
      const name = named(document.activeElement);
      if (name !== null) void nextTick(() => restore(name));
    },
    // Before the page follows: what has the focus now may be gone afterwards.
    { flush: 'pre' },
  );
  watch(
    panel,
    (now, before) => {
      if (before === null) opened = named(document.activeElement);
      // Whoever opened the panel is given the focus first, in the next frame.
      else if (now === null) requestAnimationFrame(() => requestAnimationFrame(() => restore(opened)));
    },
    { flush: 'sync' },
  );
}
