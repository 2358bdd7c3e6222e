import { isRecord } from '../../common/isRecord.ts';

/** Longer texts are cut: no field of a session needs more, and a megabyte in one cell would block a screen. */
const LONGEST_TEXT = 20_000;
const LONGEST_NAME = 200;
/** Values in one row, at any depth; a row with more is not one that anybody reads. */
const MOST_VALUES = 5_000;
const CUT = '…';

/** Half a character is no character: what would be cut in two goes as a whole. */
const HALF_AT_END = /[\ud800-\udbff]$/;

const clip = (text: string, length: number): string =>
  text.length > length ? text.slice(0, length).replace(HALF_AT_END, '') + CUT : text;

/** Cuts a row of any shape to what a screen can hold, so that no single row takes long to mask, send or read. */
export function clipRow(row: unknown): unknown {
  let left = MOST_VALUES;

  function clipped(value: unknown): unknown {
    if (typeof value === 'string') return clip(value, LONGEST_TEXT);
    if (Array.isArray(value)) {
      const kept = value.slice(0, Math.max(0, left)).map(inner);
      return kept.length < value.length ? [...kept, CUT] : kept;
    }
    if (!isRecord(value)) return value;
    const entries = Object.entries(value);
    const kept = entries.slice(0, Math.max(0, left)).map(([name, item]) => [clip(name, LONGEST_NAME), inner(item)]);
    return Object.fromEntries(kept.length < entries.length ? [...kept, [CUT, CUT]] : kept);
  }

  function inner(value: unknown): unknown {
    left -= 1;
    return left < 0 ? CUT : clipped(value);
  }

  return clipped(row);
}
