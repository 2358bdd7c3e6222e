import { EARLIEST_MS } from '../common/boardPeriod.ts';
import { screenAt, type ScreenLight, type ScreenNow } from '../common/hours.ts';
import { askedAt, distinctQueries, type Query } from '../common/query.ts';
import { NOMINAL_PACE_MS, type Board, type Settings } from '../common/settings.ts';
import type { BoardScreen } from '../common/snapshot.ts';
import { MINUTE_MS, SECOND_MS } from '../common/time.ts';
import { offsetAt, zoneClock } from '../common/zone.ts';
import type { Clock, Log } from './ports.ts';
import { rememberingLightAt, type LightAt } from './rememberedHours.ts';

/** How long somebody who lights a dark board up sees it. */
export const LIT_UP_MS = 15 * MINUTE_MS;

/** Figures are asked for again at least this long before it gets light: enough for a first try that fails and a second. */
const LEAST_LEAD_MS = 3 * MINUTE_MS;

/** How long before light so many queries have to be asked for again, so that the last of them has come by then. */
export const leadMs = (queries: number): number => LEAST_LEAD_MS + NOMINAL_PACE_MS * Math.max(0, queries - 1);

const FULL_LIGHT = 100;

interface ScreenTimes {
  readonly wallMs: number;
  /** How long the board stays lit up by hand, in milliseconds; 0 when it is not. */
  readonly litForMs: number;
  /** How long before light its figures are asked for again, in milliseconds. */
  readonly leadMs: number;
}

/** What a board's screens do now. By a clock that cannot be right nothing gets dark: it might be noon. */
export function boardScreen(
  { hours, query }: Board,
  { wallMs, litForMs, leadMs: lead }: ScreenTimes,
  lightAt: LightAt = screenAt,
): BoardScreen {
  const brightnessOf = (light: ScreenLight): number => ({ light: FULL_LIGHT, dim: hours.dimTo, dark: 0 })[light];
  const at = (ms: number): ScreenNow => lightAt(hours, query.timezone, ms);
  const from = (light: ScreenLight, ms: number) => {
    const { untilMs } = at(ms);
    return { light, brightness: brightnessOf(light), forMs: untilMs === null ? null : untilMs - ms };
  };
  const full = { light: 'light', brightness: FULL_LIGHT, resting: false } as const;
  if (wallMs < EARLIEST_MS) return { ...full, changesInMs: null, next: null };
  if (litForMs > 0) {
    const endMs = wallMs + litForMs;
    return { ...full, changesInMs: litForMs, next: from(at(endMs).light, endMs) };
  }
  const { light, untilMs, next } = at(wallMs);
  const changesInMs = untilMs === null ? null : untilMs - wallMs;
  return {
    light,
    brightness: brightnessOf(light),
    changesInMs,
    next: untilMs === null ? null : from(next, untilMs),
    resting: light === 'dark' && (changesInMs === null || changesInMs > lead),
  };
}

/** The screens look at the wall clock this often, which somebody may set at any time. */
const LOOK_EVERY_MS = 15 * SECOND_MS;

export interface HoursOptions {
  readonly clock: Clock;
  readonly log: Pick<Log, 'warn'>;
  readonly settings: () => Settings;
  /** The API's clock, which says what offset a board's zone has. */
  readonly apiMs: () => number;
  /**
   * Called when a board's screen began to do something else, the clock of its zone was changed, or its figures are to be asked for
   * again or no longer.
   */
  readonly changed: () => void;
  /** Called before that when the clock of a board's zone was changed. */
  readonly clockChanged: () => void;
}

/** Follows the hours of all boards. */
export interface HoursWatch {
  /** Begins to look; again after new settings. */
  look(): void;
  /** Lights a board up for a while, whatever its hours say. */
  lightUp(boardId: string): void;
  screen(board: Board): BoardScreen;
  /** The different queries of boards whose figures are asked for now, those on lit screens first. */
  queries(settings: Settings): Query[];
  stop(): void;
}

/** Watches the hours of the boards by the wall clock; what is lit up is counted on monotonic time. */
export function createHoursWatch({ clock, log, settings, apiMs, changed, clockChanged }: HoursOptions): HoursWatch {
  const lightAt = rememberingLightAt();
  const litUntil = new Map<string, number>();
  let shown = '';
  let offsets: ReadonlyMap<string, string> = new Map();
  let stopped = false;
  let cancel = (): void => undefined;

  /** Counted once for the settings in force: every board asks for it at every event. */
  let lead: { readonly of: Settings; readonly ms: number } | null = null;
  let isClockWrong = false;

  const asked = (boards: readonly Board[]): Query[] => {
    const now = apiMs();
    return boards.map(({ query }) => askedAt(query, now));
  };

  function leadOf(current: Settings): number {
    if (lead?.of !== current) lead = { of: current, ms: leadMs(distinctQueries(asked(current.boards)).size) };
    return lead.ms;
  }

  const screen = (board: Board): BoardScreen =>
    boardScreen(
      board,
      {
        wallMs: clock.wallMs(),
        litForMs: Math.max(0, (litUntil.get(board.id) ?? 0) - clock.monotonicMs()),
        leadMs: leadOf(settings()),
      },
      lightAt,
    );

  function checkClock(): void {
    const isWrong = clock.wallMs() < EARLIEST_MS;
    if (isWrong && !isClockWrong) log.warn('hours.withoutClock');
    isClockWrong = isWrong;
  }

  /** Each zone's offset, by which its boards ask. */
  function checkOffsets(boards: readonly Board[], now: number): void {
    const before = offsets;
    offsets = new Map(boards.map(({ query: { timezone } }) => [timezone, offsetAt(timezone, now)]));
    if ([...offsets].some(([timezone, offset]) => (before.get(timezone) ?? offset) !== offset)) clockChanged();
  }

  function look(): void {
    cancel();
    if (stopped) return;
    checkClock();
    const { boards } = settings();
    const now = clock.monotonicMs();
    for (const [id, until] of litUntil) if (until <= now) litUntil.delete(id);
    const screens = boards.map(screen);
    const apiNow = apiMs();
    const changes = screens.map(({ changesInMs }) => changesInMs ?? Infinity);
    const clockChanges = boards.map(
      ({ query }) => (zoneClock(query.timezone).changeAfter(apiNow) ?? Infinity) - apiNow,
    );
    cancel = clock.after(Math.max(1, Math.min(LOOK_EVERY_MS, ...changes, ...clockChanges)), look);
    checkOffsets(boards, apiNow);
    const signature = JSON.stringify(
      boards.map(({ id, query }, i) => [
        id,
        screens[i]?.light,
        screens[i]?.brightness,
        screens[i]?.resting,
        offsets.get(query.timezone),
      ]),
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
    queries({ boards }) {
      const awake = boards.map((board) => ({ board, now: screen(board) })).filter(({ now }) => !now.resting);
      const isDark = ({ now }: (typeof awake)[number]): number => Number(now.light === 'dark');
      return [
        ...distinctQueries(asked(awake.sort((a, b) => isDark(a) - isDark(b)).map(({ board }) => board))).values(),
      ];
    },
    stop() {
      stopped = true;
      cancel();
    },
  };
}
