import { EventEmitter } from 'node:events';
import { describe, expect, it } from 'vitest';
import {
  arrangementOf,
  describeDisplays,
  displayOf,
  isReachable,
  type Display,
  type Rectangle,
} from '../../electron/displays.ts';
import { openPlacements } from '../../electron/placements.ts';
import { placeFor, rememberPlace } from '../../electron/windowPlace.ts';

const display = (id: number, x: number, width = 1920, height = 1080): Display => {
  const bounds = { x, y: 0, width, height };
  return { id, label: '', bounds, workArea: bounds, scaleFactor: 1 };
};
const DOCKED = [display(1, 0), display(2, 1920)];
const ALONE = [display(1, 0)];
const ON_SECOND: Rectangle = { x: 2100, y: 100, width: 1000, height: 700 };
const ON_FIRST: Rectangle = { x: 50, y: 60, width: 900, height: 600 };

function memoryFiles(text: string | null = null) {
  const written: string[] = [];
  return {
    written,
    read: async () => written.at(-1) ?? text,
    write: async (_name: string, next: string) => void written.push(next),
  };
}

/** Timers that fire when they are told to. */
function timers() {
  const waiting = new Set<() => void>();
  return {
    waiting,
    after: (_delayMs: number, callback: () => void) => {
      const timer = (): void => callback();
      waiting.add(timer);
      return () => void waiting.delete(timer);
    },
    fire() {
      for (const callback of waiting) callback();
      waiting.clear();
    },
  };
}

const quiet = { warn: () => {} };

class FakeWindow extends EventEmitter {
  bounds: Rectangle = ON_SECOND;
  maximized = false;
  fullScreen = false;
  minimized = false;
  getNormalBounds = (): Rectangle => this.bounds;
  /** In full screen: all of the display it is on. */
  getBounds = (): Rectangle => (this.fullScreen && displayOf(this.bounds, this.present)?.bounds) || this.bounds;
  present: readonly Display[] = DOCKED;
  refilled = false;
  /** Leaves full screen in its own time. */
  staysFull = false;
  setBounds = (bounds: Rectangle): void => {
    this.bounds = bounds;
    this.emit('move');
  };
  isMaximized = (): boolean => this.maximized;
  isFullScreen = (): boolean => this.fullScreen;
  isMinimized = (): boolean => this.minimized;
  isDestroyed = (): boolean => false;
}

interface Given {
  readonly kiosk?: boolean;
  readonly fullScreen?: boolean;
  readonly files?: ReturnType<typeof memoryFiles>;
}

async function setUp({ kiosk = false, fullScreen = kiosk, files = memoryFiles() }: Given = {}) {
  const clock = timers();
  const placements = await openPlacements(files, clock.after, quiet);
  let present: readonly Display[] = DOCKED;
  const displays = {
    getAllDisplays: () => present,
    getPrimaryDisplay(): Display {
      const [primary] = present;
      if (!primary) throw new Error('There is no display');
      return primary;
    },
    on: () => {},
  };
  const window = new FakeWindow();
  window.fullScreen = fullScreen;
  const place = rememberPlace(window, {
    displays,
    placements,
    isKiosk: () => kiosk,
    after: clock.after,
    setFullScreen(on) {
      if (!on && window.staysFull) return;
      window.fullScreen = on;
      window.refilled = on;
      window.emit(on ? 'enter-full-screen' : 'leave-full-screen');
    },
  });
  window.emit('show');
  const plug = (next: Display[], meanwhile: () => void = () => {}): void => {
    present = next;
    window.present = next;
    meanwhile();
    place.displaysChanged();
  };
  return { clock, placements, displays, window, place, plug, files };
}

