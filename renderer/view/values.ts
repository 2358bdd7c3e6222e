import { METRICS, type SummaryField } from '../../common/metrics.ts';
import type { Reading } from '../../common/snapshot.ts';
import { figureSays, type Thresholds } from '../../common/thresholds.ts';
import type { ValuePart } from '../format/formats.ts';
import { shortened } from '../format/shortened.ts';
import type { ViewContext } from './context.ts';

/** `HH:MM` in any script; what is longer is no time of day. */
export const LONGEST_TIME = 8;

/**
 * The parts of a metric's value, or null when there is none that can be shown.
 * @param thresholds what it is judged by, which decides how finely it is shown
 */
export function valueParts(
  context: ViewContext,
  metric: SummaryField,
  reading: Reading,
  thresholds: Thresholds | null,
): readonly ValuePart[] | null {
  const { formats, times, t } = context;
  const { value } = reading;
  const { unit } = METRICS[metric];
  if (unit === 'timeOfDay')
    return typeof value === 'string'
      ? [{ text: shortened(times.timeOfDay(value), LONGEST_TIME), kind: 'digits' }]
      : null;
  if (typeof value !== 'number' || !Number.isFinite(value)) return null;
  const says = figureSays(metric, thresholds);
  switch (unit) {
    case 'count':
      return [{ text: formats.count(value), kind: 'digits' }];
    case 'duration':
      return formats.duration(value, says);
    case 'points':
      return [{ text: formats.points(value, says), kind: 'digits' }];
    case 'percent':
      return [
        { text: formats.share(value, says), kind: 'digits' },
        { text: t('unit.percent'), kind: 'unit' },
      ];
  }
}

/** A value as running text. */
export const textOf = (parts: readonly ValuePart[]): string => parts.map((part) => part.text).join('');

/** A number of a reading; null when there is none. */
export const numberOf = (reading: Reading): number | null =>
  typeof reading.value === 'number' && Number.isFinite(reading.value) ? reading.value : null;
