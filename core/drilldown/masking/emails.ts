import type { Span } from './folded.ts';

/** What ends an address on its left (RFC 5322: neither part of an atom nor inside quotes). */
const NOT_LOCAL = new Set(' \n<>()[],;:"\\@');
const DOMAIN = /\[[^\]\s]{1,60}\]|[\p{L}\p{N}][\p{L}\p{N}._-]*/uy;
/** With spaces around the sign, only what ends like a domain is one: "lunch @ noon" is none. */
const FULL_DOMAIN = /\.\p{L}{2,}$/u;
const MOST_SPACES = 3;
const LONGEST_QUOTED = 66;

function spacesBefore(text: string, at: number, floor: number): number {
  let start = at;
  while (start > floor && at - start < MOST_SPACES && text[start - 1] === ' ') start -= 1;
  return start;
}

function spacesAfter(text: string, at: number): number {
  let end = at;
  while (end - at < MOST_SPACES && text[end] === ' ') end += 1;
  return end;
}

/** Where the part before the sign begins; `end` itself when there is none. */
function localStart(text: string, end: number, floor: number): number {
  if (text[end - 1] === '"') {
    const open = text.lastIndexOf('"', end - 2);
    if (open >= floor && open >= end - LONGEST_QUOTED) return open;
  }
  let start = end;
  while (start > floor && !NOT_LOCAL.has(text[start - 1] ?? ' ')) start -= 1;
  return start;
}

function domainEnd(text: string, start: number): number {
  DOMAIN.lastIndex = start;
  const domain = DOMAIN.exec(text)?.[0].replace(/[._-]{1,9}$/, '') ?? '';
  return start + domain.length;
}

/** The e-mail addresses in a folded text, in order. Takes time in proportion to its length. */
export function emailSpans(text: string): Span[] {
  const spans: Span[] = [];
  for (let sign = text.indexOf('@'); sign >= 0; sign = text.indexOf('@', sign + 1)) {
    const before = spans.at(-1);
    const floor = before?.end ?? 0;
    if (sign < floor) continue;
    const localEnd = spacesBefore(text, sign, floor);
    const domainStart = spacesAfter(text, sign + 1);
    const start = localStart(text, localEnd, floor);
    const end = domainEnd(text, domainStart);
    const isTight = localEnd === sign && domainStart === sign + 1;
    if (end === domainStart || (!isTight && !FULL_DOMAIN.test(text.slice(domainStart, end)))) continue;
    // `a@b@c` is one address to whoever wrote it.
    if (before && sign === floor) spans[spans.length - 1] = { start: before.start, end };
    else if (start < localEnd) spans.push({ start, end });
  }
  return spans;
}
