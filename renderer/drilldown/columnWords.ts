import type { Translate } from '../i18n.ts';
import { drilldown } from '../locales/en/drilldown.ts';

const KNOWN: ReadonlySet<string> = new Set(Object.keys(drilldown.column));

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
 * What a column is called: the field's own term where it is a known one, else its name made readable.
 * @param id a field's name, with `.` between the levels of a flattened object
 */
export function columnName(t: Translate, id: string, derived = false): string {
  if (derived && (id === 'waiting' || id === 'service')) return t(`drilldown.derived.${id}`);
  return id
    .split('.')
    .map((field) => (KNOWN.has(field) ? t(`drilldown.column.${field}`) : readable(field)))
    .join(t('drilldown.levels'));
}
