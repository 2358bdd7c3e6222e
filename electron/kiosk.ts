/** A window as far as full screen is concerned. */
export interface ScreenWindow {
  isFullScreen(): boolean;
  setFullScreen(on: boolean): void;
  setKiosk(on: boolean): void;
}

export interface KeyPress {
  readonly type: string;
  readonly key: string;
  readonly isAutoRepeat: boolean;
  readonly control: boolean;
  readonly alt: boolean;
  readonly meta: boolean;
  readonly shift: boolean;
}

export interface KeySource {
  on(event: 'before-input-event', listener: (event: { preventDefault(): void }, input: KeyPress) => void): unknown;
}

export interface ScreenMode {
  /** True while the window is a kiosk, which says what it may do. */
  isKiosk(): boolean;
  /** Into full screen, or out of it; a window opened as a kiosk goes back to being one. */
  toggle(): void;
}

/**
 * Whether a window is a kiosk is kept here: on Windows and Linux Electron calls every full-screen window one, and a window
 * manager that ends full screen must not hand out rights.
 * @param changed is called after the window became a kiosk or ceased to be one
 */
export function createScreenMode(
  window: ScreenWindow,
  { kiosk, changed }: { kiosk: boolean; changed: () => void },
): ScreenMode {
  let isKiosk = kiosk;
  return {
    isKiosk: () => isKiosk,
    toggle() {
      if (!kiosk) return window.setFullScreen(!window.isFullScreen());
      isKiosk = !isKiosk;
      window.setKiosk(isKiosk);
      changed();
    },
  };
}

const isPlain = (input: KeyPress, key: string): boolean =>
  input.key === key && !input.control && !input.alt && !input.meta && !input.shift;

/** F11; on macOS, where the system may take that for itself, Control+Command+F as well. */
const isFullScreenKey = (input: KeyPress, platform: NodeJS.Platform): boolean =>
  isPlain(input, 'F11') ||
  (platform === 'darwin' &&
    input.key.toLowerCase() === 'f' &&
    input.control &&
    input.meta &&
    !input.alt &&
    !input.shift);

function bindKey(keys: KeySource, isWanted: (input: KeyPress) => boolean, act: () => void): void {
  keys.on('before-input-event', (event, input) => {
    if (!isWanted(input)) return;
    event.preventDefault();
    if (input.type === 'keyDown' && !input.isAutoRepeat) act();
  });
}

/** The full-screen key leaves full screen, in the window's own way. No other key does: Escape belongs to dialogs. */
export function bindFullScreenKey(keys: KeySource, toggle: () => void, platform: NodeJS.Platform): void {
  bindKey(keys, (input) => isFullScreenKey(input, platform), toggle);
}
