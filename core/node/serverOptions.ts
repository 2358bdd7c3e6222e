import { isIP } from 'node:net';
import { err, ok, type Result } from '../../common/result.ts';
import type { Environment } from './environment.ts';

/** The address under which a proxy shows the wall to its viewers. */
export interface PublicUrl {
  /** Such as `https://wall.example`. */
  readonly origin: string;
  readonly hostName: string;
  /** As a number in text; the usual one of the scheme when the address names none. */
  readonly port: string;
  /** With a slash at both ends: `/`, `/board/`. */
  readonly path: string;
  /** Viewers reach it by https. */
  readonly isSecure: boolean;
}

/** How much of the server one viewer, or all together, may take up. */
export interface ServerLimits {
  readonly screens: number;
  readonly screensPerAddress: number;
  readonly connections: number;
  readonly connectionsPerAddress: number;
}

/** What only the browser shell's command line has. */
export interface ServerOptions {
  /** Null when viewers reach the server itself. */
  readonly publicUrl: PublicUrl | null;
  /** Addresses, or networks such as `10.0.0.0/24`, whose word on the viewer's address is taken. */
  readonly trustedProxies: readonly string[];
  /** Further names that viewers may open the server by, in small letters: `wall-pc` at any port, `wall-pc:9000` at that one. */
  readonly allowedNames: readonly string[];
  /** Origins of pages, such as those of a signage system, that may show the wall in a frame. */
  readonly frameAncestors: readonly string[];
  readonly limits: ServerLimits;
  /** Withdraw the control link of earlier starts. */
  readonly newControlLink: boolean;
}

export const LOOPBACK_PROXIES = ['127.0.0.0/8', '::1'];
/** Several screens may share one address, behind a router that translates addresses. */
export const SERVER_LIMITS: ServerLimits = {
  screens: 200,
  screensPerAddress: 32,
  connections: 1000,
  connectionsPerAddress: 150,
};

const LIMIT_OPTIONS = {
  'max-screens': 'screens',
  'max-screens-per-address': 'screensPerAddress',
  'max-connections': 'connections',
  'max-connections-per-address': 'connectionsPerAddress',
} as const satisfies Record<string, keyof ServerLimits>;
const MAX_LIMIT = 100_000;
const MAX_PORT = 65_535;

const text = { type: 'string' } as const;
/** As Node's `parseArgs` takes them. */
export const SERVER_OPTIONS = {
  'public-url': text,
  'trusted-proxy': text,
  'allow-names': text,
  'frame-ancestors': text,
  'new-control-link': { type: 'boolean' },
  'max-screens': text,
  'max-screens-per-address': text,
  'max-connections': text,
  'max-connections-per-address': text,
} as const;

const USUAL_PORTS: Readonly<Record<string, string>> = { 'http:': '80', 'https:': '443' };
/** What a proxy that strips the path and one that passes it on would make the same address of. */
const OWN_NAMES = ['api', 'assets', 'events', 'healthz', 'session'];

/** @returns the address, or what is wrong with it, without the name of the option */
export function parsePublicUrl(given: string): Result<PublicUrl, string> {
  const url = URL.canParse(given) ? new URL(given) : null;
  const usualPort = url === null ? undefined : USUAL_PORTS[url.protocol];
  if (url === null || usualPort === undefined) return err('must look like https://wall.example/board/');
  if (url.username !== '' || url.password !== '') return err('must not hold a name or a password');
  if (url.search !== '' || url.hash !== '') return err('must end with its path');
  const path = url.pathname.endsWith('/') ? url.pathname : `${url.pathname}/`;
  if (!/^\/([\w.~-]+\/)*$/.test(path)) return err('must have a path of letters, digits, hyphens and dots only');
  if (OWN_NAMES.some((name) => path.startsWith(`/${name}/`)))
    return err(`must not have a path that begins with ${OWN_NAMES.join(', ')}`);
  const { origin, hostname, protocol } = url;
  return ok({ origin, hostName: hostname, port: url.port || usualPort, path, isSecure: protocol === 'https:' });
}

function parseProxies(given: string | undefined): Result<readonly string[], string> {
  if (given === undefined) return ok(LOOPBACK_PROXIES);
  const proxies = given.split(',').map((proxy) => proxy.trim());
  const isNetwork = (proxy: string): boolean => {
    const [address = '', bits, ...more] = proxy.split('/');
    const family = address.includes('%') ? 0 : isIP(address);
    const most = family === 6 ? 128 : 32;
    return family > 0 && more.length === 0 && (bits === undefined || (/^\d{1,3}$/.test(bits) && Number(bits) <= most));
  };
  return proxies.every(isNetwork)
    ? ok(proxies)
    : err('--trusted-proxy must be an IP address or a network such as 10.0.0.0/24, or several with commas between');
}

