import { extname, isAbsolute, join, relative } from 'node:path';
import { contentSecurityPolicy, MEDIA_TYPES } from '../common/webFiles.ts';
import { APP_HOST, APP_SCHEME, isOwnAddress } from './origin.ts';

/** The scheme's rights; Electron takes them only before the app is ready. */
export const SCHEME_PRIVILEGES = {
  scheme: APP_SCHEME,
  privileges: { standard: true, secure: true, supportFetchAPI: true },
} as const;

/** The bridge to the core needs no network. */
export const CONTENT_SECURITY_POLICY = contentSecurityPolicy('none');

const SECURITY_HEADERS: Readonly<Record<string, string>> = {
  'content-security-policy': CONTENT_SECURITY_POLICY,
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'cache-control': 'no-cache',
};

export interface AppFiles {
  /** Absolute path of the folder that is served. */
  readonly root: string;
  /** Reads a file; rejects when there is none. */
  readonly read: (path: string) => Promise<Uint8Array<ArrayBuffer>>;
  /** Pages that are made when they are asked for, by their path; null when the query asks for nothing. */
  readonly made?: Readonly<Record<string, (query: URLSearchParams) => string | null>>;
}

const refuse = (status: number, words: string): Response =>
  new Response(words, { status, headers: { ...SECURITY_HEADERS, 'content-type': 'text/plain; charset=utf-8' } });

/** The wanted path inside the folder; null when it is malformed or points outside, in plain or in escaped form. */
function pathInside(root: string, pathname: string): string | null {
  let decoded: string;
  try {
    decoded = decodeURIComponent(pathname);
  } catch {
    return null;
  }
  // Backslashes and drive letters are separators on Windows; a second layer of escapes has no honest use.
  if (/[\\:%\p{Cc}]/u.test(decoded)) return null;
  const path = join(root, decoded === '/' ? 'index.html' : decoded);
  const inside = relative(root, path);
  const segments = decoded.split('/');
  return inside === '' || inside.startsWith('..') || isAbsolute(inside) || segments.includes('..') ? null : path;
}

/**
 * Serves the renderer's files as `app://wallboard/…`: 403 for a path outside the folder, 404 for a file that is not
 * there or of no kind we ship, 405 for anything but reading. Every answer carries the security headers.
 */
export function createAppHandler(files: AppFiles): (request: Pick<Request, 'url' | 'method'>) => Promise<Response> {
  const { made = {} } = files;
  return async ({ url, method }) => {
    if (method !== 'GET' && method !== 'HEAD') return refuse(405, 'Read only');
    const parsed = URL.parse(url);
    if (!parsed || !isOwnAddress(url)) return refuse(404, `No such host; only ${APP_HOST} is served`);
    const path = pathInside(files.root, parsed.pathname);
    if (path === null) return refuse(403, 'Outside the app');
    const type = MEDIA_TYPES[extname(path)];
    if (type === undefined) return refuse(404, 'No such file');
    const make = Object.hasOwn(made, parsed.pathname) ? made[parsed.pathname] : undefined;
    try {
      const text = make?.(parsed.searchParams);
      if (text === null) return refuse(404, 'No such page');
      const body = text === undefined ? await files.read(path) : new TextEncoder().encode(text);
      const headers = { ...SECURITY_HEADERS, 'content-type': type, 'content-length': String(body.byteLength) };
      return new Response(method === 'HEAD' ? null : body, { status: 200, headers });
    } catch {
      return refuse(404, 'No such file');
    }
  };
}
