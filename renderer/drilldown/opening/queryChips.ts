import type { CardQuery } from '../../../common/drilldown.ts';
import { periodWords } from '../../view/boardView.ts';
import type { ViewContext } from '../../view/context.ts';

/** IDs named in a chip; the others are counted. */
const MOST_NAMED = 4;

/** What a card was or will be asked with, each part as a few words. */
export function queryChips(context: Pick<ViewContext, 't' | 'formats' | 'times'>, query: CardQuery): readonly string[] {
  const { t, formats } = context;
  const named = (key: string, ids: readonly (string | number)[]): string[] => {
    if (ids.length === 0) return [];
    const first = ids.slice(0, MOST_NAMED).join(', ');
    const rest = ids.length - MOST_NAMED;
    const list = rest > 0 ? t('drilldown.filter.more', { values: first, n: formats.count(rest) }) : first;
    return [t(key, { ids: list }, ids.length)];
  };
  return [
    periodWords(context, query.filter),
    ...(query.channels.length === 0 ? [t('period.allChannels')] : named('drilldown.header.channels', query.channels)),
    ...named('drilldown.header.groups', query.groupsID),
    ...(query.email === '' ? [] : [t('drilldown.header.agent', { email: query.email })]),
    ...named('drilldown.header.shifts', query.shiftIDs),
    ...(query.for === 'session' ? [] : [t('drilldown.header.forHospitality')]),
    t('drilldown.header.timezone', { offset: query.timezoneOffset }),
  ];
}
