import { boxOf, canScroll } from './boxes.ts';
import { nextIn, type Direction } from './spatial.ts';

const FIELDS = 'input:not([type="checkbox"], [type="radio"], [type="button"]), select, textarea, [contenteditable]';
/** Controls with arrows of their own, wherever in them the focus is. */
const LISTS = '[role="menu"], [role="listbox"], [role="combobox"], [role="slider"], [role="radiogroup"]';
/** Fields of which a browser moves the parts by arrows. */
const PARTED = '[type="radio"], [type="range"], [type="date"], [type="number"]';
/** Buttons in a line that hand the focus on among themselves, without a word on the direction of that line. */
const LINE = '[role="group"] [data-reka-collection-item]:not([data-orientation])';

/** True while an element takes what is typed. */
export const takesText = (target: EventTarget | null): boolean =>
  target instanceof Element && target.closest(FIELDS) !== null;

/** True when an arrow leads out of a line of buttons, which would take it to go round from one end to the other. */
export function leavesLine(target: EventTarget | null, direction: Direction): boolean {
  if (!(target instanceof Element) || !target.matches(LINE)) return false;
  const line = [...(target.closest('[role="group"]')?.querySelectorAll(`${LINE}:not(:disabled)`) ?? [])];
  const others = line.filter((button) => button !== target);
  return nextIn(direction, boxOf(target), others.map(boxOf)) === null;
}

/** True when the caret has nowhere to go, so that the arrow is free to lead elsewhere. */
function isCaretAtEnd(field: HTMLInputElement, direction: Direction): boolean {
  const { selectionStart, selectionEnd, value } = field;
  if (selectionStart === null || selectionStart !== selectionEnd) return false;
  const isForward = (direction === 'right') !== (getComputedStyle(field).direction === 'rtl');
  return selectionStart === (isForward ? value.length : 0);
}

function keepsAsField(field: Element, direction: Direction, passing: boolean): boolean {
  if (field instanceof HTMLSelectElement) return !passing;
  if (!(field instanceof HTMLInputElement) || field.matches(PARTED)) return true;
  return (direction === 'left' || direction === 'right') && !isCaretAtEnd(field, direction);
}

/**
 * True when an arrow that nobody took so far still belongs to the control it was pressed in.
 * @param passing whether arrows brought the focus here: then they lead on past a list that Enter would open, instead of
 * choosing another value on the way
 */
export function keepsArrow(target: EventTarget | null, direction: Direction, passing: boolean): boolean {
  if (!(target instanceof Element)) return false;
  if (target.closest(LISTS)) return true;
  const field = target.closest(`${FIELDS}, ${PARTED}`);
  return field ? keepsAsField(field, direction, passing) : target.matches('[tabindex]') && canScroll(target, direction);
}
