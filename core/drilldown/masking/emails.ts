import { PAD, withoutPads } from './folded.ts';
import type { Span } from './spans.ts';

/** What ends an address on its left (RFC 5322: neither part of an atom nor inside quotes). */
const NOT_LOCAL = new Set(' \n<>()[],;:"\\@');
const LETTER = `[\\p{L}\\p{N}${PAD}]`;
/** The sign with what follows it. With spaces around it, only what ends like a domain is one: "lunch @ noon" is none. */
const TIGHT = new RegExp(`@(?:\\[[^\\]\\s]{1,60}\\]|${LETTER}(?:[._-]{0,9}${LETTER})*)`, 'uy');
const SPACED = new RegExp(` {0,3}@ {0,3}${LETTER}(?:[._-]{0,9}${LETTER})*(?<=\\.[\\p{L}${PAD}]{2,63})`, 'uy');
const MOST_SPACES = 3;
const LONGEST_QUOTED = 66;

function endOf(pattern: RegExp, text: string, at: number): number | null {
  pattern.lastIndex = at;
  const match = pattern.exec(text);
  return match && at + match[0].length;
}

/** Where the part before the sign begins; `end` itself when there is none. */
function localStart(text: string, end: number, floor: number): number {
  const least = Math.max(floor, end - LONGEST_QUOTED);
  const quote = text[end - 1] === '"' ? text.slice(least, end - 1).lastIndexOf('"') : -1;
  if (quote >= 0) return least + quote;
  let start = end;
  while (start > floor && !NOT_LOCAL.has(text[start - 1] ?? ' ')) start -= 1;
  return start;
}

/** The e-mail addresses in a folded text, in order. Takes time in proportion to its length: no sign looks past another. */
export function emailSpans(text: string): Span[] {
  const spans: Span[] = [];
  for (let sign = text.indexOf('@'); sign >= 0; sign = text.indexOf('@', sign + 1)) {
    const before = spans.at(-1);
    const floor = before?.end ?? 0;
    if (sign < floor) continue;
    let localEnd = sign;
    while (localEnd > floor && sign - localEnd < MOST_SPACES && text[localEnd - 1] === ' ') localEnd -= 1;
    const end = (localEnd === sign ? endOf(TIGHT, text, sign) : null) ?? endOf(SPACED, text, localEnd);
    if (end === null) continue;
    const start = localStart(text, localEnd, floor);
    // `a@b@c` is one address to whoever wrote it.
    if (before && sign === floor) spans[spans.length - 1] = { start: before.start, end };
    else if (withoutPads(text.slice(start, localEnd)) !== '') spans.push({ start, end });
  }
  return spans;
}
