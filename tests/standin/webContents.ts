import { EventEmitter } from 'node:events';
import { readFileSync } from 'node:fs';
import { fromChromium, toChromium } from './addresses.ts';
import { codec, mustClone } from './codec.ts';
import { ipcMain } from './ipcMain.ts';
import { preventable } from './notEmulated.ts';
import { Requests } from './requests.ts';
import { session, type Session } from './session.ts';
import { Target } from './target.ts';

type Post =
  | {
      readonly type: 'invoke';
      readonly id: number;
      readonly address: string;
      readonly channel: string;
      readonly inputs: unknown;
    }
  | { readonly type: 'run'; readonly id: number; readonly address: string; readonly text: string }
  | { readonly type: 'open'; readonly id: number; readonly address: string; readonly target: string }
  | {
      readonly type: 'ask';
      readonly id: number;
      readonly address: string;
      readonly kind: 'request' | 'check' | 'display';
      readonly permission: string;
    };

/** A key press as `before-input-event` reports it. */
interface KeyInput {
  readonly type: 'keyDown' | 'keyUp';
  readonly keyCode: string;
  readonly modifiers?: readonly string[];
}

export interface ContentsOptions {
  readonly width: number;
  readonly height: number;
  readonly preload: string | null;
  readonly navigateOnDragDrop: boolean;
}

interface Evaluated {
  readonly result: { readonly value?: unknown };
  readonly exceptionDetails?: { readonly text: string };
}

type OpenHandler = (details: { url: string; frameName: string; features: string }) => { action: 'allow' | 'deny' };

/** Above all that systems give out: the app may mean to end such a process. */
let lastProcessId = 2 ** 22;
const nextProcessId = (): number => (lastProcessId += 1);

export class WebContents extends EventEmitter {
  readonly session: Session = session.defaultSession;
  readonly id: number;
  /** Resolves once the page exists; everything sent to it waits for that. */
  readonly opened: Promise<Target>;
  #target: Target | null = null;
  #requests: Requests | null = null;
  #openHandler: OpenHandler | null = null;
  #url = '';
  #gone = false;
  #crashed = false;
  #process = nextProcessId();
  #zoomFactor = 1;
  #devTools = false;

