import type { DisplayInfo } from '../common/about.ts';

export interface Rectangle {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** A display as Electron describes it, in device-independent pixels. */
export interface Display {
  readonly id: number;
  readonly label: string;
  readonly bounds: Rectangle;
  /** Without task bars and docks. */
  readonly workArea: Rectangle;
  readonly scaleFactor: number;
}

export interface Displays {
  getAllDisplays(): readonly Display[];
  getPrimaryDisplay(): Display;
  on(event: 'display-added' | 'display-removed' | 'display-metrics-changed', listener: () => void): unknown;
}

/** Characters of a display's name in its key, which settings keep in 64 characters. */
const MAX_LABEL = 40;

/** What tells one model of display from another: its name, and its size in pixels, whatever the scale. */
function modelOf({ label, bounds, scaleFactor }: Display): string {
  const pixels = (length: number): number => Math.round(length * scaleFactor);
  const name = label.slice(0, MAX_LABEL).toWellFormed();
  return `${name} ${pixels(bounds.width)}x${pixels(bounds.height)}`.trim();
}

/** Each display with a key that it keeps when the system deals ids anew: its model, and its place among equal ones. */
export function keyedDisplays<D extends Display>(
  displays: readonly D[],
): { readonly key: string; readonly display: D }[] {
  const inOrder = displays.toSorted(({ bounds: a }, { bounds: b }) => a.x - b.x || a.y - b.y);
  return displays.map((display) => {
    const model = modelOf(display);
    const nth = inOrder.filter((other) => modelOf(other) === model).indexOf(display) + 1;
    return { key: nth === 1 ? model : `${model} #${nth}`, display };
  });
}

/** The main display; null while there is none, which Electron tells in one way or another. */
export function primaryOf(displays: Pick<Displays, 'getAllDisplays' | 'getPrimaryDisplay'>): Display | null {
  const [first = null] = displays.getAllDisplays();
  if (first === null) return null;
  try {
    return displays.getPrimaryDisplay() ?? first;
  } catch {
    return first;
  }
}

/** The displays as their owner can recognise them. */
export function describeDisplays(displays: Pick<Displays, 'getAllDisplays' | 'getPrimaryDisplay'>): DisplayInfo[] {
  const primary = primaryOf(displays)?.id;
  return keyedDisplays(displays.getAllDisplays()).map(({ key, display: { id, label, bounds } }) => ({
    id: key,
    label,
    width: bounds.width,
    height: bounds.height,
    primary: id === primary,
  }));
}

/** Calls back whenever a display came, went or changed. */
export function watchDisplays(displays: Pick<Displays, 'on'>, changed: () => void): void {
  displays.on('display-added', changed);
  displays.on('display-removed', changed);
  displays.on('display-metrics-changed', changed);
}

/** One text for one arrangement of displays. Ids stay out of it: some systems deal them anew at every start. */
export const arrangementOf = (displays: readonly Display[]): string =>
  displays
    .map(({ bounds: { x, y, width, height }, scaleFactor }) => `${width}x${height}@${scaleFactor}+${x}+${y}`)
    .sort()
    .join(' ');

/** How much of a window's upper edge must be on a display to be taken hold of. */
const GRIP = { width: 120, height: 32 } as const;

const overlap = (start: number, length: number, otherStart: number, otherLength: number): number =>
  Math.min(start + length, otherStart + otherLength) - Math.max(start, otherStart);

const sharedArea = (a: Rectangle, b: Rectangle): number =>
  Math.max(0, overlap(a.x, a.width, b.x, b.width)) * Math.max(0, overlap(a.y, a.height, b.y, b.height));

/** The display that shows most of a window; null when none shows any of it. */
export function displayOf(window: Rectangle, displays: readonly Display[]): Display | null {
  const [most] = displays
    .map((display) => ({ display, area: sharedArea(window, display.bounds) }))
    .toSorted((a, b) => b.area - a.area);
  return most && most.area > 0 ? most.display : null;
}

/** Whether a window there could be seen, and be moved with the pointer. */
export const isReachable = (window: Rectangle, displays: readonly Display[]): boolean =>
  displays.some(
    ({ workArea: area }) =>
      overlap(window.x, window.width, area.x, area.width) >= Math.min(GRIP.width, window.width) &&
      overlap(window.y, GRIP.height, area.y, area.height) >= GRIP.height,
  );
