import type { BrowserWindowConstructorOptions } from 'electron';

/** The wall's own dark, so that no white flash precedes it. */
export const WINDOW_BACKGROUND = '#0b1016';

const DESK_SIZE = { width: 1280, height: 720, minWidth: 640, minHeight: 400 } as const;

export interface WindowOptions {
  readonly title: string;
  /** Absolute path of the built preload script. */
  readonly preload: string;
  /** Opens as a kiosk, in full screen. */
  readonly kiosk: boolean;
  /** Developer tools exist only when the app runs from its sources. */
  readonly packaged: boolean;
}

/** Options of the wall's window: a sandboxed page without Node, shown once it has something to show. */
export function windowOptions({ title, preload, kiosk, packaged }: WindowOptions): BrowserWindowConstructorOptions {
  return {
    ...DESK_SIZE,
    title,
    show: false,
    kiosk,
    // Said to be false, it would keep a window of macOS out of full screen for ever.
    ...(kiosk && { fullscreen: true }),
    backgroundColor: WINDOW_BACKGROUND,
    autoHideMenuBar: true,
    webPreferences: {
      preload,
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      nodeIntegrationInWorker: false,
      nodeIntegrationInSubFrames: false,
      webSecurity: true,
      allowRunningInsecureContent: false,
      webviewTag: false,
      navigateOnDragDrop: false,
      // A page that asks `confirm` or `alert` shows nothing: a dialog is a way out of a kiosk.
      disableDialogs: true,
      // Chromium would fetch dictionaries from the internet.
      spellcheck: false,
      devTools: !packaged,
      // A wall behind another window still shows true ages the moment it is uncovered.
      backgroundThrottling: false,
    },
  };
}
