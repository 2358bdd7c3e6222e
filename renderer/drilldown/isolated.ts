/** What begins and ends a run of text with a direction of its own, and what it must not hold itself. */
const FIRST_STRONG_ISOLATE = '\u2068';
const POP_ISOLATE = '\u2069';
const BIDI_CONTROLS = /[\u202a-\u202e\u2066-\u2069]/g;
/** What is written from right to left, or says so: letters and digits of such scripts, and marks of direction. */
const FROM_RIGHT =
  /[\u0590-\u08ff\u200e\u200f\u202a-\u202e\u2066-\u2069\ufb1d-\ufdff\ufe70-\ufefc\u{10800}-\u{10fff}\u{1e800}-\u{1efff}]/u;

/** A value from outside without the signs that turn around what is written beside it. */
export const withoutBidi = (text: string): string => text.replace(BIDI_CONTROLS, '');

/**
 * A value from outside as part of a sentence: it keeps its own direction and changes nothing around it. A text that
 * cannot, on a page that is read in its direction, stays as it is.
 */
export function isolated(text: string): string {
  if (document.documentElement.dir !== 'rtl' && !FROM_RIGHT.test(text)) return text;
  return `${FIRST_STRONG_ISOLATE}${withoutBidi(text)}${POP_ISOLATE}`;
}
