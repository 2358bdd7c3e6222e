import { emailSpans } from './emails.ts';
import { figureSpans } from './figures.ts';
import { fold, PAD } from './folded.ts';
import { matchesOf, type Span } from './spans.ts';

/** Without a prefix, fewer digits than these are an id or an amount: a local number cannot be told from either. */
const LEAST_DIGITS = 9;
const LEAST_DIGITS_WITH_PREFIX = 7;
/** Digits with what people and programs write between them, over line breaks too. Linear: what is between is bounded. */
const RUN = new RegExp(`[+(${PAD}]{0,6}\\d(?:[\\s().\\-+/_,·•∙⋅・‧*|:~'’${PAD}]{0,12}\\d)*`, 'g');
/** Where one number ends and another begins, if both are whole numbers. */
const BETWEEN_NUMBERS = /[\s,/|]+/;
const NUMBER = /[^\s,/|]+/g;
const PREFIXED = new RegExp(`^[(${PAD}]*(?:\\+|0[(${PAD}]*[1-9]|0[${PAD}]*0[${PAD}]*[1-9])`);
const EPOCH_MS = /^1[2-9]\d{11}$/;

export const digitsOf = (folded: string): string => folded.replace(/\D/g, '');

const isPhone = (run: string): boolean =>
  digitsOf(run).length >= (PREFIXED.test(run) ? LEAST_DIGITS_WITH_PREFIX : LEAST_DIGITS);

/** Several whole numbers one after the other, each with a span of its own; otherwise the run as one, if it is a number. */
function numbersIn(text: string, start: number, end: number): Span[] {
  const run = text.slice(start, end);
  if (!isPhone(run)) return [];
  const whole = { start, end };
  if (!BETWEEN_NUMBERS.test(run)) return [whole];
  const numbers = matchesOf(NUMBER, run);
  return numbers.every((number) => digitsOf(run.slice(number.start, number.end)).length >= LEAST_DIGITS)
    ? numbers.map((number) => ({ start: start + number.start, end: start + number.end }))
    : [whole];
}

/** The telephone numbers in a folded text, in order, outside of `taken`. Takes time in proportion to its length. */
function phoneSpans(text: string, taken: readonly Span[]): Span[] {
  const closed = [...taken, ...figureSpans(text)].sort((a, b) => a.start - b.start);
  const spans: Span[] = [];
  let at = 0;
  for (const { start, end } of [...closed, { start: text.length, end: text.length }]) {
    if (start > at)
      for (const run of matchesOf(RUN, text.slice(at, start)))
        spans.push(...numbersIn(text, at + run.start, at + run.end));
    at = Math.max(at, end);
  }
  return spans;
}

/** A way to reach somebody that stands in a text. */
export interface ContactSpan extends Span {
  readonly kind: 'email' | 'phone';
}

/** The e-mail addresses and telephone numbers in a folded text, of any country and spelling. */
export function contactSpans(text: string): ContactSpan[] {
  const emails = emailSpans(text);
  return [
    ...emails.map((span) => ({ ...span, kind: 'email' as const })),
    ...phoneSpans(text, emails).map((span) => ({ ...span, kind: 'phone' as const })),
  ];
}

export const hasContact = (text: string): boolean => contactSpans(fold(text)).length > 0;

/** Whether a whole JSON number may be a telephone number. */
export const isPhoneNumber = (value: number): boolean =>
  Math.abs(value) >= 10 ** (LEAST_DIGITS - 1) && !EPOCH_MS.test(String(value));
