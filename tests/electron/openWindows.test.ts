import { describe, expect, it } from 'vitest';
import { openDesk } from '../../electron/deskWindow.ts';
import type { Display } from '../../electron/displays.ts';
import { bindFullScreenKey } from '../../electron/kiosk.ts';
import type { KioskLock } from '../../electron/lock/kioskLock.ts';
import { createOpenPages } from '../../electron/openPages.ts';
import type { Placement } from '../../electron/placements.ts';
import { openWallWindow } from '../../electron/wallWindow.ts';
import { windowOptions } from '../../electron/window.ts';
import { createWatchdog } from '../../electron/watchdog/watchdog.ts';
import { silentLog, World } from '../core/support/world.ts';
import { fakeWindows } from './fakeBrowserWindow.ts';

const OPTIONS = windowOptions({ title: 'Wall', preload: '/preload.cjs', kiosk: false, packaged: true });
const display = (id: number, x: number): Display => {
  const bounds = { x, y: 0, width: 1920, height: 1080 };
  return { id, label: '', bounds, workArea: bounds, scaleFactor: 1 };
};
const TWO = [display(1, 0), display(2, 1920)];
const PLACE: Placement = { x: 2000, y: 50, width: 1000, height: 700, state: 'normal' };

/** As the lock itself while there is no PIN: tests/security/kioskLock.test.ts. */
const noPin: Pick<KioskLock, 'guard'> = {
  guard: (window, { toggle }) => bindFullScreenKey(window.webContents, toggle, 'linux'),
};

const watchdogOf = ({ View }: Pick<ReturnType<typeof fakeWindows>, 'View'>, world = new World()) =>
  createWatchdog({
    ports: { clock: world.process().clock, random: () => 0, log: silentLog },
    View,
    kill: () => {},
    snapshot: () => ({ boards: [] }),
  });

interface Given {
  readonly present?: readonly Display[];
  readonly place?: Placement | null;
  readonly kiosk?: boolean;
}

function desk({ present = TWO, place = null, kiosk = false }: Given = {}) {
  const windows = fakeWindows();
  const pages = createOpenPages();
  const world = new World();
  const [primary = display(1, 0)] = present;
  const opened = openDesk(
    windows.Window,
    { ...OPTIONS, kiosk },
    {
      address: 'app://wallboard/',
      kiosk,
      pages,
      lock: noPin,
      watchdog: watchdogOf(windows, world),
      after: world.process().clock.after,
      displays: { getAllDisplays: () => present, getPrimaryDisplay: () => primary, on: () => {} },
      placements: { of: () => place, remember: () => {}, flush: () => Promise.resolve() },
      kioskChanged: () => {},
    },
  );
  const [made] = windows.made;
  if (!made) throw new Error('No window was made');
  return { ...windows, desk: opened, made, world, arrive: () => pages.arrived(made.contents) };
}

describe('the window of the desk', () => {
  it('is told of full screen only when it is to be in it', () => {
    expect(desk({ place: PLACE }).made.options).not.toHaveProperty('fullscreen');
    expect(desk({ place: { ...PLACE, state: 'fullScreen' } }).made.options.fullscreen).toBe(true);
    expect(desk({ kiosk: true }).made.options.fullscreen).toBe(true);
  });

  it('is put in its place again once it is made, where displays may differ in scale', () => {
    expect(desk({ place: PLACE }).done).toEqual(['bounds 2000,50']);
    expect(desk({ place: { ...PLACE, x: 50 }, present: [display(1, 0)] }).done).toEqual([]);
    expect(desk({ place: { ...PLACE, state: 'maximized' } }).done).toEqual([]);
    expect(desk().done).toEqual([]);
  });

  it('keeps a panel that was asked for while its page loads until the page is there', () => {
    const { desk: opened, done, arrive } = desk();
    const sent = (): string[] => done.filter((line) => line.startsWith('wallboard:panel'));
    opened.openPanel('settings');
    expect(sent()).toEqual([]);
    arrive();
    arrive();
    opened.openPanel('keys');
    expect(sent()).toEqual(['wallboard:panel settings', 'wallboard:panel keys']);
  });

  it('keeps a panel for the new page after it has left the kiosk', () => {
    const { desk: opened, done, arrive, press } = desk({ kiosk: true });
    arrive();
    press(0, 'F11');
    opened.openPanel('settings');
    expect(done.at(-1)).not.toContain('panel');
    arrive();
    expect(done.at(-1)).toBe('wallboard:panel settings');
  });

  it('keeps a panel for the page that comes after one that is gone', async () => {
    const { desk: opened, done, arrive, made, world } = desk();
    arrive();
    made.contents.goes('crashed');
    opened.openPanel('settings');
    await world.advance(1000);
    expect(done.at(-1)).not.toContain('panel');
    arrive();
    expect(done.at(-1)).toBe('wallboard:panel settings');
  });

  it('has the focus after something else only if it had it before', () => {
    const { desk: opened, done, made } = desk();
    opened.keepFocus(() => done.push('act'));
    expect(done).toEqual(['act']);
    Object.assign(made.window, { focused: true });
    opened.keepFocus(() => done.push('act'));
    expect(done).toEqual(['act', 'act', 'focus']);
  });
});

function wall(platform: NodeJS.Platform) {
  const windows = fakeWindows();
  const { done } = windows;
  const place = { display: 'TV 1920x1080', board: 'sales', bounds: display(2, 1920).bounds };
  const closed: string[] = [];
  openWallWindow(windows.Window, OPTIONS, place, {
    platform,
    pages: createOpenPages(),
    lock: noPin,
    watchdog: watchdogOf(windows),
    keepFocus(act) {
      act();
      done.push('focus back');
    },
    reopen: () => {},
  }).onClosed(() => closed.push('closed'));
  return { ...windows, closed };
}

describe('the window of a wall', () => {
  it.each([
    ['linux', 'fullScreen true'],
    ['win32', 'fullScreen true'],
    ['darwin', 'simpleFullScreen true'],
  ] as const)(
    'on %s goes to full screen when it has something to show, and leaves the focus to the desk',
    (on, how) => {
      const { made, done } = wall(on);
      expect(made[0]?.options).toMatchObject({ x: 1920, frame: false, show: false });
      expect(made[0]?.options.webPreferences).toMatchObject({ focusOnNavigation: false });
      expect(made[0]?.options).not.toHaveProperty('fullscreen');
      expect(done).toEqual([]);
      made[0]?.window.emit('ready-to-show');
      expect(done).toEqual(['showInactive', how, 'focus back']);
    },
  );

  it('is closed by F11 and by no other key: Escape closes what is open on it', () => {
    const { press, closed } = wall('linux');
    press(0, 'F10');
    press(0, 'Escape');
    press(0, 'F11', { control: true });
    expect(closed).toEqual([]);
    press(0, 'F11');
    expect(closed).toEqual(['closed']);
  });
});
