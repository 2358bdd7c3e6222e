import { METRICS, type SummaryField } from '../../common/metrics.ts';
import type { Formats } from '../format/formats.ts';
import type { Translate } from '../i18n.ts';
import { columnName } from './columnWords.ts';
import type { Age } from './engine/growth.ts';
import type { Column } from './engine/protocol.ts';
import type { Difference } from './engine/reconcile.ts';

/** What explaining a difference needs. */
export interface DifferenceWords {
  readonly t: Translate;
  readonly formats: Formats;
  readonly columns: ReadonlyMap<string, Column>;
  readonly metric: SummaryField;
}

/** A number of the figure's own unit, written as the figure is: durations in rounded whole seconds. */
function written({ formats, metric }: DifferenceWords, value: number): string {
  switch (METRICS[metric].unit) {
    case 'duration':
      return formats.span(Math.round(value));
    case 'percent':
      return formats.percent(value);
    case 'points':
      return formats.points(value);
    default:
      return formats.count(value);
  }
}

/** A fact with the time between figure and rows beside it, which does not explain it. */
function withAge({ t, formats }: DifferenceWords, fact: string, age: Age | null): string {
  if (!age) return fact;
  const newer = age.newer === 'rows' ? 'rowsNewer' : 'figureNewer';
  return t('drilldown.why.withAge', {
    fact,
    age: t(`drilldown.why.${newer}`, { time: formats.span(age.seconds) }),
  });
}

const columnNamed = ({ t, columns }: DifferenceWords, id: string): string =>
  columnName(t, id, columns.get(id)?.derived);

function averageText(words: DifferenceWords, average: Extract<Difference, { kind: 'average' }>): string {
  const { t } = words;
  const column = columnNamed(words, average.column);
  const [mean, figure] = [written(words, average.mean), written(words, average.figure)];
  // Where both are written alike they agree for the reader, and where they agree but for rounding the figure is written.
  if (average.agrees || mean === figure) return t('drilldown.why.averageAgrees', { column, mean: figure });
  return withAge(words, t('drilldown.why.averageDiffers', { column, mean }), average.age);
}

function groupsText(words: DifferenceWords, groups: Extract<Difference, { kind: 'otherShape' }>): string {
  const { t } = words;
  const column = columnNamed(words, groups.column);
  if (groups.agrees) return t('drilldown.why.groupsAgree', { column, sum: written(words, groups.figure) });
  return withAge(words, t('drilldown.why.groupsAddUp', { column, sum: written(words, groups.sum) }), groups.age);
}

/**
 * Why the rows and the figure on the wall do or do not come to the same, as one sentence.
 * @param isFiltered whether fewer rows are in sight than the sentence is about
 */
export function differenceText(words: DifferenceWords, difference: Difference, isFiltered = false): string {
  const { t, formats } = words;
  const count = formats.count;
  switch (difference.kind) {
    case 'equal':
      return t(isFiltered ? 'drilldown.why.equalUnfiltered' : 'drilldown.why.equal');
    case 'filtered':
      return t('drilldown.why.filtered', { n: count(difference.hidden) }, difference.hidden);
    case 'later':
    case 'earlier':
      return t(`drilldown.why.${difference.kind}`, { time: formats.span(difference.seconds) });
    case 'capped':
      return t('drilldown.why.capped', { n: count(difference.rows) }, difference.rows);
    case 'otherShape':
      return groupsText(words, difference);
    case 'average':
      return averageText(words, difference);
    case 'score':
      return t(`drilldown.why.score.${difference.of}`, { column: columnNamed(words, difference.column) });
    case 'notCompared':
      return t(`drilldown.why.notCompared.${difference.unit}`);
    case 'unknown':
      return withAge(words, t('drilldown.why.unknown'), difference.age);
  }
}
