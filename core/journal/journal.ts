import { healthOf, LATE_INTERVALS, LOST_INTERVALS, type Health } from '../../common/freshness.ts';
import type { Shown, ShownAt, ShownFigure, ShownReason } from '../../common/shown.ts';
import type { BoardSnapshot, Snapshot } from '../../common/snapshot.ts';
import { MINUTE_MS } from '../../common/time.ts';
import type { Event, State } from '../state/state.ts';
import type { Ports } from '../ports.ts';
import { keyFacts } from '../diagnostics.ts';
import { changedFields } from './changedFields.ts';
import { createClockWatch } from './clockWatch.ts';
import { pollingOf } from './polling.ts';

/** What led to what a wall showed is told for this long before it. */
const BEFORE_MS = 15 * MINUTE_MS;
const MOST_BEFORE = 200;
/** As much of the boot's id as tells two boots apart. */
const BOOT_ID_SHOWN = 8;

export interface Journal {
  /** Notes that the app begins, where, and how it ended before. */
  begins(version: string): void;
  /** Notes what happened, before the walls show it. */
  happened(event: Event, before: State, after: State): void;
  /** Notes what the walls show now; what has not changed since is not noted again. */
  note(snapshot: Snapshot, reason: ShownReason): void;
  /** What a board showed at a moment (milliseconds since 1970 UTC). */
  at(board: string, atMs: number): ShownAt;
}

function figuresOf(board: BoardSnapshot): Shown['figures'] {
  const tiles = board.tiles.map(({ metric, reading, level, thresholds }): [string, ShownFigure] => [
    metric,
    { ...reading, level, thresholds },
  ]);
  const gauges = board.gauges.map(({ kind, reading, level, thresholds }): [string, ShownFigure] => [
    `sla.${kind}`,
    { ...reading, level, thresholds },
  ]);
  return Object.fromEntries([...tiles, ...gauges]);
}

const AGED: Readonly<Partial<Record<Health, number>>> = { late: LATE_INTERVALS, lost: LOST_INTERVALS };

/** When the figures became as old as they are called: screens see it each second, the core looks more seldom. */
function agedAtMs({ ageMs, intervalMs }: BoardSnapshot, health: Health, nowMs: number): number {
  const intervals = AGED[health];
  return intervals === undefined || ageMs === null ? nowMs : nowMs - Math.max(0, ageMs - intervals * intervalMs);
}

function shownOf(board: BoardSnapshot, { sentAtMs, demo }: Snapshot, reason: ShownReason): Shown {
  return {
    board: board.id,
    atMs: sentAtMs,
    reason,
    health: healthOf(board.ageMs, board.intervalMs, board.figuresEndInMs),
    ageMs: board.ageMs,
    failure: board.failure && { code: board.failure.code, status: board.failure.status },
    light: board.screen.light,
    demo,
    figures: figuresOf(board),
  };
}

interface Last {
  readonly state: string;
  readonly shown: Shown;
}

/** What the log says of a board that shows something else now. */
interface Change {
  readonly board: string;
  readonly facts: Readonly<Record<string, unknown>>;
}