describe('the place of a window', () => {
  it('is saved once for many moves, and survives a restart', async () => {
    const { window, clock, files, placements } = await setUp();
    for (let x = 0; x < 50; x += 1) window.setBounds({ ...ON_SECOND, x: 2000 + x });
    expect(clock.waiting.size).toBe(1);
    clock.fire();
    await placements.flush();
    expect(files.written).toHaveLength(1);
    const later = await openPlacements(files, clock.after, quiet);
    expect(later.of(arrangementOf(DOCKED))).toEqual({ ...ON_SECOND, x: 2049, state: 'normal' });
  });

  it('is saved at the end although the timer has not fired', async () => {
    const { window, files, placements } = await setUp();
    window.setBounds(ON_FIRST);
    await placements.flush();
    expect(files.written).toHaveLength(1);
  });

  it('is kept for each arrangement of the displays, and taken up again with it', async () => {
    const { window, plug } = await setUp();
    window.setBounds(ON_SECOND);
    plug(ALONE);
    window.setBounds(ON_FIRST);
    plug(DOCKED);
    expect(window.bounds).toEqual(ON_SECOND);
    plug(ALONE);
    expect(window.bounds).toEqual(ON_FIRST);
  });

  it('is not noted when the system moves the window before it tells that a display is gone', async () => {
    const { window, plug } = await setUp();
    window.setBounds(ON_SECOND);
    plug(ALONE, () => window.setBounds(ON_FIRST));
    plug(DOCKED);
    expect(window.bounds).toEqual(ON_SECOND);
  });

  it('is on a display that is there, whatever happened to the one it was on', async () => {
    const { window, plug, displays } = await setUp();
    plug(ALONE);
    expect(isReachable(window.bounds, displays.getAllDisplays())).toBe(true);
    expect(window.bounds).toMatchObject({ width: ON_SECOND.width, height: ON_SECOND.height });
  });

  it('keeps the bounds of a maximised window, and that it is', async () => {
    const { window, placements } = await setUp();
    window.maximized = true;
    window.emit('resize');
    expect(placements.of(arrangementOf(DOCKED))).toEqual({ ...ON_SECOND, state: 'maximized' });
  });

  it('is not noted for a kiosk, nor while the window is in the task bar', async () => {
    const kiosk = await setUp({ kiosk: true });
    kiosk.window.setBounds(ON_FIRST);
    expect(kiosk.clock.waiting.size).toBe(0);
    const { window, clock } = await setUp();
    window.minimized = true;
    window.emit('resize');
    expect(clock.waiting.size).toBe(0);
  });

  it.each<[string, string]>([
    ['no JSON', '{'],
    ['another version', '{"version":2,"desk":[]}'],
    [
      'no size',
      '{"version":1,"desk":[{"arrangement":"","placement":{"x":0,"y":0,"width":0,"height":0,"state":"normal"}}]}',
    ],
  ])('is forgotten with a file of %s', async (_what, text) => {
    const placements = await openPlacements(memoryFiles(text), timers().after, quiet);
    expect(placements.of('')).toBeNull();
  });

  it('is not taken from a file when nobody could see the window there', async () => {
    const { displays, placements } = await setUp();
    placements.remember(arrangementOf(DOCKED), { ...ON_SECOND, y: -5000, state: 'normal' });
    expect(placeFor(displays, placements)).toBeNull();
    placements.remember(arrangementOf(DOCKED), { ...ON_SECOND, state: 'normal' });
    expect(placeFor(displays, placements)).toMatchObject(ON_SECOND);
  });

  it('costs nothing but a line in the log when it cannot be read or saved', async () => {
    const warned: string[] = [];
    const broken = {
      read: () => Promise.reject(new Error('disk')),
      write: () => Promise.reject(new Error('disk')),
    };
    const placements = await openPlacements(broken, timers().after, { warn: (event) => void warned.push(event) });
    placements.remember('', { ...ON_FIRST, state: 'normal' });
    await placements.flush();
    expect(warned).toEqual(['windowPlaceUnsaved']);
  });
});

