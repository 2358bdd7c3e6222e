import type { BrowserWindow, BrowserWindowConstructorOptions } from 'electron';
import { channelOf } from '../common/channels.ts';
import type { Snapshot } from '../common/snapshot.ts';
import { bindFullScreenKey } from './kiosk.ts';

export interface WallWindow {
  /** True for the window's own page. */
  owns(sender: object): boolean;
  /** Sends the page a new snapshot; a page that is not there yet asks for it when it comes. */
  push(snapshot: Snapshot): void;
  /** Brings the window to the front, out of the task bar if need be. */
  bringToFront(): void;
}

/** Opens the wall's window; it appears with its first picture, never as an empty frame. */
export function openWallWindow(
  Window: new (options: BrowserWindowConstructorOptions) => BrowserWindow,
  options: BrowserWindowConstructorOptions,
  { address, kiosk }: { address: string; kiosk: boolean },
): WallWindow {
  const window = new Window(options);
  const contents = window.webContents;
  window.once('ready-to-show', () => window.show());
  // The page's title names the board; the window keeps the app's name.
  window.on('page-title-updated', (event) => event.preventDefault());
  bindFullScreenKey(contents, window, { kiosk });
  const loaded = window.loadURL(address);
  // A failed load shows as an empty window; what failed is in the log of refused files.
  loaded.catch(() => window.isDestroyed() || window.show());
  return {
    owns: (sender) => sender === contents,
    push: (snapshot) => {
      if (!window.isDestroyed() && !contents.isCrashed()) contents.send(channelOf('snapshot'), snapshot);
    },
    bringToFront: () => {
      if (window.isDestroyed()) return;
      if (window.isMinimized()) window.restore();
      window.show();
      window.focus();
    },
  };
}
