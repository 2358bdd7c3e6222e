import { isIP } from 'node:net';
import { DEFAULT_HOST } from '../core/node/launch.ts';
import type { PublicUrl } from '../core/node/serverOptions.ts';
import { bracketed, isWildcard } from './guard.ts';

const HTTP_PORT = 80;
/** From the folder of the app, as the files are called where it was installed. */
const PROXY_PAGE = 'docs/tls-proxy.md';

/**
 * The address of the server as another machine writes it: where it listens on every interface, that is an address of this
 * machine's own.
 * @param own see `ownAddress`; null leaves this machine's loopback address, the only one there is
 */
export function reachableUrl(listeningUrl: string, own: string | null): string {
  const { hostname, port } = new URL(listeningUrl);
  if (!isWildcard(hostname.replace(/^\[|\]$/g, ''))) return listeningUrl;
  return `http://${bracketed(own ?? DEFAULT_HOST)}:${port || HTTP_PORT}/`;
}

/** The address that viewers open: the public one where there is one. */
export const viewersUrl = (url: string, publicUrl: PublicUrl | null): string =>
  publicUrl ? publicUrl.origin + publicUrl.path : url;

export const controlLink = (url: string, token: string): string => `${url}#control=${token}`;

export const isLoopback = (host: string): boolean =>
  host === 'localhost' || host === '::1' || host === '[::1]' || (isIP(host) === 4 && host.startsWith('127.'));

/** What the owner is told when others could read what viewers and server say to each other; nothing where they cannot. */
export function plainHttpWarning(host: string, publicUrl: PublicUrl | null): string[] {
  const isOpen = !isLoopback(host.toLowerCase());
  if (publicUrl?.isSecure)
    return isOpen
      ? [
          'Beside the proxy, the port is open over plain http: others on this network can use it past the proxy.',
          'Where the proxy runs on this machine, leave out --host; otherwise let nobody but the proxy reach the port.',
        ]
      : [];
  if (!isOpen && (publicUrl === null || isLoopback(publicUrl.hostName))) return [];
  return [
    'The wall is served over plain http: others on this network can read its figures, the control link and what is typed into the settings.',
    `To prevent that, put a proxy with TLS in front and start with --public-url https://…; ${PROXY_PAGE} shows how.`,
  ];
}
