import { MAX_WALL_WINDOWS, type DesktopSettings } from '../common/settings.ts';
import { keyedDisplays, type Display, type Rectangle } from './displays.ts';

/** A board that belongs on a display. */
export type Wall = DesktopSettings['walls'][number];

export interface WallPlace extends Wall {
  readonly bounds: Rectangle;
}

export interface OpenWall {
  close(): void;
  removeMenu(): void;
  onClosed(listener: () => void): void;
}

/** The walls whose display is there, with its bounds. A wall without its display waits for it. */
export function placeWalls(walls: readonly Wall[], displays: readonly Display[]): WallPlace[] {
  const present = new Map(keyedDisplays(displays).map(({ key, display }) => [key, display]));
  return walls.flatMap(({ display, board }) => {
    const bounds = present.get(display)?.bounds;
    return bounds ? [{ display, board, bounds }] : [];
  });
}

/** The walls without those on the displays of others. */
export const withoutWalls = (walls: readonly Wall[], gone: readonly Wall[]): Wall[] =>
  walls.filter(({ display }) => !gone.some((wall) => wall.display === display));

/** The walls with one more. Those whose display is away make room for it when there are too many, the oldest first. */
export function withWall(walls: readonly Wall[], wall: Wall, displays: readonly Display[]): Wall[] {
  const next = [...withoutWalls(walls, [wall]), wall];
  const away = withoutWalls(next, placeWalls(next, displays)).filter((other) => other !== wall);
  return withoutWalls(next, away.slice(0, Math.max(0, next.length - MAX_WALL_WINDOWS)));
}

const keyOf = ({ display, board, bounds: { x, y, width, height } }: WallPlace): string =>
  [display, board, x, y, width, height].join();

export interface WallWindows {
  /** Opens the walls that are wanted and closes all others; also after a display came, went or changed. */
  apply(walls: readonly Wall[]): void;
  /** Opens a wall again that was closed by hand. */
  reopen(wall: Wall): void;
  /** The walls that are open now. */
  open(): readonly Wall[];
  /** Takes the application's menu, where it was put on every window, away again. */
  removeMenus(): void;
  /** Closes all walls for good. */
  end(): void;
}

/**
 * Keeps a window for each wall that is wanted and whose display is there. A wall that was closed by hand stays closed until
 * it is asked for again, or is no longer wanted.
 * @param closed is called after a wall was closed by hand
 */
export function createWallWindows(
  openWall: (place: WallPlace) => OpenWall,
  displays: () => readonly Display[],
  closed: () => void,
): WallWindows {
  const opened = new Map<string, { place: WallPlace; wall: OpenWall }>();
  const closedByHand = new Set<string>();
  let wanted: readonly Wall[] = [];
  let ended = false;
  const nameOf = ({ display, board }: Wall): string => `${display},${board}`;

  function closeAllBut(kept: ReadonlySet<string>): void {
    for (const [key, { wall }] of opened) {
      if (kept.has(key)) continue;
      // Out of the map first: what is not in it was not closed by hand.
      opened.delete(key);
      wall.close();
    }
  }

  function open(place: WallPlace): void {
    const key = keyOf(place);
    const wall = openWall(place);
    opened.set(key, { place, wall });
    wall.onClosed(() => {
      if (opened.get(key)?.wall !== wall) return;
      opened.delete(key);
      closedByHand.add(nameOf(place));
      closed();
    });
  }

  function apply(walls: readonly Wall[]): void {
    if (ended) return;
    wanted = walls;
    const names = new Set(walls.map(nameOf));
    for (const name of closedByHand) if (!names.has(name)) closedByHand.delete(name);
    const places = placeWalls(walls, displays()).filter((place) => !closedByHand.has(nameOf(place)));
    closeAllBut(new Set(places.map(keyOf)));
    for (const place of places) if (!opened.has(keyOf(place))) open(place);
  }

  return {
    apply,
    reopen(wall) {
      closedByHand.delete(nameOf(wall));
      apply(wanted);
    },
    open: () => [...opened.values()].map(({ place: { display, board } }) => ({ display, board })),
    removeMenus: () => {
      for (const { wall } of opened.values()) wall.removeMenu();
    },
    end() {
      ended = true;
      closeAllBut(new Set());
    },
  };
}
