import { expect, test } from '@playwright/test';
import type { MenuPanel } from '../../common/bridge.ts';
import { startSimulator } from '../../core/simulator/server.ts';
import { trayPng } from '../../electron/trayImage.ts';
import { trayStatusOf, type TrayStatus } from '../../electron/trayStatus.ts';
import type { Snapshot } from '../../common/snapshot.ts';
import { IS_STAND_IN, type Desktop } from './support/desktopLaunch.ts';
import { accessOf, clickMenu, settingsOf, withDesktop } from './support/desktopShell.ts';

const KEY = 'wallboard-e2e-key-4c02d7';

test('the menu opens each panel in the page, with the window in front', () =>
  withDesktop({}, async (desktop) => {
    const { app, page } = desktop;
    await expect.poll(() => accessOf(page)).toBe('control');
    await page.evaluate(() => {
      const heard: string[] = [];
      window.wallboard.onPanel((panel) => heard.push(panel));
      Object.assign(globalThis, { heard });
    });
    await app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.minimize());
    const panels: readonly MenuPanel[] = ['settings', 'cards', 'keys', 'about'];
    for (const panel of panels) expect(await clickMenu(desktop, panel), panel).toBe(true);
    const heard = (): Promise<string[]> => page.evaluate(() => (globalThis as unknown as { heard: string[] }).heard);
    await expect.poll(heard).toEqual(panels);
    const minimized = await app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.isMinimized());
    expect(minimized).toBe(false);
  }));

test('Settings in the menu opens the settings over the wall', () =>
  withDesktop({ args: ['--demo'] }, async (desktop) => {
    await expect(desktop.page.locator('[data-view="wall"]')).toBeVisible();
    await expect.poll(() => accessOf(desktop.page)).toBe('control');
    await clickMenu(desktop, 'settings');
    await expect(desktop.page.getByRole('dialog').first()).toBeVisible();
  }));

test('diagnostics are copied from the menu, without the key', async () => {
  const simulator = await startSimulator({ key: KEY });
  try {
    await withDesktop({ env: { EXPERIA_API_URL: simulator.url, EXPERIA_API_KEY: KEY } }, async (desktop) => {
      const { app, page } = desktop;
      await expect(page.locator('[data-health]').first()).toHaveAttribute('data-health', 'fresh');
      await app.evaluate(({ clipboard }) => clipboard.writeText(''));
      await clickMenu(desktop, 'copyDiagnostics');
      const copied = (): Promise<string> => app.evaluate(({ clipboard }) => clipboard.readText());
      await expect.poll(copied).toMatch(/electron/i);
      expect(await copied()).not.toContain(KEY);
    });
  } finally {
    await simulator.close();
  }
});

interface TrayFacts {
  readonly tooltip: string;
  readonly png: string;
}

/** Electron tells nobody what a tray shows; the stand-in does. */
const trayOf = ({ app }: Desktop): Promise<TrayFacts | null> =>
  app.evaluate(({ Tray }) => {
    type Shown = { tooltip: string; image: { toPNG(): Buffer } };
    const [tray] = (Tray as unknown as { shown: Set<Shown> }).shown;
    return tray ? { tooltip: tray.tooltip, png: tray.image.toPNG().toString('base64') } : null;
  });

const clickTray = ({ app }: Desktop, id: string): Promise<void> =>
  app.evaluate(({ Tray }, wanted) => {
    type Shown = { menu: { getMenuItemById(id: string): { click(): void } | null } };
    const [tray] = (Tray as unknown as { shown: Set<Shown> }).shown;
    tray?.menu.getMenuItemById(wanted)?.click();
  }, id);

const pngOf = (status: TrayStatus): string => trayPng(status, 16).toString('base64');

test('the tray shows the worst status and the last figures, and says that there are none before', () =>
  withDesktop({}, async (desktop) => {
    test.skip(!IS_STAND_IN, 'Electron does not tell what its tray shows');
    expect(await trayOf(desktop)).toEqual({ tooltip: 'No data', png: pngOf('none') });
    const { page } = desktop;
    await page.evaluate(() => window.wallboard.call('startDemo', undefined));
    const tooltip = async (): Promise<string | undefined> => (await trayOf(desktop))?.tooltip;
    await expect
      .poll(tooltip)
      .toMatch(/^Demo data · Sessions [\d,]+ · Avg waiting [\dhms\s]+ · CSAT (?:[\d.]+ %|–) — Live, \d+ s$/);
    const shownAndTrue = async (): Promise<readonly [string | undefined, string]> => {
      const result = await page.evaluate(() => window.wallboard.call('getSnapshot', undefined));
      if (!result.ok) throw new Error(result.error.message);
      return [(await trayOf(desktop))?.png, pngOf(trayStatusOf(result.value as Snapshot))];
    };
    // Figures may change between the two questions.
    await expect.poll(async () => new Set(await shownAndTrue()).size).toBe(1);
  }));

test('the tray switches opening at login, shows the window and quits', () =>
  withDesktop({}, async (desktop) => {
    test.skip(!IS_STAND_IN, 'Electron does not hand out the menu of its tray');
    const { app, page } = desktop;
    await clickTray(desktop, 'openAtLogin');
    await expect.poll(async () => (await settingsOf(page)).settings.desktop.openAtLogin).toBe(true);
    await app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.minimize());
    await clickTray(desktop, 'show');
    expect(await app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.isMinimized())).toBe(false);
    const ended = new Promise<void>((resolve) => app.once('close', () => resolve()));
    clickTray(desktop, 'quit').catch(() => {});
    await ended;
  }));

test('a kiosk has neither a menu nor a tray; on macOS, which keeps one, a menu that can only edit and quit', () =>
  withDesktop({ args: ['--kiosk'] }, async (desktop) => {
    const ids = await desktop.app.evaluate(
      ({ Menu }) =>
        Menu.getApplicationMenu()?.items.flatMap(({ submenu }) => submenu?.items.map(({ id }) => id)) ?? null,
    );
    if (process.platform === 'darwin') expect(ids).not.toContain('settings');
    else expect(ids).toBeNull();
    if (IS_STAND_IN) expect(await trayOf(desktop)).toBeNull();
  }));
