import { pageClockScript } from '../../scripts/testClock.ts';
import type { Params } from './cdp.ts';
import { INTERCEPTED } from './addresses.ts';
import { DROPS_STAY, ISOLATED_WORLD, pageScript, POST_BINDING, preloadScript } from './page/injected.ts';
import { getBrowser } from './runtime.ts';

/** What was not answered for so long is said again, in milliseconds. */
const ANSWER_MS = 500;

export interface TargetOptions {
  readonly width: number;
  readonly height: number;
  /** Text of the preload script; null when the window has none. */
  readonly preload: string | null;
  /** Whether a link or file that is dropped on the page leads there. */
  readonly navigateOnDragDrop: boolean;
}

/** One page of Chromium, with the preload's world in it. Listeners get CDP's own parameters. */
export class Target {
  readonly id: string;
  readonly mainFrameId: string;
  readonly #session: string;
  #isolated: number | null = null;
  #told = 0;

  private constructor(id: string, session: string, mainFrameId: string) {
    this.id = id;
    this.#session = session;
    this.mainFrameId = mainFrameId;
  }

  static async open(options: TargetOptions): Promise<Target> {
    const browser = getBrowser();
    const { width, height } = options;
    const created = { url: 'about:blank', newWindow: true, width, height };
    const { targetId } = await browser.send<{ targetId: string }>('Target.createTarget', created);
    const attach = { targetId, flatten: true };
    const { sessionId } = await browser.send<{ sessionId: string }>('Target.attachToTarget', attach);
    const tree = await browser.send<{ frameTree: { frame: { id: string } } }>('Page.getFrameTree', {}, sessionId);
    const target = new Target(targetId, sessionId, tree.frameTree.frame.id);
    await target.#prepare(options);
    return target;
  }

  async #prepare({ width, height, preload, navigateOnDragDrop }: TargetOptions): Promise<void> {
    this.on('Runtime.executionContextCreated', ({ context }) => {
      const { id, name, auxData } = context as { id: number; name: string; auxData: { frameId: string } };
      if (name === ISOLATED_WORLD && auxData.frameId === this.mainFrameId) this.#enter(id);
    });
    this.on('Runtime.executionContextsCleared', () => (this.#isolated = null));
    await this.send('Page.enable');
    await this.send('Runtime.enable');
    await this.send('Runtime.addBinding', { name: POST_BINDING, executionContextName: ISOLATED_WORLD });
    const clock = pageClockScript();
    if (clock !== null) await this.send('Page.addScriptToEvaluateOnNewDocument', { source: clock });
    const secret = crypto.randomUUID();
    // The page's side first: the preload calls it as soon as it runs.
    await this.send('Page.addScriptToEvaluateOnNewDocument', { source: pageScript(secret) });
    if (!navigateOnDragDrop) await this.send('Page.addScriptToEvaluateOnNewDocument', { source: DROPS_STAY });
    await this.send('Page.addScriptToEvaluateOnNewDocument', {
      worldName: ISOLATED_WORLD,
      source: preloadScript(secret, preload ?? ''),
    });
    const patterns = [{ urlPattern: INTERCEPTED }, { urlPattern: '*', resourceType: 'Document' }];
    await this.send('Fetch.enable', { patterns });
    await this.resize(width, height);
  }

  send<T = Params>(method: string, params: Params = {}): Promise<T> {
    return getBrowser().send<T>(method, params, this.#session);
  }

  on(method: string, listener: (params: Params) => void): void {
    getBrowser().on(`${this.#session}:${method}`, listener);
  }

  /** Calls back with each message the preload's world posts; messages of other worlds are not heard. */
  onPost(listener: (message: unknown) => void): void {
    this.on('Runtime.bindingCalled', ({ executionContextId, payload }) => {
      if (executionContextId === this.#isolated) listener(JSON.parse(String(payload)));
    });
  }

  /** A new page counts from the start. */
  #enter(context: number): void {
    this.#isolated = context;
    this.#told = 0;
  }

  /** Calls a function of the preload's world; a page that is gone or not there yet hears nothing. */
  tell(name: 'reply' | 'deliver', ...inputs: unknown[]): void {
    const contextId = this.#isolated;
    if (contextId === null) return;
    this.#told += 1;
    const expression = `__standin.take(${this.#told}, ${JSON.stringify(name)}, ${JSON.stringify(inputs)})`;
    // Chromium now and then loses an evaluation while a page loads its modules. The page takes each number
    // once, in order.
    const send = (): void => {
      if (this.#isolated !== contextId) return clearInterval(again);
      this.send('Runtime.evaluate', { contextId, expression }).then(
        () => clearInterval(again),
        () => clearInterval(again),
      );
    };
    const again = setInterval(send, ANSWER_MS);
    again.unref();
    send();
  }

  resize(width: number, height: number): Promise<unknown> {
    const metrics = { width, height, deviceScaleFactor: 0, mobile: false, screenWidth: width, screenHeight: height };
    return this.send('Emulation.setDeviceMetricsOverride', metrics);
  }

  close(): void {
    getBrowser()
      .send('Target.closeTarget', { targetId: this.id })
      .catch(() => {});
  }
}
