import { healthOf } from '../../common/freshness.ts';
import type { Shown, ShownAt, ShownFigure, ShownReason } from '../../common/shown.ts';
import type { BoardSnapshot, Snapshot } from '../../common/snapshot.ts';
import { MINUTE_MS } from '../../common/time.ts';
import type { History, Log } from '../ports.ts';

/** What led to what a wall showed is told for this long before it. */
const BEFORE_MS = 15 * MINUTE_MS;
const MOST_BEFORE = 200;

export interface Journal {
  /** Notes what the walls show now; what has not changed since is not noted again. */
  note(snapshot: Snapshot, reason: ShownReason): void;
  /** What a board showed at a moment (milliseconds since 1970 UTC). */
  at(board: string, atMs: number): ShownAt;
}

function figuresOf(board: BoardSnapshot): Shown['figures'] {
  const tiles = board.tiles.map(({ metric, reading, level }): [string, ShownFigure] => [
    metric,
    { value: reading.value, level },
  ]);
  const gauges = board.gauges.map(({ kind, reading, level }): [string, ShownFigure] => [
    `sla.${kind}`,
    { value: reading.value, level },
  ]);
  return Object.fromEntries([...tiles, ...gauges]);
}

const shownOf = (board: BoardSnapshot, { sentAtMs, demo }: Snapshot, reason: ShownReason): Shown => ({
  board: board.id,
  atMs: sentAtMs,
  reason,
  health: healthOf(board.ageMs, board.intervalMs),
  ageMs: board.ageMs,
  failure: board.failure && { code: board.failure.code, status: board.failure.status },
  light: board.screen.light,
  demo,
  figures: figuresOf(board),
});

/** Follows what the walls show: each change goes into the history, and each change of state into the log, with its reason. */
export function createJournal({ history, log }: { readonly history: History; readonly log: Log }): Journal {
  const last = new Map<string, string>();
  return {
    note(snapshot, reason) {
      for (const board of snapshot.boards) {
        const shown = shownOf(board, snapshot, reason);
        const { health, failure, light } = shown;
        const state = JSON.stringify([health, failure, light, snapshot.demo]);
        if (last.get(board.id) !== state) log.info('wall.changed', { board: board.id, reason, health, failure, light });
        last.set(board.id, state);
        history.write(shown);
      }
    },
    at(board, atMs) {
      const before = history
        .between(board, atMs - BEFORE_MS, atMs, MOST_BEFORE)
        .map(({ figures: _figures, ...facts }) => facts);
      return { shown: history.at(board, atMs), before };
    },
  };
}
