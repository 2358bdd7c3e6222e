import { EventEmitter } from 'node:events';
import type { BrowserWindowConstructorOptions } from 'electron';
import type { WindowClass } from '../../electron/pageWindow.ts';

/** A class of windows that only note what is done to them, in order. */
export function fakeWindows() {
  const done: string[] = [];
  const made: { options: BrowserWindowConstructorOptions; window: EventEmitter; contents: EventEmitter }[] = [];
  class FakeContents extends EventEmitter {
    send = (channel: string, input: unknown): void => void done.push(`${channel} ${String(input)}`);
    reload = (): void => void done.push('reload');
    isCrashed = (): boolean => false;
  }
  class FakeWindow extends EventEmitter {
    readonly webContents = new FakeContents();
    focused = false;
    destroyed = false;
    constructor(options: BrowserWindowConstructorOptions) {
      super();
      made.push({ options, window: this, contents: this.webContents });
    }
    setBounds = ({ x, y }: { x: number; y: number }): void => void done.push(`bounds ${x},${y}`);
    getNormalBounds = (): unknown => ({ x: 0, y: 0, width: 1, height: 1 });
    setFullScreen = (on: boolean): void => void done.push(`fullScreen ${on}`);
    setSimpleFullScreen = (on: boolean): void => void done.push(`simpleFullScreen ${on}`);
    setKiosk = (on: boolean): void => void done.push(`kiosk ${on}`);
    show = (): void => void done.push('show');
    showInactive = (): void => void done.push('showInactive');
    maximize = (): void => void done.push('maximize');
    focus = (): void => void done.push('focus');
    removeMenu = (): void => {};
    isFocused = (): boolean => this.focused;
    isFullScreen = (): boolean => false;
    isMaximized = (): boolean => false;
    isMinimized = (): boolean => false;
    isDestroyed = (): boolean => this.destroyed;
    loadURL = (): Promise<void> => Promise.resolve();
    destroy = (): void => {
      this.destroyed = true;
      this.emit('closed');
    };
  }
  // The few methods that the code under test calls stand for Electron's window.
  const Window = FakeWindow as unknown as WindowClass;
  const press = (n: number, key: string, change: object = {}): void => {
    const held = { control: false, alt: false, meta: false, shift: false, isAutoRepeat: false };
    made[n]?.contents.emit(
      'before-input-event',
      { preventDefault: () => {} },
      { type: 'keyDown', key, ...held, ...change },
    );
  };
  return { Window, done, made, press };
}
