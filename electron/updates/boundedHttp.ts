import type { AppUpdater } from 'electron-updater';
import type { ProviderRuntimeOptions } from 'electron-updater/out/providers/Provider.js';

/** What electron-updater sends requests with. */
export type Http = ProviderRuntimeOptions['executor'];

/** A server sends more than any release has. */
export class ResponseTooLarge extends Error {
  readonly code = 'TOO_LARGE';
}

const isHttp = (value: unknown): value is Http =>
  typeof value === 'object' && value !== null && 'createRequest' in value && 'request' in value;

/** @throws when the updater has no such part any more: nothing is to be fetched without a limit */
export function httpOf(updater: AppUpdater): Http {
  const http: unknown = Reflect.get(updater, 'httpExecutor');
  if (!isHttp(http)) throw new Error('The updater sends its requests in another way');
  return http;
}

interface Response {
  on(event: 'data', listener: (chunk: Uint8Array | string) => void): unknown;
  on(event: 'close', listener: () => void): unknown;
  destroy(error: Error): unknown;
}

/**
 * Ends every response with an error as soon as there is more of it than this; the library itself takes whatever comes.
 * @returns a function that ends the requests under way, which the library goes on with after they were cancelled
 */
export function boundResponses(http: Http, atMostBytes: number): () => void {
  const running = new Set<{ abort(): void }>();
  const create = http.createRequest.bind(http);
  http.createRequest = (options, callback) => {
    const request = create(options, (response: Response) => {
      let received = 0;
      running.add(request);
      response.on('close', () => running.delete(request));
      response.on('data', (chunk) => {
        received += Buffer.byteLength(chunk);
        if (received <= atMostBytes) return;
        response.destroy(new ResponseTooLarge(`More than ${atMostBytes} bytes`));
        request.abort();
      });
      callback(response);
    });
    running.add(request);
    return request;
  };
  return () => running.forEach((request) => request.abort());
}

/** The same requests with a limit of their own. */
export function withinBytes(http: Http, atMostBytes: number): Http {
  const own: unknown = Object.create(http);
  if (!isHttp(own)) throw new Error('unreachable');
  boundResponses(own, atMostBytes);
  return own;
}
