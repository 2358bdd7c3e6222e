import { execFileSync } from 'node:child_process';
import { once } from 'node:events';
import { stat, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { createServer as createSocketServer, type AddressInfo, type Socket } from 'node:net';
import { join } from 'node:path';
import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import { DEFAULT_SETTINGS, SETTINGS_VERSION } from '../../common/settings.ts';
import { settingsStore } from '../../core/node/settingsStore.ts';
import { startSimulator } from '../../core/simulator/server.ts';
import { ensureBuilt } from '../../scripts/build.ts';
import { whyNoService } from '../faults/support/realKeychains.ts';
import { lockElsewhere } from './support/folderHolder.ts';
import { freePort } from './support/proxies.ts';
import { openStream } from './support/shell.ts';
import { spawner, type Ended, type Spawned } from './support/spawned.ts';

const BUILD_MS = 300_000;
/** What would hold up an end keeps silent for this long and longer; how quickly it ends is in `npm run bench -- start`. */
const HELD_UP_MS = 10_000;
/** How much later a process is asked that had not come far enough; less than its patience with a folder allows. */
const LATER = 1.4;
const servers = spawner();

beforeAll(async () => {
  const built = await ensureBuilt();
  if (!built.ok) throw new Error(built.error);
}, BUILD_MS);
afterEach(() => servers.clear());

const portOf = (server: Spawned): number => Number(new URL(server.url).port);
const post = (server: Spawned, path: string, body: unknown, cookie = ''): Promise<Response> =>
  fetch(`${server.url}${path}`, {
    method: 'POST',
    body: JSON.stringify(body),
    headers: { 'Content-Type': 'application/json', 'X-Wallboard': '1', Origin: server.origin, Cookie: cookie },
  });
const openSession = async (server: Spawned): Promise<string> => {
  const reply = await post(server, 'session', { token: server.token });
  return reply.headers.get('set-cookie')?.split(';')[0] ?? '';
};

describe('standard output', () => {
  it('carries the readiness line and the control link, each once, and nothing else', async () => {
    const server = await servers.start(['--demo']);
    await openStream(portOf(server)).then((stream) => stream.until(1));
    const { stdout } = await server.end();
    expect(stdout).toMatch(
      /^wallboard: listening on (http:\/\/127\.0\.0\.1:\d+\/)\nwallboard: control link \1#control=[\w-]{43}\n$/,
    );
    expect(portOf(server)).toBeGreaterThan(0);
  });

  it('puts IPv6 addresses in brackets', async (context) => {
    const probe = createServer().listen(0, '::1');
    const hasIPv6 = await Promise.race([
      once(probe, 'listening').then(() => true),
      once(probe, 'error').then(() => false),
    ]);
    probe.close();
    if (!hasIPv6) context.skip('this machine has no IPv6');
    const server = await servers.start(['--demo', '--host', '::1']);
    expect(server.url).toMatch(/^http:\/\/\[::1\]:\d+\/$/);
    expect((await fetch(`${server.url}healthz`)).status).toBe(200);
  });

  it('names an address that can be opened when listening on every interface', async () => {
    const server = await servers.start(['--demo', '--host', '0.0.0.0']);
    expect(server.url).not.toContain('0.0.0.0');
    expect(/control link (http:\S+)#/.exec(server.stdout())?.[1]).toBe(server.url);
    expect((await fetch(`${server.url}healthz`)).status).toBe(200);
  });

  it('has the control link at the public address, and standard error says nothing of plain http', async () => {
    const server = await servers.start(['--demo', '--public-url', 'https://wall.example/board']);
    expect(server.stdout()).toMatch(/^wallboard: control link https:\/\/wall\.example\/board\/#control=[\w-]{43}$/m);
    expect(await server.end()).toMatchObject({ stderr: expect.not.stringContaining('plain http') });
  });

  it('comes with a plain warning, and what to do, when others on the network could read along', async () => {
    const server = await servers.start(['--demo', '--host', '0.0.0.0']);
    const { stderr } = await server.end();
    const lines = stderr.split('\n').filter((line) => line.startsWith('wallboard: '));
    expect(lines).toEqual([
      'wallboard: The wall is served over plain http: others on this network can read its figures, the control link and what is typed into the settings.',
      'wallboard: To prevent that, put a proxy with TLS in front and start with --public-url https://…; docs/tls-proxy.md shows how.',
    ]);
  });

  it('answers --help and --version and ends', async () => {
    const help = await servers.run(['--help']);
    expect(help).toMatchObject({ code: 0, stderr: '' });
    for (const option of ['--port', '--host', '--data-dir', '--api-url', '--demo', '--log'])
      expect(help.stdout).toContain(option);
    expect(await servers.run(['-h'])).toEqual(help);
    expect(await servers.run(['--version'])).toMatchObject({
      code: 0,
      stdout: expect.stringMatching(/ \d+\.\d+\.\d+\n$/),
    });
  });
});

describe('the wall', () => {
  it('shows demo figures without a key', async () => {
    const server = await servers.start(['--demo']);
    const stream = await openStream(portOf(server));
    const figures = (): unknown => stream.events.filter(({ event }) => event === 'snapshot').at(-1)?.data;
    await expect.poll(figures).toMatchObject({ demo: true, boards: [{ ageMs: expect.any(Number), failure: null }] });
    expect((await fetch(server.url)).headers.get('content-type')).toBe('text/html; charset=utf-8');
  });

  it('is read-only until the control link is exchanged, then does what the desktop app does', async () => {
    const server = await servers.start(['--demo']);
    expect((await post(server, 'api/getSettings', {})).status).toBe(403);
    const cookie = await openSession(server);
    const settings = await post(server, 'api/getSettings', {}, cookie);
    expect(await settings.json()).toMatchObject({
      ok: true,
      value: { settings: { version: SETTINGS_VERSION }, canUndo: false },
    });
  });

  it('keeps its control link and its sessions over a restart, until a new link is asked for', async () => {
    const dataDir = await servers.folder();
    const port = String(await freePort());
    const start = (...more: string[]): Promise<Spawned> =>
      servers.start(['--demo', '--data-dir', dataDir, '--port', port, ...more]);
    const first = await start();
    const cookie = await openSession(first);
    await first.end();
    const second = await start();
    expect(second.token).toBe(first.token);
    expect((await post(second, 'api/getSettings', {}, cookie)).status).toBe(200);
    if (process.platform !== 'win32') expect((await stat(join(dataDir, 'control-token'))).mode & 0o777).toBe(0o600);
    await second.end();
    const third = await start('--new-control-link');
    expect(third.token).not.toBe(first.token);
    expect((await post(third, 'api/getSettings', {}, cookie)).status).toBe(403);
  });
});

describe('the end', () => {
  it.each(['SIGTERM', 'SIGINT'] as const)('comes at once on %s, with screens connected', async (signal) => {
    const dataDir = await servers.folder();
    const server = await servers.start(['--demo', '--data-dir', dataDir]);
    const streams = await Promise.all([1, 2, 3].map(() => openStream(portOf(server))));
    const ended = await server.end(signal);
    expect(ended).toMatchObject({ code: 0, signal: null });
    await Promise.all(streams.map((stream) => stream.ended));
    expect(await lockElsewhere(dataDir)).toMatchObject({ ok: true });
  });

  it('comes as quickly while the API does not answer', async () => {
    const silent = createServer(() => undefined).listen(0, '127.0.0.1');
    await once(silent, 'listening');
    const { port } = silent.address() as AddressInfo;
    const server = await servers.start(['--api-url', `http://127.0.0.1:${port}`], { EXPERIA_API_KEY: 'abc123' });
    const askedAt = performance.now();
    expect(await server.end()).toMatchObject({ code: 0 });
    expect(performance.now() - askedAt).toBeLessThan(HELD_UP_MS);
    silent.closeAllConnections();
    silent.close();
  });
});

describe('a data folder', () => {
  it('is refused to a second wallboard while the first goes on', async () => {
    const dataDir = await servers.folder();
    const first = await servers.start(['--demo', '--data-dir', dataDir]);
    const second = await servers.run(['--demo', '--port', '0', '--data-dir', dataDir]);
    expect(second).toMatchObject({
      code: 2,
      stdout: '',
      stderr: `wallboard: The data folder is in use by another running wallboard: ${dataDir}\n`,
    });
    expect((await fetch(`${first.url}healthz`)).status).toBe(200);
  });

  it('is free again after its wallboard was killed', async () => {
    const dataDir = await servers.folder();
    await (await servers.start(['--demo', '--data-dir', dataDir])).end('SIGKILL');
    await servers.start(['--demo', '--data-dir', dataDir]);
  });
});

describe.runIf(process.platform === 'linux')('outside services that keep silent', () => {
  it.for([
    ['SIGTERM', { code: 0 }],
    ['SIGKILL', { signal: 'SIGKILL' }],
  ] as const)('do not hold up the end by %s, nor outlive it: a keychain', async ([signal, outcome], context) => {
    if (whyNoService !== null) context.skip(whyNoService);
    const bus = join(await servers.folder(), 'bus');
    const connections: Socket[] = [];
    const silent = createSocketServer((socket) => connections.push(socket)).listen(bus);
    await once(silent, 'listening');
    const server = await servers.start(['--api-url', 'https://127.0.0.1:9'], {
      DBUS_SESSION_BUS_ADDRESS: `unix:path=${bus}`,
    });
    await expect.poll(() => connections.length).toBe(1);
    expect((await fetch(`${server.url}healthz`)).status).toBe(200);
    const closed = connections.map((socket) => once(socket.resume(), 'close'));
    const askedAt = performance.now();
    expect(await server.end(signal)).toMatchObject(outcome);
    expect(performance.now() - askedAt).toBeLessThan(HELD_UP_MS);
    await Promise.all(closed);
    silent.close();
  });

  it('do not hold up the end: a data folder', async () => {
    const dataDir = await servers.folder();
    execFileSync('mkfifo', [join(dataDir, 'lock.db')]);
    const refused = servers.run(['--port', '0', '--data-dir', dataDir]);
    expect(await refused).toMatchObject({
      code: 2,
      stderr: `wallboard: The data folder does not answer: ${dataDir}\n`,
    });
    // Nothing shows when it has come to the folder: asked too early it ends by the signal, and is asked again later.
    const endedAfter = async (waitMs: number): Promise<Ended> => {
      const asked = servers.launch(['--port', '0', '--data-dir', dataDir]);
      await new Promise((resolve) => setTimeout(resolve, waitMs));
      asked.child.kill('SIGTERM');
      const ended = await asked.ended;
      return ended.signal === null ? ended : endedAfter(waitMs * LATER);
    };
    // One that waited for the folder would end with code 2 and say so.
    expect(await endedAfter(300)).toMatchObject({ code: 0, stderr: '' });
  });
});

describe('bad input', () => {
  async function refused(args: readonly string[], env: Readonly<Record<string, string>> = {}): Promise<string> {
    const { code, stdout, stderr } = await servers.run(args, env);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toMatch(/^wallboard: [^\n]+\n$/);
    return stderr;
  }

  it.each([
    [['--port', 'x'], /--port/],
    [['--port', '70000'], /--port/],
    [['--host', '192.0.2.1', '--port', '0'], /192\.0\.2\.1 is not an address of this machine/],
    [['--host', 'no-such-host.invalid', '--port', '0'], /no-such-host\.invalid/],
    [['--api-url', 'http://api.example'], /https/],
    [['--api-url', 'ftp://api.example'], /must look like/],
    [['--prot', '80'], /Unknown option --prot/],
    [['--data-dir', ''], /--data-dir needs a value/],
    [['--key', 'SECRET'], /key never comes from an argument/],
  ])('%j ends with one line and exit code 2', async (args, words) => {
    const stderr = await refused(args.includes('--data-dir') ? args : [...args, '--data-dir', await servers.folder()]);
    expect(stderr).toMatch(words);
    expect(stderr).not.toContain('SECRET');
  });

  it.each([
    [{ EXPERIA_API_URL: 'http://api.example' }, /EXPERIA_API_URL.*https/],
    [{ EXPERIA_API_KEY: 'SECRET SECRET' }, /EXPERIA_API_KEY holds characters/],
    [{ EXPERIA_API_KEY: 'SECRET', EXPERIA_API_KEY_FILE: '/SECRET' }, /both set/],
    [{ EXPERIA_API_KEY_FILE: '/SECRET' }, /cannot be read/],
    [{ HTTPS_PROXY: 'http://SECRET:80:80' }, /HTTPS_PROXY is not an address/],
    [{ HTTP_PROXY: 'SECRET:8080' }, /HTTP_PROXY is not an address/],
    [{ https_proxy: 'http://%SECRET@proxy.example' }, /https_proxy is not an address/],
  ])('%j ends with one line and exit code 2', async (env, words) => {
    const stderr = await refused(['--port', '0'], env);
    expect(stderr).toMatch(words);
    expect(stderr.replaceAll(/EXPERIA_\w+/g, '')).not.toContain('SECRET');
  });

  it('includes a port that is taken and a data folder that cannot be written', async () => {
    const taken = createServer().listen(0, '127.0.0.1');
    await once(taken, 'listening');
    const { port } = taken.address() as AddressInfo;
    const dataDir = await servers.folder();
    expect(await refused(['--port', String(port), '--data-dir', dataDir])).toContain(
      `Port ${port} on 127.0.0.1 is in use`,
    );
    taken.close();
    const file = join(dataDir, 'file');
    await writeFile(file, '');
    expect(await refused(['--port', '0', '--data-dir', file])).toContain(
      `data folder cannot be written (EEXIST): ${file}`,
    );
    if (process.platform === 'linux')
      expect(await refused(['--port', '0', '--data-dir', '/proc/x'])).toMatch(
        /data folder cannot be written.*: \/proc\/x\n/,
      );
  });
});

describe('the key', () => {
  it('from the environment is used and appears nowhere', async () => {
    const KEY = 'k3y-that-must-stay-inside';
    const seen: string[] = [];
    const api = createServer((request, response) => {
      seen.push(JSON.stringify(request.headers));
      response.writeHead(500).end(`no ${KEY}`);
    }).listen(0, '127.0.0.1');
    await once(api, 'listening');
    const { port } = api.address() as AddressInfo;
    const dataDir = await servers.folder();
    const args = ['--api-url', `http://127.0.0.1:${port}`, '--data-dir', dataDir];
    const server = await servers.start(args, { EXPERIA_API_KEY: KEY });
    const stream = await openStream(portOf(server), { cookie: await openSession(server) });
    await expect.poll(() => seen.length).toBe(1);
    expect(seen[0]).toContain(KEY);
    await expect.poll(() => JSON.stringify(stream.events)).toContain('"code":"server"');
    const settings = await post(server, 'api/getSettings', {}, await openSession(server));
    const outputs = [JSON.stringify(stream.events), await settings.text()];
    const { stdout, stderr } = await server.end();
    expect([...outputs, stdout, stderr].join('')).not.toContain(KEY);
    api.close();
  });

  it('from the environment goes to no other address after a restart', async () => {
    const [mine, other] = [await startSimulator(), await startSimulator()];
    const dataDir = await servers.folder();
    const env = { EXPERIA_API_KEY: mine.key };
    const first = await servers.start(['--api-url', mine.url, '--data-dir', dataDir], env);
    await expect.poll(() => mine.requests.length, { timeout: 10_000 }).toBe(1);
    await first.end();
    settingsStore(dataDir).save({ ...DEFAULT_SETTINGS, apiUrl: other.url });
    const second = await servers.start(['--data-dir', dataDir], env);
    const stream = await openStream(portOf(second), { cookie: await openSession(second) });
    const key = (): unknown => stream.events.filter(({ event }) => event === 'snapshot').at(-1)?.data;
    await expect
      .poll(key, { timeout: 15_000 })
      .toMatchObject({ key: { present: false, addressChanged: { from: mine.url, to: other.url } } });
    await second.end();
    expect([mine.requests.length, other.requests.length]).toEqual([1, 0]);
    await Promise.all([mine.close(), other.close()]);
  });
});
