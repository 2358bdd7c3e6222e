import { METRICS, type SummaryField } from '../../../common/metrics.ts';
import type { Reading } from '../../../common/snapshot.ts';
import type { ViewContext } from '../../view/context.ts';
import { numberOf, textOf, valueParts } from '../../view/values.ts';

/** A figure for running text: `1 min 13 s` where the tile has large digits and small units. Null when there is none. */
export function figureText(context: ViewContext, metric: SummaryField, reading: Reading): string | null {
  const { unit } = METRICS[metric];
  const value = numberOf(reading);
  if (unit === 'duration') return value === null ? null : context.formats.span(value);
  if (unit === 'percent') return value === null ? null : context.formats.percent(value);
  const parts = valueParts(context, metric, reading);
  return parts && textOf(parts);
}
