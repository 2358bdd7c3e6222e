import { existsSync } from 'node:fs';
import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import { freshFolder, type Desktop } from './support/desktopLaunch.ts';
import { accessOf, changeDesktop, saveFile, settingsOf, withDesktop, type Bounds } from './support/desktopShell.ts';

async function withFolder(work: (folder: string) => Promise<void>): Promise<void> {
  const folder = await freshFolder();
  try {
    await work(folder);
  } finally {
    await rm(folder, { recursive: true, force: true, maxRetries: 5 });
  }
}

interface Place {
  readonly bounds: Bounds;
  readonly maximized: boolean;
}

const placeOf = ({ app }: Desktop): Promise<Place> =>
  app.evaluate(({ BrowserWindow }) => {
    const [window] = BrowserWindow.getAllWindows();
    if (!window) throw new Error('There is no window');
    return { bounds: window.getNormalBounds(), maximized: window.isMaximized() };
  });

const put = ({ app }: Desktop, bounds: Bounds): Promise<void> =>
  app.evaluate(({ BrowserWindow }, where) => BrowserWindow.getAllWindows()[0]?.setBounds(where), bounds);

test('the window comes back where it was put, maximised if it was', () =>
  withFolder(async (dataDir) => {
    const bounds = { x: 140, y: 90, width: 1000, height: 700 };
    let left: Place | null = null;
    await withDesktop({ dataDir }, async (desktop) => {
      await put(desktop, bounds);
      await expect.poll(() => placeOf(desktop)).toMatchObject({ bounds });
    });
    await withDesktop({ dataDir }, async (desktop) => {
      expect(await placeOf(desktop)).toEqual({ bounds, maximized: false });
      await desktop.app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.maximize());
      await expect.poll(async () => (await placeOf(desktop)).maximized).toBe(true);
      left = await placeOf(desktop);
    });
    await withDesktop({ dataDir }, (desktop) => expect.poll(() => placeOf(desktop)).toEqual(left));
  }));

for (const [what, text] of [
  ['that is no JSON', '{'],
  ['with a window of no size', '{"version":1,"desk":[{"arrangement":"","placement":{"x":0,"y":0,"width":0}}]}'],
])
  test(`a file of window places ${what} does not keep the app from starting`, () =>
    withFolder(async (dataDir) => {
      await writeFile(join(dataDir, 'windows.json'), text ?? '');
      await withDesktop({ dataDir }, async (desktop) => {
        expect((await placeOf(desktop)).bounds).toMatchObject({ width: 1280, height: 720 });
      });
    }));

test('the setting alone starts a kiosk, which F11 leaves', () =>
  withFolder(async (dataDir) => {
    await withDesktop({ dataDir }, ({ page }) => changeDesktop(page, { kiosk: true }));
    await withDesktop({ dataDir }, async ({ app, page }) => {
      expect(await accessOf(page)).toBe('kiosk');
      expect(await app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.isKiosk())).toBe(true);
      await app.evaluate(({ BrowserWindow }) =>
        BrowserWindow.getAllWindows()[0]?.webContents.sendInputEvent({ type: 'keyDown', keyCode: 'F11' }),
      );
      await expect.poll(() => accessOf(page)).toBe('control');
    });
  }));

test('opening at login writes one desktop entry of our own, and takes only that away again', () =>
  withFolder(async (dataDir) => {
    test.skip(process.platform !== 'linux', 'other systems keep login items where a test must not write');
    const autostart = join(dataDir, '.config', 'autostart');
    await mkdir(autostart, { recursive: true });
    await writeFile(join(autostart, 'other.desktop'), '[Desktop Entry]\n');
    await withDesktop({ dataDir, args: ['--demo', '--board', 'main'] }, async ({ page }) => {
      await changeDesktop(page, { openAtLogin: true });
      const entries = async (): Promise<string[]> => (await readdir(autostart)).sort();
      const ours = async (): Promise<string> => (await entries()).filter((name) => name !== 'other.desktop').join();
      await expect.poll(ours).toMatch(/^experia-wallboard-[0-9a-f]{8}\.desktop$/);
      expect(await readFile(join(autostart, await ours()), 'utf8')).toContain(
        `"--data-dir" "${dataDir}" "--board" "main" "--demo"`,
      );
      expect((await settingsOf(page)).settings.desktop.openAtLogin).toBe(true);
      await changeDesktop(page, { openAtLogin: false });
      await expect.poll(entries).toEqual(['other.desktop']);
    });
  }));

test('a table that the page made is offered for saving in the downloads folder, with its ending', () =>
  withDesktop({}, async (desktop) => {
    const downloads = await desktop.app.evaluate(({ app }) => app.getPath('downloads'));
    const saved = await saveFile(desktop, desktop.page, { href: 'blob', name: 'sessions.csv' });
    expect(saved).toMatchObject({
      refused: false,
      defaultPath: join(downloads, 'sessions.csv'),
      extensions: ['csv'],
    });
    expect(await readFile(saved.path, 'utf8')).toBe('a,b\r\n1,2\r\n');
  }));

test('nothing but what the page made is saved', () =>
  withDesktop({}, async (desktop) => {
    const saved = await saveFile(desktop, desktop.page, { href: 'data:text/csv,a', name: 'other.csv' });
    expect(saved.refused).toBe(true);
    expect(existsSync(saved.path)).toBe(false);
  }));

test('a kiosk saves nothing and opens no dialog', () =>
  withDesktop({ args: ['--kiosk'] }, async (desktop) => {
    const saved = await saveFile(desktop, desktop.page, { href: 'blob', name: 'sessions.csv' });
    expect(saved).toMatchObject({ refused: true, defaultPath: null });
    expect(existsSync(saved.path)).toBe(false);
  }));
