import { execFile } from 'node:child_process';
import { connect, type AddressInfo } from 'node:net';
import { createServer, type IncomingMessage } from 'node:http';
import { join } from 'node:path';
import type { Duplex } from 'node:stream';
import tls from 'node:tls';
import { promisify } from 'node:util';
import { afterEach, describe, expect, onTestFinished, test, vi } from 'vitest';
import { HOUR_MS, MINUTE_MS, SECOND_MS } from '../../common/time.ts';
import { ONE_PACE_MS } from './support/afterGood.ts';
import { CANARY, cameOut } from './support/canary.ts';
import { certificatePath, gateBefore, pem } from './support/gate.ts';
import { scene, type Life } from './support/scene.ts';
import { until } from './support/until.ts';

const ALL_LEFT = '200 of 200 requests left this hour';

const figuresOf = async (life: Life): Promise<string | undefined> => (await life.look()).tiles['totalSessions']?.value;

/** The address of a server that has gone. */
async function closedPort(): Promise<string> {
  const { url, end } = await gateBefore('');
  await end();
  return url;
}

describe('fault 11: no way to the API', () => {
  test('a name that does not exist: nothing is debited, and the wall says so', async () => {
    const it = await scene();
    const life = await it.open({ apiUrl: 'https://no-such-host.invalid' });
    const seen = await life.look();
    expect(seen).toMatchObject({ code: 'network', age: 'No data yet', budget: ALL_LEFT });
    expect(seen.error).toMatch(/^Experia cannot be reached, next try 14:05$/);
  });

  test('a port that nobody listens on: tried again within a minute for as long as it takes, and never debited', async () => {
    const it = await scene();
    const life = await it.open({ apiUrl: await closedPort() });
    expect((await life.look()).error).toMatch(/^Experia cannot be reached, next try 14:05$/);
    const before = it.departed();
    await life.advance(10 * MINUTE_MS);
    expect(it.departed() - before).toBeGreaterThanOrEqual(9);
    expect(it.departed() - before).toBeLessThan(60);
    expect(await life.look()).toMatchObject({ code: 'network', budget: ALL_LEFT });
  });

  test('a server that goes away: the last good figures stay with their age, and come alive when it is back', async () => {
    const it = await scene();
    const gate = await gateBefore(it.simulator.url);
    const life = await it.open({ apiUrl: gate.url });
    const good = await life.look();
    await gate.end();
    await life.advance(ONE_PACE_MS);
    const seen = await life.look();
    expect(seen).toMatchObject({ code: 'network', tiles: good.tiles, budget: '199 of 200 requests left this hour' });
    await life.advance(5 * MINUTE_MS);
    expect(await life.look()).toMatchObject({ health: 'lost', age: 'Lost · 5 min' });
    expect((await life.look()).budget).toBe('199 of 200 requests left this hour');
    await gate.begin();
    await life.advance(MINUTE_MS);
    expect(await life.look()).toMatchObject({ health: 'fresh', error: null });
  });
});

