import { EventEmitter } from 'node:events';

export type Params = Record<string, unknown>;

interface Waiting {
  readonly method: string;
  resolve(result: Params): void;
  reject(error: Error): void;
}

interface Message {
  readonly id?: number;
  readonly method?: string;
  readonly sessionId?: string;
  readonly params?: Params;
  readonly result?: Params;
  readonly error?: { readonly message: string };
}

/** A Chrome DevTools Protocol connection with flat sessions. Events are emitted as `session:Domain.event`. */
export class Cdp extends EventEmitter {
  readonly #socket: WebSocket;
  readonly #waiting = new Map<number, Waiting>();
  #lastId = 0;

  constructor(socket: WebSocket) {
    super();
    this.setMaxListeners(0);
    this.#socket = socket;
    socket.onmessage = ({ data }) => this.#receive(JSON.parse(String(data)) as Message);
    socket.onclose = () => this.#close();
  }

  static async connect(url: string): Promise<Cdp> {
    const socket = new WebSocket(url);
    await new Promise<void>((resolve, reject) => {
      socket.onopen = () => resolve();
      socket.onerror = () => reject(new Error(`[standin] no connection to ${url}`));
    });
    return new Cdp(socket);
  }

  send<T = Params>(method: string, params: Params = {}, sessionId?: string): Promise<T> {
    return new Promise<Params>((resolve, reject) => {
      this.#lastId += 1;
      this.#waiting.set(this.#lastId, { method, resolve, reject });
      this.#socket.send(JSON.stringify({ id: this.#lastId, method, params, sessionId }));
    }) as Promise<T>;
  }

  #receive(message: Message): void {
    if (message.id === undefined) {
      this.emit(`${message.sessionId ?? ''}:${message.method}`, message.params ?? {});
      return;
    }
    const waiting = this.#waiting.get(message.id);
    this.#waiting.delete(message.id);
    if (message.error) waiting?.reject(new Error(`${waiting.method}: ${message.error.message}`));
    else waiting?.resolve(message.result ?? {});
  }

  #close(): void {
    for (const waiting of this.#waiting.values()) waiting.reject(new Error('[standin] Chromium is gone'));
    this.#waiting.clear();
    this.emit('closed');
  }
}
