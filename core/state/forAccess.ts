import { allows, type Access } from '../../common/access.ts';
import type { IdName, IdNames } from '../../common/idNames.ts';
import type { Id } from '../../common/ids.ts';
import type { Query } from '../../common/query.ts';
import type { Snapshot } from '../../common/snapshot.ts';

/** Stands for an address of somebody who is not to be named. */
export const MASK = '•••';

/** A screen that opens no cards needs the names of what its boards filter by, and no others. */
function namesFor({ boards, names }: Snapshot, access: Access): IdNames {
  if (allows(access, 'kiosk')) return names;
  const used = (idsOf: (query: Query) => readonly Id[]) => {
    const ids = new Set(boards.flatMap(({ query }) => idsOf(query).map(String)));
    return ({ id }: IdName): boolean => ids.has(id);
  };
  return {
    channels: names.channels.filter(used(({ channels }) => channels)),
    groups: names.groups.filter(used(({ groupsID }) => groupsID)),
    shifts: names.shifts.filter(used(({ shiftIDs }) => shiftIDs)),
  };
}

/**
 * A snapshot as a screen may have it. Notices name files and settings of the owner's, an agent filter is a person's address,
 * and where the API is reached is nobody's business: screens on the floor get none of that, only that there is something.
 */
export function forAccess(snapshot: Snapshot, access: Access): Snapshot {
  if (allows(access, 'control')) return snapshot;
  const boards = snapshot.boards.map((board) =>
    board.query.email === '' ? board : { ...board, query: { ...board.query, email: MASK } },
  );
  const addressChanged = snapshot.key.addressChanged && { from: null, to: null };
  const key = { ...snapshot.key, addressChanged };
  return { ...snapshot, key, boards, names: namesFor(snapshot, access), notices: [] };
}
