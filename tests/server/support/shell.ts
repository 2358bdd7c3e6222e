import { request as httpRequest, type IncomingHttpHeaders, type IncomingMessage } from 'node:http';
import { connect, type Socket } from 'node:net';
import { createHttpShell, type Limits } from '../../../server/http.ts';
import { LOOPBACK_PROXIES, type PublicUrl } from '../../../core/node/serverOptions.ts';
import type { StaticFiles } from '../../../server/staticFiles.ts';
import { fakeWallboard } from './fakeWallboard.ts';

export const TOKEN = 'T'.repeat(43);
export const SCREEN_KEY = 'S'.repeat(43);

const page = { type: 'text/html; charset=utf-8', etag: '"1"', cache: 'no-cache', body: Buffer.from('<!doctype html>') };
const FILES: StaticFiles = new Map([
  ['/', page],
  ['/index.html', page],
  ['/assets/index-AbCd1234.js', { ...page, type: 'text/javascript; charset=utf-8', cache: 'immutable' }],
]);

export interface Reply {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly text: string;
}

export interface Call {
  readonly method?: string;
  readonly path?: string;
  readonly headers?: Record<string, string | string[]>;
  readonly body?: string;
}

/** Timers moved by hand. */
export function handTimers() {
  let nowMs = 1_000_000;
  const ticks = new Set<() => void>();
  return {
    nowMs: () => nowMs,
    every(_intervalMs: number, callback: () => void) {
      ticks.add(callback);
      return () => void ticks.delete(callback);
    },
    advance(ms: number) {
      nowMs += ms;
      for (const tick of ticks) tick();
    },
  };
}

/** What there is before the shell; a public address that cannot be is a fault of the test. */
export interface Behind {
  readonly publicUrl?: PublicUrl | null;
  readonly trustedProxies?: readonly string[];
  readonly allowedNames?: readonly string[];
  readonly frameAncestors?: readonly string[];
}

export type TestShell = Awaited<ReturnType<typeof openTestShell>>;

/** The real HTTP side on a free loopback port, over a fake wallboard. */
export async function openTestShell(
  limits: Partial<Limits> = {},
  host = '127.0.0.1',
  { publicUrl = null, trustedProxies = LOOPBACK_PROXIES, allowedNames = [], frameAncestors = [] }: Behind = {},
) {
  const wallboard = fakeWallboard();
  const timers = handTimers();
  const warnings: unknown[] = [];
  const log = { info: () => undefined, warn: (event: string, facts: unknown) => void warnings.push([event, facts]) };
  const shell = createHttpShell({
    ...{ wallboard, token: TOKEN, screenKey: SCREEN_KEY, publicUrl, trustedProxies, allowedNames, frameAncestors },
    ...{ limits, files: FILES, timers, wallMs: timers.nowMs, log },
  });
  const listening = await shell.listen(host, 0);
  if (!listening.ok) throw new Error(listening.error);
  shell.ready();
  const url = new URL(listening.value);
  const port = Number(url.port);
  const origin = `http://127.0.0.1:${port}`;
  const posted = { origin, 'content-type': 'application/json', 'x-wallboard': '1' };

  const call = (options: Call = {}): Promise<Reply> => exchange(port, options);
  const post = (path: string, body: unknown, headers: Call['headers'] = {}): Promise<Reply> =>
    call({ method: 'POST', path, body: JSON.stringify(body), headers: { ...posted, ...headers } });
  /** Opens a session with the control link's token and returns its cookie. */
  async function control(): Promise<string> {
    const reply = await post('/session', { token: TOKEN });
    return reply.headers['set-cookie']?.[0]?.split(';')[0] ?? '';
  }
  return {
    wallboard,
    timers,
    warnings,
    shell,
    url: listening.value,
    port,
    origin,
    posted,
    call,
    post,
    control,
    close: shell.close,
  };
}

function exchange(port: number, { method = 'GET', path = '/', headers = {}, body }: Call): Promise<Reply> {
  return new Promise((resolve, reject) => {
    const sent = httpRequest({ host: '127.0.0.1', port, method, path, headers, agent: false }, (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('end', () =>
        resolve({
          status: response.statusCode ?? 0,
          headers: response.headers,
          text: Buffer.concat(chunks).toString(),
        }),
      );
      response.on('error', reject);
    });
    sent.on('error', reject);
    sent.end(body);
  });
}

/** An open event stream and what came over it so far. */
export interface Stream {
  readonly response: IncomingMessage;
  readonly events: { event: string; data: unknown }[];
  /** Waits until that many events have come. */
  until(count: number): Promise<void>;
  readonly ended: Promise<void>;
  close(): void;
}

export function openStream(port: number, headers: Record<string, string> = {}, path = '/events'): Promise<Stream> {
  return new Promise((resolve, reject) => {
    const sent = httpRequest({ host: '127.0.0.1', port, path, headers, agent: false }, (response) =>
      resolve(followStream(response)),
    );
    sent.on('error', reject);
    sent.end();
  });
}

/** Reads the events of an answer that has begun. */
export function followStream(response: IncomingMessage): Stream {
  const events: Stream['events'] = [];
  let text = '';
  let changed = (): void => undefined;
  response.setEncoding('utf8');
  response.on('data', (chunk: string) => {
    text += chunk;
    const blocks = text.split('\n\n');
    text = blocks.pop() ?? '';
    for (const block of blocks) {
      const event = /^event: (.*)$/m.exec(block)?.[1];
      const data = /^data: (.*)$/m.exec(block)?.[1];
      if (event && data) events.push({ event, data: JSON.parse(data) });
    }
    changed();
  });
  const ended = new Promise<void>((done) => response.once('close', done));
  response.on('error', () => undefined);
  return {
    response,
    events,
    ended,
    async until(count) {
      while (events.length < count) await new Promise<void>((next) => (changed = next));
    },
    close: () => void response.destroy(),
  };
}

/** A bare connection, for what no HTTP client would send. */
export function rawConnection(port: number): { socket: Socket; received: () => string; closed: Promise<void> } {
  const socket = connect(port, '127.0.0.1');
  let text = '';
  socket.on('data', (chunk) => (text += chunk.toString()));
  socket.on('error', () => undefined);
  return { socket, received: () => text, closed: new Promise((done) => socket.once('close', () => done())) };
}
