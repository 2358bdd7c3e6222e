import { afterEach, describe, expect, it } from 'vitest';
import { LIMITS, type Limits } from '../../server/http.ts';
import { openStream, openTestShell, rawConnection, TOKEN, type TestShell } from '../server/support/shell.ts';

const opened: TestShell[] = [];
async function open(limits: Partial<Limits> = {}): Promise<TestShell> {
  const server = await openTestShell(limits);
  opened.push(server);
  return server;
}
afterEach(async () => {
  for (const server of opened.splice(0)) await server.close();
});

type Raw = ReturnType<typeof rawConnection>;

/** Sends bytes as they are and returns what came back until the server closed. */
async function sendRaw(server: TestShell, text: string): Promise<string> {
  const raw = rawConnection(server.port);
  raw.socket.end(text);
  await raw.closed;
  return raw.received();
}

const statusesOf = (received: string): number[] =>
  [...received.matchAll(/^HTTP\/1\.1 (\d{3})/gm)].map(([, status]) => Number(status));

const hostOf = (server: TestShell): string => `Host: 127.0.0.1:${server.port}\r\n`;
const postHead = (server: TestShell, path = '/api/getSnapshot'): string =>
  `POST ${path} HTTP/1.1\r\n${hostOf(server)}Origin: ${server.origin}\r\nContent-Type: application/json\r\nX-Wallboard: 1\r\n`;

/** Keeps a connection alive byte by byte until it is closed from the other side. */
function drip(raw: Raw, first: string, byte: string): Promise<void> {
  raw.socket.write(first);
  const timer = setInterval(() => raw.socket.write(byte), 20);
  return raw.closed.finally(() => clearInterval(timer));
}

describe('many slow connections', () => {
  it('are each ended in time, and meanwhile screens are served and stay connected', async () => {
    const server = await open({ headersMs: 400, requestMs: 800, connectionsPerAddress: 150 });
    const screen = await openStream(server.port);
    await screen.until(1);
    const attacks = [
      ...Array.from({ length: 40 }, () => drip(rawConnection(server.port), 'GET / HTTP/1.1\r\nX-A: ', 'a')),
      ...Array.from({ length: 40 }, () =>
        drip(rawConnection(server.port), `${postHead(server)}Content-Length: 99999\r\n\r\n{`, ' '),
      ),
      ...Array.from({ length: 40 }, () => rawConnection(server.port).closed),
    ];
    const during = await Promise.all(Array.from({ length: 10 }, () => server.call()));
    expect(during.map(({ status }) => status)).toEqual(Array.from({ length: 10 }, () => 200));
    server.wallboard.change('South');
    await screen.until(2);
    expect(screen.events[1]?.data).toMatchObject({ site: 'South' });
    await Promise.all(attacks);
    expect(server.wallboard.calls).toEqual([]);
    expect((await server.call()).status).toBe(200);
    screen.close();
  });

  it('that take all an address may have shut nobody else out for longer than a header may take', async () => {
    const server = await open({ headersMs: 300, requestMs: 600, connectionsPerAddress: 5 });
    const idle = Array.from({ length: 5 }, () => rawConnection(server.port));
    await Promise.all(idle.map(({ closed }) => closed));
    expect((await server.call()).status).toBe(200);
  });

  it('have bounds that hold for real walls: ten seconds a header, twenty a request, 150 connections an address', () => {
    expect(LIMITS).toEqual({
      headerBytes: 8192,
      headerCount: 64,
      headersMs: 10_000,
      requestMs: 20_000,
      connections: 1000,
      connectionsPerAddress: 150,
      screens: 200,
      screensPerAddress: 32,
    });
  });
});

describe('a connection that does not read', () => {
  it('finds no queue of old states when it reads again, only the newest', async () => {
    const server = await open();
    const deaf = rawConnection(server.port);
    deaf.socket.write(`GET /events HTTP/1.1\r\n${hostOf(server)}\r\n`);
    await expect.poll(deaf.received).toContain('event: snapshot');
    deaf.socket.pause();
    const changes = 400;
    for (let n = 0; n < changes; n += 1) server.wallboard.change('x'.repeat(100_000));
    server.wallboard.change('newest');
    deaf.socket.resume();
    await expect.poll(deaf.received).toContain('newest');
    // Forty megabytes were told; what lies in the buffers of the system is less.
    expect(deaf.received().split('event: snapshot').length).toBeLessThan(changes / 2);
    deaf.socket.destroy();
  });
});

