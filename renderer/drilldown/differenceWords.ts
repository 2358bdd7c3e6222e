import { METRICS, type SummaryField } from '../../common/metrics.ts';
import type { Formats } from '../format/formats.ts';
import type { Translate } from '../i18n.ts';
import { columnName } from './columnWords.ts';
import type { CellText } from './engine/cellText.ts';
import type { Column, ColumnKind } from './engine/protocol.ts';
import type { Difference } from './engine/reconcile.ts';

/** What explaining a difference needs. */
export interface DifferenceWords {
  readonly t: Translate;
  readonly formats: Formats;
  readonly text: CellText;
  readonly columns: ReadonlyMap<string, Column>;
  readonly metric: SummaryField;
}

const KIND_OF_UNIT: Readonly<Record<string, ColumnKind>> = {
  count: 'number',
  points: 'number',
  percent: 'percent',
  duration: 'duration',
};

/** Why the rows and the figure on the wall do or do not come to the same, as one sentence. */
export function differenceText(words: DifferenceWords, difference: Difference): string {
  const { t, formats, text, columns, metric } = words;
  const kind = KIND_OF_UNIT[METRICS[metric].unit] ?? 'number';
  const name = (id: string): string => columnName(t, id, columns.get(id)?.derived);
  const count = formats.count;
  switch (difference.kind) {
    case 'equal':
      return t('drilldown.why.equal');
    case 'filtered':
      return t('drilldown.why.filtered', { n: count(difference.hidden) }, difference.hidden);
    case 'later':
    case 'earlier':
      return t(`drilldown.why.${difference.kind}`, { time: formats.span(difference.seconds) });
    case 'capped':
      return t('drilldown.why.capped', { n: count(difference.rows) }, difference.rows);
    case 'otherShape': {
      const { column, sum } = difference;
      if (column === null || sum === null) return t('drilldown.why.groups');
      return t('drilldown.why.groupsAddUp', { column: name(column), sum: text(kind, sum) });
    }
    case 'average':
      return t(difference.agrees ? 'drilldown.why.averageAgrees' : 'drilldown.why.averageDiffers', {
        column: name(difference.column),
        mean: text('duration', difference.mean),
      });
    case 'notCompared':
      return t('drilldown.why.notCompared');
    case 'unknown':
      return t('drilldown.why.unknown');
  }
}
