import { expect, test } from '@playwright/test';
import { arrived, cleanEnvironment, exitOf, IS_STAND_IN, runToEnd, type Desktop } from './support/desktopLaunch.ts';
import { startElsewhere } from './support/desktopProbes.ts';
import { accessOf, askSettings, changeDesktop, displaysOf, plugIn, settingsOf } from './support/desktopShell.ts';
import {
  heardBy,
  listen,
  openLockedKiosk,
  PIN,
  pressKeys,
  stateOf,
  tryPin,
  withLockedKiosk,
  type Stroke,
} from './support/lockedKiosk.ts';

const SHUT = { windows: 1, fullScreen: true, minimized: false, devTools: false, zoom: 1 };
const F11: Stroke = { key: 'F11' };
const SETTLE_MS = 200;

const control = (keys: string): Stroke[] => [...keys].map((key) => ({ key, held: ['control'] }));

/** Every key that leads out of a window, somewhere. */
const WAYS_OUT: readonly Stroke[] = [
  ...control('rwqpsojukfghntld,+-=01'),
  ...['i', 'j', 'c', 'r', 'n', 't', 'w', 'Delete'].map((key): Stroke => ({ key, held: ['control', 'shift'] })),
  ...['F4', 'Left', 'Right', 'Home', 'Space', 'Tab', 'Escape', 'Enter'].map((key): Stroke => ({ key, held: ['alt'] })),
  ...['q', 'w', 'h', 'm', 'r', 'd', 'l', 'Tab', 'Space'].map((key): Stroke => ({ key, held: ['meta'] })),
  ...[1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 12].map((n): Stroke => ({ key: `F${n}` })),
];

async function expectShut(desktop: Desktop): Promise<void> {
  await expect.poll(() => stateOf(desktop)).toEqual(SHUT);
  expect(await accessOf(desktop.page)).toBe('kiosk');
}

test('a locked kiosk asks for the PIN on F11, counts wrong ones, and is the desk once the right one was given', () =>
  withLockedKiosk(async (desktop) => {
    const { page } = desktop;
    await pressKeys(desktop, [F11]);
    await expect.poll(() => heardBy(page)).toMatchObject({ panels: ['unlock'] });
    await expectShut(desktop);
    expect(await tryPin(page, '000000')).toMatchObject({ unlocked: false, attemptsLeft: 4 });
    await expectShut(desktop);
    expect(await askSettings(page)).toBe('forbidden');
    expect(await tryPin(page, PIN)).toEqual({ unlocked: true });
    // The page is a new one: what it may do has changed.
    await expect.poll(() => heardBy(page)).toBeNull();
    await expect.poll(() => accessOf(page)).toBe('control');
    expect(await stateOf(desktop)).toMatchObject({ fullScreen: false });
    await pressKeys(desktop, [F11]);
    await expect.poll(() => accessOf(page)).toBe('kiosk');
    await expectShut(desktop);
  }));

test('a locked wall beside the desk closes with its own PIN entry only, and the desk stays what it is', () =>
  withLockedKiosk(async (desktop) => {
    test.skip(!IS_STAND_IN, 'needs a second display');
    const { app, page } = desktop;
    await tryPin(page, PIN);
    await expect.poll(() => accessOf(page)).toBe('control');
    await plugIn(desktop, { x: 1920, y: 0, width: 1280, height: 720 });
    const display = (await displaysOf(page)).at(-1)?.id ?? '';
    const opening = app.waitForEvent('window');
    await changeDesktop(page, { walls: [{ display, board: 'main' }] });
    const wall = await opening;
    await arrived(wall);
    await listen(wall);
    await pressKeys(desktop, [F11, ...WAYS_OUT], 1);
    await app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[1]?.close());
    await expect.poll(() => heardBy(wall)).toEqual({ panels: ['unlock'], keys: [] });
    // The desk's own PIN entry lets no wall go.
    expect(await tryPin(page, PIN)).toEqual({ unlocked: true });
    expect(await stateOf(desktop)).toMatchObject({ windows: 2 });
    const closing = wall.waitForEvent('close');
    await tryPin(wall, PIN).catch(() => undefined);
    await closing;
    expect([await stateOf(desktop), await accessOf(page)]).toMatchObject([{ windows: 1 }, 'control']);
    expect((await settingsOf(page)).settings.desktop.walls).toHaveLength(1);
  }));

