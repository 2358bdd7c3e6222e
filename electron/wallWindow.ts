import type { BrowserWindowConstructorOptions } from 'electron';
import type { KioskLock } from './lock/kioskLock.ts';
import type { OpenPages } from './openPages.ts';
import { startUrl } from './origin.ts';
import { loadPage, type WindowClass } from './pageWindow.ts';
import type { OpenWall, WallPlace } from './wallWindows.ts';
import type { Watchdog } from './watchdog/watchdog.ts';

export interface WallContext {
  readonly platform: NodeJS.Platform;
  readonly pages: Pick<OpenPages, 'add'>;
  readonly lock: Pick<KioskLock, 'guard'>;
  readonly watchdog: Pick<Watchdog, 'watch'>;
  /** Does something that may take the focus, and gives it back to who had it. */
  readonly keepFocus: (act: () => void) => void;
  /** Opens the wall again while it is still wanted. */
  readonly reopen: () => void;
}

/** Opens a wall: no frame, no menu, all of its display. The desk's window keeps the focus. */
export function openWallWindow(
  Window: WindowClass,
  options: BrowserWindowConstructorOptions,
  { board, bounds }: WallPlace,
  { platform, pages, lock, watchdog, keepFocus, reopen }: WallContext,
): OpenWall {
  // Not Electron's kiosk mode: on macOS that takes all displays, the desk's as well. And not full screen from the start:
  // on Linux and macOS that shows a window at once, in front.
  const webPreferences = { ...options.webPreferences, focusOnNavigation: false };
  const window = new Window({ ...options, ...bounds, webPreferences, frame: false, skipTaskbar: true });
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
  // Without a frame and a menu it shows no other way out than the full-screen key.
  lock.guard(window, {
    isKiosk: () => true,
    toggle: close,
    returns: false,
    reopen,
    fill: () => window.setFullScreen(true),
  });
  loadPage(window, {
    name: `wall ${board}`,
    address: startUrl(board),
    access: () => 'kiosk',
    webPreferences,
    show,
    pages,
    watchdog,
  });
  return { close, removeMenu, onClosed: (listener) => void window.once('closed', listener) };
}
