import type { RowsChunk } from '../../common/drilldown.ts';

/** A part small enough that neither side stands still for it: making one and reading one take some milliseconds. */
const MOST_ROWS = 2_000;
const MOST_CHARACTERS = 512 * 1024;

/**
 * The part of the rows that begins at `from`, as JSON text. A single row larger than a part goes alone.
 * @param prepare what is done to each row before it leaves, such as masking
 */
export function rowsChunk(
  rows: readonly unknown[],
  from: number,
  prepare: (row: unknown) => unknown,
): Pick<RowsChunk, 'text' | 'next'> {
  const texts: string[] = [];
  let characters = 0;
  let at = from;
  while (at < rows.length && texts.length < MOST_ROWS && characters < MOST_CHARACTERS) {
    const text = JSON.stringify(prepare(rows[at])) ?? 'null';
    texts.push(text);
    characters += text.length + 1;
    at += 1;
  }
  return { text: `[${texts.join(',')}]`, next: at < rows.length ? at : null };
}
