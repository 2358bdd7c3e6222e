import { join } from 'node:path';
import type { WallboardBridge } from '../../../common/bridge.ts';
import type { About } from '../../../common/about.ts';
import type { Access } from '../../../common/access.ts';
import type { SettingsState } from '../../../common/contract.ts';
import type { Settings } from '../../../common/settings.ts';
import { launchDesktop, type Desktop, type DesktopOptions } from './desktopLaunch.ts';

declare global {
  interface Window {
    readonly wallboard: WallboardBridge;
  }
}

type Page = Desktop['page'];

/** What the stand-in's screen can do beyond Electron's. */
interface PluggableScreen {
  plugIn(bounds: Bounds): number;
  unplug(id: number): void;
}

export interface Bounds {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

export async function withDesktop(options: DesktopOptions, work: (desktop: Desktop) => Promise<void>): Promise<void> {
  const desktop = await launchDesktop(options);
  try {
    await work(desktop);
  } finally {
    await desktop.close();
  }
}

/** Clicks an item of the application menu; false when there is no such item. */
export const clickMenu = ({ app }: Desktop, id: string): Promise<boolean> =>
  app.evaluate(({ Menu }, wanted) => {
    const item = Menu.getApplicationMenu()?.getMenuItemById(wanted);
    item?.click();
    return item !== null && item !== undefined;
  }, id);

/** A page that is just being loaded anew is asked again by whoever polls. */
export const accessOf = (page: Page): Promise<Access | 'loading'> =>
  page.evaluate(() => window.wallboard.access()).catch(() => 'loading' as const);

/** What the core answers a page that asks for the settings: `ok` or the error's code. */
export const askSettings = (page: Page): Promise<string> =>
  page.evaluate(async () => {
    const result = await window.wallboard.call('getSettings', undefined);
    return result.ok ? 'ok' : result.error.code;
  });

export const settingsOf = (page: Page): Promise<SettingsState> =>
  page.evaluate(async () => {
    const result = await window.wallboard.call('getSettings', undefined);
    if (!result.ok) throw new Error(result.error.message);
    return result.value as SettingsState;
  });

/** The displays as the settings know them, in the system's order. */
export const displaysOf = (page: Page): Promise<About['displays']> =>
  page.evaluate(async () => {
    const result = await window.wallboard.call('getAbout', undefined);
    if (!result.ok) throw new Error(result.error.message);
    return (result.value as About).displays;
  });

export async function changeSettings(page: Page, change: (settings: Settings) => Settings): Promise<void> {
  const { settings, revision } = await settingsOf(page);
  await page.evaluate(
    async (input) => {
      const result = await window.wallboard.call('saveSettings', input);
      if (!result.ok) throw new Error(result.error.message);
    },
    { settings: change(settings), basedOn: revision },
  );
}

export const changeDesktop = (page: Page, change: Partial<Settings['desktop']>): Promise<void> =>
  changeSettings(page, (settings) => ({ ...settings, desktop: { ...settings.desktop, ...change } }));

/** Attaches a display to the stand-in. */
export const plugIn = ({ app }: Desktop, bounds: Bounds): Promise<number> =>
  app.evaluate(({ screen }, where) => (screen as unknown as PluggableScreen).plugIn(where), bounds);

export const unplug = ({ app }: Desktop, id: number): Promise<void> =>
  app.evaluate(({ screen }, gone) => (screen as unknown as PluggableScreen).unplug(gone), id);

/** The windows there are, by their address. */
export const windowsOf = ({ app }: Desktop): Promise<{ url: string; fullScreen: boolean; bounds: Bounds }[]> =>
  app.evaluate(({ BrowserWindow }) =>
    BrowserWindow.getAllWindows().map((window) => ({
      url: window.webContents.getURL(),
      // Walls on macOS stay in the space they are in; no other system has that kind of full screen.
      fullScreen: window.isFullScreen() || (process.platform === 'darwin' && window.isSimpleFullScreen()),
      bounds: window.getBounds(),
    })),
  );

export interface SavedFile {
  readonly refused: boolean;
  /** Where the save dialog would begin, and the endings it would offer. */
  readonly defaultPath: string | null;
  readonly extensions: readonly string[];
}

/** Lets the page save a file through an anchor, answers the dialog with a path, and tells what the app made of it. */
export async function saveFile(
  { app, dataDir }: Desktop,
  page: Page,
  { href, name }: { href: 'blob' | string; name: string },
): Promise<SavedFile & { readonly path: string }> {
  const path = join(dataDir, `saved-${name}`);
  // The app listens before the page asks, or it would ask nobody.
  await app.evaluate(({ session }, savePath) => {
    Reflect.set(
      globalThis,
      'savedFile',
      new Promise<SavedFile>((resolve) => {
        session.defaultSession.once('will-download', (event, item) => {
          const { defaultPath = null, filters = [] } = item.getSaveDialogOptions();
          const extensions = filters.flatMap((filter) => filter.extensions);
          if (event.defaultPrevented) return resolve({ refused: true, defaultPath, extensions });
          // A path of the test's answers the dialog.
          item.setSavePath(savePath);
          item.once('done', () => resolve({ refused: false, defaultPath, extensions }));
        });
      }),
    );
  }, path);
  await page.evaluate(
    ({ address, download }) => {
      const href = address === 'blob' ? URL.createObjectURL(new Blob(['a,b\r\n1,2\r\n'])) : address;
      const link = Object.assign(document.createElement('a'), { href, download });
      document.body.append(link);
      link.click();
      link.remove();
    },
    { address: href, download: name },
  );
  const seen = await app.evaluate(() => Reflect.get(globalThis, 'savedFile') as Promise<SavedFile>);
  return { ...seen, path };
}
