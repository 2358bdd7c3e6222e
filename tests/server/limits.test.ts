import { afterEach, describe, expect, it } from 'vitest';
import { createHttpShell } from '../../server/http.ts';
import { fakeWallboard } from './support/fakeWallboard.ts';
import { handTimers, openStream, openTestShell, rawConnection, TOKEN, type TestShell } from './support/shell.ts';

const emptyParts = () => ({
  wallboard: fakeWallboard(),
  token: TOKEN,
  screenKey: TOKEN,
  publicUrl: null,
  trustedProxies: [],
  allowedNames: [],
  frameAncestors: [],
  wallMs: () => 0,
  files: new Map(),
  timers: handTimers(),
  log: { info: () => undefined, warn: () => undefined },
});

const opened: TestShell[] = [];
const open = async (...args: Parameters<typeof openTestShell>): Promise<TestShell> => {
  const server = await openTestShell(...args);
  opened.push(server);
  return server;
};
afterEach(async () => {
  for (const server of opened.splice(0)) await server.close();
});

describe('limits', () => {
  it('refuse headers beyond 8 KB', async () => {
    const server = await open();
    expect((await server.call({ headers: { 'x-long': 'x'.repeat(9_000) } })).status).toBe(431);
    expect((await server.call({ headers: { 'x-long': 'x'.repeat(6_000) } })).status).toBe(200);
  });

  it('refuse a body beyond 256 KB, announced or not, before all of it has come', async () => {
    const server = await open();
    const reply = await server.post('/api/getSnapshot', { input: 'x'.repeat(262_144) });
    expect(reply.status).toBe(413);
    const chunked = rawConnection(server.port);
    chunked.socket.write(
      `POST /api/getSnapshot HTTP/1.1\r\nHost: 127.0.0.1:${server.port}\r\nOrigin: ${server.origin}\r\n` +
        'Content-Type: application/json\r\nX-Wallboard: 1\r\nTransfer-Encoding: chunked\r\n\r\n',
    );
    chunked.socket.write(`50000\r\n${'x'.repeat(0x50000)}\r\n`);
    await expect.poll(chunked.received).toMatch(/^HTTP\/1\.1 413 /);
    chunked.socket.destroy();
    expect(server.wallboard.calls).toEqual([]);
  });

  it('let who may control send a settings file of 400,000 characters, and nobody else', async () => {
    const server = await open();
    const input = { text: '"site"'.repeat(66_666), basedOn: 1 };
    const cookie = await server.control();
    expect((await server.post('/api/importSettings', { input }, { cookie })).status).toBe(200);
    expect((await server.post('/api/importSettings', { input })).status).toBe(413);
    const tooMuch = { text: 'x'.repeat(2560 * 1024), basedOn: 1 };
    expect((await server.post('/api/importSettings', { input: tooMuch }, { cookie })).status).toBe(413);
    expect(server.wallboard.calls).toHaveLength(1);
  });

  it('refuse a body announced as too large without waiting for it', async () => {
    const server = await open();
    const announced = rawConnection(server.port);
    announced.socket.write(
      `POST /api/getSnapshot HTTP/1.1\r\nHost: 127.0.0.1:${server.port}\r\nOrigin: ${server.origin}\r\n` +
        'Content-Type: application/json\r\nX-Wallboard: 1\r\nContent-Length: 262145\r\n\r\n',
    );
    await expect.poll(announced.received).toMatch(/^HTTP\/1\.1 413 /);
  });

  it.each(['{', '[1]', '"x"', 'null', '{"input":1,"more":2}', '\uD800'])('refuse the body %j', async (body) => {
    const server = await open();
    const reply = await server.call({ method: 'POST', path: '/api/getSnapshot', headers: server.posted, body });
    expect(reply.status).toBe(400);
    expect(reply.text).toContain('invalidInput');
    expect(server.wallboard.calls).toEqual([]);
  });

  it('refuse commands that are not in the contract', async () => {
    const server = await open();
    for (const name of ['nothing', '__proto__', 'constructor', 'getSnapshot/', 'get%53napshot'])
      expect((await server.post(`/api/${name}`, {})).status, name).toBe(404);
    expect(server.wallboard.calls).toEqual([]);
  });

  it('end a connection whose header drips in byte by byte', async () => {
    const server = await open({ headersMs: 300, requestMs: 600 });
    const slow = rawConnection(server.port);
    slow.socket.write('GET / HTTP/1.1\r\n');
    const drip = setInterval(() => slow.socket.write('X'), 50);
    await slow.closed;
    clearInterval(drip);
    expect(slow.received()).toMatch(/^(HTTP\/1\.1 408 |$)/);
  });

  it('end a connection whose body drips in byte by byte', async () => {
    const server = await open({ headersMs: 300, requestMs: 600 });
    const slow = rawConnection(server.port);
    slow.socket.write(
      `POST /api/getSnapshot HTTP/1.1\r\nHost: 127.0.0.1:${server.port}\r\nOrigin: ${server.origin}\r\n` +
        'Content-Type: application/json\r\nX-Wallboard: 1\r\nContent-Length: 9999\r\n\r\n',
    );
    const drip = setInterval(() => slow.socket.write(' '), 50);
    await slow.closed;
    clearInterval(drip);
    expect(server.wallboard.calls).toEqual([]);
  });

  it('end a connection that never sends anything', async () => {
    const server = await open({ headersMs: 300, requestMs: 600 });
    await rawConnection(server.port).closed;
  });

  it('keep one address from taking every connection', async () => {
    const server = await open({ connectionsPerAddress: 3 });
    const kept = [1, 2, 3].map(() => rawConnection(server.port));
    await Promise.all(kept.map(({ socket }) => new Promise((done) => socket.once('connect', done))));
    await rawConnection(server.port).closed;
    expect(kept.every(({ socket }) => !socket.destroyed)).toBe(true);
    kept[0]?.socket.destroy();
    await expect
      .poll(() =>
        server.call().then(
          (reply) => reply.status,
          () => 0,
        ),
      )
      .toBe(200);
  });

  it('hold for all connections together: the oldest without a screen gives way, so that nobody is shut out', async () => {
    const server = await open({ connections: 3 });
    const screen = await openStream(server.port);
    await screen.until(1);
    const [first, second] = [rawConnection(server.port), rawConnection(server.port)];
    await Promise.all([first, second].map(({ socket }) => new Promise((done) => socket.once('connect', done))));
    await expect.poll(async () => (await server.call()).status).toBe(200);
    await first.closed;
    server.wallboard.change('South');
    await screen.until(2);
    expect(server.warnings[0]).toEqual(['connections.full', { address: '127.0.0.1', of: 'all' }]);
    second.socket.destroy();
  });
});

