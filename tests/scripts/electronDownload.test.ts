import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { once } from 'node:events';
import { createServer, type RequestListener, type Server } from 'node:http';
import { connect, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { fetchRuntime, isFetchable } from '../../scripts/electronDownload.ts';

const VERSION = '45.0.1';
const FILE = `electron-v${VERSION}-${process.platform}-${process.arch}.zip`;
const ZIP = 'the runtime';
/** Tests whose network answers do not wait for it to be silent. */
const PATIENT_MS = 60_000;
const PROXIES = ['http_proxy', 'HTTP_PROXY', 'https_proxy', 'HTTPS_PROXY', 'no_proxy', 'NO_PROXY'];
const NPM_PROXIES = ['npm_config_proxy', 'npm_config_https_proxy', 'npm_config_http_proxy', 'npm_config_noproxy'];

let folder: string;
let electronPackage: string;
let servers: Server[] = [];

async function serve(listener: RequestListener): Promise<Server> {
  const server = createServer(listener).listen(0, '127.0.0.1');
  servers.push(server);
  await once(server, 'listening');
  return server;
}

const urlOf = (server: Server): string => `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;

/** @returns what it was asked for */
async function mirror(answer: RequestListener): Promise<{ url: string; asked: readonly string[] }> {
  const asked: string[] = [];
  const server = await serve((request, response) => {
    asked.push(`${request.method} ${request.url}`);
    answer(request, response);
  });
  return { url: urlOf(server), asked };
}

/** A proxy that leads to where it is told. @returns where it was told to go */
async function proxy(): Promise<{ url: string; tunnels: readonly string[] }> {
  const tunnels: string[] = [];
  const server = await serve((_request, response) => response.writeHead(405).end());
  server.on('connect', (request, client) => {
    tunnels.push(request.url ?? '');
    const [host = '', port] = (request.url ?? '').split(':');
    const upstream = connect(Number(port), host, () => {
      client.write('HTTP/1.1 200 OK\r\n\r\n');
      client.pipe(upstream).pipe(client);
    });
    for (const socket of [client, upstream]) socket.on('error', () => client.destroy());
  });
  return { url: urlOf(server), tunnels };
}

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'wallboard-download-'));
  electronPackage = join(folder, 'electron');
  await mkdir(electronPackage);
  await writeFile(join(electronPackage, 'package.json'), JSON.stringify({ version: VERSION }));
  const checksums = { [FILE]: createHash('sha256').update(ZIP).digest('hex') };
  await writeFile(join(electronPackage, 'checksums.json'), JSON.stringify(checksums));
  for (const name of [...PROXIES, ...NPM_PROXIES]) vi.stubEnv(name, undefined);
  vi.stubEnv('electron_config_cache', join(folder, 'cache'));
});
afterEach(async () => {
  vi.unstubAllEnvs();
  for (const server of servers) {
    server.closeAllConnections();
    server.close();
  }
  servers = [];
  await rm(folder, { recursive: true });
});

describe('a runtime that is not here', () => {
  it('can be fetched from a mirror, which is asked for the very file the way it will be fetched', async () => {
    const { url, asked } = await mirror((request, response) =>
      response.writeHead(request.method === 'GET' ? 200 : 403).end(),
    );
    vi.stubEnv('ELECTRON_MIRROR', url);
    expect(await isFetchable(electronPackage, PATIENT_MS)).toBe(true);
    expect(asked).toEqual([`GET /v${VERSION}/${FILE}`]);
  });

  it.each(['npm_config_electron_mirror', 'NPM_CONFIG_ELECTRON_MIRROR', 'npm_package_config_electron_mirror'])(
    'can be fetched from a mirror named by %s, with its own folders',
    async (variable) => {
      const { url, asked } = await mirror((_request, response) => response.end());
      vi.stubEnv(variable, url);
      vi.stubEnv('ELECTRON_CUSTOM_DIR', 'approved/{{ version }}');
      expect(await isFetchable(electronPackage, PATIENT_MS)).toBe(true);
      expect(asked).toEqual([`GET /approved/${VERSION}/${FILE}`]);
    },
  );

  it('cannot be fetched from a mirror that does not have it', async () => {
    const { url } = await mirror((_request, response) => response.writeHead(404).end());
    vi.stubEnv('ELECTRON_MIRROR', url);
    expect(await isFetchable(electronPackage, PATIENT_MS)).toBe(false);
  });

  it('cannot be fetched from a mirror that keeps silent, which is noticed in the time given', async () => {
    const { url, asked } = await mirror(() => undefined);
    vi.stubEnv('ELECTRON_MIRROR', url);
    expect(await isFetchable(electronPackage, 50)).toBe(false);
    expect(asked.length).toBeLessThanOrEqual(1);
  });

  it('is taken from the cache without a network, when what is there is whole', async () => {
    const url = 'http://127.0.0.1:9/';
    vi.stubEnv('ELECTRON_MIRROR', url);
    const name = createHash('sha256').update(`${url}v${VERSION}`).digest('hex');
    await mkdir(join(folder, 'cache', name), { recursive: true });
    await writeFile(join(folder, 'cache', name, FILE), ZIP);
    expect(await isFetchable(electronPackage, PATIENT_MS)).toBe(true);
    await writeFile(join(folder, 'cache', name, FILE), 'half of it');
    expect(await isFetchable(electronPackage, PATIENT_MS)).toBe(false);
  });

  it.each(['HTTP_PROXY', 'http_proxy', 'npm_config_proxy'])(
    'is looked for through the proxy of %s',
    async (variable) => {
      const { url, asked } = await mirror((_request, response) => response.end());
      const through = await proxy();
      vi.stubEnv('ELECTRON_MIRROR', url);
      vi.stubEnv(variable, through.url);
      expect(await isFetchable(electronPackage, PATIENT_MS)).toBe(true);
      expect(through.tunnels).toEqual([new URL(url).host]);
      expect(asked.length).toBe(1);
    },
  );

  it('is looked for past the proxy where the environment says so', async () => {
    const { url } = await mirror((_request, response) => response.end());
    const through = await proxy();
    vi.stubEnv('ELECTRON_MIRROR', url);
    vi.stubEnv('npm_config_proxy', through.url);
    vi.stubEnv('npm_config_noproxy', '127.0.0.1');
    expect(await isFetchable(electronPackage, PATIENT_MS)).toBe(true);
    expect(through.tunnels).toEqual([]);
  });

  it('is fetched through the proxy, and it is said why that failed', async (context) => {
    if (existsSync('node_modules/electron/path.txt')) context.skip('the Electron runtime is installed here');
    const { url, asked } = await mirror((_request, response) => response.writeHead(451).end());
    const through = await proxy();
    vi.stubEnv('ELECTRON_MIRROR', url);
    vi.stubEnv('npm_config_proxy', through.url);
    expect(await fetchRuntime()).toBe(' (Response code 451)');
    expect(through.tunnels).toEqual([new URL(url).host]);
    expect(asked).toEqual([expect.stringMatching(/^GET \/v[\d.]+\/electron-v[\d.]+-\w+-\w+\.zip$/)]);
  });
});
