/** Words for fields: of those that are known, and the sign between the levels of a flattened object. */
export interface FieldNames {
  readonly known: Readonly<Record<string, string>>;
  readonly levels: string;
}

/** `first_responseTime` → `First response time`: a field nobody has written words for yet. */
function readable(field: string): string {
  const words = field
    .replace(/([\p{Ll}\d])(\p{Lu})/gu, '$1 $2')
    .split(/[\s_-]+/)
    .filter((word) => word !== '')
    .map((word) => (/^\p{Lu}\p{Ll}/u.test(word) ? word.toLowerCase() : word))
    .join(' ');
  return words.charAt(0).toUpperCase() + words.slice(1);
}

/**
 * What a field is called: its own term where it is a known one, else its name made readable.
 * @param id a field's name, with `.` between the levels of a flattened object
 */
export const fieldName = ({ known, levels }: FieldNames, id: string): string =>
  id
    .split('.')
    .map((field) => (Object.hasOwn(known, field) ? known[field] : undefined) ?? readable(field))
    .join(levels);