/** A host name, an IPv4 address, or an IPv6 address in brackets, as browsers send them. */
const NAME_WITH_PORT = /^(\[[0-9a-f:.]+\]|[a-z0-9_](?:[a-z0-9_.-]*[a-z0-9_])?)(?::(\d{1,5}))?$/;

function parseNames(given: string | undefined): Result<readonly string[], string> {
  if (given === undefined) return ok([]);
  const names = given.split(',').map((name) => name.trim().toLowerCase());
  const isName = (name: string): boolean => {
    const match = NAME_WITH_PORT.exec(name);
    return match !== null && Number(match[2] ?? 0) <= MAX_PORT;
  };
  return names.every(isName)
    ? ok(names)
    : err('must be a name or an address such as wall-pc or 192.0.2.7:9000, or several with commas between');
}

function parseOrigins(given: string | undefined): Result<readonly string[], string> {
  if (given === undefined) return ok([]);
  const urls = given.split(',').map((origin) => (URL.canParse(origin.trim()) ? new URL(origin.trim()) : null));
  const isOrigin = (url: URL | null): url is URL =>
    url !== null && url.protocol in USUAL_PORTS && url.href === `${url.origin}/`;
  return urls.every(isOrigin)
    ? ok(urls.map(({ origin }) => origin))
    : err('--frame-ancestors must look like https://signage.example, or several with commas between');
}

function parseLimits(values: ReadonlyMap<string, string>): Result<ServerLimits, string> {
  const limits: { -readonly [K in keyof ServerLimits]: number } = { ...SERVER_LIMITS };
  for (const [option, limit] of Object.entries(LIMIT_OPTIONS)) {
    const given = values.get(option);
    if (given === undefined) continue;
    const fits = /^\d{1,6}$/.test(given) && Number(given) >= 1 && Number(given) <= MAX_LIMIT;
    if (!fits) return err(`--${option} must be a whole number from 1 to ${MAX_LIMIT}`);
    limits[limit] = Number(given);
  }
  return ok(limits);
}

/** Options that containers and services rather give in their environment; an argument wins. */
const ENVIRONMENT_NAMES = { 'public-url': 'EXPERIA_PUBLIC_URL', 'allow-names': 'EXPERIA_ALLOW_NAMES' } as const;

/** @param env the environment of the browser shell; empty for the desktop app, which serves nobody */
export function parseServerOptions(
  flags: ReadonlySet<string>,
  values: ReadonlyMap<string, string>,
  env: Environment,
): Result<ServerOptions, string> {
  function read<T>(
    option: keyof typeof ENVIRONMENT_NAMES,
    parse: (given: string | undefined) => Result<T, string>,
  ): Result<T, string> {
    const argument = values.get(option);
    const parsed = parse(argument ?? env[ENVIRONMENT_NAMES[option]]);
    return parsed.ok
      ? parsed
      : err(`${argument === undefined ? ENVIRONMENT_NAMES[option] : `--${option}`} ${parsed.error}`);
  }
  const publicUrl = read<PublicUrl | null>('public-url', (given) =>
    given === undefined ? ok(null) : parsePublicUrl(given.trim()),
  );
  if (!publicUrl.ok) return publicUrl;
  const names = read('allow-names', parseNames);
  if (!names.ok) return names;
  const proxies = parseProxies(values.get('trusted-proxy'));
  if (!proxies.ok) return proxies;
  if (values.has('trusted-proxy') && publicUrl.value === null)
    return err('--trusted-proxy needs --public-url, the address at which the proxy shows the wall');
  const ancestors = parseOrigins(values.get('frame-ancestors'));
  if (!ancestors.ok) return ancestors;
  const limits = parseLimits(values);
  if (!limits.ok) return limits;
  return ok({
    publicUrl: publicUrl.value,
    trustedProxies: proxies.value,
    allowedNames: names.value,
    frameAncestors: ancestors.value,
    limits: limits.value,
    newControlLink: flags.has('new-control-link'),
  });
}

/** The arguments that give these options again; what is as usual is left out, and so is what is done once. */
export function serverArguments(options: ServerOptions): string[] {
  const { publicUrl, trustedProxies, allowedNames, frameAncestors, limits } = options;
  const isUsual = trustedProxies.join() === LOOPBACK_PROXIES.join();
  return [
    ...(publicUrl === null ? [] : ['--public-url', publicUrl.origin + publicUrl.path]),
    ...(isUsual ? [] : ['--trusted-proxy', trustedProxies.join(',')]),
    ...(allowedNames.length === 0 ? [] : ['--allow-names', allowedNames.join(',')]),
    ...(frameAncestors.length === 0 ? [] : ['--frame-ancestors', frameAncestors.join(',')]),
    ...Object.entries(LIMIT_OPTIONS).flatMap(([option, limit]) =>
      limits[limit] === SERVER_LIMITS[limit] ? [] : [`--${option}`, String(limits[limit])],
    ),
  ];
}
