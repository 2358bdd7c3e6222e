import { boxOf, boxSeenFrom, scrollersOf, scrollsAlong } from './boxes.ts';
import { DIALOGS, topDialog } from './layers.ts';
import { nextIn, type Box, type Direction } from './spatial.ts';

/** What arrows can go to. */
const FOCUSABLE = 'button, a[href], input:not([type="hidden"]), select, textarea, summary, [tabindex="0"]';
const LEFT_OUT = ':disabled, [tabindex="-1"], [aria-hidden="true"], [aria-hidden="true"] *, [inert], [inert] *';
/** Where the first arrow goes: the first tile, or the first gauge of a board without tiles. */
const FIRST = ['[data-metric] ~ [data-opener]', '[data-opener]'] as const;

/** What keeps its room without being shown has a size, but takes no focus. */
const isVisible = (element: Element): boolean =>
  'checkVisibility' in element
    ? element.checkVisibility({ visibilityProperty: true, opacityProperty: false })
    : getComputedStyle(element).visibility === 'visible';

function isStop(element: HTMLElement): boolean {
  if (element.matches(LEFT_OUT)) return false;
  const { width, height } = element.getBoundingClientRect();
  return width > 0 && height > 0 && isVisible(element);
}

/** A place that holds others is none itself; a table is one beside its headings. */
const holdsAnother = (stop: HTMLElement, all: readonly HTMLElement[]): boolean =>
  !stop.matches('[role="grid"]') && all.some((other) => other !== stop && stop.contains(other));

/** Everything in the dialog on top, or else on the wall, that arrows can go to, in the order of the page. */
function stopsOf(page: Document): HTMLElement[] {
  const dialog = topDialog(page);
  const inside = [...(dialog ?? page).querySelectorAll<HTMLElement>(FOCUSABLE)];
  const stops = inside.filter((element) => isStop(element) && (dialog !== null || !element.closest(DIALOGS)));
  return stops.filter((stop) => !holdsAnother(stop, stops));
}

const hasFocus = (stop: HTMLElement): boolean => stop.contains(stop.ownerDocument.activeElement);

/** Focuses the first of the stops that lies in a direction and takes the focus. */
function focusNext(direction: Direction, from: Box, stops: readonly { stop: HTMLElement; box: Box }[]): boolean {
  const left = [...stops];
  for (;;) {
    const next = nextIn(
      direction,
      from,
      left.map(({ box }) => box),
    );
    const [found] = next === null ? [] : left.splice(next, 1);
    if (!found) return false;
    found.stop.focus();
    if (hasFocus(found.stop)) return true;
  }
}

function focusFirst(page: Document, stops: readonly HTMLElement[]): boolean {
  // A dialog's Close comes first in the page, and is what one comes to last.
  const inBody = topDialog(page) === null ? undefined : stops.find((stop) => !stop.closest('header'));
  const first = FIRST.map((selector) => stops.find((stop) => stop.matches(selector))).find(Boolean) ?? inBody;
  const stop = first ?? stops[0];
  stop?.focus();
  return stop !== undefined;
}

/**
 * Moves the focus to what lies in a direction from where it is, within the dialog on top if there is one; from nowhere,
 * to the first tile or control. Going along what scrolls comes to the end of it before it leaves.
 * @returns false when there is nothing
 */
export function moveFocus(page: Document, direction: Direction): boolean {
  const stops = stopsOf(page);
  const here = page.activeElement;
  const isLost = !here || here === page.body || here === topDialog(page) || !here.matches(`${FOCUSABLE}, [tabindex]`);
  if (isLost || !(topDialog(page) ?? page).contains(here)) return focusFirst(page, stops);
  const others = stops.filter((stop) => stop !== here);
  const scroller = scrollersOf(here).find((outer) => scrollsAlong(outer, direction));
  const from = boxOf(here);
  const along = others.filter((stop) => scroller?.contains(stop)).map((stop) => ({ stop, box: boxOf(stop) }));
  if (focusNext(direction, from, along)) return true;
  const seen = others.flatMap((stop) => {
    const box = boxSeenFrom(here, stop);
    return box ? [{ stop, box }] : [];
  });
  return focusNext(direction, from, seen);
}
