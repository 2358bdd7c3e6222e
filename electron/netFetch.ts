import type { App, Session } from 'electron';
import type { Fetch, HttpResponse } from '../core/ports.ts';

/** No `persist:` prefix: the sessions live in memory and leave nothing on disk. */
export const API_PARTITION = 'experia-api';

type ApiSession = Pick<Session, 'fetch' | 'closeAllConnections'>;

/**
 * Keeps Chromium to HTTP/1.1. Over HTTP/2 and QUIC a server can hand a request back, and Chromium then sends it again, up to
 * twice, without telling. Before the app is ready.
 */
export function speakHttp1({ commandLine }: { readonly commandLine: Pick<App['commandLine'], 'appendSwitch'> }): void {
  commandLine.appendSwitch('disable-http2');
  commandLine.appendSwitch('disable-quic');
}

/** The body, which tells when nothing more is read of it. */
function endingIn(body: NonNullable<HttpResponse['body']>, ended: () => void): NonNullable<HttpResponse['body']> {
  const reader = body.getReader();
  return new ReadableStream({
    async pull(controller) {
      const { done, value } = await reader.read().catch((thrown: unknown) => {
        ended();
        throw thrown;
      });
      if (!done) return controller.enqueue(value);
      ended();
      controller.close();
    },
    cancel: (reason) => reader.cancel(reason).finally(ended),
  });
}

/**
 * HTTP through Chromium's network stack, which knows the system's proxy, PAC file and certificates. The sessions are the
 * API's own: no cookies, no cache, nothing shared with the page. Redirects are never followed: Chromium then rejects with
 * "Redirect was cancelled". The 10 s for connecting are Chromium's own affair; the caller's signal bounds the whole.
 *
 * Chromium repeats a request that fails on a connection which was in use before, and one answered with 408 there. So each
 * request has a session to itself, whose connections are closed first. What it also repeats, and no setting keeps it from, is
 * a request answered with 421: therefore `mayRepeat`.
 * @param openSession opens the session of a partition
 */
export function createNetFetch(openSession: (partition: string) => ApiSession): Fetch {
  const free: ApiSession[] = [];
  let opened = 0;
  async function fetch(...[url, { method, headers, body, signal }]: Parameters<Fetch>): Promise<HttpResponse> {
    const session = free.pop() ?? openSession(`${API_PARTITION}-${(opened += 1)}`);
    let isOver = false;
    const ended = (): void => {
      if (!isOver) free.push(session);
      isOver = true;
    };
    try {
      await session.closeAllConnections();
      const response = await session.fetch(url, {
        method,
        headers,
        body,
        signal,
        redirect: 'manual',
        credentials: 'omit',
        cache: 'no-store',
        referrerPolicy: 'no-referrer',
      });
      if (!response.body) ended();
      const { status, headers: told } = response;
      return { status, headers: told, body: response.body && endingIn(response.body, ended) };
    } catch (thrown) {
      ended();
      throw thrown;
    }
  }
  return Object.assign(fetch, { mayRepeat: true });
}