describe('what is too much', () => {
  it.each<[string, (server: TestShell) => string, number[]]>([
    ['a path of 9 kB', (server) => `GET /${'a'.repeat(9000)} HTTP/1.1\r\n${hostOf(server)}\r\n`, [431]],
    ['one header of 9 kB', (server) => `GET / HTTP/1.1\r\n${hostOf(server)}X: ${'a'.repeat(9000)}\r\n\r\n`, [431]],
    ['a cookie of 9 kB', (server) => `GET / HTTP/1.1\r\n${hostOf(server)}Cookie: a=${'a'.repeat(9000)}\r\n\r\n`, [431]],
    [
      'a thousand headers',
      (server) => `GET / HTTP/1.1\r\n${hostOf(server)}${'X: 1\r\n'.repeat(1000)}Connection: close\r\n\r\n`,
      [200, 431],
    ],
    [
      'a thousand headers before the Host',
      (server) => `GET / HTTP/1.1\r\n${'X: 1\r\n'.repeat(1000)}${hostOf(server)}\r\n`,
      [421, 431],
    ],
    ['a body announced with 300 kB', (server) => `${postHead(server)}Content-Length: 300000\r\n\r\n`, [413]],
    [
      'a body announced with more than a number can hold',
      (server) => `${postHead(server)}Content-Length: 99999999999999999999\r\n\r\n`,
      [400, 413],
    ],
  ])('is refused: %s', async (_what, text, statuses) => {
    const server = await open();
    const [first] = statusesOf(await sendRaw(server, text(server)));
    expect(statuses).toContain(first);
    expect(server.wallboard.calls).toEqual([]);
  });

  it('is cut off while it comes: a body in chunks, and a body nested beyond reason is only refused', async () => {
    const server = await open();
    const nested = '['.repeat(100_000) + ']'.repeat(100_000);
    const reply = await server.call({
      method: 'POST',
      path: '/api/getSnapshot',
      headers: server.posted,
      body: `{"input":${nested},"more":1}`,
    });
    expect(reply.status).toBe(400);
    expect((await server.call()).status).toBe(200);
  });
});

describe('requests made to be read in two ways', () => {
  it.each<[string, (server: TestShell) => string]>([
    [
      'both lengths',
      (server) =>
        `${postHead(server)}Content-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\nGET /x HTTP/1.1\r\n\r\n`,
    ],
    ['two lengths', (server) => `${postHead(server)}Content-Length: 2\r\nContent-Length: 40\r\n\r\n{}`],
    ['a negative length', (server) => `${postHead(server)}Content-Length: -1\r\n\r\n{}`],
    ['a length with a sign', (server) => `${postHead(server)}Content-Length: +2\r\n\r\n{}`],
    ['a length in hexadecimal', (server) => `${postHead(server)}Content-Length: 0x2\r\n\r\n{}`],
    [
      'an unknown transfer encoding',
      (server) => `${postHead(server)}Transfer-Encoding: xchunked\r\n\r\n2\r\n{}\r\n0\r\n\r\n`,
    ],
    [
      'chunked not last',
      (server) => `${postHead(server)}Transfer-Encoding: chunked, identity\r\n\r\n2\r\n{}\r\n0\r\n\r\n`,
    ],
    ['a bad chunk length', (server) => `${postHead(server)}Transfer-Encoding: chunked\r\n\r\nzz\r\n{}\r\n0\r\n\r\n`],
    ['a space before the colon', (server) => `GET / HTTP/1.1\r\n${hostOf(server)}Transfer-Encoding : chunked\r\n\r\n`],
    ['a folded header', (server) => `GET / HTTP/1.1\r\n${hostOf(server)}X: a\r\n Transfer-Encoding: chunked\r\n\r\n`],
    ['a bare line feed', (server) => `GET / HTTP/1.1\n${hostOf(server)}\n\n`],
    ['a bare carriage return', (server) => `GET / HTTP/1.1\r\n${hostOf(server)}X: a\rContent-Length: 5\r\n\r\n`],
    ['a NUL in a header', (server) => `GET / HTTP/1.1\r\n${hostOf(server)}X: a\u0000b\r\n\r\n`],
    ['a NUL in the path', (server) => `GET /\u0000 HTTP/1.1\r\n${hostOf(server)}\r\n`],
    ['no version', () => 'GET /\r\n\r\n'],
    ['an unknown version', (server) => `GET / HTTP/9.9\r\n${hostOf(server)}\r\n`],
    ['the preface of HTTP/2', () => 'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n'],
    ['a TLS hello', () => '\u0016\u0003\u0001\u0002\u0000\u0001\u0000\u0001'],
    ['a method in lower case', (server) => `get / HTTP/1.1\r\n${hostOf(server)}\r\n`],
    ['a method nobody knows', (server) => `HACK / HTTP/1.1\r\n${hostOf(server)}\r\n`],
    ['CONNECT', (server) => `CONNECT evil.example:443 HTTP/1.1\r\n${hostOf(server)}\r\n`],
    ['TRACE', (server) => `TRACE / HTTP/1.1\r\n${hostOf(server)}\r\n`],
    ['an asterisk for a path', (server) => `OPTIONS * HTTP/1.1\r\n${hostOf(server)}\r\n`],
    ['an upgrade', (server) => `BREW / HTTP/1.1\r\n${hostOf(server)}Upgrade: websocket\r\nConnection: Upgrade\r\n\r\n`],
  ])('are refused or cut off, and no command comes of them: %s', async (_what, text) => {
    const server = await open();
    const statuses = statusesOf(await sendRaw(server, text(server)));
    expect(statuses.filter((status) => status < 400)).toEqual([]);
    expect(statuses.length).toBeLessThan(2);
    expect(server.wallboard.calls).toEqual([]);
    expect((await server.call()).status).toBe(200);
  });

  it('cannot hide a second request in the body of the first', async () => {
    const server = await open();
    const hidden = `POST /api/startDemo HTTP/1.1\r\n${hostOf(server)}\r\n`;
    const text = `${postHead(server)}Content-Length: ${hidden.length}\r\nConnection: close\r\n\r\n${hidden}`;
    expect(statusesOf(await sendRaw(server, text))).toEqual([400]);
    expect(server.wallboard.calls).toEqual([]);
  });

  it('are each guarded when several come down one connection', async () => {
    const server = await open();
    const text =
      `GET /healthz HTTP/1.1\r\n${hostOf(server)}\r\n` +
      `GET /healthz HTTP/1.1\r\nHost: evil.example:${server.port}\r\n\r\n` +
      `GET /healthz HTTP/1.1\r\n${hostOf(server)}\r\n`;
    // The connection ends with the first refusal, which may be lost with what was sent behind it.
    expect(statusesOf(await sendRaw(server, text)).filter((status) => status !== 421)).toEqual([200]);
  });

  it('do not upgrade to anything', async () => {
    const server = await open();
    const text = `GET / HTTP/1.1\r\n${hostOf(server)}Upgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Key: x\r\n\r\n`;
    expect(statusesOf(await sendRaw(server, text))).not.toContain(101);
  });
});

