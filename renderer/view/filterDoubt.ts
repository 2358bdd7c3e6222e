import { parseRange } from '../../common/range.ts';
import type { Query } from '../../common/query.ts';
import type { BoardSnapshot } from '../../common/snapshot.ts';
import type { ViewContext } from './context.ts';

/** Whether a query leaves sessions out by what somebody chose or typed. */
const hasFilter = ({ channels, groupsID, email, filter }: Query): boolean =>
  channels.length > 0 || groupsID.length > 0 || email !== '' || parseRange(filter) !== null;

/** Whether a board counts no session and has a filter: to the API an ID that it does not know is one without sessions. */
export const isDoubtful = ({ query, companions: { totalSessions } }: BoardSnapshot): boolean =>
  totalSessions.value === 0 && hasFilter(query);

/** What a wall says then, so that a filter that nothing matches does not look like a quiet day; null where it may be one. */
export const filterDoubt = ({ t }: Pick<ViewContext, 't'>, board: BoardSnapshot): string | null =>
  isDoubtful(board) ? t('health.filterDoubt') : null;
