import { isRecord } from '../../common/isRecord.ts';
import type { Settings } from '../../common/settings.ts';

const isSame = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b);

/** Names of the fields of one object that differ, those inside of them too; never a value. */
function namesOf(before: unknown, after: unknown, prefix: string): string[] {
  if (isSame(before, after)) return [];
  if (!isRecord(before) || !isRecord(after)) return [prefix];
  const names = [...new Set([...Object.keys(before), ...Object.keys(after)])];
  return names.flatMap((name) => namesOf(before[name], after[name], prefix === '' ? name : `${prefix}.${name}`));
}

/** Names of the settings that differ, such as `theme` or `boards.hours.spans`: their values may name people. */
export function changedFields(before: Settings, after: Settings): string[] {
  const { boards: boardsBefore, ...restBefore } = before;
  const { boards: boardsAfter, ...restAfter } = after;
  const earlier = new Map(boardsBefore.map((board) => [board.id, board]));
  const ids = (boards: Settings['boards']): readonly string[] => boards.map(({ id }) => id);
  const list = isSame(ids(boardsBefore), ids(boardsAfter)) ? [] : ['boards'];
  const inBoards = boardsAfter.flatMap((board) => {
    const known = earlier.get(board.id);
    return known ? namesOf(known, board, 'boards') : [];
  });
  return [...new Set([...namesOf(restBefore, restAfter, ''), ...list, ...inBoards])];
}
