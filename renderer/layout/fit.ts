import type { ValuePart } from '../format/formats.ts';

/** Size of a unit beside its digits. */
export const UNIT_SCALE = 0.38;
/** Space around a unit, in em of the digits. Must match `.value-unit` in tile.css. */
const UNIT_GAP_EM = 0.11;
/** Letter spacing of digits in em. Must match `.value` in tile.css. */
const TRACKING_EM = -0.03;
/** Height of a line of digits in em, room for the tail of a comma included. Must match `.value` in tile.css. */
export const VALUE_LINE_EM = 1.05;

/** Advance widths of Inter at weight 700 with tabular digits, in em. */
const ADVANCE_EM: Readonly<Record<string, number>> = {
  '.': 0.27,
  ',': 0.27,
  ':': 0.27,
  ' ': 0.27,
  '\u00a0': 0.27,
  h: 0.62,
  m: 0.91,
  s: 0.56,
  d: 0.63,
  '%': 1.02,
};
/** Covers rounding to whole pixels and kerning between neighbours. */
const SAFETY = 1.015;
const DIGIT_EM = 0.65;
/** Any glyph that is not in the table, other scripts included. */
const WIDEST_EM = 1.05;
const isDigitWide = (glyph: string): boolean => /[0-9+−-]/.test(glyph);

const advance = (glyph: string): number => ADVANCE_EM[glyph] ?? (isDigitWide(glyph) ? DIGIT_EM : WIDEST_EM);

/**
 * The width of a value in em of its digits, never less than it takes on screen. A value of fewer than about two digits
 * counts as two, so that a font size does not follow every change of length.
 */
export function widthInEm(parts: readonly ValuePart[]): number {
  const width = parts.reduce((sum, { text, kind }) => {
    const glyphs = [...text].reduce(
      (total, glyph) => total + advance(glyph) + (kind === 'digits' ? TRACKING_EM : 0),
      0,
    );
    return sum + (kind === 'unit' ? glyphs * UNIT_SCALE + UNIT_GAP_EM : glyphs);
  }, 0);
  return Math.max(width * SAFETY, 2 * DIGIT_EM);
}

/**
 * The font size of a value: the smaller of what is wanted and what fits. tile.css computes the same with container
 * units (`.value`), so nothing is measured and nothing runs when a number changes.
 */
export function fittedSize(targetPx: number, box: { width: number; height: number }, widthEm: number): number {
  return Math.min(targetPx, box.width / widthEm, box.height / VALUE_LINE_EM);
}

/** Mean advance of running text in em, rounded up; and what stands between a note and its mark, shape included. */
const TEXT_EM = 0.56;
const MARK_GAP_EM = 2.2;

/** The width of the line under a value in em, a little more than it takes on screen. */
export function footWidthInEm(note: string | null, word: string | null): number {
  const glyphs = [...(note ?? ''), ...(word ?? '')].length;
  return Math.max(1, glyphs * TEXT_EM + (word === null ? 0 : MARK_GAP_EM));
}