/** Follows what the walls show: each change goes into the history, and each change of state into the log, with its reason. */
export function createJournal({
  history,
  log,
  clock,
  shell,
}: Pick<Ports, 'history' | 'log' | 'clock' | 'shell'>): Journal {
  const last = new Map<string, Last>();
  /** Changes whose next try is not planned yet: it is when the request under way has ended, a moment later. */
  const held = new Map<string, ShownReason>();
  const clocks = createClockWatch(clock, log);

  /**
   * The reason of a change: the first thing a board shows is its start, and ageing has a time of its own, unless time did
   * not go on evenly: nobody saw the figures age while the machine slept.
   */
  function dated(shown: Shown, board: BoardSnapshot, evenly: boolean): Shown {
    const before = last.get(board.id)?.shown;
    if (!before) return shown.reason === 'stopped' ? shown : { ...shown, reason: 'started' };
    if (!evenly || shown.reason !== 'aged' || before.health === shown.health) return shown;
    const atMs = Math.max(before.atMs, agedAtMs(board, shown.health, shown.atMs));
    return { ...shown, atMs, ageMs: shown.ageMs === null ? null : shown.ageMs - (shown.atMs - atMs) };
  }

  /** What the log is to say of a board, as one text; null when nothing, or not yet. */
  function changeOf(shown: Shown, board: BoardSnapshot, snapshot: Snapshot): Change | null {
    const { health, failure, light, demo } = shown;
    const { why, nextInMs } = pollingOf(board, snapshot);
    const state = JSON.stringify([health, failure, light, demo, why]);
    const known = last.get(board.id);
    const isOver = shown.reason === 'stopped';
    if (known?.state === state && !isOver) {
      held.delete(board.id);
      last.set(board.id, { state, shown });
      return null;
    }
    const reason = held.get(board.id) ?? shown.reason;
    if (failure && nextInMs === null && snapshot.budget.requesting && !isOver) {
      held.set(board.id, reason);
      return null;
    }
    held.delete(board.id);
    const since = shown.atMs === snapshot.sentAtMs ? {} : { since: new Date(shown.atMs).toISOString() };
    last.set(board.id, { state, shown });
    return { board: board.id, facts: { reason, health, ...since, failure, light, demo, polling: why, nextInMs } };
  }

  /** One line for the boards that change alike: up to 50 of them may show the same query. */
  function tell(changes: readonly Change[]): void {
    const alike = Map.groupBy(changes, ({ facts }) => JSON.stringify(facts));
    for (const group of alike.values())
      log.info('wall.changed', { boards: group.map(({ board }) => board), ...group[0]?.facts });
  }

  /** Boards that are no longer there show nothing from now on. */
  function forget(snapshot: Snapshot): Shown[] {
    const there = new Set(snapshot.boards.map(({ id }) => id));
    const gone = [...last].filter(([id]) => !there.has(id));
    for (const [id] of gone) {
      last.delete(id);
      held.delete(id);
    }
    if (gone.length > 0) log.info('wall.gone', { boards: gone.map(([id]) => id) });
    return gone.map(([, { shown }]) => ({ ...shown, atMs: snapshot.sentAtMs, reason: 'stopped' }));
  }

  return {
    begins(version) {
      const run = history.lastRun();
      const awayMs = run && Math.max(0, clock.wallMs() - run.untilMs);
      log.info('wallboard.begins', {
        version,
        shell: shell.kind,
        versions: shell.versions,
        boot: clock.bootId?.slice(0, BOOT_ID_SHOWN) ?? null,
        upMs: Math.round(clock.monotonicMs()),
        before: run && { awayMs, endedWell: run.endedWell, rebooted: clock.monotonicMs() < (awayMs ?? 0) },
      });
    },
    happened(event, before, after) {
      // The first settings are those that were found, not changed.
      if (event.type === 'settingsChanged' && last.size > 0) {
        const fields = changedFields(before.settings, after.settings);
        if (fields.length > 0) log.info('settings.changed', { fields, boards: after.settings.boards.length });
      }
      if (event.type === 'keyChanged') log.info('key.changed', keyFacts(after.key));
      if (event.type === 'sourceChanged') log.info('source.changed', { demo: after.demo });
      if (event.type === 'noticed') log.warn('settings.noticed', { kinds: event.notices.map(({ kind }) => kind) });
      if (event.type === 'pinChanged') log.info('kiosk.pinState', { set: after.pinSet });
    },
    note(snapshot, reason) {
      const evenly = clocks.look();
      const boards = snapshot.boards.map((board) => ({
        board,
        shown: dated(shownOf(board, snapshot, reason), board, evenly),
      }));
      tell(boards.flatMap(({ shown, board }) => changeOf(shown, board, snapshot) ?? []));
      history.write(...boards.map(({ shown }) => shown), ...forget(snapshot));
    },
    at(board, atMs) {
      const before = history
        .between(board, atMs - BEFORE_MS, atMs, MOST_BEFORE)
        .map(({ figures: _figures, ...facts }) => facts);
      const { known, previousAtMs, nextAtMs } = history.around(board, atMs);
      // Rows of a clock that was ahead for a while.
      const isAhead = (ms: number | null): boolean => ms !== null && ms > clock.wallMs();
      const shown = isAhead(atMs) ? null : history.at(board, atMs);
      return {
        shown,
        known: isAhead(atMs) ? 'notKept' : known,
        previousAtMs,
        nextAtMs: isAhead(nextAtMs) ? null : nextAtMs,
        before,
      };
    },
  };
}
