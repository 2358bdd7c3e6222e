import type { Box, Direction } from './spatial.ts';

/** Scroll positions are fractions of a pixel on some screens. */
const SLACK_PX = 1;
const SCROLLS = /auto|scroll/;

export const isUpright = (direction: Direction): boolean => direction === 'up' || direction === 'down';

/** What scrolls an element, nearest first. */
export function scrollersOf(element: Element): readonly Element[] {
  const scrollers: Element[] = [];
  for (let outer = element.parentElement; outer; outer = outer.parentElement) {
    const { overflowX, overflowY } = getComputedStyle(outer);
    if (SCROLLS.test(overflowX) || SCROLLS.test(overflowY)) scrollers.push(outer);
  }
  return scrollers;
}

/** True when there is more to scroll to on an axis, in either direction. */
export const scrollsAlong = (element: Element, direction: Direction): boolean =>
  isUpright(direction)
    ? element.scrollHeight > element.clientHeight + SLACK_PX
    : element.scrollWidth > element.clientWidth + SLACK_PX;

/** True when an element that scrolls can go on in a direction. */
export function canScroll(element: Element, direction: Direction): boolean {
  const { overflowX, overflowY, direction: writing } = getComputedStyle(element);
  if (!SCROLLS.test(isUpright(direction) ? overflowY : overflowX)) return false;
  const room = isUpright(direction)
    ? element.scrollHeight - element.clientHeight
    : element.scrollWidth - element.clientWidth;
  // From right to left, the start is 0 and the end is negative.
  const at = isUpright(direction) ? element.scrollTop : element.scrollLeft + (writing === 'rtl' ? room : 0);
  return direction === 'up' || direction === 'left' ? at > SLACK_PX : at < room - SLACK_PX;
}

/** The part of a box within another; null when nothing of it is. */
function within(box: Box, outer: Box): Box | null {
  const left = Math.max(box.left, outer.left);
  const top = Math.max(box.top, outer.top);
  const right = Math.min(box.right, outer.right);
  const bottom = Math.min(box.bottom, outer.bottom);
  return right > left && bottom > top ? { left, top, right, bottom } : null;
}

/** Where an element stands. A table's headings are places of their own, so that it begins below them. */
export function boxOf(element: Element): Box {
  const { left, top, right, bottom } = element.getBoundingClientRect();
  const head = element.matches('[role="grid"]') ? element.querySelector('[role="columnheader"]') : null;
  return { left, top: head ? Math.min(bottom, head.getBoundingClientRect().bottom) : top, right, bottom };
}

/** What of an element is to be seen by somebody at another one; what was scrolled away elsewhere is not. */
export function boxSeenFrom(here: Element, element: Element): Box | null {
  const outside = scrollersOf(element).filter((scroller) => scroller === here || !scroller.contains(here));
  return outside.reduce<Box | null>(
    (box, scroller) => box && within(box, scroller.getBoundingClientRect()),
    boxOf(element),
  );
}