describe('line breaks in what is sent', () => {
  it('write no header of their own into an answer', async () => {
    const server = await open();
    const values = ['%0d%0aSet-Cookie:%20a=b', '%E5%98%8A%E5%98%8DSet-Cookie:a=b', '%0aX-Injected:1'];
    for (const value of values)
      for (const path of [`/${value}`, `/?board=${value}`, `/api/${value}`, `/events/${value}`]) {
        const { headers, status } = await server.call({ path });
        expect(headers['set-cookie'] ?? headers['x-injected'] ?? headers['location'], path).toBeUndefined();
        expect([200, 404, 405], path).toContain(status);
      }
  });

  it('and wrong texts of every kind in a token are only a wrong token', async () => {
    const server = await open();
    for (const token of ['a\r\nb', '\u0000', '\ud800', '__proto__', { toString: 'x' }, [TOKEN], 1e308, true]) {
      const reply = await server.post('/session', { token });
      expect([401, 429]).toContain(reply.status);
      expect(reply.headers['set-cookie']).toBeUndefined();
      server.timers.advance(60_000);
    }
  });
});

describe('paths out of the folder of the screens', () => {
  it.each([
    '/../../../../etc/passwd',
    '/..%2f..%2f..%2fetc%2fpasswd',
    '/%2e%2e/%2e%2e/etc/passwd',
    '/%252e%252e%252fetc%252fpasswd',
    '/..%c0%af..%c0%afetc/passwd',
    '/..\\..\\windows\\win.ini',
    '/....//....//etc/passwd',
    '/assets/..;/..;/etc/passwd',
    '/assets/%00/../../../etc/passwd',
    '//127.0.0.1/etc/passwd',
    '/file:///etc/passwd',
    '/index.html/../../package.json',
    '/INDEX.HTML',
    '/index.html.',
    '/index.html::$DATA',
    '/control-token',
    '/settings.json',
    '/kiosk-pin.json',
    '/.git/config',
    '/node_modules/vue/package.json',
    '/assets',
    '/assets/',
    '/__proto__',
    '/constructor',
    '/toString',
  ])('lead nowhere: %s', async (path) => {
    const server = await open();
    const received = await sendRaw(server, `GET ${path} HTTP/1.1\r\n${hostOf(server)}Connection: close\r\n\r\n`);
    expect(statusesOf(received)).toEqual([404]);
    expect(received).not.toMatch(/root:|dependencies|\[core\]/);
  });
});
