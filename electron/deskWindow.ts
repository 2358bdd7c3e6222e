import type { BrowserWindowConstructorOptions } from 'electron';
import type { MenuPanel } from '../common/bridge.ts';
import { channelOf } from '../common/channels.ts';
import type { Clock } from '../core/ports.ts';
import type { Displays } from './displays.ts';
import { createScreenMode } from './kiosk.ts';
import type { KioskLock } from './lock/kioskLock.ts';
import type { OpenPages } from './openPages.ts';
import { loadPage, type WindowClass } from './pageWindow.ts';
import type { Placements } from './placements.ts';
import type { Watchdog } from './watchdog/watchdog.ts';
import { boundsOf, placeFor, rememberPlace } from './windowPlace.ts';

/** The app's first window: the supervisor's desk, or a kiosk. */
export interface DeskWindow {
  isKiosk(): boolean;
  toggleFullScreen(): void;
  /** Does something that may take the focus; the window has it afterwards if it had it before. */
  keepFocus(act: () => void): void;
  /** Brings the window to the front, out of the task bar if need be. */
  bringToFront(): void;
  /** Brings the window to the front with a panel open in its page. */
  openPanel(panel: MenuPanel): void;
  displaysChanged(): void;
  onClosed(listener: () => void): void;
  /** Calls back when the user's session ends, which on Windows a window hears first. */
  onSessionEnd(listener: () => void): void;
}

export interface DeskContext {
  readonly address: string;
  readonly kiosk: boolean;
  readonly pages: Pick<OpenPages, 'add'>;
  readonly displays: Displays;
  readonly placements: Placements;
  readonly after: Clock['after'];
  readonly lock: Pick<KioskLock, 'guard'>;
  readonly watchdog: Pick<Watchdog, 'watch'>;
  /** Called when the window became a kiosk or ceased to be one. */
  readonly kioskChanged: () => void;
}

/** Opens the desk's window where it was last. */
export function openDesk(
  Window: WindowClass,
  options: BrowserWindowConstructorOptions,
  { address, kiosk, pages, displays, placements, after, lock, watchdog, kioskChanged }: DeskContext,
): DeskWindow {
  const place = placeFor(displays, placements);
  const fullscreen = kiosk || place?.state === 'fullScreen';
  const window = new Window({ ...options, ...(place && boundsOf(place)), ...(fullscreen && { fullscreen }) });
  // Where displays differ in scale, a window is made with the size it would have on the primary one.
  if (place?.state === 'normal' && !kiosk && displays.getAllDisplays().length > 1) window.setBounds(boundsOf(place));
  const contents = window.webContents;
  /** A page that is not there would not hear a panel, which waits for it. */
  let waiting: MenuPanel[] = [];
  const mode = createScreenMode(window, {
    kiosk,
    changed() {
      waiting = [];
      kioskChanged();
      // Screens hold no truth: a new page asks what it may do now, and keeps nothing that it may no longer have.
      page.load();
    },
  });
  const { displaysChanged, isMoving } = rememberPlace(window, {
    displays,
    placements,
    isKiosk: mode.isKiosk,
    after,
    setFullScreen: (on) => (mode.isKiosk() ? window.setKiosk(on) : window.setFullScreen(on)),
  });
  const fill = (): void => {
    if (!isMoving()) window.setKiosk(true);
  };
  lock.guard(window, { ...mode, returns: kiosk, fill });
  const show = (): void => {
    if (place?.state === 'maximized' && !kiosk) window.maximize();
    window.show();
  };
  const send = (panel: MenuPanel): void => {
    if (!window.isDestroyed()) contents.send(channelOf('panel'), panel);
  };
  function arrived(): void {
    const panels = waiting;
    waiting = [];
    panels.forEach(send);
  }
  const page = loadPage(window, {
    name: 'desk',
    address,
    access: () => (mode.isKiosk() ? 'kiosk' : 'control'),
    webPreferences: options.webPreferences ?? {},
    show,
    arrived,
    pages,
    watchdog,
  });
  const bringToFront = (): void => {
    if (window.isDestroyed()) return;
    if (window.isMinimized()) window.restore();
    window.show();
    window.focus();
  };
  return {
    isKiosk: mode.isKiosk,
    toggleFullScreen: () => window.isDestroyed() || mode.toggle(),
    keepFocus(act) {
      const hadFocus = !window.isDestroyed() && window.isFocused();
      act();
      if (hadFocus) window.focus();
    },
    bringToFront,
    openPanel(panel) {
      bringToFront();
      if (page.since() === null) waiting.push(panel);
      else send(panel);
    },
    displaysChanged,
    onClosed: (listener) => void window.once('closed', listener),
    onSessionEnd: (listener) => void window.once('session-end', listener),
  };
}