  constructor(id: number, options: ContentsOptions) {
    super();
    this.id = id;
    const preload = options.preload === null ? null : readFileSync(options.preload, 'utf8');
    this.opened = Target.open({ ...options, preload }).then((target) => this.#attach(target));
  }

  #attach(target: Target): Target {
    this.#target = target;
    this.#requests = new Requests(target, this);
    target.onPost((message) => void this.#posted(message as Post));
    target.on('Page.frameNavigated', ({ frame }) => {
      const { id, url } = frame as { id: string; url: string };
      if (id !== target.mainFrameId) return;
      if (this.#crashed) this.#process = nextProcessId();
      this.#crashed = false;
      this.#url = fromChromium(url);
      this.emit('did-navigate', {}, this.#url);
    });
    target.on('Page.loadEventFired', () => {
      if (this.#url === 'about:blank') return;
      this.emit('did-finish-load', {});
    });
    target.on('Inspector.targetCrashed', () => {
      this.#crashed = true;
      this.emit('render-process-gone', {}, { reason: 'crashed', exitCode: 139 });
    });
    return target;
  }

  async #posted(message: Post): Promise<void> {
    if (message.type === 'open') return this.opens(fromChromium(message.target));
    if (message.type === 'run') return this.#run(message);
    const origin = fromChromium(message.address);
    if (message.type === 'ask') {
      const granted = await this.session.decide(message.kind, this, message.permission, origin);
      return this.#target?.tell('reply', message.id, { value: granted });
    }
    // Preloads run in main frames only, so a sender has no parent.
    const senderFrame = { url: origin, parent: null };
    const event = { sender: this, senderFrame, frameId: 1, processId: 1 };
    try {
      const value = await ipcMain.invoke(message.channel, event, codec.decode(message.inputs) as unknown[]);
      mustClone(value);
      this.#target?.tell('reply', message.id, { value: codec.encode(value) });
    } catch (thrown) {
      const error = `Error invoking remote method '${message.channel}': ${String(thrown)}`;
      this.#target?.tell('reply', message.id, { error });
    }
  }

  /** As Electron: a preload may run a text in the page's own world, whatever the page's policy says. */
  async #run({ id, text }: Extract<Post, { type: 'run' }>): Promise<void> {
    await this.#target?.send('Runtime.evaluate', { expression: text }).catch(() => {});
    this.#target?.tell('reply', id, { value: codec.encode(undefined) });
  }

  /** A page wants a window of its own: the app is asked, and one that it allows is complained about. */
  opens(url: string): void {
    const { action } = this.#openHandler?.({ url, frameName: '', features: '' }) ?? { action: 'allow' };
    if (action === 'allow') process.stderr.write(`[standin] a window for ${url} was allowed: it is not emulated\n`);
  }

  async loadURL(url: string): Promise<void> {
    const target = await this.opened;
    this.#requests?.expect(url);
    const loaded = new Promise<void>((resolve) => this.once('did-finish-load', () => resolve()));
    const { errorText } = await target.send<{ errorText?: string }>('Page.navigate', { url: toChromium(url) });
    if (errorText) throw new Error(`${errorText} loading '${url}'`);
    await loaded;
  }

  reload(): void {
    this.#requests?.expect(this.#url);
    void this.#target?.send('Page.reload').catch(() => {});
  }

  send(channel: string, ...inputs: unknown[]): void {
    mustClone(inputs);
    this.#target?.tell('deliver', channel, codec.encode(inputs));
  }

  /** A key as the operating system would send it: the app sees it first, and may keep it from the page. */
  sendInputEvent({ type, keyCode, modifiers = [] }: KeyInput): void {
    const event = preventable({});
    const has = (name: string): boolean => modifiers.includes(name);
    const held = { control: has('control'), alt: has('alt'), meta: has('meta'), shift: has('shift') };
    this.emit('input-event', {}, { type });
    this.emit('before-input-event', event, { type, key: keyCode, code: keyCode, isAutoRepeat: false, ...held });
    if (event.defaultPrevented) return;
    if (type === 'keyDown') this.emit('standin-key', { key: keyCode, modifiers });
    void this.#target?.send('Input.dispatchKeyEvent', { type, key: keyCode, code: keyCode }).catch(() => {});
  }

  getZoomFactor(): number {
    return this.#zoomFactor;
  }

  setZoomFactor(factor: number): void {
    this.#zoomFactor = factor;
  }

  /** Electron lets nobody zoom by touch unless told otherwise; neither does this, whatever it is told. */
  async setVisualZoomLevelLimits(_least: number, _most: number): Promise<void> {}

  /** There are none to show; whether they would be open is kept. */
  openDevTools(): void {
    this.#devTools = true;
    this.emit('devtools-opened');
  }

  closeDevTools(): void {
    this.#devTools = false;
  }

  isDevToolsOpened(): boolean {
    return this.#devTools;
  }

  setWindowOpenHandler(handler: OpenHandler): void {
    this.#openHandler = handler;
  }

  getURL(): string {
    return this.#url;
  }

  /** Forgets what the page could go back to. */
  readonly navigationHistory = {
    clear: (): void => void this.#target?.send('Page.resetNavigationHistory').catch(() => {}),
  };

  /** Which page of a window has the keyboard is not kept. */
  isFocused(): boolean {
    return false;
  }

  focus(): void {}

  isCrashed(): boolean {
    return this.#crashed;
  }

  /** Really ends the page's renderer, also one in an endless loop. */
  forcefullyCrashRenderer(): void {
    void this.#target?.send('Page.crash').catch(() => {});
  }

  /** Differs from page to page, and after each end of a page's renderer; no number of the system. */
  getOSProcessId(): number {
    return this.#process;
  }

  /** Runs text in the page's own world; never settles while the page hangs. */
  async executeJavaScript(expression: string): Promise<unknown> {
    const target = await this.opened;
    const asked = { expression, awaitPromise: true, returnByValue: true };
    const { result, exceptionDetails } = await target.send<Evaluated>('Runtime.evaluate', asked);
    if (exceptionDetails) throw new Error(exceptionDetails.text);
    return result.value;
  }

  close(): void {
    void this.opened.then((target) => target.close()).catch(() => {});
    this.destroyed();
  }

  isDestroyed(): boolean {
    return this.#gone;
  }

  destroyed(): void {
    if (this.#gone) return;
    this.#gone = true;
    this.emit('destroyed');
  }
}
