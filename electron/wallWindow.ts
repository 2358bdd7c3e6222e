import type { BrowserWindowConstructorOptions } from 'electron';
import { bindFullScreenKey } from './kiosk.ts';
import type { OpenPages } from './openPages.ts';
import { startUrl } from './origin.ts';
import { loadPage, type WindowClass } from './pageWindow.ts';
import type { OpenWall, WallPlace } from './wallWindows.ts';

export interface WallContext {
  readonly platform: NodeJS.Platform;
  readonly pages: Pick<OpenPages, 'add'>;
  /** Does something that may take the focus, and gives it back to who had it. */
  readonly keepFocus: (act: () => void) => void;
}

/** Opens a wall: no frame, no menu, all of its display. The desk's window keeps the focus. */
export function openWallWindow(
  Window: WindowClass,
  options: BrowserWindowConstructorOptions,
  { board, bounds }: WallPlace,
  { platform, pages, keepFocus }: WallContext,
): OpenWall {
  // Not Electron's kiosk mode: on macOS that takes all displays, the desk's as well. And not full screen from the start:
  // on Linux and macOS that shows a window at once, in front.
  const window = new Window({ ...options, ...bounds, frame: false, skipTaskbar: true });
  const removeMenu = (): void => {
    if (!window.isDestroyed()) window.removeMenu();
  };
  removeMenu();
  const close = (): void => {
    if (!window.isDestroyed()) window.destroy();
  };
  const show = (): void =>
    keepFocus(() => {
      window.showInactive();
      // The other kind moves the window to a space of its own, and the focus with it.
      if (platform === 'darwin') window.setSimpleFullScreen(true);
      else window.setFullScreen(true);
    });
  // Without a frame and a menu it shows no other way out.
  bindFullScreenKey(window.webContents, close, platform);
  loadPage(window, { address: startUrl(board), access: () => 'kiosk', show, pages });
  return { close, removeMenu, onClosed: (listener) => void window.once('closed', listener) };
}
