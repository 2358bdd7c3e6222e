import { SECOND_MS } from '../common/time.ts';
import type { Clock } from '../core/ports.ts';
import {
  arrangementOf,
  displayOf,
  isReachable,
  keyedDisplays,
  primaryOf,
  type Display,
  type Displays,
  type Rectangle,
} from './displays.ts';
import type { Placement, Placements } from './placements.ts';

/** A window that has not told by then that it left full screen is taken where it is to be all the same. */
const LEAVES_WITHIN_MS = 5 * SECOND_MS;

/** A window as far as its place is concerned. */
export interface PlacedWindow {
  getNormalBounds(): Rectangle;
  getBounds(): Rectangle;
  setBounds(bounds: Rectangle): void;
  isMaximized(): boolean;
  isFullScreen(): boolean;
  isMinimized(): boolean;
  isDestroyed(): boolean;
  on(event: 'move' | 'resize' | 'close' | 'enter-full-screen', listener: () => void): unknown;
  once(event: 'show' | 'leave-full-screen', listener: () => void): unknown;
}

/** Where the window belongs, with the displays there are now; null leaves it to the system. */
export function placeFor(
  displays: Pick<Displays, 'getAllDisplays'>,
  placements: Pick<Placements, 'of'>,
): Placement | null {
  const present = displays.getAllDisplays();
  const placement = placements.of(arrangementOf(present));
  return placement !== null && isReachable(placement, present) ? placement : null;
}

function placementOf(window: PlacedWindow): Placement {
  const { x, y, width, height } = window.getNormalBounds();
  const state = window.isFullScreen() ? 'fullScreen' : window.isMaximized() ? 'maximized' : 'normal';
  return { x, y, width, height, state };
}

export interface PlaceContext {
  readonly displays: Displays;
  readonly placements: Placements;
  /** A kiosk is where it has to be; that is nobody's choice to remember. */
  readonly isKiosk: () => boolean;
  /** Fills the window's display, or no longer; a kiosk in its own way. */
  readonly setFullScreen: (on: boolean) => void;
  readonly after: Clock['after'];
}

export interface WindowPlace {
  /** Puts the window where it belongs after a display came or went. */
  displaysChanged(): void;
  /** True while the window leaves full screen only to go to another display. */
  isMoving(): boolean;
}

/** Remembers where a window is put, for each arrangement of the displays. */
export function rememberPlace(window: PlacedWindow, context: PlaceContext): WindowPlace {
  const { displays, placements, isKiosk, setFullScreen, after } = context;
  let arrangement = arrangementOf(displays.getAllDisplays());
  /** The display that a window filled, for each arrangement: a kiosk's is kept nowhere else. */
  const filled = new Map<string, string>();
  /** Where the window is going while it leaves full screen for that; null while it stays. */
  let goal: Display | null = null;
  let cancelLimit = (): void => {};

  const fills = (): boolean => isKiosk() || window.isFullScreen();
  const keyOn = (bounds: Rectangle, present: readonly Display[]): string | undefined => {
    const display = displayOf(bounds, present);
    return keyedDisplays(present).find((keyed) => keyed.display === display)?.key;
  };

  function noteFilled(): void {
    const key = keyOn(window.getBounds(), displays.getAllDisplays());
    if (fills() && key !== undefined) filled.set(arrangement, key);
  }

  function note(): void {
    const present = displays.getAllDisplays();
    // The system may move windows before it tells that a display is gone: that is not where they were put.
    if (goal !== null || window.isDestroyed() || window.isMinimized() || present.length === 0) return;
    if (arrangementOf(present) !== arrangement) return;
    noteFilled();
    if (!isKiosk()) placements.remember(arrangement, placementOf(window));
  }

  /** The display that the window is to fill: where it filled one before, or where it was put. */
  function displayToFill(present: readonly Display[]): Display | null {
    const key = filled.get(arrangement);
    const known = keyedDisplays(present).find((keyed) => keyed.key === key)?.display;
    const place = placements.of(arrangement);
    return (
      known ?? (place && displayOf(place, present)) ?? displayOf(window.getBounds(), present) ?? primaryOf(displays)
    );
  }

  function arrive(): void {
    cancelLimit();
    if (goal === null || window.isDestroyed()) return;
    window.setBounds(fitInto(window.getNormalBounds(), goal.workArea));
    setFullScreen(true);
    goal = null;
  }

  function fill(display: Display): void {
    const { x, y, width, height } = window.getBounds();
    const { bounds } = display;
    const isMoving = goal !== null;
    if (!isMoving && x === bounds.x && y === bounds.y && width === bounds.width && height === bounds.height) return;
    goal = display;
    if (isMoving) return;
    // Systems ignore where a window in full screen is to be.
    setFullScreen(false);
    if (!window.isFullScreen()) return arrive();
    // macOS leaves full screen in its own time, and now and then never tells of it.
    window.once('leave-full-screen', arrive);
    cancelLimit = after(LEAVES_WITHIN_MS, arrive);
  }

  for (const event of ['move', 'resize', 'close', 'enter-full-screen'] as const) window.on(event, note);
  window.once('show', noteFilled);
  return {
    isMoving: () => goal !== null,
    displaysChanged() {
      const present = displays.getAllDisplays();
      const next = arrangementOf(present);
      if (next === arrangement) return;
      arrangement = next;
      if (present.length === 0 || window.isDestroyed() || window.isMinimized()) return;
      if (fills()) {
        const display = displayToFill(present);
        if (display) fill(display);
        if (goal === null) noteFilled();
        return;
      }
      const place = placeFor(displays, placements);
      const primary = primaryOf(displays);
      if (window.isMaximized()) {
        if (displayOf(window.getBounds(), present) === null && primary) window.setBounds(primary.workArea);
      } else if (place !== null) window.setBounds(boundsOf(place));
      else if (!isReachable(window.getNormalBounds(), present) && primary)
        window.setBounds(fitInto(window.getNormalBounds(), primary.workArea));
    },
  };
}

/** The bounds without the rest. */
export const boundsOf = ({ x, y, width, height }: Rectangle): Rectangle => ({ x, y, width, height });

function fitInto(window: Rectangle, area: Rectangle): Rectangle {
  const width = Math.min(window.width, area.width);
  const height = Math.min(window.height, area.height);
  return {
    x: Math.round(area.x + (area.width - width) / 2),
    y: Math.round(area.y + (area.height - height) / 2),
    width,
    height,
  };
}
