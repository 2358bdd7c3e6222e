import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { err, ok, type Result } from '../common/result.ts';
import { SERVER_LIMITS, type PublicUrl, type ServerLimits } from '../core/node/serverOptions.ts';
import type { Log } from '../core/ports.ts';
import type { Wallboard } from '../core/wallboard.types.ts';
import { clientAddresses } from './clientAddress.ts';
import { limitConnections } from './connections.ts';
import { createEventStreams, type Timers } from './events.ts';
import { bracketed, guard, ownNames } from './guard.ts';
import { sendJson, sendProblem, setSecurityHeaders } from './headers.ts';
import { targetOf } from './publicPath.ts';
import { route, type RouteParts } from './routes.ts';
import { createScreenNames } from './screenNames.ts';
import { createSessions } from './session.ts';
import type { StaticFiles } from './staticFiles.ts';

/** What one client, or all together, may take up. */
export interface Limits extends ServerLimits {
  readonly headerBytes: number;
  readonly headerCount: number;
  /** Time for a whole header, and for a connection that sends nothing, in milliseconds. */
  readonly headersMs: number;
  /** Time for a whole request with its body, in milliseconds. */
  readonly requestMs: number;
}

export const LIMITS: Limits = {
  headerBytes: 8 * 1024,
  headerCount: 64,
  headersMs: 10_000,
  requestMs: 20_000,
  ...SERVER_LIMITS,
};

export interface HttpShellOptions {
  readonly wallboard: Pick<Wallboard, 'dispatch' | 'snapshot' | 'onChange'>;
  /** The secret of the control link. */
  readonly token: string;
  /** What the names of screens are signed with. */
  readonly screenKey: string;
  readonly publicUrl: PublicUrl | null;
  readonly allowedNames: readonly string[];
  /** Origins of pages that may show the wall in a frame. */
  readonly frameAncestors: readonly string[];
  /** Believed only where there is a public address. */
  readonly trustedProxies: readonly string[];
  /** Milliseconds since 1970 UTC: sessions and names of screens outlive this process. */
  readonly wallMs: () => number;
  readonly files: StaticFiles;
  readonly timers: Timers;
  readonly log: Log;
  readonly limits?: Partial<Limits>;
}

export interface HttpShell {
  /**
   * Starts to listen; until `ready` the screens are served, and everything else is answered with 503.
   * @returns the address as a URL with a trailing slash, or one sentence
   */
  listen(host: string, port: number): Promise<Result<string, string>>;
  /** From now on requests are answered. */
  ready(): void;
  /** Ends every session and the streams of all who may control; from now on only the new token gives control. */
  withdraw(newToken: string): void;
  /** Ends all streams and connections at once. */
  close(): Promise<void>;
}

const KEEP_ALIVE_MS = 15_000;
/** How often overdue connections are looked for, in milliseconds. */
const CHECK_MS = 1_000;

/** The browser shell's HTTP side: guard, sessions, commands, events and the built renderer. */
export function createHttpShell(options: HttpShellOptions): HttpShell {
  const { wallboard, timers, log, publicUrl, allowedNames, wallMs } = options;
  const limits = { ...LIMITS, ...options.limits };
  let names: ReadonlySet<string> = new Set();
  let isReady = false;
  let port = 0;
  const clients = clientAddresses(publicUrl ? options.trustedProxies : []);
  const parts: RouteParts = {
    wallboard,
    publicUrl,
    clients,
    files: options.files,
    sessions: createSessions({ token: options.token, port: () => port, nowMs: () => timers.nowMs(), wallMs }),
    screenNames: createScreenNames({ key: options.screenKey, port: () => port, wallMs }),
    events: createEventStreams({
      snapshot: () => wallboard.snapshot(),
      onChange: (listener) => wallboard.onChange(listener),
      timers,
      limits,
      opened: ({ socket }) => socket && connections.keep(socket),
      isFull: (address, outcome) => log.warn('screens.full', { address, outcome }),
    }),
  };

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    setSecurityHeaders(response, options.frameAncestors);
    const { path, redirect } = targetOf(request.url ?? '/', publicUrl);
    const isScreenFile = redirect !== null || options.files.has(path);
    const refusal = guard(describe(request), { names, allowedNames, publicUrl }, isScreenFile);
    if (refusal) {
      response.setHeader('Connection', 'close');
      return sendProblem(request, response, refusal);
    }
    // A screen that is opened meanwhile is there and waits; a browser's own page of an error would not.
    if (!isReady && !isScreenFile) return sendProblem(request, response, { status: 503, message: 'Starting' });
    await route(parts, request, response);
  }

  const server = createTimedServer(limits, (request, response) => {
    answer(request, response).catch((error: unknown) => {
      log.warn('http.failed', { kind: error instanceof Error ? error.name : typeof error });
      if (response.headersSent) response.destroy();
      else sendJson(response, 500, { error: 'Internal error' });
    });
  });

  const connections = limitConnections(server, {
    limits,
    isProxy: clients.isProxy,
    isFull: (address, of) => log.warn('connections.full', { address, of }),
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
    withdraw(newToken) {
      parts.sessions.withdraw(newToken);
      parts.events.endOutdated();
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

function createTimedServer(
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
  server.maxHeadersCount = limits.headerCount;
  return server;
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
  if (code === 'EADDRINUSE')
    return `Port ${port} on ${host} is in use; choose another with --port, or --port 0 for any free one`;
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
