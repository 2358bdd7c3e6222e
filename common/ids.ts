import { westernDigits } from './digits.ts';

/** A channel, group or shift as the API knows it: to it, 12 and "12" need not be the same. */
export type Id = string | number;

/** Ids of one list, and characters of one of them. */
export const MOST_IDS = 500;
export const LONGEST_ID = 200;

/** Commas, semicolons and line ends, in Latin and in Arabic script; a quoted id may hold any of them. */
const PIECE = /\s*(?:"(?:[^"\\]|\\.)*"|“[^”]*”)\s*(?=[,;،؛\n]|$)|[^,;،؛\n]+/g;
/** Bare numbers need no comma between them: no number has a space. */
const NUMBERS = /^\d+(?:\s+\d+)+$/;
const INTEGER = /^-?\d{1,15}$/;

/** From the first piece to a quote that is not closed yet. */
const OPEN_QUOTE =
  /^(?:\s*(?:"(?:[^"\\]|\\.)*"|“[^”]*”|[^,;،؛\n"“][^,;،؛\n]*)?\s*[,;،؛\n])*\s*(?:"(?:[^"\\]|\\.)*|“[^”]*)$/;

/** Whether what somebody types ends within quotes, where a comma is part of an id. */
export const endsInQuotes = (typed: string): boolean => OPEN_QUOTE.test(typed);

const isNumber = (text: string): boolean => INTEGER.test(text) && String(Number(text)) === text;

/** The text between quotes; null when there are none, or they hold nothing. */
function unquoted(text: string): string | null {
  if (/^“[^”]+”$/.test(text)) return text.slice(1, -1);
  if (!text.startsWith('"')) return null;
  try {
    const read: unknown = JSON.parse(text);
    return typeof read === 'string' && read !== '' ? read : null;
  } catch {
    return null;
  }
}

function idFrom(piece: string): Id {
  const quoted = unquoted(piece);
  if (quoted !== null) return quoted;
  const digits = westernDigits(piece);
  if (isNumber(digits)) return Number(digits);
  // In another script `٠٠٧` still is the id 007; letters stay as they are.
  return /^\d+$/.test(digits) ? digits : piece;
}

/**
 * Ids from what somebody typed, each as it was typed: a bare whole number is a number, everything else and what stands in
 * quotes is a text. Each is there once.
 */
export function readIds(text: string): Id[] {
  const pieces = (text.match(PIECE) ?? []).map((piece) => piece.trim()).filter((piece) => piece !== '');
  const single = pieces.flatMap((piece) => (NUMBERS.test(westernDigits(piece)) ? piece.split(/\s+/) : [piece]));
  return [...new Set(single.map(idFrom))];
}

/** An id as it is typed: a text that would be read as something else stands in quotes. */
export function idText(id: Id): string {
  if (typeof id === 'number') return String(id);
  const [read, ...others] = id.length <= LONGEST_ID ? readIds(id) : [id];
  return read === id && others.length === 0 && !id.startsWith('"') ? id : JSON.stringify(id);
}
