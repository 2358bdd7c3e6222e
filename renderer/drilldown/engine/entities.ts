const ENTITY = /&(?:#(\d{1,7})|#x([\da-f]{1,6})|(amp|lt|gt|quot|apos|nbsp));/gi;
const NAMED: Readonly<Record<string, string>> = {
  amp: '&',
  lt: '<',
  gt: '>',
  quot: '"',
  apos: "'",
  nbsp: '\u00a0',
};
const MOST_CODE_POINT = 0x10ffff;

function decoded(entity: string, decimal?: string, hex?: string, name?: string): string {
  if (name !== undefined) return NAMED[name.toLowerCase()] ?? entity;
  const code = decimal === undefined ? parseInt(hex ?? '', 16) : Number(decimal);
  // Controls and halves of a character are no text.
  const isText = code >= 0x20 && code <= MOST_CODE_POINT && (code < 0xd800 || code > 0xdfff);
  return isText ? String.fromCodePoint(code) : entity;
}

/** A text as people write it, where a back end escaped it for a web page: `Tom &amp; Co`. It is only ever shown as text. */
export const withoutEntities = (text: string): string => (text.includes('&') ? text.replace(ENTITY, decoded) : text);
