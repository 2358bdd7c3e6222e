import { expect, test, type Page } from '@playwright/test';
import { DEFAULT_BOARD } from '../../common/settings.ts';
import { arrived, IS_STAND_IN, type Desktop } from './support/desktopLaunch.ts';
import {
  accessOf,
  askSettings,
  changeDesktop,
  changeSettings,
  clickMenu,
  displaysOf,
  plugIn,
  settingsOf,
  unplug,
  windowsOf,
  withDesktop,
  type Bounds,
} from './support/desktopShell.ts';

const SECOND: Bounds = { x: 1920, y: 0, width: 1280, height: 720 };
const SALES = { ...DEFAULT_BOARD, id: 'sales', title: 'Sales' };

/** A display for the wall: a second one on the stand-in, whatever there is on Electron. */
async function wallDisplay(desktop: Desktop): Promise<{ id: string; bounds: Bounds }> {
  if (IS_STAND_IN) await plugIn(desktop, SECOND);
  const bounds = await desktop.app.evaluate(
    ({ screen }) => (screen.getAllDisplays().at(-1) ?? screen.getPrimaryDisplay()).bounds,
  );
  const id = (await displaysOf(desktop.page)).at(-1)?.id;
  if (id === undefined) throw new Error('There is no display');
  return { id, bounds };
}

const wallsOf = async (desktop: Desktop): Promise<Awaited<ReturnType<typeof windowsOf>>> =>
  (await windowsOf(desktop)).filter(({ url }) => url.includes('?board=sales'));

async function nextPage({ app }: Desktop, act: () => Promise<unknown>): Promise<Page> {
  const opening = app.waitForEvent('window');
  await act();
  const page = await opening;
  await arrived(page);
  return page;
}

test('a wall opens on its display with its board, may not touch the settings, and closes when it is no longer wanted', () =>
  withDesktop({ args: ['--demo'] }, async (desktop) => {
    const { id, bounds } = await wallDisplay(desktop);
    await changeSettings(desktop.page, (settings) => ({ ...settings, boards: [DEFAULT_BOARD, SALES] }));
    const wall = await nextPage(desktop, () =>
      changeDesktop(desktop.page, { walls: [{ display: id, board: 'sales' }] }),
    );
    await expect.poll(() => wallsOf(desktop)).toMatchObject([{ fullScreen: true, bounds }]);
    expect([await accessOf(wall), await askSettings(wall)]).toEqual(['kiosk', 'forbidden']);
    expect([await accessOf(desktop.page), await askSettings(desktop.page)]).toEqual(['control', 'ok']);
    await changeDesktop(desktop.page, { walls: [] });
    await expect.poll(() => windowsOf(desktop)).toHaveLength(1);
  }));

test('a wall is sent no address of an agent, while the desk is', () =>
  withDesktop({ args: ['--demo'] }, async (desktop) => {
    const email = 'agent.canary@example.com';
    const board = { ...SALES, query: { ...SALES.query, email } };
    await changeSettings(desktop.page, (settings) => ({ ...settings, boards: [DEFAULT_BOARD, board] }));
    const { id } = await wallDisplay(desktop);
    const wall = await nextPage(desktop, () =>
      changeDesktop(desktop.page, { walls: [{ display: id, board: 'sales' }] }),
    );
    const told = (page: Page): Promise<string> =>
      page.evaluate(
        () =>
          new Promise<string>((resolve) => {
            const end = window.wallboard.onSnapshot((snapshot) => {
              end();
              resolve(JSON.stringify(snapshot));
            });
          }),
      );
    const both = Promise.all([told(wall), told(desktop.page)]);
    await changeSettings(desktop.page, (settings) => ({ ...settings, site: 'Another name' }));
    const [onWall, onDesk] = await both;
    expect(onDesk).toContain(email);
    expect(onWall).not.toContain('canary');
  }));

test('a wall goes with its display and comes back with it', () =>
  withDesktop({ args: ['--demo'] }, async (desktop) => {
    test.skip(!IS_STAND_IN, 'needs a display that can be unplugged');
    const systemId = await plugIn(desktop, SECOND);
    const display = (await displaysOf(desktop.page)).at(-1)?.id ?? '';
    await changeSettings(desktop.page, (settings) => ({
      ...settings,
      boards: [DEFAULT_BOARD, SALES],
      desktop: { ...settings.desktop, walls: [{ display, board: 'sales' }] },
    }));
    await expect.poll(() => wallsOf(desktop)).toHaveLength(1);
    await unplug(desktop, systemId);
    await expect.poll(() => windowsOf(desktop)).toHaveLength(1);
    await plugIn(desktop, SECOND);
    await expect.poll(() => wallsOf(desktop)).toMatchObject([{ bounds: SECOND }]);
  }));

test('the menu opens a wall on a display, which the settings keep, and closes it', () =>
  withDesktop({ args: ['--demo'] }, async (desktop) => {
    const { id, bounds } = await wallDisplay(desktop);
    const { length: count } = await displaysOf(desktop.page);
    test.skip(count < 2, 'needs a second display: the menu does not offer to cover the desk');
    const [board] = (await settingsOf(desktop.page)).settings.boards;
    const walls = async (): Promise<unknown> => (await settingsOf(desktop.page)).settings.desktop.walls;
    await nextPage(desktop, () => clickMenu(desktop, `wall ${id} ${board?.id}`));
    expect(await walls()).toEqual([{ display: id, board: board?.id }]);
    await expect.poll(async () => (await windowsOf(desktop)).at(-1)).toMatchObject({ fullScreen: true, bounds });
    await clickMenu(desktop, 'closeWalls');
    await expect.poll(() => windowsOf(desktop)).toHaveLength(1);
    expect(await walls()).toEqual([]);
  }));