describe('before it is ready', () => {
  it('serves its screens, which wait for it, and answers everything else with 503', async () => {
    const page = { type: 'text/html', etag: '"1"', cache: 'no-cache', body: Buffer.from('<!doctype html>') };
    const shell = createHttpShell({ ...emptyParts(), files: new Map([['/', page]]) });
    const url = await shell.listen('127.0.0.1', 0);
    if (!url.ok) throw new Error(url.error);
    expect((await fetch(url.value)).status).toBe(200);
    for (const path of ['events', 'api/access', 'healthz', 'nothing'])
      expect((await fetch(url.value + path)).status, path).toBe(503);
    shell.ready();
    expect((await fetch(`${url.value}healthz`)).status).toBe(200);
    await shell.close();
  });

  it('says in one sentence why it cannot listen', async () => {
    const taken = await open();
    const inUse = await createHttpShell(emptyParts()).listen('127.0.0.1', taken.port);
    expect(inUse).toEqual({
      ok: false,
      error: `Port ${taken.port} on 127.0.0.1 is in use; choose another with --port, or --port 0 for any free one`,
    });
    const elsewhere = await createHttpShell(emptyParts()).listen('192.0.2.1', 0);
    expect(elsewhere).toEqual({ ok: false, error: '192.0.2.1 is not an address of this machine' });
  });
});

describe('health', () => {
  it('is a small JSON without anything of the owner', async () => {
    const server = await open();
    const reply = await server.call({ path: '/healthz' });
    expect(reply.status).toBe(200);
    expect(JSON.parse(reply.text)).toEqual({ status: 'ok' });
  });
});
