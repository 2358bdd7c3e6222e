/** Longer texts are cut: no field of a session needs more, and a megabyte in one cell would block a screen. */
const LONGEST_TEXT = 20_000;
export const LONGEST_NAME = 200;
/** Values in one row, at any depth, and characters of them; a row with more is not one that anybody reads. */
const MOST_VALUES = 5_000;
const MOST_CHARACTERS = 100_000;
/** Stands where something was cut off. */
export const CUT = '…';

/** Half a character is no character: what would be cut in two goes as a whole. */
const HALF_AT_END = /[\ud800-\udbff]$/;
export const withCut = (start: string): string => start.replace(HALF_AT_END, '') + CUT;

/** What a row may still hold, so that no single row takes long to mask, send or read. */
export interface Room {
  /** As many of a list's entries as there is room for; each still has to be let in. */
  first<T>(list: readonly T[]): readonly T[];
  /** Takes the room of one value; false when there is none. */
  letIn(): boolean;
  /** Takes the room of a text and says how many of its characters may be shown. */
  forText(length: number): number;
}

export function createRoom(): Room {
  let values = MOST_VALUES;
  let characters = MOST_CHARACTERS;
  return {
    first: (list) => list.slice(0, Math.max(0, values)),
    letIn: () => (values -= 1) >= 0,
    forText(length) {
      const most = Math.min(length, LONGEST_TEXT, characters);
      characters -= most;
      return most;
    },
  };
}
