/** A value of parsed JSON. */
export type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json };

/** Dots a column's name may have: `client.address.city` is a column, what is deeper stays JSON text. */
const MOST_DOTS = 2;

/** The column of rows that are no objects, and of an object's values. */
export const VALUE_COLUMN = 'value';
/** The column of an object's field names. */
export const FIELD_COLUMN = 'field';
/** The column of a field whose name is empty, as JSON writes it: a column must have a name. */
export const NAMELESS_COLUMN = '""';

export const isObject = (value: Json): value is { readonly [key: string]: Json } =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Calls back for every field of an object, down to the level that stays JSON text. */
export function visitFields(
  object: { readonly [key: string]: Json },
  visit: (id: string, value: Json) => void,
  prefix = '',
  dots = 0,
): void {
  // Keys of any name are safe here: they become texts, never properties.
  for (const [key, value] of Object.entries(object)) {
    const id = prefix + key || NAMELESS_COLUMN;
    const goesDeeper = dots < MOST_DOTS && isObject(value) && Object.keys(value).length > 0;
    if (goesDeeper) visitFields(value, visit, `${id}.`, dots + 1);
    else visit(id, value);
  }
}

/** Calls back for every column of a row: the fields of an object, or one `value` for anything else, also for `{}`. */
export function flattenRow(row: Json, visit: (id: string, value: Json) => void): void {
  if (isObject(row) && Object.keys(row).length > 0) visitFields(row, visit);
  else if (row !== null) visit(VALUE_COLUMN, row);
}

/** A list of plain values as people write one; anything else as compact JSON. */
export const nestedText = (value: Json): string =>
  Array.isArray(value) && value.length > 0 && value.every((item: Json) => typeof item !== 'object' || item === null)
    ? value.map((item: Json) => String(item ?? '')).join(', ')
    : jsonText(value);

/** Compact JSON text; a value nested too deeply for the engine's own writer is told as such. */
export function jsonText(value: Json, indent = 0): string {
  try {
    return JSON.stringify(value, null, indent);
  } catch {
    return Array.isArray(value) ? '[…]' : '{…}';
  }
}
