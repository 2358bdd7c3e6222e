import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { err, ok, type Result } from '../common/result.ts';
import type { Log } from '../core/ports.ts';
import type { Wallboard } from '../core/wallboard.types.ts';
import { createEventStreams, type Timers } from './events.ts';
import { bracketed, guard, ownNames } from './guard.ts';
import { sendJson, setSecurityHeaders } from './headers.ts';
import { route, type RouteParts } from './routes.ts';
import { createSessions } from './session.ts';
import type { StaticFiles } from './staticFiles.ts';

/** What one client, or all together, may take up. */
export interface Limits {
  readonly headerBytes: number;
  readonly headerCount: number;
  /** Time for a whole header, and for a connection that sends nothing, in milliseconds. */
  readonly headersMs: number;
  /** Time for a whole request with its body, in milliseconds. */
  readonly requestMs: number;
  readonly connections: number;
  readonly connectionsPerAddress: number;
  readonly screens: number;
  /** Several screens may share one address, behind a router that translates addresses. */
  readonly screensPerAddress: number;
}

export const LIMITS: Limits = {
  headerBytes: 8 * 1024,
  headerCount: 64,
  headersMs: 10_000,
  requestMs: 20_000,
  connections: 1_000,
  connectionsPerAddress: 150,
  screens: 200,
  screensPerAddress: 32,
};

export interface HttpShellOptions {
  readonly wallboard: Pick<Wallboard, 'dispatch' | 'snapshot' | 'onChange'>;
  readonly token: string;
  readonly files: StaticFiles;
  readonly timers: Timers;
  readonly log: Log;
  readonly limits?: Partial<Limits>;
}

export interface HttpShell {
  /**
   * Starts to listen; requests are answered with 503 until `ready`.
   * @returns the address as a URL with a trailing slash, or one sentence
   */
  listen(host: string, port: number): Promise<Result<string, string>>;
  /** From now on requests are answered. */
  ready(): void;
  /** Ends all streams and connections at once. */
  close(): Promise<void>;
}

const KEEP_ALIVE_MS = 15_000;
/** How often overdue connections are looked for, in milliseconds. */
const CHECK_MS = 1_000;

/** The browser shell's HTTP side: guard, sessions, commands, events and the built renderer. */
export function createHttpShell(options: HttpShellOptions): HttpShell {
  const { wallboard, timers, log } = options;
  const limits = { ...LIMITS, ...options.limits };
  let names: ReadonlySet<string> = new Set();
  let isReady = false;
  let port = 0;
  const parts: RouteParts = {
    wallboard,
    files: options.files,
    sessions: createSessions({ token: options.token, port: () => port, nowMs: () => timers.nowMs() }),
    events: createEventStreams({
      snapshot: () => wallboard.snapshot(),
      onChange: (listener) => wallboard.onChange(listener),
      timers,
      maxClients: limits.screens,
      maxClientsPerAddress: limits.screensPerAddress,
    }),
  };

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    setSecurityHeaders(response);
    const refusal = guard(describe(request), names);
    if (refusal) {
      response.setHeader('Connection', 'close');
      return sendJson(response, refusal.status, { error: refusal.message });
    }
    if (!isReady) return sendJson(response, 503, { error: 'Starting' });
    await route(parts, request, response);
  }

  const server = createLimitedServer(limits, (request, response) => {
    answer(request, response).catch((error: unknown) => {
      log.warn('http.failed', { kind: error instanceof Error ? error.name : typeof error });
      if (response.headersSent) response.destroy();
      else sendJson(response, 500, { error: 'Internal error' });
    });
  });

  return {
    async listen(host, wantedPort) {
      const address = await startListening(server, host, wantedPort);
      if (!address.ok) return address;
      port = address.value.port;
      names = ownNames(host);
      return ok(`http://${bracketed(host)}:${port}/`);
    },
    ready() {
      isReady = true;
    },
    async close() {
      const wasListening = server.listening;
      parts.events.close();
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      server.closeAllConnections();
      if (wasListening) await closed;
    },
  };
}

function createLimitedServer(
  limits: Limits,
  answer: (request: IncomingMessage, response: ServerResponse) => void,
): Server {
  const server = createServer(
    {
      maxHeaderSize: limits.headerBytes,
      headersTimeout: limits.headersMs,
      requestTimeout: limits.requestMs,
      keepAliveTimeout: KEEP_ALIVE_MS,
      connectionsCheckingInterval: Math.min(CHECK_MS, limits.headersMs),
      keepAlive: true,
    },
    answer,
  );
  server.maxConnections = limits.connections;
  server.maxHeadersCount = limits.headerCount;
  limitPerAddress(server, limits.connectionsPerAddress);
  return server;
}

/** Closes connections beyond a remote address's share, so that one machine cannot shut out the others. */
function limitPerAddress(server: Server, max: number): void {
  const open = new Map<string, number>();
  server.on('connection', (socket: Socket) => {
    const address = socket.remoteAddress ?? '';
    const count = (open.get(address) ?? 0) + 1;
    open.set(address, count);
    socket.once('close', () => {
      const left = (open.get(address) ?? 1) - 1;
      if (left > 0) open.set(address, left);
      else open.delete(address);
    });
    if (count > max) socket.destroy();
  });
}

function startListening(server: Server, host: string, port: number): Promise<Result<AddressInfo, string>> {
  return new Promise((resolve) => {
    const failed = (error: NodeJS.ErrnoException): void => resolve(err(listenProblem(error.code, host, port)));
    server.once('error', failed);
    server.listen({ host, port }, () => {
      server.off('error', failed);
      const address = server.address();
      if (address !== null && typeof address === 'object') resolve(ok(address));
      else resolve(err('The address to listen on is unknown'));
    });
  });
}

function listenProblem(code: string | undefined, host: string, port: number): string {
  if (code === 'EADDRINUSE') return `Port ${port} on ${host} is in use`;
  if (code === 'EACCES') return `Port ${port} on ${host} may not be used by this user`;
  if (code === 'EADDRNOTAVAIL' || code === 'ENOTFOUND' || code === 'EAI_AGAIN')
    return `${host} is not an address of this machine`;
  return `${host}:${port} cannot be listened on (${code ?? 'unknown error'})`;
}

function describe(request: IncomingMessage): Parameters<typeof guard>[0] {
  const { headers, headersDistinct, socket } = request;
  return {
    method: request.method ?? '',
    target: request.url ?? '',
    headers,
    headersDistinct,
    localAddress: socket.localAddress,
    localPort: socket.localPort,
  };
}