describe('a window when displays come and go', () => {
  const isOn = (window: FakeWindow, present: readonly Display[]): Display | null =>
    displayOf(window.getBounds(), present);

  it.each([['a kiosk'], ['in full screen']])(
    '%s goes back to the display it filled as soon as that is there again',
    async (what) => {
      const { window, plug } = await setUp({ kiosk: what === 'a kiosk', fullScreen: true });
      expect(isOn(window, DOCKED)).toBe(DOCKED[1]);
      plug(ALONE, () => (window.bounds = ON_FIRST));
      expect([isOn(window, ALONE), window.fullScreen]).toEqual([ALONE[0], true]);
      plug(DOCKED);
      expect([isOn(window, DOCKED), window.fullScreen]).toEqual([DOCKED[1], true]);
    },
  );

  it('fills its display although the system had not moved it from one that is gone', async () => {
    const { window, plug } = await setUp({ kiosk: true });
    plug(ALONE);
    expect(window.getBounds()).toEqual(ALONE[0]?.bounds);
  });

  it('fills a display again that came back larger', async () => {
    const { window, plug } = await setUp({ kiosk: true });
    plug(ALONE, () => (window.bounds = ON_FIRST));
    const larger = [display(1, 0, 3840, 2160)];
    window.getBounds = () =>
      window.present === larger && window.refilled ? (larger[0]?.bounds ?? ON_FIRST) : ON_FIRST;
    plug(larger);
    expect(window.refilled).toBe(true);
  });

  it('says while it leaves full screen only to go elsewhere, which a lock of the kiosk must not hinder', async () => {
    const { window, place, plug } = await setUp({ kiosk: true });
    const seen: boolean[] = [];
    window.on('leave-full-screen', () => seen.push(place.isMoving()));
    plug(ALONE);
    expect([seen, place.isMoving()]).toEqual([[true], false]);
  });

  it('is taken to its display all the same when nobody tells that it has left full screen', async () => {
    const { window, place, plug, clock } = await setUp({ kiosk: true });
    window.staysFull = true;
    plug(ALONE);
    expect([place.isMoving(), window.refilled]).toEqual([true, false]);
    clock.fire();
    expect([place.isMoving(), window.refilled]).toEqual([false, true]);
    expect(window.getBounds()).toEqual(ALONE[0]?.bounds);
  });

  it('goes to where it belongs last when displays change again while it leaves full screen', async () => {
    const { window, place, plug } = await setUp({ kiosk: true });
    window.staysFull = true;
    plug(ALONE);
    plug([display(3, 4000)]);
    window.emit('leave-full-screen');
    expect([place.isMoving(), window.getBounds().x]).toEqual([false, 4000]);
  });

  it('goes on without any display, and is in its place again once there is one', async () => {
    const { window, plug, displays, placements } = await setUp();
    window.setBounds(ON_SECOND);
    plug([], () => window.setBounds({ x: 0, y: 0, width: 640, height: 400 }));
    expect(describeDisplays(displays)).toEqual([]);
    expect(placements.of('')).toBeNull();
    plug(DOCKED);
    expect(window.bounds).toEqual(ON_SECOND);
  });

  it('begun without any display comes to be seen on the first one there is', async () => {
    const { window, plug } = await setUp();
    plug([]);
    window.bounds = { x: 9000, y: 9000, width: 640, height: 400 };
    plug(ALONE);
    expect(isReachable(window.bounds, ALONE)).toBe(true);
  });

  it('that is maximised is never left where there is no display', async () => {
    const { window, plug } = await setUp();
    window.maximized = true;
    plug(ALONE);
    expect(isReachable(window.bounds, ALONE)).toBe(true);
  });
});

describe('an arrangement of displays', () => {
  it('is the same in whatever order and under whatever ids they are told', () => {
    expect(arrangementOf([display(7, 1920), display(9, 0)])).toBe(arrangementOf(DOCKED));
    expect(arrangementOf(ALONE)).not.toBe(arrangementOf(DOCKED));
  });
});
