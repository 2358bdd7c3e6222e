/** A text as it is searched: one spelling for each character, with the place in the original that each came from. */
export interface Folded {
  readonly text: string;
  /** The part of the original that stands for the characters from `start` to before `end`, invisible marks included. */
  slice(start: number, end: number): { readonly start: number; readonly end: number };
}

/** A part of a folded text, from `start` to before `end`. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/** Direction marks, joiners, accents, keycaps and the stroke that lengthens Arabic words: nobody reads them as letters. */
const IGNORED = /^[\p{Cf}\p{M}\u0640\u115f\u1160\u3164\uffa0]$/u;
const SPELLINGS: readonly (readonly [RegExp, string])[] = [
  [/[\p{Pd}\u2212]/gu, '-'],
  [/[\u3002\uff61\u066b]/g, '.'],
  [/[\u060c\u066c\u3001]/g, ','],
  [/\u2044|\u2215/g, '/'],
  [/[\r\u2028\u2029]/g, '\n'],
  [/[^\S\n]/g, ' '],
];
/** Characters written as code: in links, web pages and JSON, and `[at]`, `(dot)`. */
const ESCAPE =
  /%(?:[0-7][0-9a-f]|[cd][0-9a-f]%[89ab][0-9a-f]|e[0-9a-f](?:%[89ab][0-9a-f]){2}|f[0-7](?:%[89ab][0-9a-f]){3})|&#x[0-9a-f]{1,6};|&#\d{1,7};|&(?:commat|period|plus|nbsp);|\\u[0-9a-f]{4}|\s{0,3}[[({](?:at|dot)[\])}]\s{0,3}/iuy;
const MAY_ESCAPE = /[%&\\]|[[({](?:at|dot)[\])}]/i;
const NAMED: Readonly<Record<string, string>> = { commat: '@', period: '.', plus: '+', nbsp: ' ', at: '@', dot: '.' };
const ASCII = /^[\n\x20-\x7e]*$/;

const codePoint = (character: string): number => character.codePointAt(0) ?? 0;
const isDigit = (character: string): boolean => /^\p{Nd}$/u.test(character);

/** In Unicode the ten digits of each script stand in order, from a zero. */
function latinDigit(digit: string): string {
  let steps = 0;
  while (steps < 9 && isDigit(String.fromCodePoint(codePoint(digit) - steps - 1))) steps += 1;
  return String(steps);
}

function spell(character: string): string {
  const plain = [...character.normalize('NFKC')]
    .filter((part) => !IGNORED.test(part))
    .map((part) => (isDigit(part) && !/\d/.test(part) ? latinDigit(part) : part))
    .join('');
  return SPELLINGS.reduce((text, [from, to]) => text.replace(from, to), plain);
}

/** Spellings of the characters met so far: at most one for each of Unicode's basic plane. */
const spellings = new Map<string, string>();

function spelling(character: string): string {
  const known = spellings.get(character);
  if (known !== undefined) return known;
  const spelt = spell(character);
  if (character.length === 1) spellings.set(character, spelt);
  return spelt;
}

const MOST_CODE_POINT = 0x10ffff;
const fromCode = (code: number): string => (code <= MOST_CODE_POINT ? String.fromCodePoint(code) : '');

function unescaped(code: string): string {
  const inner = code.replace(/[^\p{L}\p{N}]/gu, '').toLowerCase();
  const named = NAMED[inner];
  if (named !== undefined) return named;
  if (code.startsWith('&#')) return fromCode(inner.startsWith('x') ? parseInt(inner.slice(1), 16) : Number(inner));
  if (code.startsWith('\\')) return fromCode(parseInt(inner.slice(1), 16));
  try {
    return decodeURIComponent(code);
  } catch {
    return '';
  }
}

/** The text as it is searched. Takes time in proportion to its length. */
export function fold(original: string): Folded {
  const mayEscape = MAY_ESCAPE.test(original);
  if (!mayEscape && ASCII.test(original)) return { text: original, slice: (start, end) => ({ start, end }) };
  const starts: number[] = [];
  const ends: number[] = [];
  let text = '';
  let at = 0;
  while (at < original.length) {
    const { length, spelt } = nextOf(original, at, mayEscape);
    at += length;
    for (let part = 0; part < spelt.length; part += 1) {
      starts.push(at - length);
      ends.push(at);
    }
    // What is invisible goes with the character before it.
    if (spelt === '' && ends.length > 0) ends[ends.length - 1] = at;
    text += spelt;
  }
  return { text, slice: (start, end) => ({ start: starts[start] ?? at, end: ends[end - 1] ?? at }) };
}

function nextOf(original: string, at: number, mayEscape: boolean): { length: number; spelt: string } {
  if (mayEscape) {
    ESCAPE.lastIndex = at;
    const code = ESCAPE.exec(original)?.[0];
    const meant = code === undefined ? '' : unescaped(code);
    if (code !== undefined && meant !== '') return { length: code.length, spelt: [...meant].map(spelling).join('') };
  }
  const character = fromCode(codePoint(original.slice(at, at + 2)));
  return { length: character.length, spelt: spelling(character) };
}

/** Replaces parts of the original; the spans are in order and do not overlap. */
export function replaceSpans(
  original: string,
  folded: Folded,
  spans: readonly Span[],
  standIn: (part: string, span: Span) => string,
): string {
  let text = '';
  let at = 0;
  for (const span of spans) {
    const { start, end } = folded.slice(span.start, span.end);
    text += original.slice(at, Math.max(at, start)) + standIn(folded.text.slice(span.start, span.end), span);
    at = Math.max(at, end);
  }
  return text + original.slice(at);
}
