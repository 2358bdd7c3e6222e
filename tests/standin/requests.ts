import type { EventEmitter } from 'node:events';
import { fromChromium, isMapped, toChromium } from './addresses.ts';
import { preventable } from './notEmulated.ts';
import { handlerOf } from './protocol.ts';
import type { Target } from './target.ts';

interface Paused {
  readonly requestId: string;
  readonly frameId: string;
  readonly resourceType: string;
  readonly redirectedRequestId?: string;
  readonly request: { readonly url: string; readonly method: string; readonly headers: Record<string, string> };
}

/**
 * Stands between a page and its network: asks the navigation listeners about documents, and lets the app's own scheme
 * handlers answer.
 */
export class Requests {
  readonly #target: Target;
  readonly #contents: EventEmitter;
  #asked: string | null = null;

  constructor(target: Target, contents: EventEmitter) {
    this.#target = target;
    this.#contents = contents;
    target.on('Fetch.requestPaused', (params) => {
      const paused = params as unknown as Paused;
      this.#decide(paused).catch(() => this.#fail(paused, 'Failed'));
    });
  }

  /** The next document of this address was asked for by the main process: nobody is asked about it. */
  expect(address: string): void {
    this.#asked = new URL(toChromium(address)).href;
  }

  async #decide(paused: Paused): Promise<unknown> {
    if (paused.resourceType === 'Document' && !this.#mayGo(paused)) return this.#fail(paused, 'Aborted');
    const address = fromChromium(paused.request.url);
    const handler = handlerOf(address);
    if (handler) return this.#fulfil(paused, await handler(new Request(address, requestOf(paused))));
    if (isMapped(paused.request.url)) return this.#fail(paused, 'NameNotResolved');
    return this.#target.send('Fetch.continueRequest', { requestId: paused.requestId });
  }

  #mayGo({ request, frameId, redirectedRequestId }: Paused): boolean {
    const isMainFrame = frameId === this.#target.mainFrameId;
    const asked = isMainFrame && request.url === this.#asked;
    if (isMainFrame) this.#asked = null;
    if (asked) return true;
    const events = redirectedRequestId
      ? ['will-redirect']
      : isMainFrame
        ? ['will-navigate', 'will-frame-navigate']
        : ['will-frame-navigate'];
    return events.every((name) => {
      const going = preventable({ url: fromChromium(request.url), isMainFrame, isSameDocument: false });
      this.#contents.emit(name, going, going.url);
      return !going.defaultPrevented;
    });
  }

  async #fulfil({ requestId }: Paused, response: Response): Promise<unknown> {
    const responseHeaders = [...response.headers].map(([name, value]) => ({ name, value: toChromium(value) }));
    const body = Buffer.from(await response.arrayBuffer()).toString('base64');
    const params = { requestId, responseCode: response.status, responseHeaders, body };
    return this.#target.send('Fetch.fulfillRequest', params);
  }

  #fail({ requestId }: Paused, errorReason: string): Promise<unknown> {
    return this.#target.send('Fetch.failRequest', { requestId, errorReason }).catch(() => {});
  }
}

const requestOf = ({ request: { method, headers } }: Paused): RequestInit => ({ method, headers });
