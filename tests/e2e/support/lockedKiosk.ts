import { rm } from 'node:fs/promises';
import './desktopShell.ts';
import type { UnlockOutcome } from '../../../common/contract.ts';
import { createKioskPin } from '../../../core/kioskPin.ts';
import { dataFolderFiles } from '../../../core/node/dataFolderFiles.ts';
import { systemClock } from '../../../core/node/systemClock.ts';
import { silentLog } from '../../core/support/world.ts';
import { freshFolder, launchDesktop, type Desktop } from './desktopLaunch.ts';

type Page = Desktop['page'];

export const PIN = '258014';

/** Starts the app with `--kiosk` on a data folder that holds a PIN. */
export async function openLockedKiosk(): Promise<Desktop> {
  const dataDir = await freshFolder();
  await createKioskPin(dataFolderFiles(dataDir), systemClock(), silentLog).set(PIN);
  const desktop = await launchDesktop({ args: ['--kiosk', '--demo'], dataDir });
  await listen(desktop.page);
  return {
    ...desktop,
    async close() {
      await desktop.close();
      await rm(dataDir, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}

export async function withLockedKiosk(work: (desktop: Desktop) => Promise<void>): Promise<void> {
  const desktop = await openLockedKiosk();
  try {
    await work(desktop);
  } finally {
    await desktop.close();
  }
}

interface Heard {
  readonly panels: string[];
  readonly keys: string[];
}

/** Lets the page note what it is sent and which keys reach it. The note ends with the page. */
export const listen = (page: Page): Promise<void> =>
  page.evaluate(() => {
    const heard: Heard = { panels: [], keys: [] };
    window.wallboard.onPanel((panel) => heard.panels.push(panel));
    window.addEventListener('keydown', ({ key }) => heard.keys.push(key), true);
    Object.assign(globalThis, { heard });
  });

/** What a page has noted; null for a page that was loaded anew. */
export const heardBy = (page: Page): Promise<Heard | null> =>
  page.evaluate(() => (globalThis as unknown as { heard?: Heard }).heard ?? null).catch(() => null);

export const tryPin = (page: Page, pin: string): Promise<UnlockOutcome | string> =>
  page.evaluate(async (tried) => {
    const result = await window.wallboard.call('unlock', { pin: tried });
    return result.ok ? (result.value as UnlockOutcome) : result.error.code;
  }, pin);

export interface Stroke {
  readonly key: string;
  readonly held?: readonly ('control' | 'shift' | 'alt' | 'meta')[];
}

/** Keys as the system would send them to the n-th window. */
export const pressKeys = ({ app }: Desktop, strokes: readonly Stroke[], window = 0): Promise<void> =>
  app.evaluate(
    ({ BrowserWindow }, { keys, n }) => {
      const contents = BrowserWindow.getAllWindows()[n]?.webContents;
      for (const { key, held = [] } of keys) {
        contents?.sendInputEvent({ type: 'keyDown', keyCode: key, modifiers: [...held] });
        contents?.sendInputEvent({ type: 'keyUp', keyCode: key, modifiers: [...held] });
      }
    },
    { keys: strokes, n: window },
  );

/** How a window stands: whether it is there at all, is shown, fills the screen and is a kiosk. */
export const stateOf = ({ app }: Desktop): Promise<Record<string, boolean | number>> =>
  app.evaluate(({ BrowserWindow }) => {
    const [window, ...others] = BrowserWindow.getAllWindows();
    return {
      windows: others.length + (window ? 1 : 0),
      fullScreen: window?.isFullScreen() ?? false,
      minimized: window?.isMinimized() ?? true,
      devTools: window?.webContents.isDevToolsOpened() ?? true,
      zoom: window?.webContents.getZoomFactor() ?? 0,
    };
  });
