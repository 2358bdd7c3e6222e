import { offsetText } from '../../format/times.ts';
import type { Translate } from '../../i18n.ts';
import type { Column, ExportColumn } from '../engine/protocol.ts';

/** How a file says by which clock its times are. */
const zoneWords = (t: Translate, timezoneOffset: string): string =>
  t('drilldown.export.utc', { offset: offsetText(timezoneOffset) });

/** The heading of a column in a file; that of moments says their timezone, since the cells do not. Days have none. */
export function exportColumn(
  t: Translate,
  { id, kind, looks }: Pick<Column, 'id' | 'kind' | 'looks'>,
  name: string,
  timezoneOffset: string,
): ExportColumn {
  const isMoment = kind === 'date' && looks !== 'day';
  const zone = isMoment ? zoneWords(t, timezoneOffset) : null;
  return { id, heading: zone === null ? name : t('drilldown.export.dated', { column: name, zone }) };
}
