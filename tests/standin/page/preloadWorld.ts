import type { Link } from './link.ts';

interface Codec {
  encode(value: unknown): unknown;
  decode(wire: unknown): unknown;
}

type Preload = (require: (name: string) => unknown, module: { exports: object }, exports: object) => void;
type Listener = (event: object, ...inputs: unknown[]) => void;

/**
 * Runs in the isolated world: `contextBridge`, `ipcRenderer`, and the preload script on top of them. A binding that only
 * this world sees carries its messages to the main process. Uses nothing from outside itself.
 */
export function preloadWorld(link: Link, codec: Codec, preload: Preload): void {
  const world = globalThis as unknown as Record<string, unknown>;
  const post = world['__standinPost'] as (text: string) => void;
  const waiting = new Map<number, { resolve(value: unknown): void; reject(error: Error): void }>();
  const listeners = new Map<string, Listener[]>();
  let lastId = 0;

  const toMain = (message: Record<string, unknown>): Promise<unknown> =>
    new Promise((resolve, reject) => {
      lastId += 1;
      waiting.set(lastId, { resolve, reject });
      post(JSON.stringify({ ...message, id: lastId, address: location.href }));
    });
  const early = new Map<number, () => void>();
  let taken = 0;
  const heard = {
    reply(id: number, answer: { value: unknown } | { error: string }) {
      const waiter = waiting.get(id);
      waiting.delete(id);
      if ('error' in answer) waiter?.reject(new Error(answer.error));
      else waiter?.resolve(codec.decode(answer.value));
    },
    deliver(channel: string, inputs: unknown) {
      const values = codec.decode(inputs) as unknown[];
      for (const listener of listeners.get(channel) ?? []) listener({}, ...values);
    },
  };
  world['__standin'] = {
    /** Each number once, and in order. */
    take(number: number, name: 'reply' | 'deliver', inputs: readonly unknown[]) {
      if (number <= taken) return;
      early.set(number, () => (heard[name] as (...values: readonly unknown[]) => void)(...inputs));
      for (let next = early.get(taken + 1); next; next = early.get(taken + 1)) {
        taken += 1;
        early.delete(taken);
        next();
      }
    },
  };

  const ipcRenderer = {
    invoke: (channel: string, ...inputs: unknown[]) =>
      toMain({ type: 'invoke', channel, inputs: codec.encode(inputs) }),
    on(channel: string, listener: Listener) {
      listeners.set(channel, [...(listeners.get(channel) ?? []), listener]);
      return ipcRenderer;
    },
    off(channel: string, listener: Listener) {
      listeners.set(
        channel,
        (listeners.get(channel) ?? []).filter((known) => known !== listener),
      );
      return ipcRenderer;
    },
  };
  const contextBridge = { exposeInMainWorld: (key: string, api: unknown) => void link.call('expose', [key, api]) };

  const webFrame = { executeJavaScript: (text: string) => toMain({ type: 'run', text }) };

  link.provide('open', (address: string) => void toMain({ type: 'open', target: address }));
  link.provide('ask', (kind: string, permission: string) => toMain({ type: 'ask', kind, permission }));

  const require = (name: string): unknown => {
    if (name === 'electron' || name === 'electron/renderer') return { contextBridge, ipcRenderer, webFrame };
    throw new Error(`module not found: ${name}`);
  };
  const module = { exports: {} };
  preload(require, module, module.exports);
}
