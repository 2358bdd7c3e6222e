import { isIP } from 'node:net';
import { networkInterfaces } from 'node:os';
import { DEFAULT_HOST } from '../core/node/launch.ts';
import type { PublicUrl } from '../core/node/serverOptions.ts';
import { bracketed, isWildcard } from './guard.ts';

const HTTP_PORT = 80;
/** From the folder of the app, as the files are called where it was installed. */
const PROXY_PAGE = 'docs/tls-proxy.md';

/** The address that viewers open: the public one, or this machine's own where it listens on every interface. */
export function viewersUrl(listeningUrl: string, publicUrl: PublicUrl | null): string {
  if (publicUrl) return publicUrl.origin + publicUrl.path;
  const { hostname, port } = new URL(listeningUrl);
  if (!isWildcard(hostname.replace(/^\[|\]$/g, ''))) return listeningUrl;
  const addresses = Object.values(networkInterfaces()).flatMap((network) => network ?? []);
  const own = addresses.find(({ internal, family }) => !internal && family === 'IPv4')?.address ?? DEFAULT_HOST;
  return `http://${bracketed(own)}:${port || HTTP_PORT}/`;
}

export const controlLink = (url: string, token: string): string => `${url}#control=${token}`;

const isLoopback = (host: string): boolean =>
  host === 'localhost' || host === '::1' || host === '[::1]' || (isIP(host) === 4 && host.startsWith('127.'));

/** What the owner is told when others could read what viewers and server say to each other; nothing where they cannot. */
export function plainHttpWarning(host: string, publicUrl: PublicUrl | null): string[] {
  if (publicUrl?.isSecure) return [];
  if (isLoopback(host.toLowerCase()) && (publicUrl === null || isLoopback(publicUrl.hostName))) return [];
  return [
    'The wall is served over plain http: others on this network can read its figures, the control link and what is typed into the settings.',
    `To prevent that, put a proxy with TLS in front and start with --public-url https://…; ${PROXY_PAGE} shows how.`,
  ];
}
