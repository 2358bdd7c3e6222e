import { METRICS, type SummaryField } from '../../common/metrics.ts';
import type { Reading } from '../../common/snapshot.ts';
import type { ValuePart } from '../format/formats.ts';
import { shortened } from '../format/shortened.ts';
import type { ViewContext } from './context.ts';

/** `HH:MM` in any script; what is longer is no time of day. */
export const LONGEST_TIME = 8;

/** The parts of a metric's value, or null when there is none that can be shown. */
export function valueParts(context: ViewContext, metric: SummaryField, reading: Reading): readonly ValuePart[] | null {
  const { formats, times, t } = context;
  const { value } = reading;
  const { unit } = METRICS[metric];
  if (unit === 'timeOfDay')
    return typeof value === 'string'
      ? [{ text: shortened(times.timeOfDay(value), LONGEST_TIME), kind: 'digits' }]
      : null;
  if (typeof value !== 'number' || !Number.isFinite(value)) return null;
  switch (unit) {
    case 'count':
      return [{ text: formats.count(value), kind: 'digits' }];
    case 'duration':
      return formats.duration(value);
    case 'points':
      return [{ text: formats.points(value), kind: 'digits' }];
    case 'percent':
      return [
        { text: formats.decimal(value), kind: 'digits' },
        { text: t('unit.percent'), kind: 'unit' },
      ];
  }
}

/** A value as running text. */
export const textOf = (parts: readonly ValuePart[]): string => parts.map((part) => part.text).join('');

/** A number of a reading; null when there is none. */
export const numberOf = (reading: Reading): number | null =>
  typeof reading.value === 'number' && Number.isFinite(reading.value) ? reading.value : null;
