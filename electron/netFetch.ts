import type { Session } from 'electron';
import type { Fetch } from '../core/ports.ts';

/** No `persist:` prefix: the session lives in memory and leaves nothing on disk. */
export const API_PARTITION = 'experia-api';

/**
 * HTTP through Chromium's network stack, which knows the system's proxy, PAC file and certificates. The session is the
 * API's own: no cookies, no cache, nothing shared with the page. Redirects are never followed: Chromium then rejects with
 * "Redirect was cancelled". The 10 s for connecting are Chromium's own affair; the caller's signal bounds the whole.
 */
export function createNetFetch(session: Pick<Session, 'fetch'>): Fetch {
  return (url, { method, headers, body, signal }) =>
    session.fetch(url, {
      method,
      headers,
      body,
      signal,
      redirect: 'manual',
      credentials: 'omit',
      cache: 'no-store',
      referrerPolicy: 'no-referrer',
    });
}
