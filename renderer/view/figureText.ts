import { METRICS, type SummaryField } from '../../common/metrics.ts';
import type { Reading } from '../../common/snapshot.ts';
import { figureSays, type Thresholds } from '../../common/thresholds.ts';
import type { ViewContext } from './context.ts';
import { numberOf, textOf, valueParts } from './values.ts';

/**
 * A figure for running text, to the digit as its tile has it. Null when there is none.
 * @param thresholds what it is judged by, which decides how finely it is shown
 */
export function figureText(
  context: ViewContext,
  metric: SummaryField,
  reading: Reading,
  thresholds: Thresholds | null,
): string | null {
  const value = numberOf(reading);
  if (METRICS[metric].unit === 'percent')
    return value === null ? null : context.formats.percent(value, figureSays(metric, thresholds));
  const parts = valueParts(context, metric, reading, thresholds);
  return parts && textOf(parts);
}
