import { arrangementOf, isReachable, type Displays, type Rectangle } from './displays.ts';
import type { Placement, Placements } from './placements.ts';

/** A window as far as its place is concerned. */
export interface PlacedWindow {
  getNormalBounds(): Rectangle;
  setBounds(bounds: Rectangle): void;
  isMaximized(): boolean;
  isFullScreen(): boolean;
  isMinimized(): boolean;
  isDestroyed(): boolean;
  on(event: 'move' | 'resize' | 'close', listener: () => void): unknown;
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
}

export interface WindowPlace {
  /** Puts the window where it belongs after a display came or went. */
  displaysChanged(): void;
}

/** Remembers where a window is put, for each arrangement of the displays. */
export function rememberPlace(window: PlacedWindow, { displays, placements, isKiosk }: PlaceContext): WindowPlace {
  let arrangement = arrangementOf(displays.getAllDisplays());
  const note = (): void => {
    if (window.isDestroyed() || window.isMinimized() || isKiosk()) return;
    // The system may move windows before it tells that a display is gone: that is not where they were put.
    if (arrangementOf(displays.getAllDisplays()) === arrangement) placements.remember(arrangement, placementOf(window));
  };
  window.on('move', note);
  window.on('resize', note);
  window.on('close', note);
  return {
    displaysChanged() {
      const present = displays.getAllDisplays();
      const next = arrangementOf(present);
      if (next === arrangement || present.length === 0) return;
      arrangement = next;
      if (window.isDestroyed() || isKiosk() || window.isFullScreen() || window.isMaximized()) return;
      const place = placeFor(displays, placements);
      if (place !== null) window.setBounds(boundsOf(place));
      else if (!isReachable(window.getNormalBounds(), present))
        window.setBounds(fitInto(window.getNormalBounds(), displays.getPrimaryDisplay().workArea));
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
