import type { BrowserWindowConstructorOptions } from 'electron';
import type { MenuPanel } from '../common/bridge.ts';
import { channelOf } from '../common/channels.ts';
import type { Displays } from './displays.ts';
import { bindFullScreenKey, createScreenMode } from './kiosk.ts';
import type { OpenPages } from './openPages.ts';
import { loadPage, type WindowClass } from './pageWindow.ts';
import type { Placements } from './placements.ts';
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
}

export interface DeskContext {
  readonly address: string;
  readonly kiosk: boolean;
  readonly platform: NodeJS.Platform;
  readonly pages: Pick<OpenPages, 'add'>;
  readonly displays: Displays;
  readonly placements: Placements;
  /** Called when the window became a kiosk or ceased to be one. */
  readonly kioskChanged: () => void;
}

/** Opens the desk's window where it was last. */
export function openDesk(
  Window: WindowClass,
  options: BrowserWindowConstructorOptions,
  { address, kiosk, platform, pages, displays, placements, kioskChanged }: DeskContext,
): DeskWindow {
  const place = placeFor(displays, placements);
  const fullscreen = kiosk || place?.state === 'fullScreen';
  const window = new Window({ ...options, ...(place && boundsOf(place)), ...(fullscreen && { fullscreen }) });
  // Where displays differ in scale, a window is made with the size it would have on the primary one.
  if (place?.state === 'normal' && !kiosk && displays.getAllDisplays().length > 1) window.setBounds(boundsOf(place));
  const contents = window.webContents;
  /** Null once the page is there; before that it would not hear a panel, which waits for it. */
  let waiting: MenuPanel[] | null = [];
  const mode = createScreenMode(window, {
    kiosk,
    changed() {
      waiting = [];
      kioskChanged();
      // Screens hold no truth: a new page asks what it may do now, and keeps nothing that it may no longer have.
      contents.reload();
    },
  });
  bindFullScreenKey(contents, mode.toggle, platform);
  const { displaysChanged } = rememberPlace(window, { displays, placements, isKiosk: mode.isKiosk });
  const show = (): void => {
    if (place?.state === 'maximized' && !kiosk) window.maximize();
    window.show();
  };
  const send = (panel: MenuPanel): void => {
    if (!window.isDestroyed()) contents.send(channelOf('panel'), panel);
  };
  function arrived(): void {
    const panels = waiting ?? [];
    waiting = null;
    panels.forEach(send);
  }
  loadPage(window, { address, access: () => (mode.isKiosk() ? 'kiosk' : 'control'), show, arrived, pages });
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
      if (waiting) waiting.push(panel);
      else send(panel);
    },
    displaysChanged,
    onClosed: (listener) => void window.once('closed', listener),
  };
}
