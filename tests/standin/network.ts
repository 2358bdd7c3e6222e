import http, { type ClientRequest, type IncomingMessage } from 'node:http';
import https from 'node:https';
import { Readable } from 'node:stream';

/** Chromium's words for what Node reports. */
const NET_ERRORS: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'CONNECTION_REFUSED',
  ECONNRESET: 'CONNECTION_RESET',
  EPIPE: 'CONNECTION_RESET',
  ENOTFOUND: 'NAME_NOT_RESOLVED',
  EAI_AGAIN: 'NAME_NOT_RESOLVED',
  DEPTH_ZERO_SELF_SIGNED_CERT: 'CERT_AUTHORITY_INVALID',
  CERT_HAS_EXPIRED: 'CERT_DATE_INVALID',
};

const REQUEST_TIMEOUT = 408;
const MISDIRECTED = 421;
const WITHOUT_BODY = [101, 204, 205, 304];
const COMPRESSED = { gzip: 'gzip', 'x-gzip': 'gzip', deflate: 'deflate' } as const;

const codeOf = (thrown: unknown): string =>
  thrown instanceof Error && 'code' in thrown ? String(thrown.code) : 'UNKNOWN';
const asChromium = (thrown: unknown): Error => new Error(`net::ERR_${NET_ERRORS[codeOf(thrown)] ?? 'FAILED'}`);

/**
 * HTTP/1.1 of one session as Chromium's network stack does it, with what it does unasked: connections are kept and used again; a
 * request that fails on one which was in use before is sent once more, and so is one that is answered with 408 there, or with 421
 * anywhere (net/http/http_network_transaction.cc: ShouldResendRequest, DoReadHeadersComplete).
 */
export class Network {
  #agents = Network.#newAgents();

  static #newAgents(): { readonly http: http.Agent; readonly https: https.Agent } {
    return { http: new http.Agent({ keepAlive: true }), https: new https.Agent({ keepAlive: true }) };
  }

  /** Whatever is under way fails, as in Chromium. */
  closeAll(): void {
    this.#agents.http.destroy();
    this.#agents.https.destroy();
    this.#agents = Network.#newAgents();
  }

  fetch(address: string, init: RequestInit, misdirected = false): Promise<Response> {
    return new Promise((resolve, reject) => {
      const url = new URL(address);
      const [module, agent] =
        url.protocol === 'https:' ? ([https, this.#agents.https] as const) : ([http, this.#agents.http] as const);
      const signal = init.signal ?? undefined;
      const headers = { ...Object.fromEntries(new Headers(init.headers)), 'accept-encoding': 'gzip, deflate' };
      const request: ClientRequest = module.request(url, {
        method: init.method ?? 'GET',
        headers,
        agent,
        ...(signal ? { signal } : {}),
      });
      const again = (wasMisdirected: boolean): void => {
        request.destroy();
        this.fetch(address, init, wasMisdirected).then(resolve, reject);
      };
      let answered = false;
      request.on('error', (thrown) => {
        if (answered) return;
        answered = true;
        const isBroken = ['ECONNRESET', 'EPIPE'].includes(codeOf(thrown));
        if (isBroken && request.reusedSocket) again(misdirected);
        else reject(signal?.aborted ? (signal.reason as Error) : asChromium(thrown));
      });
      request.on('response', (reply) => {
        answered = true;
        if (reply.statusCode === REQUEST_TIMEOUT && request.reusedSocket) return again(misdirected);
        if (reply.statusCode === MISDIRECTED && !misdirected) return again(true);
        resolve(responseOf(reply));
      });
      request.on('upgrade', (_reply, socket) => {
        socket.destroy();
        reject(asChromium(null));
      });
      request.end(init.body as string | undefined);
    });
  }
}

function responseOf(reply: IncomingMessage): Response {
  const status = reply.statusCode ?? 0;
  const headers = new Headers();
  for (const [name, value] of Object.entries(reply.headers))
    headers.set(name, Array.isArray(value) ? value.join(', ') : (value ?? ''));
  reply.on('error', () => undefined);
  if (WITHOUT_BODY.includes(status)) {
    reply.resume();
    return new Response(null, { status, headers });
  }
  const body = Readable.toWeb(reply) as ReadableStream<Uint8Array<ArrayBuffer>>;
  const format = COMPRESSED[reply.headers['content-encoding'] as keyof typeof COMPRESSED];
  return new Response(format ? body.pipeThrough(new DecompressionStream(format)) : body, { status, headers });
}
