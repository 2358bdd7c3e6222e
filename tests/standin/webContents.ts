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
}

type OpenHandler = (details: { url: string; frameName: string; features: string }) => { action: 'allow' | 'deny' };

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
      this.#url = fromChromium(url);
      this.emit('did-navigate', {}, this.#url);
    });
    target.on('Page.loadEventFired', () => {
      if (this.#url === 'about:blank') return;
      this.emit('did-finish-load', {});
    });
    target.on('Inspector.targetCrashed', () =>
      this.emit('render-process-gone', {}, { reason: 'crashed', exitCode: 139 }),
    );
    return target;
  }

  async #posted(message: Post): Promise<void> {
    if (message.type === 'open') return this.opens(fromChromium(message.target));
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
    this.emit('before-input-event', event, { type, key: keyCode, code: keyCode, isAutoRepeat: false, ...held });
    if (event.defaultPrevented) return;
    if (type === 'keyDown') this.emit('standin-key', { key: keyCode, modifiers });
    void this.#target?.send('Input.dispatchKeyEvent', { type, key: keyCode, code: keyCode }).catch(() => {});
  }

  setWindowOpenHandler(handler: OpenHandler): void {
    this.#openHandler = handler;
  }

  getURL(): string {
    return this.#url;
  }

  isCrashed(): boolean {
    return false;
  }

  isDestroyed(): boolean {
    return this.#gone;
  }

  destroyed(): void {
    this.#gone = true;
    this.emit('destroyed');
  }
}