test.describe('a locked kiosk that is left alone with somebody', () => {
  let desktop: Desktop;
  test.beforeAll(async () => {
    desktop = await openLockedKiosk();
  });
  test.afterAll(() => desktop.close());
  test.beforeEach(() => listen(desktop.page));

  test('no key leads out of a locked kiosk, and none but its own reaches the page', async () => {
    const { page } = desktop;
    await pressKeys(desktop, WAYS_OUT);
    await pressKeys(desktop, [{ key: 'a', held: ['control'] }, { key: 'Escape' }]);
    await expect.poll(async () => (await heardBy(page))?.keys.at(-1)).toBe('Escape');
    expect((await heardBy(page))?.keys).toEqual(['a', 'Escape']);
    await expectShut(desktop);
    expect(await heardBy(page)).toMatchObject({ panels: [] });
  });

  test('a locked kiosk cannot be closed, minimised, shrunk, zoomed or inspected', async () => {
    await desktop.app.evaluate(({ BrowserWindow, Menu }) => {
      const [window] = BrowserWindow.getAllWindows();
      window?.close();
      window?.minimize();
      window?.setFullScreen(false);
      window?.webContents.setZoomFactor(3);
      window?.webContents.emit('zoom-changed', {}, 'in');
      window?.webContents.openDevTools();
      if (Menu.getApplicationMenu()?.getMenuItemById('settings')) throw new Error('There is a menu');
    });
    await expectShut(desktop);
    expect(await heardBy(desktop.page)).not.toBeNull();
  });

  test('a locked kiosk opens no dialog of the browser, not even for a script in its page', async () => {
    const { page } = desktop;
    const dialogs: string[] = [];
    page.on('dialog', (dialog) => {
      dialogs.push(dialog.type());
      void dialog.dismiss();
    });
    const answers = await page.evaluate(() => {
      let printed = false;
      window.addEventListener('beforeprint', () => (printed = true));
      alert('1');
      window.print();
      return [confirm('2'), prompt('3'), window.open('about:blank'), printed];
    });
    expect(answers).toEqual([false, null, null, false]);
    expect(dialogs).toEqual([]);
    await expectShut(desktop);
  });

  test('nothing in a kiosk chooses a file, and a file or link that is dropped on it goes nowhere', async () => {
    const { app, page } = desktop;
    const elsewhere = await startElsewhere();
    const pickers: unknown[] = [];
    page.on('filechooser', (chooser) => pickers.push(chooser));
    for (const key of ['c', 'Escape', '?', 'Escape', ',']) {
      await page.keyboard.press(key);
      expect(await page.locator('input[type="file"], webview, iframe, object, embed').count(), key).toBe(0);
    }
    const session = await app.context().newCDPSession(page);
    for (const data of [
      { items: [{ mimeType: 'text/uri-list', data: elsewhere.url }], dragOperationsMask: 1 },
      { items: [{ mimeType: 'text/html', data: `<a href="${elsewhere.url}">x</a>` }], dragOperationsMask: 1 },
      { items: [], files: [`${import.meta.dirname}/../../renderer/index.html`], dragOperationsMask: 1 },
    ])
      for (const type of ['dragEnter', 'dragOver', 'drop'] as const)
        await session.send('Input.dispatchDragEvent', { type, x: 300, y: 300, data });
    await page.waitForTimeout(SETTLE_MS);
    expect(await heardBy(page)).not.toBeNull();
    expect([pickers, elsewhere.hits(), app.windows().length]).toEqual([[], 0, 1]);
    await elsewhere.close();
    await expectShut(desktop);
  });

  test('a second start on the data of a locked kiosk shows nothing new', async () => {
    const second = await runToEnd(['--data-dir', desktop.dataDir], cleanEnvironment(desktop.dataDir));
    expect(second).toMatchObject({ exitCode: 0, stdout: '' });
    await expectShut(desktop);
    expect(await heardBy(desktop.page)).toEqual({ panels: [], keys: [] });
  });

  test('a locked kiosk ends with SIGTERM as any other', async () => {
    const ended = exitOf(desktop);
    desktop.app.process().kill('SIGTERM');
    expect(await ended).toBe(0);
  });
});
