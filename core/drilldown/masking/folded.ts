/** Takes the place of what nobody sees, so that a folded text is as long as its original. */
export const PAD = '\u2060';

/** Direction marks, joiners, accents, keycaps and the stroke that lengthens Arabic words: nobody reads them as letters. */
const IGNORED = /^(?![\t\v\f\r])[\p{Cf}\p{M}\p{Cc}\u0640\u115f\u1160\u3164\uffa0]$/u;
const SPELLINGS: readonly (readonly [RegExp, string])[] = [
  [/[\p{Pd}\u2212]/gu, '-'],
  [/[\u3002\uff61\u066b]/g, '.'],
  [/[\u060c\u066c\u3001]/g, ','],
  [/\u2044|\u2215/g, '/'],
  [/[\r\u2028\u2029]/g, '\n'],
  [/[^\S\n]/g, ' '],
];
/** Characters written as code: in links, web pages and JSON, and `[at]`, `(dot)`, or ` at ` before a ` dot `. */
const ESCAPE =
  /%(?:[0-7][0-9a-f]|[cd][0-9a-f]%[89ab][0-9a-f]|e[0-9a-f](?:%[89ab][0-9a-f]){2}|f[0-7](?:%[89ab][0-9a-f]){3})|&#x[0-9a-f]{1,6};|&#\d{1,7};|&(?:amp|lt|gt|quot|apos|commat|period|plus|nbsp);|\\u[0-9a-f]{4}|\\x[0-9a-f]{2}|\s{0,3}[[({](?:at|dot)[\])}]\s{0,3}|\sat\s(?=[^\s@]{1,64}\sdot\s)|\sdot\s/giu;
const MAY_ESCAPE = /[%&\\]|[[({](?:at|dot)[\])}]|\sdot\s/i;
/** An escape may be escaped again on its way through links and pages. */
const MOST_PASSES = 3;
const NAMED: Readonly<Record<string, string>> = {
  amp: '&',
  lt: '<',
  gt: '>',
  quot: '"',
  apos: "'",
  commat: '@',
  period: '.',
  plus: '+',
  nbsp: ' ',
  at: '@',
  dot: '.',
};
const PLAIN = /^[\n\x20-\x7e]*$/;
const OTHERS = /[^\n\x20-\x7e]/gu;

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
  const spelt = SPELLINGS.reduce((text, [from, to]) => text.replace(from, to), plain);
  return spelt.slice(0, character.length).padStart(character.length, PAD);
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

/**
 * A text as it is searched for numbers, addresses and secrets: one spelling for each character, each in the place of the
 * original. Takes time in proportion to the text's length.
 */
export function fold(original: string): string {
  let text = PLAIN.test(original) ? original : original.replace(OTHERS, spelling);
  for (let pass = 0; pass < MOST_PASSES && MAY_ESCAPE.test(text); pass += 1) {
    const before = text;
    text = text.replace(ESCAPE, (code) => {
      const meant = unescaped(code).replace(OTHERS, spelling);
      return meant === '' ? code : meant.slice(0, code.length).padStart(code.length, PAD);
    });
    if (text === before) break;
  }
  return text;
}

/** A folded text without what nobody sees. */
export const withoutPads = (folded: string): string => folded.replaceAll(PAD, '');
