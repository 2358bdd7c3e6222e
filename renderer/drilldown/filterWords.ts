import { zoneClock } from '../../common/zone.ts';
import type { Formats } from '../format/formats.ts';
import type { Translate } from '../i18n.ts';
import { columnName } from './columnWords.ts';
import type { CellText } from './engine/cellText.ts';
import type { Cell, Column, ColumnFilter } from './engine/protocol.ts';
import { isolated } from './isolated.ts';
import { timeSpan } from './timeSpan.ts';

/** What naming a filter needs. */
export interface FilterWords {
  readonly t: Translate;
  readonly formats: Formats;
  readonly text: CellText;
  readonly locale: string;
  readonly timezone: string;
  readonly columns: ReadonlyMap<string, Column>;
}

/** Values named in a chip; the others are counted. */
const MOST_NAMED = 2;

/** A condition on moments as one span; null where it has none that is short and says it all. */
function spanOf(
  { locale, timezone }: FilterWords,
  { least, most }: Extract<ColumnFilter, { kind: 'between' }>,
): string | null {
  if (least === null || most === null) return null;
  return timeSpan(locale, least, most, zoneClock(timezone));
}

/** A condition on a column as a person would say it: `Channel: WhatsApp`. */
export function filterText(words: FilterWords, filter: ColumnFilter): string {
  const { t, formats, text, columns } = words;
  const found = columns.get(filter.column);
  const kind = found?.kind ?? 'text';
  const column = isolated(columnName(t, filter.column, found?.derived));
  if (filter.kind === 'contains') return t('drilldown.filter.contains', { column, text: isolated(filter.text) });
  if (filter.kind === 'between') {
    const { least, most } = filter;
    const time = kind === 'date' ? spanOf(words, filter) : null;
    if (time !== null) return t('drilldown.filter.within', { column, time });
    const written = (value: number): string => (kind === 'duration' ? formats.span(value) : text(kind, value));
    if (least !== null && most !== null)
      return t('drilldown.filter.between', { column, from: written(least), to: written(most) });
    if (least !== null) return t('drilldown.filter.atLeast', { column, from: written(least) });
    return t('drilldown.filter.atMost', { column, to: written(most ?? 0) });
  }
  const name = (value: Cell): string => isolated(text(kind, value) || t('drilldown.noValue'));
  const values = filter.values.slice(0, MOST_NAMED).map(name).join(', ');
  const rest = filter.values.length - MOST_NAMED;
  return t('drilldown.filter.oneOf', {
    column,
    values: rest > 0 ? t('drilldown.filter.more', { values, n: formats.count(rest) }) : values,
  });
}