test('F11 closes a wall, and it stays closed until the menu asks for it again', () =>
  withDesktop({ args: ['--demo'] }, async (desktop) => {
    test.skip(!IS_STAND_IN, 'needs a second display');
    const { id } = await wallDisplay(desktop);
    await nextPage(desktop, () => changeDesktop(desktop.page, { walls: [{ display: id, board: 'main' }] }));
    await desktop.app.evaluate(({ BrowserWindow }) =>
      BrowserWindow.getAllWindows()[1]?.webContents.sendInputEvent({ type: 'keyDown', keyCode: 'F11' }),
    );
    await expect.poll(() => windowsOf(desktop)).toHaveLength(1);
    await changeSettings(desktop.page, (settings) => ({ ...settings, site: 'Another name' }));
    expect(await windowsOf(desktop)).toHaveLength(1);
    await nextPage(desktop, () => clickMenu(desktop, `wall ${id} main`));
    await expect.poll(() => windowsOf(desktop)).toHaveLength(2);
  }));

test("the shortcuts of the menu are the desk's alone, also after the menu has changed", () =>
  withDesktop({ args: ['--demo'] }, async (desktop) => {
    test.skip(!IS_STAND_IN, 'keys made by a test do not reach the menu on every system');
    const { app, page } = desktop;
    const { id } = await wallDisplay(desktop);
    await nextPage(desktop, () => changeDesktop(page, { walls: [{ display: id, board: 'main' }] }));
    await changeSettings(page, (settings) => ({
      ...settings,
      boards: settings.boards.map((board) => ({ ...board, title: 'Renamed' })),
    }));
    await page.evaluate(() => {
      const heard: string[] = [];
      window.wallboard.onPanel((panel) => heard.push(panel));
      Object.assign(globalThis, { heard });
    });
    const press = (on: 'wall' | 'desk', keyCode: string): Promise<void> =>
      app.evaluate(
        ({ BrowserWindow }, key) => {
          const [desk, wall] = BrowserWindow.getAllWindows();
          const { webContents } = (key.on === 'desk' ? desk : wall) ?? {};
          webContents?.sendInputEvent({ type: 'keyDown', keyCode: key.keyCode, modifiers: ['control'] });
        },
        { on, keyCode },
      );
    await press('wall', ',');
    await press('desk', 'K');
    const heard = (): Promise<string[]> => page.evaluate(() => (globalThis as unknown as { heard: string[] }).heard);
    await expect.poll(heard).toEqual(['cards']);
  }));

test('closing the desk closes the walls with it and ends the app', () =>
  withDesktop({ args: ['--demo'] }, async (desktop) => {
    const { id } = await wallDisplay(desktop);
    await nextPage(desktop, () => changeDesktop(desktop.page, { walls: [{ display: id, board: 'main' }] }));
    const ended = new Promise<void>((resolve) => desktop.app.once('close', () => resolve()));
    desktop.app
      .evaluate(({ BrowserWindow }) =>
        BrowserWindow.getAllWindows()
          .find((window) => !window.webContents.getURL().includes('board='))
          ?.close(),
      )
      .catch(() => {});
    await ended;
  }));

const pressF11 = ({ app }: Desktop): Promise<void> =>
  app.evaluate(({ BrowserWindow }) =>
    BrowserWindow.getAllWindows()[0]?.webContents.sendInputEvent({ type: 'keyDown', keyCode: 'F11' }),
  );

/** macOS keeps a menu in any case. */
const hasMenu = ({ app }: Desktop): Promise<boolean> =>
  app.evaluate(({ Menu }) => Boolean(Menu.getApplicationMenu()?.getMenuItemById('settings')));

test('F11 takes a window out of the kiosk and back, each time with a new page, and what it may do goes along', () =>
  withDesktop({ args: ['--kiosk', '--demo'] }, async (desktop) => {
    const { page } = desktop;
    const mark = (): Promise<void> => page.evaluate(() => void Object.assign(globalThis, { before: true }));
    const isNew = (): Promise<boolean> => page.evaluate(() => !('before' in globalThis)).catch(() => false);
    expect([await accessOf(page), await askSettings(page), await hasMenu(desktop)]).toEqual([
      'kiosk',
      'forbidden',
      false,
    ]);
    await mark();
    await pressF11(desktop);
    await expect.poll(isNew).toBe(true);
    expect([await accessOf(page), await askSettings(page), await hasMenu(desktop)]).toEqual(['control', 'ok', true]);
    await mark();
    await pressF11(desktop);
    await expect.poll(isNew).toBe(true);
    expect([await accessOf(page), await askSettings(page), await hasMenu(desktop)]).toEqual([
      'kiosk',
      'forbidden',
      false,
    ]);
  }));

test('F11 leaves a plain window its page and what it may do', () =>
  withDesktop({}, async (desktop) => {
    await desktop.page.evaluate(() => void Object.assign(globalThis, { before: true }));
    await pressF11(desktop);
    const isFull = (): Promise<boolean | undefined> =>
      desktop.app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.isFullScreen());
    await expect.poll(isFull).toBe(true);
    expect(await accessOf(desktop.page)).toBe('control');
    expect(await desktop.page.evaluate(() => 'before' in globalThis)).toBe(true);
  }));
