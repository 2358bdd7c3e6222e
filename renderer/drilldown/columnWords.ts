import type { Translate } from '../i18n.ts';
import { drilldown } from '../locales/en/drilldown.ts';
import { fieldName, type FieldNames } from './engine/fieldName.ts';

const KNOWN = Object.keys(drilldown.column);

/** The words of fields, for what is written where there is no translator: the worker that holds the rows. */
export const fieldNames = (t: Translate): FieldNames => ({
  known: Object.fromEntries(KNOWN.map((field) => [field, t(`drilldown.column.${field}`)])),
  levels: t('drilldown.levels'),
});

const remembered = new WeakMap<Translate, FieldNames>();

/**
 * What a column is called: the field's own term where it is a known one, else its name made readable.
 * @param id a field's name, with `.` between the levels of a flattened object
 */
export function columnName(t: Translate, id: string, derived = false): string {
  if (derived && (id === 'waiting' || id === 'service')) return t(`drilldown.derived.${id}`);
  const names = remembered.get(t) ?? fieldNames(t);
  remembered.set(t, names);
  return fieldName(names, id);
}
