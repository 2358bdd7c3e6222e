/** A window as far as full screen is concerned. */
export interface ScreenWindow {
  isFullScreen(): boolean;
  setFullScreen(on: boolean): void;
  isKiosk(): boolean;
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

/** Into full screen, or out of it; an app started as a kiosk goes back to being one. */
export function toggleFullScreen(window: ScreenWindow, { kiosk }: { kiosk: boolean }): void {
  if (kiosk) window.setKiosk(!window.isKiosk());
  else window.setFullScreen(!window.isFullScreen());
}

const isPlainF11 = (input: KeyPress): boolean =>
  input.key === 'F11' && !input.control && !input.alt && !input.meta && !input.shift;

/** F11 toggles full screen. No other key does: Escape belongs to dialogs and never leaves a kiosk. */
export function bindFullScreenKey(keys: KeySource, window: ScreenWindow, mode: { kiosk: boolean }): void {
  keys.on('before-input-event', (event, input) => {
    if (!isPlainF11(input)) return;
    event.preventDefault();
    if (input.type === 'keyDown' && !input.isAutoRepeat) toggleFullScreen(window, mode);
  });
}
