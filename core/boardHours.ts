import { screenAt } from '../common/hours.ts';
import { distinctQueries, type Query } from '../common/query.ts';
import type { Board, Settings } from '../common/settings.ts';
import type { BoardScreen } from '../common/snapshot.ts';
import { MINUTE_MS, parseOffsetMinutes, SECOND_MS } from '../common/time.ts';
import type { Clock } from './ports.ts';

/** How long somebody who lights a dark board up sees it. */
export const LIT_UP_MS = 15 * MINUTE_MS;

/** Figures are asked for again this long before it gets light: enough for a first try that fails and a second. */
export const FRESH_BEFORE_LIGHT_MS = 3 * MINUTE_MS;

const FULL_LIGHT = 100;

/** What a board's screens do, given that somebody has lit it up for some time yet (milliseconds; 0 when nobody has). */
export function boardScreen({ hours, query }: Board, wallMs: number, litForMs: number): BoardScreen {
  if (litForMs > 0) return { light: 'light', brightness: FULL_LIGHT, changesInMs: litForMs, resting: false };
  const { light, untilMs } = screenAt(hours, parseOffsetMinutes(query.timezoneOffset) ?? 0, wallMs);
  const changesInMs = untilMs === null ? null : untilMs - wallMs;
  const resting = light === 'dark' && (changesInMs === null || changesInMs > FRESH_BEFORE_LIGHT_MS);
  const brightness = light === 'dim' ? hours.dimTo : light === 'dark' ? 0 : FULL_LIGHT;
  return { light, brightness, changesInMs, resting };
}

/** The screens look at the wall clock this often, which somebody may set at any time. */
const LOOK_EVERY_MS = 15 * SECOND_MS;

export interface HoursOptions {
  readonly clock: Clock;
  readonly settings: () => Settings;
  /** Called when a board's screen began to do something else, or its figures are to be asked for again or no longer. */
  readonly changed: () => void;
}

/** Follows the hours of all boards. */
export interface HoursWatch {
  /** Begins to look; again after new settings. */
  look(): void;
  /** Lights a board up for a while, whatever its hours say. */
  lightUp(boardId: string): void;
  screen(board: Board): BoardScreen;
  /** The different queries of boards whose figures are asked for now. */
  queries(settings: Settings): Query[];
  stop(): void;
}

/** Watches the hours of the boards by the wall clock; what is lit up is counted on monotonic time. */
export function createHoursWatch({ clock, settings, changed }: HoursOptions): HoursWatch {
  const litUntil = new Map<string, number>();
  let shown = '';
  let stopped = false;
  let cancel = (): void => undefined;

  const screen = (board: Board): BoardScreen =>
    boardScreen(board, clock.wallMs(), Math.max(0, (litUntil.get(board.id) ?? 0) - clock.monotonicMs()));

  function look(): void {
    cancel();
    if (stopped) return;
    const { boards } = settings();
    const now = clock.monotonicMs();
    for (const [id, until] of litUntil) if (until <= now) litUntil.delete(id);
    const screens = boards.map(screen);
    const changes = screens.map(({ changesInMs }) => changesInMs ?? Infinity);
    cancel = clock.after(Math.max(1, Math.min(LOOK_EVERY_MS, ...changes)), look);
    const signature = JSON.stringify(
      boards.map(({ id }, i) => [id, screens[i]?.light, screens[i]?.brightness, screens[i]?.resting]),
    );
    if (signature === shown) return;
    shown = signature;
    changed();
  }

  return {
    look,
    lightUp(boardId) {
      litUntil.set(boardId, clock.monotonicMs() + LIT_UP_MS);
      look();
    },
    screen,
    queries: ({ boards }) => [
      ...distinctQueries(boards.filter((board) => !screen(board).resting).map(({ query }) => query)).values(),
    ],
    stop() {
      stopped = true;
      cancel();
    },
  };
}
