import type { IncomingMessage } from 'node:http';
import type { PublicUrl } from '../core/node/serverOptions.ts';
import type { CookiePlace } from './cookies.ts';

/** Where a request leads to, whichever way a proxy passed its path on. */
export interface Target {
  /** Without the path of the public address and without the query, undecoded: no file or command has a name that needs decoding. */
  readonly path: string;
  /** Where the browser is to go instead: the page's own addresses are relative and need the slash at the end of its path. */
  readonly redirect: string | null;
  /** The path came with that of the public address in front. */
  readonly isWhole: boolean;
}

/** Proxies pass a path on as it is or take the public address's own path off: both mean the same here. */
export function targetOf(url: string, publicUrl: PublicUrl | null): Target {
  const [path = '/'] = url.split(/[?#]/, 1);
  const base = publicUrl?.path ?? '/';
  if (base === '/') return { path, redirect: null, isWhole: false };
  if (`${path}/` === base) return { path, redirect: base + url.slice(path.length), isWhole: true };
  const isWhole = path.startsWith(base);
  return { path: isWhole ? path.slice(base.length - 1) : path, redirect: null, isWhole };
}

/**
 * The place of a cookie for whoever sent a request. It is the public path, unless the browser talks to this server itself and
 * sees no such path.
 */
export function cookiePlaceOf(request: IncomingMessage, target: Target, publicUrl: PublicUrl | null): CookiePlace {
  if (publicUrl === null) return { path: '/', isSecure: false };
  const { headers } = request;
  const [hostName] = (headers.host ?? '').toLowerCase().split(/:\d+$/, 1);
  const isThroughProxy =
    headers.origin?.toLowerCase() === publicUrl.origin ||
    hostName === publicUrl.hostName ||
    headers['x-forwarded-for'] !== undefined ||
    headers.forwarded !== undefined;
  // `Secure` whichever way it came: the owner wants control over TLS, and browsers count this machine itself as safe.
  return { path: target.isWhole || isThroughProxy ? publicUrl.path : '/', isSecure: publicUrl.isSecure };
}
