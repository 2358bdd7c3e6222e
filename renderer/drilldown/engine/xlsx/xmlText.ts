/** Characters of a cell that Excel opens. */
const LONGEST_TEXT = 32_767;
const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };
const SPECIAL = /[&<>"]/g;
/** No part of an XML document, or changed by whoever reads one (a carriage return). */
// eslint-disable-next-line no-control-regex
const NOT_IN_XML = /[\u0000-\u0008\u000b-\u001f\ufffe\uffff]/g;
/** Looks like a character written by its number, as the format writes those that XML cannot hold. */
const LIKE_A_NUMBER = /_(?=x[\da-f]{4}_)/gi;

const byNumber = (character: string): string =>
  `_x${character.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')}_`;

/** A text as part of an XML document: its signs escaped, halves of characters replaced. */
export const escaped = (text: string): string =>
  text
    .toWellFormed()
    .replace(NOT_IN_XML, '')
    .replace(SPECIAL, (sign) => ENTITIES[sign] ?? '');

/** A text as the format has it in a cell (`ST_Xstring`): nothing in it is lost, but for what Excel has no room for. */
export function cellXmlText(text: string): string {
  const whole = text.toWellFormed();
  const kept = whole.length > LONGEST_TEXT ? `${whole.slice(0, LONGEST_TEXT - 1).toWellFormed()}…` : whole;
  return escaped(kept.replace(LIKE_A_NUMBER, '_x005F_').replace(NOT_IN_XML, byNumber));
}

/** `A`, `Z`, `AA`: the name of a column, counted from 0. */
export function columnLetters(index: number): string {
  const letters = 26;
  const last = String.fromCharCode(65 + (index % letters));
  return index < letters ? last : columnLetters(Math.floor(index / letters) - 1) + last;
}
