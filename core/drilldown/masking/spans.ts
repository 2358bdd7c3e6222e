/** A part of a text, from `start` to before `end`. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/** All matches of a global pattern, none of which may be empty. `matchAll` would compile the pattern anew each time. */
export function matchesOf(pattern: RegExp, text: string): Span[] {
  const spans: Span[] = [];
  pattern.lastIndex = 0;
  for (let match = pattern.exec(text); match; match = pattern.exec(text))
    spans.push({ start: match.index, end: match.index + match[0].length });
  return spans;
}

/**
 * The first `most` characters of a text with something else in place of some parts. A part that begins within them goes
 * whole, also where it is cut. Of parts that overlap, the first says what is put there.
 */
export function replaceSpans<S extends Span>(
  text: string,
  spans: readonly S[],
  most: number,
  standIn: (span: S) => string,
): string {
  if (spans.length === 0) return text.length > most ? text.slice(0, most) : text;
  let replaced = '';
  let at = 0;
  for (const span of [...spans].sort((a, b) => a.start - b.start || b.end - a.end)) {
    if (span.start >= most) break;
    if (span.end <= at) continue;
    if (span.start >= at) replaced += text.slice(at, span.start) + standIn(span);
    at = span.end;
  }
  return at < most ? replaced + text.slice(at, most) : replaced;
}
