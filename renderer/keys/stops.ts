import { nextIn, type Direction } from './spatial.ts';

/** What arrows can go to. Fields keep the arrows to themselves, so that the focus could not leave them again. */
const FOCUSABLE = 'button, a[href], [tabindex="0"]:not(input, select, textarea)';
/** What lies over the wall and sees to its own keys. */
export const OVERLAYS = 'dialog, [role="dialog"], [role="alertdialog"], [role="menu"], [role="listbox"]';
const FIELDS = 'input:not([type="checkbox"], [type="radio"], [type="button"]), select, textarea, [contenteditable]';
/** Where the first arrow goes: the first tile, or the first gauge of a board without tiles. */
const FIRST = ['[data-metric] ~ [data-opener]', '[data-opener]'] as const;

const isStop = (element: HTMLElement): boolean => {
  if (element.matches(':disabled, [tabindex="-1"], [aria-hidden="true"] *') || element.closest(OVERLAYS)) return false;
  const { width, height } = element.getBoundingClientRect();
  return width > 0 && height > 0;
};

/** Everything on the wall that arrows can go to, in the order of the page. */
const stopsOf = (page: Document): HTMLElement[] => [...page.querySelectorAll<HTMLElement>(FOCUSABLE)].filter(isStop);

/** True while an element takes what is typed. */
export const takesText = (target: EventTarget | null): boolean =>
  target instanceof Element && target.closest(FIELDS) !== null;

/** True when a key press belongs to something that lies over the wall, or to a control with a list of its own. */
export const hasOwnKeys = (target: EventTarget | null): boolean =>
  target instanceof Element && target.closest(`${OVERLAYS}, [role="combobox"], [aria-expanded="true"]`) !== null;

/**
 * Moves the focus to what lies in a direction from where it is; from nowhere, to the first tile.
 * @returns false when there is nothing
 */
export function moveFocus(page: Document, direction: Direction): boolean {
  const stops = stopsOf(page);
  const here = stops.find((stop) => stop === page.activeElement);
  if (!here) {
    const first = FIRST.map((selector) => stops.find((stop) => stop.matches(selector))).find(Boolean) ?? stops[0];
    first?.focus();
    return first !== undefined;
  }
  const others = stops.filter((stop) => stop !== here);
  const next = nextIn(
    direction,
    here.getBoundingClientRect(),
    others.map((other) => other.getBoundingClientRect()),
  );
  const stop = next === null ? undefined : others[next];
  stop?.focus();
  return stop !== undefined;
}
