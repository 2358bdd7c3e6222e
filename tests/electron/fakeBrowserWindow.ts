import { EventEmitter } from 'node:events';
import type { BrowserWindowConstructorOptions, WebPreferences } from 'electron';
import type { WindowClass } from '../../electron/pageWindow.ts';
import type { ViewClass } from '../../electron/watchdog/cover.ts';

/** A class of windows that only note what is done to them, in order. */
export function fakeWindows() {
  const done: string[] = [];
  /** What becomes of pages, apart from their windows. */
  const steps: string[] = [];
  const made: { options: BrowserWindowConstructorOptions; window: FakeWindow; contents: FakeContents }[] = [];
  class FakeContents extends EventEmitter {
    destroyed = false;
    crashed = false;
    url = '';
    /** What the page answers to whatever it is asked; null keeps silent. */
    answer: (() => unknown) | null = () => false;
    /** Whether one of the app's screens is in it. */
    showsScreen = true;
    /** How often its history was forgotten. */
    forgot = 0;
    readonly navigationHistory = { clear: (): void => void (this.forgot += 1) };
    focused = false;
    isFocused = (): boolean => this.focused;
    focus = (): void => void done.push(`${this.name} focused`);
    loads = (): Promise<void> => Promise.resolve();
    readonly name: string;
    constructor(name: string) {
      super();
      this.name = name;
    }
    send = (channel: string, input: unknown): void => void done.push(`${channel} ${String(input)}`);
    loadURL = (url: string): Promise<void> => {
      steps.push(`${this.name} loads ${url}`);
      this.url = url;
      this.crashed = false;
      return this.loads();
    };
    executeJavaScript = (text: string): Promise<unknown> => {
      if (!this.answer) return new Promise(() => undefined);
      return Promise.resolve(text.includes('data-view') ? this.showsScreen : this.answer());
    };
    forcefullyCrashRenderer = (): void => {
      steps.push(`${this.name} is ended`);
      this.goes('killed');
    };
    /** The page's renderer goes. */
    goes(reason: string): void {
      this.crashed = true;
      this.emit('render-process-gone', {}, { reason });
    }
    close = (): void => {
      this.destroyed = true;
      this.emit('destroyed');
    };
    getURL = (): string => this.url;
    getOSProcessId = (): number => processes.get(this.name) ?? 0;
    isCrashed = (): boolean => this.crashed;
    isDestroyed = (): boolean => this.destroyed;
    isDevToolsOpened = (): boolean => false;
  }
  const processes = new Map([
    ['page', 1],
    ['cover', 2],
  ]);
  const covers: FakeView[] = [];
  class FakeView {
    readonly webContents = new FakeContents('cover');
    bounds = { x: NaN };
    readonly preferences: WebPreferences | undefined;
    constructor(options?: { webPreferences?: WebPreferences }) {
      this.preferences = options?.webPreferences;
      covers.push(this);
    }
    setBackgroundColor = (): void => {};
    setBounds = (bounds: { x: number }): void => {
      this.bounds = bounds;
      steps.push(`cover at ${bounds.x}`);
    };
  }
  class FakeWindow extends EventEmitter {
    readonly webContents = new FakeContents('page');
    readonly contentView = {
      getBounds: () => ({ x: 0, y: 0, width: 1920, height: 1080 }),
      addChildView: () => void steps.push('cover added'),
      removeChildView: () => void steps.push('cover removed'),
    };
    focused = false;
    destroyed = false;
    constructor(options: BrowserWindowConstructorOptions) {
      super();
      made.push({ options, window: this, contents: this.webContents });
    }
    setBounds = ({ x, y }: { x: number; y: number }): void => void done.push(`bounds ${x},${y}`);
    getBounds = (): unknown => ({ x: 0, y: 0, width: 1, height: 1 });
    getNormalBounds = this.getBounds;
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
    destroy = (): void => {
      this.destroyed = true;
      this.webContents.destroyed = true;
      this.emit('closed');
    };
  }
  // The few methods that the code under test calls stand for Electron's window.
  const Window = FakeWindow as unknown as WindowClass;
  const View = FakeView as unknown as ViewClass;
  const press = (n: number, key: string, change: object = {}): void => {
    const held = { control: false, alt: false, meta: false, shift: false, isAutoRepeat: false };
    made[n]?.contents.emit(
      'before-input-event',
      { preventDefault: () => {} },
      { type: 'keyDown', key, ...held, ...change },
    );
  };
  return { Window, View, done, steps, made, covers, processes, press };
}
