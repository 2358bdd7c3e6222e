import { zoneWords } from '../../format/zones.ts';
import type { Translate } from '../../i18n.ts';
import type { Column, ExportColumn } from '../engine/protocol.ts';

/** By which clock the moments of a file are told: a timezone, and the time in which they were, whose offsets it names. */
export interface FileClock {
  readonly timezone: string;
  /** Milliseconds since 1970 UTC. */
  readonly fromMs: number;
  readonly toMs: number;
}

/** The heading of a column in a file; that of moments says their timezone, since the cells do not. Days have none. */
export function exportColumn(
  t: Translate,
  { id, kind, looks }: Pick<Column, 'id' | 'kind' | 'looks'>,
  name: string,
  { timezone, fromMs, toMs }: FileClock,
): ExportColumn {
  const isMoment = kind === 'date' && looks !== 'day';
  const zone = isMoment ? zoneWords(t, timezone, toMs, fromMs) : null;
  return { id, heading: zone === null ? name : t('drilldown.export.dated', { column: name, zone }) };
}
