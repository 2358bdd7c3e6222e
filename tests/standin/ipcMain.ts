import { EventEmitter } from 'node:events';

type Handler = (event: unknown, ...inputs: unknown[]) => unknown;

export class IpcMain extends EventEmitter {
  /** As Electron keeps them, where tests can find every handler there is. */
  readonly _invokeHandlers = new Map<string, Handler>();

  handle(channel: string, handler: Handler): void {
    if (this._invokeHandlers.has(channel)) throw new Error(`Attempted to register a second handler for '${channel}'`);
    this._invokeHandlers.set(channel, handler);
  }

  removeHandler(channel: string): void {
    this._invokeHandlers.delete(channel);
  }

  async invoke(channel: string, event: unknown, inputs: unknown[]): Promise<unknown> {
    const handler = this._invokeHandlers.get(channel);
    if (!handler) throw new Error(`No handler registered for '${channel}'`);
    return handler(event, ...inputs);
  }
}

export const ipcMain = new IpcMain();
