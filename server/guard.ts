import type { IncomingHttpHeaders } from 'node:http';
import { hostname } from 'node:os';
import { isIP } from 'node:net';
import type { PublicUrl } from '../core/node/serverOptions.ts';

/** Why a request is turned away before anything looks at it. */
export interface Refusal {
  readonly status: 400 | 403 | 405 | 415 | 421;
  /** A fact for whoever debugs; it repeats nothing of the request. */
  readonly message: string;
}

export interface GuardedRequest {
  readonly method: string;
  /** The request target as sent. */
  readonly target: string;
  readonly headers: IncomingHttpHeaders;
  /** Each header's values before Node joins or drops repeats. */
  readonly headersDistinct: NodeJS.Dict<string[]>;
  /** The address of this machine the request arrived at. */
  readonly localAddress: string | undefined;
  readonly localPort: number | undefined;
}

const METHODS = ['GET', 'HEAD', 'POST'];
const LOOPBACK_NAMES = ['localhost', '127.0.0.1', '[::1]'];
const WILDCARDS = ['0.0.0.0', '::'];
const HTTP_PORT = '80';
const HTTPS_PORT = '443';
const UNKNOWN_NAME =
  'This address is not served here. If it is one of this wallboard, start it with --allow-names and the name in the ' +
  'address bar, or with --public-url behind a proxy.';
const refuse = (status: Refusal['status'], message: string): Refusal => ({ status, message });

/**
 * The names this server answers to, for a given listen address. A page of another site that points its own name at this
 * machine (DNS rebinding) sends that name as `Host`, and is refused.
 */
export function ownNames(listenHost: string, machineName: string = hostname()): ReadonlySet<string> {
  const names = [...LOOPBACK_NAMES, bracketed(listenHost.toLowerCase())];
  if (isWildcard(listenHost)) names.push(machineName.toLowerCase(), `${machineName.toLowerCase()}.local`);
  return new Set(names);
}

/** True for the addresses that mean every network interface of this machine. */
export const isWildcard = (host: string): boolean => WILDCARDS.includes(host);

/** @param address a host name or an IP address; IPv6 comes back in brackets, as in a URL */
export const bracketed = (address: string): string => (isIP(address) === 6 ? `[${address}]` : address);

/** How this server may be addressed. */
export interface Addresses {
  /** At the port it listens on. */
  readonly names: ReadonlySet<string>;
  /** What the owner has allowed beyond that, at any port or at the one that is named. */
  readonly allowedNames: readonly string[];
  /** Null when viewers reach the server itself. */
  readonly publicUrl: PublicUrl | null;
}

/**
 * Checks everything about a request that does not depend on its path, but for this: the built screens are no secret and
 * hold no figures, so who asks for them is not looked at. Browsers and proxies differ in what they send as their `Origin`,
 * and a page without its script would be blank.
 * @param isScreenFile whether one of the built screens is asked for
 * @returns null when the request may pass
 */
export function guard(request: GuardedRequest, addresses: Addresses, isScreenFile: boolean): Refusal | null {
  if (!METHODS.includes(request.method)) return refuse(405, 'Method not allowed');
  if (!request.target.startsWith('/')) return refuse(400, 'The request target must be a path');
  const origins = ownOrigins(request, addresses);
  if (origins === null) return refuse(421, UNKNOWN_NAME);
  if (request.method !== 'POST') return isScreenFile ? null : checkOrigin(request, origins);
  return checkOrigin(request, origins) ?? checkPost(request);
}

/** As browsers write them: without the usual port of the scheme. */
const bothSchemes = (host: string): string[] => [
  `http://${host.replace(/:80$/, '')}`,
  `https://${host.replace(/:443$/, '')}`,
];

/** The origins of pages that come from this server, by the request's `Host`; null when that does not name it. */
function ownOrigins(request: GuardedRequest, addresses: Addresses): readonly string[] | null {
  const { names, allowedNames, publicUrl } = addresses;
  const [given, ...more] = request.headersDistinct['host'] ?? [];
  const match =
    given === undefined || more.length > 0 ? null : /^(\[[0-9a-f:.]+\]|[a-z0-9._-]+)(?::(\d{1,5}))?$/i.exec(given);
  const name = match?.[1]?.toLowerCase().replace(/\.$/, '');
  if (!given || !name) return null;
  const port = match?.[2];
  const host = given.toLowerCase();
  // A proxy may write this server's own address into Host, but leaves the Origin that the browser sent.
  const throughProxy = [...(publicUrl ? [publicUrl.origin] : []), ...allowedNames.flatMap(bothSchemes)];
  if (publicUrl && name === publicUrl.hostName && (port ?? publicUrl.port) === publicUrl.port) return throughProxy;
  const ports = port === undefined ? [HTTP_PORT, HTTPS_PORT] : [port];
  if ([name, ...ports.map((usual) => `${name}:${usual}`)].some((asked) => allowedNames.includes(asked)))
    return [...throughProxy, ...bothSchemes(host)];
  if ((port ?? HTTP_PORT) !== String(request.localPort)) return null;
  // An address of this machine cannot be rebound: the browser connected to it by that very address.
  const own = request.localAddress?.toLowerCase().replace(/^::ffff:(?=\d+\.)/, '');
  const isOwn = names.has(name) || (own !== undefined && name === bracketed(own));
  return isOwn ? [...throughProxy, `http://${host}`] : null;
}

function checkOrigin(request: GuardedRequest, own: readonly string[]): Refusal | null {
  const origins = request.headersDistinct['origin'] ?? [];
  if (origins.some((origin) => !own.includes(origin.toLowerCase())) || origins.length > 1)
    return refuse(403, 'Requests of other sites are refused');
  if (request.method === 'POST' && origins.length === 0) return refuse(403, 'A POST needs its Origin');
  return null;
}

/**
 * A form or an image of another site can send neither of these, and a script of another site must ask first (there is
 * no CORS, so the answer is no).
 */
function checkPost({ headers }: GuardedRequest): Refusal | null {
  if (headers['x-wallboard'] !== '1') return refuse(403, 'A POST needs the header X-Wallboard: 1');
  const type = headers['content-type']?.toLowerCase() ?? '';
  if (!/^application\/json\s*(;\s*charset="?utf-8"?\s*)?$/.test(type))
    return refuse(415, 'A POST must be application/json');
  const encoding = headers['content-encoding'] ?? 'identity';
  return encoding === 'identity' ? null : refuse(415, 'A POST must not be compressed');
}

/** True when the browser says that a page of another site wants this; a followed link to the wall itself is fine. */
export function isForeignFetch(headers: IncomingHttpHeaders): boolean {
  const site = headers['sec-fetch-site'];
  return site !== undefined && site !== 'same-origin' && site !== 'none';
}