/** A proxy, and the addresses it was asked for. */
async function proxy(
  answer: (socket: Duplex, request: IncomingMessage) => unknown,
): Promise<{ readonly port: number; readonly asked: readonly string[] }> {
  const asked: string[] = [];
  const server = createServer();
  server.on('connect', (request: IncomingMessage, socket) => {
    asked.push(request.url ?? '');
    socket.on('error', () => undefined);
    answer(socket, request);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return { port: (server.address() as AddressInfo).port, asked };
}

/** Lets through to a port what shows the right password, and nothing else. */
const guarded =
  (to: number) =>
  (socket: Duplex, request: IncomingMessage): void => {
    const right = Buffer.from('user:right').toString('base64');
    if (request.headers['proxy-authorization'] !== `Basic ${right}`) {
      socket.end('HTTP/1.1 407 Proxy Authentication Required\r\nProxy-Authenticate: Basic realm="x"\r\n\r\n');
      return;
    }
    const onward = connect(to, '127.0.0.1', () => {
      socket.write('HTTP/1.1 200 Connection established\r\n\r\n');
      socket.pipe(onward).pipe(socket);
    });
    onward.on('error', () => socket.destroy());
  };

const trusted = tls.getCACertificates('default');
afterEach(() => {
  vi.unstubAllEnvs();
  tls.setDefaultCACertificates(trusted);
});
const trustAuthority = (): void => tls.setDefaultCACertificates([...trusted, pem('authority.pem')]);

describe('fault 12: a proxy', () => {
  test('that wants a sign-in: one clear message, no hurry, nothing debited', async () => {
    const it = await scene();
    const { port, asked } = await proxy(guarded(0));
    vi.stubEnv('HTTPS_PROXY', `http://user:wrong-${CANARY}@127.0.0.1:${port}`);
    const life = await it.open({ apiUrl: 'https://elsewhere.example' });
    const seen = await life.look();
    expect(seen).toMatchObject({ code: 'network', budget: ALL_LEFT });
    expect(seen.error).toMatch(/^Proxy sign-in needed, next try 14:0[56]$/);
    await life.advance(HOUR_MS);
    expect(asked.length).toBeGreaterThan(5);
    // Fewer than with the pace of the budget: a proxy may lock an account that is tried too often.
    expect(asked.length).toBeLessThan(60);
    expect(new Set(asked)).toEqual(new Set(['elsewhere.example:443']));
    expect((await life.look()).error).toMatch(/^Proxy sign-in needed, next try 15:\d\d$/);
  });

  test.each([
    ['hangs up before it opens a tunnel', (socket: Duplex) => socket.destroy()],
    ['says 502', (socket: Duplex) => socket.end('HTTP/1.1 502 Bad Gateway\r\n\r\n')],
    ['opens a tunnel to nowhere', (socket: Duplex) => socket.end('HTTP/1.1 200 Connection established\r\n\r\n')],
  ])('that %s is a network that does not work: asked again in its time, and no sooner', async (_what, answer) => {
    const it = await scene();
    const { port, asked } = await proxy(answer);
    vi.stubEnv('HTTPS_PROXY', `http://127.0.0.1:${port}`);
    const life = await it.open({ apiUrl: 'https://elsewhere.example' });
    expect((await life.look()).error).toMatch(/^Experia cannot be reached, next try 14:0[56]$/);
    await life.advance(5 * MINUTE_MS);
    expect(asked.length).toBe(it.departed());
    expect(asked.length).toBeLessThan(40);
  });

  test('that is signed in to carries the wall, and this machine itself is reached without it', async () => {
    const it = await scene();
    trustAuthority();
    const gate = await gateBefore(it.simulator.url, 'wrongHost');
    const { port, asked } = await proxy(guarded(Number(new URL(gate.url).port)));
    vi.stubEnv('HTTPS_PROXY', `http://user:right@127.0.0.1:${port}`);
    const through = await it.open({ apiUrl: 'https://elsewhere.example' });
    expect(await through.look()).toMatchObject({ health: 'fresh', error: null });
    expect(asked).toEqual(['elsewhere.example:443']);
    await through.stop();
    const own = await it.open();
    await own.advance(2 * SECOND_MS);
    expect(await own.look()).toMatchObject({ health: 'fresh', error: null });
    expect(asked).toHaveLength(1);
  });
});

/** Asks once in a process of its own, whose system trusts other authorities. */
async function askedWith(env: Readonly<Record<string, string>>, url: string): Promise<unknown> {
  const script = join(import.meta.dirname, 'support', 'askOnce.ts');
  const { stdout, stderr } = await promisify(execFile)(process.execPath, ['--no-warnings', script, url], {
    env: { PATH: process.env['PATH'], EXPERIA_API_KEY: CANARY, ...env },
  });
  cameOut(stdout + stderr);
  return JSON.parse(stdout) as unknown;
}

describe("fault 12: a company's own certificate authority", () => {
  test('is trusted when the system or the owner trusts it, and not before', async () => {
    const it = await scene();
    const { url } = await gateBefore(it.simulator.url, 'valid');
    const authority = certificatePath('authority.pem');
    expect(await askedWith({}, url)).toMatchObject({ ok: false, code: 'certificate', sent: false });
    expect(await askedWith({ SSL_CERT_FILE: authority }, url)).toMatchObject({ ok: true });
    expect(await askedWith({ NODE_EXTRA_CA_CERTS: authority }, url)).toMatchObject({ ok: true });
    expect(it.arrived()).toBe(2);
  });
});

describe('fault 13: a certificate that does not hold', () => {
  test.each([
    ['expired', 'expired'],
    ['of another host', 'wrongHost'],
    ['of tomorrow, as for a clock that is wrong', 'notYetValid'],
    ['signed by itself', 'selfSigned'],
    ['of an authority nobody knows', 'unknown'],
  ])('%s: its own message, no way around it, and not a byte of the key', async (_what, certificate) => {
    const it = await scene();
    if (certificate !== 'unknown') trustAuthority();
    const gate = await gateBefore(it.simulator.url, certificate === 'unknown' ? 'valid' : certificate);
    const life = await it.open({ apiUrl: gate.url });
    const seen = await life.look();
    expect(seen).toMatchObject({ code: 'certificate', age: 'No data yet', budget: ALL_LEFT });
    expect(seen.error).toMatch(/^Certificate not valid, next try 14:0[56]$/);
    await life.advance(HOUR_MS);
    expect(it.arrived()).toBe(0);
    expect(it.departed()).toBeLessThan(60);
    expect((await life.look()).budget).toBe(ALL_LEFT);
  });

  test('on a wall that was live: the last good figures stay, and nothing else comes after them', async () => {
    const it = await scene();
    trustAuthority();
    const gate = await gateBefore(it.simulator.url, 'valid');
    const life = await it.open({ apiUrl: gate.url });
    const good = await figuresOf(life);
    await gate.end();
    await gate.begin('expired');
    await life.advance(ONE_PACE_MS + SECOND_MS);
    const seen = await life.look();
    expect(seen).toMatchObject({ code: 'certificate' });
    expect(seen.tiles['totalSessions']?.value).toBe(good);
    await until(() => it.arrived() === 1);
  });
});
