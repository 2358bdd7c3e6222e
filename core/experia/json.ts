import { err, ok, type Result } from '../../common/result.ts';

/** Deeper JSON than this is no reply of this API; very deep values break structured clone and serialisation. */
export const MAX_JSON_DEPTH = 64;

/** The shortest integer beyond 2^53 has 16 digits; shorter numbers are exact unless they have an exponent. */
const SHORTEST_INEXACT = 16;
/** More digits than this are no number that anybody calculates with. */
const LONGEST_NUMBER = 1_000;
const JSON_NUMBER = /^-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?$/;
/** What Python and others write for "no value"; the standard has no such words. */
const NO_NUMBER = /-?Infinity|NaN/y;
const KEY_FOLLOWS = /[ \t\r\n]*:/y;
const ESCAPED_SURROGATE = /\\u[dD][89a-fA-F]/;

const QUOTE = 0x22;
const MINUS = 0x2d;
const ZERO = 0x30;
const NINE = 0x39;
/** `[` and `{`, `]` and `}` differ in one bit. */
const OPENER = 0x5b;
const CLOSER = 0x5d;
const CASE_BIT = 0x20;
const UPPER_E = 0x45;
const UPPER_I = 0x49;
const UPPER_N = 0x4e;

/** Where the string that begins at `open` ends: its closing quote, or the end of the text. */
function stringEnd(text: string, open: number): number {
  for (let at = text.indexOf('"', open + 1); at >= 0; at = text.indexOf('"', at + 1)) {
    let slashes = 0;
    while (text[at - 1 - slashes] === '\\') slashes += 1;
    if (slashes % 2 === 0) return at;
  }
  return text.length;
}

/** Whether a number would lose what was sent: rounded beyond 2^53, infinite, or so small that it becomes zero. */
function isInexact(number: string): boolean {
  if (!JSON_NUMBER.test(number)) return false;
  if (number.length > LONGEST_NUMBER) return true;
  const value = Number(number);
  if (value === 0) return /^[^eE]*[1-9]/.test(number);
  return !Number.isFinite(value) || (Number.isInteger(value) && !Number.isSafeInteger(value));
}

function matchAt(pattern: RegExp, text: string, at: number): string {
  pattern.lastIndex = at;
  return pattern.exec(text)?.[0] ?? '';
}

/** Where a number ends, and whether it may be one that JavaScript cannot hold. */
function numberAt(text: string, start: number): { readonly end: number; readonly isOdd: boolean } {
  let end = start + 1;
  let hasExponent = false;
  for (; end < text.length; end += 1) {
    const code = text.charCodeAt(end);
    if ((code | CASE_BIT) === (UPPER_E | CASE_BIT)) hasExponent = true;
    // Digits, `+`, `-` and `.` stand between `+` and `9`, with `,` and `/` among them.
    else if (code < 0x2b || code > NINE || code === 0x2c || code === 0x2f) break;
  }
  return { end, isOdd: hasExponent || end - start >= SHORTEST_INEXACT };
}

/**
 * The text with inexact numbers as strings and without `NaN`. Goes through the text once.
 * @returns null when it is nested deeper than `MAX_JSON_DEPTH`
 */
function exact(text: string): string | null {
  const parts: string[] = [];
  let kept = 0;
  let depth = 0;
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (code === QUOTE) at = stringEnd(text, at);
    else if ((code | CASE_BIT) === (OPENER | CASE_BIT)) {
      if ((depth += 1) > MAX_JSON_DEPTH) return null;
    } else if ((code | CASE_BIT) === (CLOSER | CASE_BIT)) depth -= 1;
    else if ((code >= ZERO && code <= NINE) || code === MINUS) {
      const { end, isOdd } = numberAt(text, at);
      // A number in place of a field's name is no JSON, and must not become any.
      if (isOdd && isInexact(text.slice(at, end)) && matchAt(KEY_FOLLOWS, text, end) === '') {
        parts.push(text.slice(kept, at), '"', text.slice(at, end), '"');
        kept = end;
      }
      if (end > at + 1) at = end - 1;
      else if (code === MINUS) at = withoutWord(at);
    } else if (code === UPPER_I || code === UPPER_N) at = withoutWord(at);
  }
  return kept === 0 ? text : parts.join('') + text.slice(kept);

  function withoutWord(at: number): number {
    const word = matchAt(NO_NUMBER, text, at);
    if (word === '') return at;
    parts.push(text.slice(kept, at), 'null');
    kept = at + word.length;
    return kept - 1;
  }
}

/** Replaces lone surrogates, so that every string survives UTF-8, structured clone and `encodeURIComponent`. */
function wellFormed(value: unknown): unknown {
  if (typeof value === 'string') return value.isWellFormed() ? value : value.toWellFormed();
  if (Array.isArray(value)) return value.map(wellFormed);
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(Object.entries(value).map(([name, item]) => [name.toWellFormed(), wellFormed(item)]));
}

/**
 * Parses a reply. Numbers that JavaScript cannot hold exactly (integers beyond 2^53, 1e999) become texts with their very
 * digits; `NaN` and `Infinity`, which are no JSON, become null. Of duplicate keys the last wins (RFC 8259, 4); lone
 * surrogates are replaced; the parser's own error, which quotes the text, is dropped. Takes time in proportion to the
 * text's length.
 */
export function parseJson(text: string): Result<unknown, 'notJson' | 'shape'> {
  const readable = exact(text);
  if (readable === null) return err('shape');
  try {
    const value: unknown = JSON.parse(readable);
    return ok(text.isWellFormed() && !ESCAPED_SURROGATE.test(text) ? value : wellFormed(value));
  } catch {
    return err('notJson');
  }
}
