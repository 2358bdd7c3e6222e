import { figureSpans } from './figures.ts';
import type { Span } from './folded.ts';

/** Without a prefix, fewer digits than these are an id or an amount: a local number cannot be told from either. */
const LEAST_DIGITS = 9;
const LEAST_DIGITS_WITH_PREFIX = 7;
/** Digits with what people write between them, over line breaks too. */
const RUN = /[+(]{0,3}\d(?:[\s().\-+/_,·•∙⋅・‧*|:~]{0,8}\d)*/g;
/** Where one number ends and another begins, if both are whole numbers. */
const BETWEEN_NUMBERS = /[\s,/|]+/;
const NUMBER = /[^\s,/|]+/g;
const INTERNATIONAL = /^\(?\+|^\(?00[1-9]/;
const TRUNK = /^\(?0[1-9]/;
const DECIMAL = /^(?:0|[1-9]\d{0,7})\.\d+$/;
/** Saudi numbers with their country code or trunk zero: the shape alone says what they are. */
const SAUDI = /^(?:966[1-9]\d{8}|05\d{8})$/;
const SAUDI_INSIDE = /966[1-9]\d{8}|05\d{8}/;
/** A bare id of one word. */
const ID = /^[a-z0-9]+$/i;

/** What a field's name says about numbers in it; `names` are those of somebody, whatever their length. */
export type NumbersAre = 'unknown' | 'figures' | 'phones' | 'names';

export const digitsOf = (folded: string): string => folded.replace(/\D/g, '');

/** Behind the point of a decimal, as in `12.0501234567`; a share such as `0.0501234567` is none. */
const hidesSaudi = (decimal: string): boolean => /^[1-9]\d*\.(?:(?:00)?966[1-9]\d{8}|05\d{8})$/.test(decimal);

function isPhone(run: string, numbersAre: NumbersAre): boolean {
  const digits = digitsOf(run);
  const numbers = run.split(BETWEEN_NUMBERS);
  if (numbers.every((number) => DECIMAL.test(number))) return SAUDI.test(digits) || numbers.some(hidesSaudi);
  const hasPrefix = INTERNATIONAL.test(run) || TRUNK.test(run) || numbersAre === 'phones';
  return digits.length >= (hasPrefix ? LEAST_DIGITS_WITH_PREFIX : LEAST_DIGITS);
}

/** Several whole numbers one after the other, each with a span of its own; otherwise the run as one. */
function numbersIn({ 0: run, index }: RegExpExecArray): Span[] {
  const whole = { start: index, end: index + run.length };
  if (!BETWEEN_NUMBERS.test(run)) return [whole];
  const numbers = [...run.matchAll(NUMBER)];
  return numbers.every(([number]) => digitsOf(number).length >= LEAST_DIGITS)
    ? numbers.map(({ 0: { length }, index: at }) => ({ start: index + at, end: index + at + length }))
    : [whole];
}

/** Whether a text is an id or a figure for a field that holds such: only a prefix makes it a telephone number. */
const isOwnFigure = (text: string): boolean =>
  /^-?\d+\.\d+$/.test(text)
    ? !SAUDI.test(text.replace(/^-|\.\d+$/g, '')) && !hidesSaudi(text.replace('-', ''))
    : ID.test(text) && !/^00[1-9]\d{7}/.test(text) && !SAUDI_INSIDE.test(text);

/** The telephone numbers in a folded text, in order, outside of `taken`. Takes time in proportion to its length. */
export function phoneSpans(text: string, taken: readonly Span[], numbersAre: NumbersAre): Span[] {
  if (numbersAre === 'figures' && isOwnFigure(text.trim())) return [];
  const closed = [...taken, ...figureSpans(text)].sort((a, b) => a.start - b.start);
  const spans: Span[] = [];
  let at = 0;
  for (const { start, end } of [...closed, { start: text.length, end: text.length }]) {
    if (start > at) spans.push(...openSpans(text.slice(at, start), at, numbersAre));
    at = Math.max(at, end);
  }
  return spans;
}

function openSpans(text: string, offset: number, numbersAre: NumbersAre): Span[] {
  return [...text.matchAll(RUN)]
    .filter(([run]) => isPhone(run, numbersAre))
    .flatMap(numbersIn)
    .map(({ start, end }) => ({ start: offset + start, end: offset + end }));
}

/** Whether a JSON number is taken for a telephone number or a name. */
export function isPhoneNumber(value: number, numbersAre: NumbersAre): boolean {
  const digits = Math.trunc(Math.abs(value));
  if (numbersAre === 'names') return digits > 0;
  if (numbersAre === 'figures') return SAUDI.test(String(digits));
  if (numbersAre === 'unknown' && /^1[2-9]\d{11}$/.test(String(value))) return false;
  return digits >= 10 ** ((numbersAre === 'phones' ? LEAST_DIGITS_WITH_PREFIX : LEAST_DIGITS) - 1);
}
