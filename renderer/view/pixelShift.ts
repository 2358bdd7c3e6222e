import { MINUTE_MS } from '../../common/time.ts';

/** Farthest from its place, as a part of the screen's side in each direction. */
export const MOST_SHIFT = 0.015;
/** Places along each side. Even, so that a way leads through all of them and back to the first. */
const PLACES = 12;
const CELLS = PLACES * PLACES;

/** Where a picture stands, as parts of the screen's width and height from its own place. */
export interface Shift {
  readonly x: number;
  readonly y: number;
}

/** A column and row of the way through all cells: along the first column and back through the others, row after row. */
function cellAt(step: number): { readonly column: number; readonly row: number } {
  if (step < PLACES) return { column: 0, row: step };
  const [rest, width] = [step - PLACES, PLACES - 1];
  const line = Math.floor(rest / width);
  const along = rest % width;
  return { column: line % 2 === 0 ? 1 + along : width - along, row: PLACES - 1 - line };
}

const asPart = (place: number): number => MOST_SHIFT * ((2 * place) / (PLACES - 1) - 1);

/**
 * Where a wall's picture stands: one small step further every minute, to each of 144 places in turn and from the last to
 * the first. It follows from the time alone, so all screens agree and a reload changes nothing.
 * @param wallMs milliseconds since 1970 UTC
 */
export function shiftAt(wallMs: number): Shift {
  const minute = Math.floor(wallMs / MINUTE_MS);
  const { column, row } = cellAt(((minute % CELLS) + CELLS) % CELLS);
  return { x: asPart(column), y: asPart(row) };
}
