import type { ErrorCode } from '../../common/errorCodes.ts';

/** Why a call failed, and whether it may have reached the API (a call that surely did not is not counted). */
export interface CallFailure {
  readonly code: ErrorCode;
  /** HTTP status, when a reply came. */
  readonly status: number | null;
  /** The wait the server asked for, in milliseconds (0 to one hour); null when it asked for none. */
  readonly retryAfterMs: number | null;
  /** False only when the request certainly never left this machine. */
  readonly sent: boolean;
  /** True when the rate limit was reached although this app has not spent it: others use the key. */
  readonly byOthers: boolean;
}

export const failure = (code: ErrorCode, more: Partial<Omit<CallFailure, 'code'>> = {}): CallFailure => ({
  code,
  status: null,
  retryAfterMs: null,
  sent: true,
  byOthers: false,
  ...more,
});

const PROXY_AUTHENTICATION = 407;

/** Errors before any byte of the request was written: name lookup, no route, refused (Node and Chromium names). */
const UNSENT =
  /^(ENOTFOUND|EAI_\w+|ECONNREFUSED|ENETUNREACH|EHOSTUNREACH|ENETDOWN|EADDRNOTAVAIL|TUNNEL_\w+|net::ERR_(NAME_\w+|INTERNET_DISCONNECTED|CONNECTION_REFUSED|ADDRESS_\w+|PROXY_\w+|TUNNEL_\w+|NO_SUPPORTED_PROXIES|MANDATORY_PROXY\w*|PAC_\w+))$/;
const CONNECT_TIMEOUT = /^(UND_ERR_CONNECT_TIMEOUT|net::ERR_CONNECTION_TIMED_OUT)$/;
const REPLY_TIMEOUT = /^(ETIMEDOUT|UND_ERR_HEADERS_TIMEOUT|UND_ERR_BODY_TIMEOUT|net::ERR_TIMED_OUT)$/;
const CERTIFICATE =
  /^(CERT_\w+|UNABLE_TO_\w+|DEPTH_ZERO_SELF_SIGNED_CERT|SELF_SIGNED_CERT_IN_CHAIN|INVALID_CA|INVALID_PURPOSE|HOSTNAME_MISMATCH|ERR_TLS_CERT_\w+|net::ERR_CERT_\w+)$/;
const REDIRECT = /redirect/i;
/** A proxy that wants somebody to sign in before it lets anything through. */
const PROXY_SIGN_IN = /^(TUNNEL_407|net::ERR_PROXY_AUTH_\w+)$/;
/** undici's words for a proxy that opens no tunnel, which have no code of their own. */
const TUNNEL = /^Proxy response \((\d{3})\)/;
const MAX_CAUSES = 8;

/** A route that is lost while the reply is awaited has the code of one that was never there: the request has left. */
const isOnTheWay = (error: object, code: string): boolean =>
  UNSENT.test(code) && 'syscall' in error && (error.syscall === 'read' || error.syscall === 'write');

/** Error codes along the chain of causes; Chromium writes its own into the message, undici some into words. */
function* codesOf(thrown: unknown): Generator<string> {
  let error = thrown;
  for (let i = 0; i < MAX_CAUSES && error instanceof Error; i += 1) {
    if ('code' in error && typeof error.code === 'string' && !isOnTheWay(error, error.code)) yield error.code;
    const chromium = /net::ERR_\w+/.exec(error.message);
    if (chromium) yield chromium[0];
    if (error instanceof AggregateError) for (const inner of error.errors) yield* codesOf(inner);
    if (REDIRECT.test(error.message)) yield 'REDIRECT';
    const tunnel = TUNNEL.exec(error.message);
    if (tunnel) yield `TUNNEL_${tunnel[1]}`;
    error = error.cause;
  }
}

/** What a rejected fetch means. Nothing of the error's text is kept: it may quote the request. */
export function classifyThrown(thrown: unknown): CallFailure {
  for (const code of codesOf(thrown)) {
    if (code === 'REDIRECT') return failure('portal');
    if (PROXY_SIGN_IN.test(code)) return failure('network', { status: PROXY_AUTHENTICATION, sent: false });
    if (CERTIFICATE.test(code)) return failure('certificate', { sent: false });
    if (CONNECT_TIMEOUT.test(code)) return failure('timeout', { sent: false });
    if (REPLY_TIMEOUT.test(code)) return failure('timeout');
    if (UNSENT.test(code)) return failure('network', { sent: false });
  }
  return failure('network');
}

const REQUEST_TIMEOUT = 408;
const MISDIRECTED = 421;
const TOO_MANY_REQUESTS = 429;
const REPEATABLE: ReadonlySet<number | null> = new Set([null, REQUEST_TIMEOUT, MISDIRECTED, TOO_MANY_REQUESTS]);

/**
 * Whether a network stack that may repeat a request could have done so before a call ended like this: no reply came, or one
 * that asks for another try, or a refusal, which may be the answer to the repeated one. Any other reply answers the only
 * request there was.
 */
export const mayBeRepeated = ({ sent, status }: CallFailure): boolean => sent && REPEATABLE.has(status);

const NETWORK_AUTHENTICATION = 511;

/** What an HTTP status other than 2xx means (API page: 429 is the rate limit; the rest is plain HTTP). */
export function codeOfStatus(status: number): ErrorCode {
  if (status === 401 || status === 403) return 'auth';
  if (status === 429) return 'limited';
  if (status === NETWORK_AUTHENTICATION || (status >= 300 && status < 400)) return 'portal';
  if (status === PROXY_AUTHENTICATION) return 'network';
  if (status >= 500) return 'server';
  return 'api';
}
