import { spawn } from 'node:child_process';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import {
  cleanEnvironment,
  exitOf,
  freshFolder,
  launchDesktop,
  runToEnd,
  type Desktop,
} from './support/desktopLaunch.ts';

const pressKey = ({ app }: Desktop, keyCode: string): Promise<void> =>
  app.evaluate(({ BrowserWindow }, key) => {
    const contents = BrowserWindow.getAllWindows()[0]?.webContents;
    contents?.sendInputEvent({ type: 'keyDown', keyCode: key });
    contents?.sendInputEvent({ type: 'keyUp', keyCode: key });
  }, keyCode);

const screenState = ({ app }: Desktop): Promise<{ fullScreen: boolean; kiosk: boolean }> =>
  app.evaluate(({ BrowserWindow }) => {
    const window = BrowserWindow.getAllWindows()[0];
    return { fullScreen: window?.isFullScreen() ?? false, kiosk: window?.isKiosk() ?? false };
  });

async function withDesktop(args: readonly string[], work: (desktop: Desktop) => Promise<void>): Promise<void> {
  const desktop = await launchDesktop({ args });
  try {
    await work(desktop);
  } finally {
    await desktop.close();
  }
}

test('--kiosk fills the screen; Escape does not leave it; F11 leaves it and returns', () =>
  withDesktop(['--kiosk'], async (desktop) => {
    expect(await screenState(desktop)).toEqual({ fullScreen: true, kiosk: true });
    const screen = await desktop.app.evaluate(({ screen: screens }) => screens.getPrimaryDisplay().bounds);
    const size = (): Promise<number[]> => desktop.page.evaluate(() => [innerWidth, innerHeight]);
    await expect.poll(size).toEqual([screen.width, screen.height]);
    const settings = desktop.app.evaluate(({ Menu }) => Menu.getApplicationMenu()?.getMenuItemById('settings') ?? null);
    expect(await settings).toBeNull();
    await pressKey(desktop, 'Escape');
    expect(await screenState(desktop)).toEqual({ fullScreen: true, kiosk: true });
    await pressKey(desktop, 'F11');
    await expect.poll(() => screenState(desktop)).toEqual({ fullScreen: false, kiosk: false });
    await pressKey(desktop, 'F11');
    await expect.poll(() => screenState(desktop)).toEqual({ fullScreen: true, kiosk: true });
  }));

test('in a window, F11 goes to full screen and back, and only F11 alone', () =>
  withDesktop([], async (desktop) => {
    expect(await screenState(desktop)).toEqual({ fullScreen: false, kiosk: false });
    await desktop.app.evaluate(({ BrowserWindow }) =>
      BrowserWindow.getAllWindows()[0]?.webContents.sendInputEvent({
        type: 'keyDown',
        keyCode: 'F11',
        modifiers: ['control'],
      }),
    );
    await pressKey(desktop, 'F10');
    expect(await screenState(desktop)).toEqual({ fullScreen: false, kiosk: false });
    await pressKey(desktop, 'F11');
    await expect.poll(() => screenState(desktop)).toEqual({ fullScreen: true, kiosk: false });
    await pressKey(desktop, 'F11');
    await expect.poll(() => screenState(desktop)).toEqual({ fullScreen: false, kiosk: false });
  }));

test('the display is kept awake for as long as the app runs', () =>
  withDesktop([], async ({ app }) => {
    const blocked = await app.evaluate(({ powerSaveBlocker }) =>
      Array.from({ length: 10 }, (_, id) => powerSaveBlocker.isStarted(id)).some(Boolean),
    );
    expect(blocked).toBe(true);
  }));

test('the pointer is marked idle three seconds after it last moved, and awake when it moves', () =>
  withDesktop([], async ({ page }) => {
    const root = page.locator('html');
    await page.mouse.move(100, 100);
    await expect(root).not.toHaveAttribute('data-idle');
    await expect(root).toHaveAttribute('data-idle', '');
    await page.mouse.move(120, 120);
    await expect(root).not.toHaveAttribute('data-idle');
  }));

test('a second start on the same data shows the first window and ends', () =>
  withDesktop([], async (desktop) => {
    await desktop.app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.minimize());
    const second = await runToEnd(['--data-dir', desktop.dataDir], cleanEnvironment(desktop.dataDir));
    expect(second).toMatchObject({ exitCode: 0, stdout: '' });
    const minimized = (): Promise<boolean> =>
      desktop.app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.isMinimized() ?? true);
    await expect.poll(minimized).toBe(false);
    expect(await desktop.app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().length)).toBe(1);
  }));

test('a data folder that another wallboard holds ends the start with one line', async () => {
  const folder = await freshFolder();
  // Any process that is alive may hold the folder, as the browser shell does.
  const holder = spawn(process.execPath, [
    '--disable-warning=ExperimentalWarning',
    '--input-type=module',
    '-e',
    `const { lockFolder } = await import(${JSON.stringify(join(import.meta.dirname, '../../core/node/folderLock.ts'))});
     await lockFolder(${JSON.stringify(folder)});
     console.log('held');
     setInterval(() => {}, 1000);`,
  ]);
  try {
    await new Promise((resolve) => holder.stdout.once('data', resolve));
    const ended = await runToEnd(['--data-dir', folder], cleanEnvironment(folder));
    expect(ended).toMatchObject({ exitCode: 2, stdout: '' });
    expect(ended.stderr).toMatch(/^wallboard: The data folder is in use[^\n]*\n$/);
  } finally {
    holder.kill();
    await rm(folder, { recursive: true, force: true, maxRetries: 5 });
  }
});

const BAD_STARTS: readonly { what: string; args?: readonly string[]; env?: Record<string, string> }[] = [
  { what: 'an unknown option', args: ['--kiosks'] },
  { what: 'an address that is not https', args: ['--api-url', 'http://example.com'] },
  { what: 'a key as an argument', args: ['--api-key', 'secret-7f3a'] },
  { what: 'a board id with a slash', args: ['--board', 'a/b'] },
  { what: 'an address in the environment that is none', env: { EXPERIA_API_URL: 'nonsense' } },
  { what: 'a key file that is not there', env: { EXPERIA_API_KEY_FILE: '/nonexistent/secret-7f3a' } },
];

for (const { what, args = [], env = {} } of BAD_STARTS)
  test(`${what} ends the start with exit code 2 and one line without the value`, async () => {
    const folder = await freshFolder();
    try {
      const ended = await runToEnd(['--data-dir', folder, ...args], cleanEnvironment(folder, env));
      expect(ended).toMatchObject({ exitCode: 2, stdout: '' });
      expect(ended.stderr).toMatch(/^wallboard: [^\n]+\n$/);
      expect(ended.stderr).not.toContain('secret-7f3a');
    } finally {
      await rm(folder, { recursive: true, force: true, maxRetries: 5 });
    }
  });

test('closing the window ends the app with exit code 0', async () => {
  const desktop = await launchDesktop();
  const ended = exitOf(desktop);
  const closing = desktop.app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.close());
  closing.catch(() => {});
  expect(await ended).toBe(0);
  await desktop.close();
});
