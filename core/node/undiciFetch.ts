import type { Readable } from 'node:stream';
import tls from 'node:tls';
import { Agent, EnvHttpProxyAgent, errors, Pool, request as sendOnce, type Dispatcher } from 'undici';
import { err, ok, type Result } from '../../common/result.ts';
import { SECOND_MS } from '../../common/time.ts';
import type { Fetch } from '../ports.ts';
import type { Environment } from './environment.ts';

const CONNECT_TIME_OUT_MS = 10 * SECOND_MS;
const LOOPBACK = /^(localhost|127(\.\d{1,3}){3}|\[::1\])$/;

/** The variables that undici reads, and the kinds of proxy it knows. */
const PROXY_VARIABLES = ['http_proxy', 'HTTP_PROXY', 'https_proxy', 'HTTPS_PROXY'];
const PROXY_PROTOCOLS = ['http:', 'https:', 'socks:', 'socks5:'];

/** @returns one sentence when the environment names a proxy that cannot be one; it repeats no value (it may hold a password) */
export function checkProxy(env: Environment): Result<null, string> {
  const wrong = PROXY_VARIABLES.find((name) => env[name] && !isProxy(env[name]));
  return wrong === undefined ? ok(null) : err(`${wrong} is not an address such as http://proxy.example:8080`);
}

function isProxy(text: string): boolean {
  try {
    const { protocol, hostname, username, password } = new URL(text);
    // undici decodes these when it starts.
    decodeURIComponent(username + password);
    return PROXY_PROTOCOLS.includes(protocol) && hostname !== '';
  } catch {
    return false;
  }
}

/** Trusts what the machine trusts: a company's own certificate authority is in the system's store, not in Node's. */
export function trustSystemCertificates(): void {
  try {
    tls.setDefaultCACertificates([...tls.getCACertificates('default'), ...tls.getCACertificates('system')]);
  } catch {
    // Without a readable system store Node's own list stays.
  }
}

/**
 * Connections to a proxy. One that hangs up before it has opened a tunnel is a failure like any; undici would take it for a
 * connection worth repeating, and repeat it without a pause and without an end (nodejs/undici#3897).
 */
function proxyClient(origin: URL, options: object): Dispatcher {
  const pool = new Pool(origin, options);
  const openTunnel = pool.connect.bind(pool);
  const connect = (to: Dispatcher.ConnectOptions) =>
    openTunnel(to).catch((thrown: unknown) => {
      throw thrown instanceof errors.SocketError
        ? Object.assign(new Error('no tunnel'), { code: 'TUNNEL_CLOSED' })
        : thrown;
    });
  return Object.assign(pool, { connect });
}

type Body = ReadableStream<Uint8Array>;

/** Node's own adapter (`Readable.toWeb`) throws outside of every call when undici's body is left early. */
function webStream(body: Readable): Body {
  const chunks = body.iterator({ destroyOnReturn: false });
  body.on('error', () => undefined);
  return new ReadableStream({
    async pull(controller) {
      const { done, value } = (await chunks.next()) as IteratorResult<Uint8Array, undefined>;
      if (done) controller.close();
      else controller.enqueue(value);
    },
    cancel: () => void body.destroy(),
  });
}

/** The body as it was before the server compressed it. Only gzip is offered; whatever else comes is no JSON. */
const decoded = (body: Body, encoding: string | null): Body =>
  /^\s*(x-)?gzip\s*$/i.test(encoding ?? '')
    ? body.pipeThrough(new DecompressionStream('gzip') as TransformStream<Uint8Array, Uint8Array>)
    : body;

/**
 * HTTP in plain Node: the proxy of the environment (`HTTPS_PROXY`, `NO_PROXY`), never for this machine itself.
 *
 * Exactly one request goes out. `fetch` would repeat one after a 421, as its standard asks, so undici's `request` is used,
 * which follows, repeats and signs in to nothing. HTTP/1.1 without keep-alive leaves no connection that may have died
 * before the next request is written to it, and no stream that a server could hand back.
 * @throws when the environment does not pass `checkProxy`
 */
export function undiciFetch(): Fetch {
  trustSystemCertificates();
  const options = { connect: { timeout: CONNECT_TIME_OUT_MS }, allowH2: false, pipelining: 0 };
  const direct: Dispatcher = new Agent(options);
  const proxied: Dispatcher = new EnvHttpProxyAgent({ ...options, clientFactory: proxyClient });
  return async (url, { method, headers, body, signal }) => {
    const dispatcher = LOOPBACK.test(new URL(url).hostname) ? direct : proxied;
    const sent = { ...headers, 'Accept-Encoding': 'gzip' };
    const reply = await sendOnce(url, { method, headers: sent, body, signal, dispatcher });
    const get = (name: string): string | null => {
      const value = reply.headers[name.toLowerCase()] ?? null;
      return Array.isArray(value) ? value.join(', ') : value;
    };
    return {
      status: reply.statusCode,
      headers: { get },
      body: decoded(webStream(reply.body), get('content-encoding')),
    };
  };
}
