import { onUpdated } from 'vue';

/** Where nobody's attention is: on nothing, on the dialog as a whole, or still where the request came from. */
function isIdle(from: Element | null): boolean {
  const now = document.activeElement;
  return now === null || now === document.body || now === from || now.getAttribute('role') === 'dialog';
}

/**
 * Moves the focus to what a change brings, or to the neighbour of what it takes away, once the change is on screen.
 * `find` is asked at each update until it finds the element. The focus stays where somebody put it meanwhile.
 */
export function useFocusSoon(): (find: () => HTMLElement | null | undefined) => void {
  let wanted: { readonly find: () => HTMLElement | null | undefined; readonly from: Element | null } | null = null;
  onUpdated(() => {
    const found = wanted?.find();
    if (!wanted || !found) return;
    if (isIdle(wanted.from)) {
      found.focus();
      if (found instanceof HTMLInputElement) found.select();
    }
    wanted = null;
  });
  return (find) => {
    wanted = { find, from: document.activeElement };
  };
}
