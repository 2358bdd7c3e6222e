import { allows, type Access } from '../../common/access.ts';
import type { Snapshot } from '../../common/snapshot.ts';

/** Stands for an address of somebody who is not to be named. */
export const MASK = '•••';

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
  return { ...snapshot, key: { ...snapshot.key, addressChanged }, boards, notices: [] };
}
