import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import {
  createServer,
  request as httpRequest,
  type RequestListener,
  type Server,
  type ServerResponse,
} from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';

/** A file of the test certificates (see certificates/make.sh). */
export const certificatePath = (name: string): string => join(import.meta.dirname, 'certificates', name);
export const pem = (name: string): string => readFileSync(certificatePath(name), 'utf8');

/** An API whose answers come when the test says so, and which can go away and come back. */
export interface Gate {
  readonly url: string;
  /** From now on answers wait. */
  close(): void;
  /** Lets the answers that wait go, and those that follow at once. */
  open(): void;
  /** Ends the server and every connection. */
  end(): Promise<void>;
  /** Begins anew at the same address, maybe with another certificate. */
  begin(certificate?: string): Promise<void>;
}

/**
 * Stands before a server: requests pass at once, answers when the gate is open.
 * @param certificate one of those in `certificates/`, without its ending; then the gate speaks TLS
 */
export async function gateBefore(target: string, certificate?: string): Promise<Gate> {
  let held: (() => void)[] | null = null;
  const send = (response: ServerResponse, status: number, date: string, text: string): void => {
    if (!response.destroyed) response.writeHead(status, { 'Content-Type': 'application/json', date }).end(text);
  };
  const pass: RequestListener = (incoming, outgoing) => {
    const { method, headers, url } = incoming;
    const onward = httpRequest(target + url, { method, headers, agent: false }, (reply) => {
      const pieces: Buffer[] = [];
      reply.on('data', (piece: Buffer) => pieces.push(piece));
      reply.on('end', () => {
        const answer = (): void =>
          send(outgoing, reply.statusCode ?? 0, reply.headers.date ?? '', Buffer.concat(pieces).toString());
        if (held) held.push(answer);
        else answer();
      });
    });
    onward.on('error', () => outgoing.destroy());
    incoming.pipe(onward);
  };

  let server: Server;
  async function listen(port: number, name?: string): Promise<number> {
    server =
      name === undefined
        ? createServer(pass)
        : createTlsServer({ key: pem('server-test-only.key'), cert: pem(`${name}.pem`) }, pass);
    server.on('tlsClientError', () => undefined).listen(port, '127.0.0.1');
    await once(server, 'listening');
    return (server.address() as AddressInfo).port;
  }
  async function end(): Promise<void> {
    if (!server.listening) return;
    const closed = once(server, 'close');
    server.close();
    server.closeAllConnections();
    await closed;
  }

  const port = await listen(0, certificate);
  onTestFinished(end);
  return {
    url: `${certificate === undefined ? 'http' : 'https'}://127.0.0.1:${port}`,
    close: () => (held = []),
    open() {
      const waiting = held ?? [];
      held = null;
      for (const answer of waiting) answer();
    },
    end,
    async begin(name) {
      await listen(port, name);
    },
  };
}
