import { createHash, generateKeyPairSync, type KeyObject } from 'node:crypto';
import {
  createServer,
  request as httpRequest,
  type IncomingHttpHeaders,
  type RequestOptions,
  type ServerResponse,
} from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { HttpExecutor } from 'builder-util-runtime';
import type { AppAdapter } from 'electron-updater/out/AppAdapter.js';
import { signRelease } from '../../../core/release/signature.ts';

export const sha512Of = (contents: string): string => createHash('sha512').update(contents).digest('base64');

export interface ReleaseKeys {
  readonly publicKey: KeyObject;
  readonly privateKey: KeyObject;
}
export const makeKeys = (): ReleaseKeys => generateKeyPairSync('ed25519');

/** One release as it lies on a server, every part of which a test may spoil. */
export interface Published {
  readonly channel?: string;
  readonly version: string;
  readonly name: string;
  readonly contents: string;
  /** What the file's checksum is said to be; the true one unless given. */
  readonly sha512?: string;
  /** What the signature is about; the file as it is offered unless given. Null leaves the signature out. */
  readonly signed?: { readonly version: string; readonly name: string; readonly sha512: string } | null;
}

/** A web server with a folder of releases. */
export interface ReleaseServer {
  readonly url: string;
  /** Paths that were asked for, without their query. */
  readonly asked: string[];
  readonly headers: IncomingHttpHeaders[];
  publish(release: Published, privateKey: KeyObject): void;
  put(path: string, contents: string): void;
  /** Answers everything like this from now on: with a status, or by hanging up. */
  fail(how: number | 'hangUp' | null): void;
  /** Begins to answer the next request, and leaves it at that. */
  stall(): { readonly begun: Promise<void>; readonly closed: Promise<void> };
  close(): Promise<void>;
}

export async function startReleaseServer(): Promise<ReleaseServer> {
  const files = new Map<string, string>();
  const asked: string[] = [];
  const headers: IncomingHttpHeaders[] = [];
  let failure: number | 'hangUp' | null = null;
  let stalled: ((response: ServerResponse) => void) | null = null;
  const server = createServer((request, response) => {
    const path = decodeURIComponent(new URL(request.url ?? '/', 'http://x').pathname);
    asked.push(path);
    headers.push(request.headers);
    if (failure === 'hangUp') return void request.socket.destroy();
    if (stalled) return stalled(response);
    const contents = files.get(path);
    response.writeHead(failure ?? (contents === undefined ? 404 : 200));
    response.end(contents);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const put = (path: string, contents: string): void => void files.set(`/releases/${path}`, contents);
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/releases/`,
    asked,
    headers,
    put,
    publish({ channel = 'latest', version, name, contents, sha512 = sha512Of(contents), signed }, privateKey) {
      const suffix = process.arch === 'x64' ? '' : `-${process.arch}`;
      const file = { url: name, sha512, size: contents.length };
      put(`${channel}-linux${suffix}.yml`, JSON.stringify({ version, files: [file], path: name, sha512 }));
      put(name, contents);
      files.delete(`/releases/${name}.sig`);
      if (signed !== null) put(`${name}.sig`, `${signRelease(signed ?? { version, name, sha512 }, privateKey)}\n`);
    },
    fail: (how) => void (failure = how),
    stall() {
      const [begun, closed] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
      stalled = (response) => {
        stalled = null;
        response.on('close', closed.resolve);
        response.write('begun');
        begun.resolve();
      };
      return { begun: begun.promise, closed: closed.promise };
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

/** electron-updater's HTTP over plain Node, where the app has Chromium's. */
export class NodeHttp extends HttpExecutor<ReturnType<typeof httpRequest>> {
  createRequest(options: RequestOptions, callback: (response: unknown) => void): ReturnType<typeof httpRequest> {
    return httpRequest(options, callback);
  }
  async download(url: URL, destination: string, options: Parameters<HttpExecutor<never>['downloadToBuffer']>[1]) {
    return options.cancellationToken.createPromise<string>((resolve, reject, onCancel) => {
      const { protocol, hostname, port, pathname } = url;
      const done = (error: Error | null): void => (error ? reject(error) : resolve(destination));
      this.doDownload(
        { protocol, hostname, port, path: pathname },
        { destination, options, onCancel, callback: done, responseHandler: null },
        0,
      );
    });
  }
}

export interface FakeApp extends AppAdapter {
  /** Ends the app in the updater's eyes. */
  quitWith(exitCode: number): void;
}

/** An installed app of a version, with folders of its own below the given one. */
export function fakeApp(folder: string, version: string): FakeApp {
  const handlers: ((exitCode: number) => void)[] = [];
  return {
    version,
    name: 'experia-wallboard',
    isPackaged: true,
    appUpdateConfigPath: join(folder, 'app-update.yml'),
    userDataPath: join(folder, 'data'),
    baseCachePath: join(folder, 'cache'),
    whenReady: () => Promise.resolve(),
    relaunch: () => undefined,
    quit: () => undefined,
    onQuit: (handler) => void handlers.push(handler),
    quitWith: (exitCode) => handlers.forEach((handler) => handler(exitCode)),
  };
}
