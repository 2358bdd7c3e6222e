import type { About } from '../common/about.ts';
import type { Snapshot } from '../common/snapshot.ts';
import { forAccess } from './state/forAccess.ts';

/** Spaces of one level in the text. */
const INDENT = 2;

/**
 * Facts for a support request as JSON text. It is built from what any screen may have, so no key and no personal data can
 * be in it; figures are left out as well.
 */
export function diagnosticsText(about: About, snapshot: Snapshot): string {
  const { app: _app, boards, notices: _notices, ...state } = forAccess(snapshot, 'wall');
  return JSON.stringify(
    {
      ...about,
      at: new Date(snapshot.sentAtMs).toISOString(),
      state,
      notices: snapshot.notices.map(({ kind }) => kind),
      boards: boards.map(({ gauges: _gauges, companions: _companions, tiles, ...board }) => ({
        ...board,
        tiles: tiles.map(({ metric, size, thresholds }) => ({ metric, size, thresholds })),
      })),
    },
    null,
    INDENT,
  );
}
