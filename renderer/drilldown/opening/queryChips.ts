import { nameOfId, type IdKind, type IdNames } from '../../../common/idNames.ts';
import type { Id } from '../../../common/ids.ts';
import type { Query } from '../../../common/query.ts';
import { zoneWords } from '../../format/zones.ts';
import { periodWords } from '../../view/boardView.ts';
import { nowOf, type ViewContext } from '../../view/context.ts';
import { isolated } from '../isolated.ts';
import type { Choices } from './phase.ts';

/** IDs named in a chip; the others are counted. */
const MOST_NAMED = 4;

interface ChipContext extends Pick<ViewContext, 't' | 'formats' | 'times' | 'sentAtMs' | 'addedMs'> {
  readonly names: IdNames;
}

/** Writes a list of IDs in a few words, by their names where they have some; nothing for an empty one. */
const idWords =
  ({ t, formats, names }: ChipContext) =>
  (kind: IdKind, ids: readonly Id[]): string[] => {
    if (ids.length === 0) return [];
    const first = ids
      .slice(0, MOST_NAMED)
      .map((id) => isolated(nameOfId(names, kind, id) ?? String(id)))
      .join(', ');
    const rest = ids.length - MOST_NAMED;
    const list = rest > 0 ? t('drilldown.filter.more', { values: first, n: formats.count(rest) }) : first;
    return [t(`drilldown.header.${kind}`, { ids: list }, ids.length)];
  };

const agentWords = ({ t }: ChipContext, email: string): string =>
  t('drilldown.header.agent', { email: isolated(email) });

/** What a card was or will be asked with, each part as a few words. */
export function queryChips(context: ChipContext, query: Query): readonly string[] {
  const { t } = context;
  const named = idWords(context);
  return [
    periodWords(context, query.filter),
    ...(query.channels.length === 0 ? [t('period.allChannels')] : named('channels', query.channels)),
    ...named('groups', query.groupsID),
    ...(query.email === '' ? [] : [agentWords(context, query.email)]),
    ...named('shifts', query.shiftIDs),
    ...(query.for === 'session' ? [] : [t('drilldown.header.forHospitality')]),
    t('drilldown.header.timezone', { zone: zoneWords(t, query.timezone, nowOf(context)) }),
  ];
}

/** What was chosen otherwise than the board has it, each part as a few words; what was taken away too. */
export function choiceChips(context: ChipContext, { for: category, email, shiftIDs }: Choices): readonly string[] {
  const { t } = context;
  const none = shiftIDs?.length === 0 ? [t('drilldown.header.allShifts')] : [];
  return [
    ...(email === undefined ? [] : [email === '' ? t('drilldown.header.allAgents') : agentWords(context, email)]),
    ...(shiftIDs === undefined ? [] : [...none, ...idWords(context)('shifts', shiftIDs)]),
    ...(category === undefined
      ? []
      : [t(category === 'session' ? 'drilldown.header.forSession' : 'drilldown.header.forHospitality')]),
  ];
}
