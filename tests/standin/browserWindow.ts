import { EventEmitter } from 'node:events';
import { app } from './app.ts';
import { Menu } from './menu.ts';
import { preventable } from './notEmulated.ts';
import { isReady } from './runtime.ts';
import { screen, type Display, type Rectangle } from './system.ts';
import { ContentView, dropsLead, preloadOf, type WebPreferences } from './view.ts';
import { WebContents } from './webContents.ts';

interface WindowOptions {
  readonly x?: number;
  readonly y?: number;
  readonly width?: number;
  readonly height?: number;
  readonly show?: boolean;
  readonly kiosk?: boolean;
  readonly fullscreen?: boolean;
  readonly title?: string;
  readonly webPreferences?: WebPreferences;
}

let lastId = 0;

/** A window: a Chromium page of its size. What a screen would show of it is kept as state that tests can read. */
export class BrowserWindow extends EventEmitter {
  static readonly #all = new Set<BrowserWindow>();
  readonly id: number;
  readonly webContents: WebContents;
  readonly contentView: ContentView;
  #normal: Rectangle;
  #maximized = false;
  #menu: Menu | null = Menu.getApplicationMenu();
  readonly #title: string;
  #targetId: string | null = null;
  #destroyed = false;
  #visible: boolean;
  #minimized = false;
  #focused = false;
  #fullScreen: boolean;
  #kiosk: boolean;

  constructor(options: WindowOptions = {}) {
    super();
    if (!isReady()) throw new Error('Cannot create BrowserWindow before app is ready');
    const { webPreferences = {} } = options;
    const preferences = { preload: preloadOf(webPreferences), navigateOnDragDrop: dropsLead(webPreferences) };
    lastId += 1;
    this.id = lastId;
    this.#kiosk = options.kiosk === true;
    this.#fullScreen = this.#kiosk || options.fullscreen === true;
    this.#visible = options.show !== false;
    this.#title = options.title ?? app.getName();
    this.#normal = placeOf(options);
    this.contentView = new ContentView(() => this.getBounds());
    this.webContents = new WebContents(this.id, { ...this.getBounds(), ...preferences });
    // As Electron: a shortcut of the menu that the page leaves alone.
    this.webContents.on('standin-key', (key) => this.#menu?.press(key));
    Menu.onApplicationMenu((menu) => (this.#menu = menu));
    BrowserWindow.#all.add(this);
    app.windows.add(this);
    app.emit('web-contents-created', {}, this.webContents);
    this.webContents.once('did-finish-load', () => this.emit('ready-to-show'));
    this.webContents.opened.then(
      (target) => (this.#targetId = target.id),
      () => {},
    );
    screen.on('display-removed', (_event, gone: Display) => this.#displayGone(gone));
  }

  static getAllWindows(): BrowserWindow[] {
    return [...BrowserWindow.#all];
  }

  static fromTarget(targetId: string): BrowserWindow | undefined {
    return BrowserWindow.getAllWindows().find((window) => window.#targetId === targetId);
  }

  static fromWebContents(contents: WebContents): BrowserWindow | null {
    return BrowserWindow.getAllWindows().find((window) => window.webContents === contents) ?? null;
  }

  getNormalBounds(): Rectangle {
    return this.#normal;
  }

  getBounds(): Rectangle {
    const display = screen.matching(this.#normal);
    if (!display) return this.#normal;
    return this.#fullScreen ? display.bounds : this.#maximized ? display.workArea : this.#normal;
  }

  setBounds(bounds: Partial<Rectangle>): void {
    this.#normal = { ...this.#normal, ...bounds };
    this.#sized();
    this.emit('move');
  }

  maximize(): void {
    this.#maximized = true;
    this.#visible = true;
    this.#sized();
  }

  unmaximize(): void {
    this.#maximized = false;
    this.#sized();
  }

  isMaximized(): boolean {
    return this.#maximized;
  }

  /** As window managers do: what was on a display that is gone goes to another, as far as there is one. */
  #displayGone({ bounds: { x, y, width, height } }: Display): void {
    const [primary] = screen.getAllDisplays();
    const wasOnIt =
      this.#normal.x >= x && this.#normal.x < x + width && this.#normal.y >= y && this.#normal.y < y + height;
    if (this.#destroyed || !wasOnIt || !primary) return;
    this.#normal = { ...this.#normal, x: primary.bounds.x, y: primary.bounds.y };
    this.#sized();
    this.emit('move');
  }

  #sized(): void {
    const { width, height } = this.getBounds();
    void this.webContents.opened.then((target) => target.resize(width, height)).catch(() => {});
    this.emit('resize');
  }

  setMenu(menu: Menu | null): void {
    this.#menu = menu;
  }

  removeMenu(): void {
    this.#menu = null;
  }

  loadURL(url: string): Promise<void> {
    return this.webContents.loadURL(url);
  }

  setFullScreen(on: boolean): void {
    if (this.#fullScreen === on) return;
    this.#fullScreen = on;
    this.#sized();
    this.emit(on ? 'enter-full-screen' : 'leave-full-screen');
  }

  setKiosk(on: boolean): void {
    this.#kiosk = on;
    this.setFullScreen(on);
  }

  isFullScreen(): boolean {
    return this.#fullScreen;
  }

  isKiosk(): boolean {
    return this.#kiosk;
  }

  show(): void {
    this.#visible = true;
    this.emit('show');
  }

  showInactive(): void {
    this.show();
  }

  focus(): void {
    this.#focused = true;
    this.emit('focus');
  }

  minimize(): void {
    this.#minimized = true;
    this.#focused = false;
    this.emit('minimize');
  }

  restore(): void {
    this.#minimized = false;
    this.emit('restore');
  }

  isVisible(): boolean {
    return this.#visible;
  }

  isFocused(): boolean {
    return this.#focused;
  }

  isMinimized(): boolean {
    return this.#minimized;
  }

  isDestroyed(): boolean {
    return this.#destroyed;
  }

  getTitle(): string {
    return this.#title;
  }

  tryClose(): boolean {
    const event = preventable({});
    this.emit('close', event);
    if (!event.defaultPrevented) this.destroy();
    return !event.defaultPrevented;
  }

  close(): void {
    this.tryClose();
  }

  destroy(): void {
    if (this.#destroyed) return;
    void this.webContents.opened.then((target) => target.close()).catch(() => {});
    this.targetGone();
  }

  /** The page is gone, by the app's wish or not. */
  targetGone(): void {
    if (this.#destroyed) return;
    this.#destroyed = true;
    BrowserWindow.#all.delete(this);
    this.webContents.destroyed();
    this.emit('closed');
    app.windowClosed(this);
  }
}

/** Where a window opens: where it is told to, or in the middle of the primary display. */
function placeOf({ x, y, width = 800, height = 600 }: WindowOptions): Rectangle {
  if (x !== undefined && y !== undefined) return { x, y, width, height };
  const [primary] = screen.getAllDisplays();
  if (!primary) return { x: 0, y: 0, width, height };
  const { workArea: area } = primary;
  const centred = (start: number, room: number, length: number): number => start + Math.round((room - length) / 2);
  return { x: centred(area.x, area.width, width), y: centred(area.y, area.height, height), width, height };
}
