import { EventEmitter } from 'node:events';
import { Network } from './network.ts';
import { handlerOf, protocol } from './protocol.ts';

type RequestHandler = (contents: unknown, permission: string, decide: (granted: boolean) => void) => void;
type CheckHandler = (contents: unknown, permission: string, origin: string) => boolean;
type DisplayHandler = (request: unknown, choose: (streams: unknown) => void) => void;

class Session extends EventEmitter {
  readonly protocol = protocol;
  readonly partition: string;
  readonly #network = new Network();
  #request: RequestHandler | null = null;
  #check: CheckHandler | null = null;
  #display: DisplayHandler | null = null;

  constructor(partition: string) {
    super();
    this.partition = partition;
  }

  setPermissionRequestHandler(handler: RequestHandler | null): void {
    this.#request = handler;
  }

  setPermissionCheckHandler(handler: CheckHandler | null): void {
    this.#check = handler;
  }

  setDisplayMediaRequestHandler(handler: DisplayHandler | null): void {
    this.#display = handler;
  }

  /** Devices are never offered by a headless Chromium, so this handler is only kept. */
  setDevicePermissionHandler(_handler: (() => boolean) | null): void {}

  /** As Electron decides: without a handler, the answer is yes. */
  decide(
    kind: 'request' | 'check' | 'display',
    contents: unknown,
    permission: string,
    origin: string,
  ): Promise<boolean> {
    if (kind === 'check') return Promise.resolve(this.#check?.(contents, permission, origin) ?? true);
    if (kind === 'display')
      return new Promise((resolve) =>
        this.#display === null ? resolve(false) : this.#display({}, (streams) => resolve(streams !== null)),
      );
    return new Promise((resolve) =>
      this.#request === null ? resolve(true) : this.#request(contents, permission, resolve),
    );
  }

  /** Electron's net.fetch: own schemes first; a redirect under `manual` rejects instead of coming back. */
  async fetch(input: string, init: RequestInit & { bypassCustomProtocolHandlers?: boolean } = {}): Promise<Response> {
    const handler = handlerOf(input);
    if (handler) return handler(new Request(input, init));
    const response = await this.#network.fetch(input, init);
    if (init.redirect === 'manual' && response.status >= 300 && response.status < 400) {
      await response.body?.cancel();
      throw new Error('Redirect was cancelled');
    }
    return response;
  }

  closeAllConnections(): Promise<void> {
    this.#network.closeAll();
    return Promise.resolve();
  }
}

const sessions = new Map<string, Session>();

function fromPartition(partition: string): Session {
  const known = sessions.get(partition) ?? new Session(partition);
  sessions.set(partition, known);
  return known;
}

export const session = {
  get defaultSession(): Session {
    return fromPartition('');
  },
  fromPartition,
};

export type { Session };
