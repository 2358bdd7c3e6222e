import { connect } from 'node:net';
import { networkInterfaces } from 'node:os';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { COMMAND_NAMES } from '../../common/channels.ts';
import { openTestShell, TOKEN, type Reply, type TestShell } from '../server/support/shell.ts';

let server: TestShell;
beforeEach(async () => {
  server = await openTestShell();
});
afterEach(() => server.close());

const PATHS = ['/', '/index.html', '/assets/index-AbCd1234.js', '/events', '/api/access', '/healthz', '/favicon.ico'];

describe('a page of another site whose name was pointed at this machine', () => {
  it.each([
    'rebind.evil.example',
    'localhost.',
    '127.0.0.1.nip.example',
    '127.0.0.2',
    '127.1',
    '2130706433',
    '0x7f000001',
    '0177.0.0.1',
    '0',
    '0.0.0.0',
    '[::]',
    '[::ffff:127.0.0.1]',
    '[0:0:0:0:0:0:0:1]',
    'localhost%00.evil.example',
    'localhost,evil.example',
    'localhost evil.example',
    'xn--lcalhost-n2a',
    'ⓛocalhost',
    '127。0。0。1',
    '',
    ':',
    '[',
    'user:pass@localhost',
    'localhost/path',
    'localhost#',
    'localhost?',
    'localhost\\evil.example',
  ])('reads nothing and changes nothing as %j', async (name) => {
    // A dot at the end is the same name to every browser, and none of theirs.
    const isOurs = name === 'localhost.';
    const host = `${name}:${server.port}`;
    const statuses = await Promise.all(PATHS.map((path) => statusWith(server.port, path, host)));
    const expected = isOurs ? [200, 204] : [400, 421];
    for (const [index, status] of statuses.entries()) expect(expected, PATHS[index]).toContain(status);
    expect(server.wallboard.calls).toEqual([]);
  });

  it('gets no session and no command through, with the right token and every other header right', async () => {
    const host = `rebind.evil.example:${server.port}`;
    const headers = { host, origin: `http://${host}`, 'sec-fetch-site': 'same-origin' };
    const replies = await Promise.all([
      server.post('/session', { token: TOKEN }, headers),
      ...COMMAND_NAMES.map((name) => server.post(`/api/${name}`, {}, headers)),
    ]);
    expect(new Set(replies.map(({ status }) => status))).toEqual(new Set([421]));
    expect(replies.every((reply) => reply.headers['set-cookie'] === undefined)).toBe(true);
    expect(server.wallboard.calls).toEqual([]);
  });

  it('is told nothing of what it asked for: the refusal repeats none of it', async () => {
    const reply = await server.call({ path: '/canary-path', headers: { host: 'canary.example' } });
    expect(reply.text + JSON.stringify(reply.headers)).not.toContain('canary');
  });
});

describe('a wall on every interface', () => {
  it('answers to each address of the machine and to no name but its own', async (context) => {
    const addresses = Object.values(networkInterfaces()).flatMap((list) => list ?? []);
    const own = addresses.find(({ family, internal }) => family === 'IPv4' && !internal)?.address;
    if (own === undefined) return context.skip('this machine has one address only');
    const open = await openTestShell({}, '0.0.0.0');
    try {
      expect(await statusWith(open.port, '/', `${own}:${open.port}`, own)).toBe(200);
      // The address of another interface is not the one the browser connected to.
      expect(await statusWith(open.port, '/', `${own}:${open.port}`, '127.0.0.1')).toBe(421);
      expect(await statusWith(open.port, '/', `evil.example:${open.port}`, own)).toBe(421);
    } finally {
      await open.close();
    }
  });
});

describe('a page of another site that sends requests here', () => {
  const TYPES = [
    'text/plain',
    'text/plain; x=application/json',
    'application/x-www-form-urlencoded',
    'multipart/form-data; boundary=x',
    'application/csp-report',
    'application/json; charset=utf-16',
    'application/json, text/plain',
    'APPLICATION/JSON;charset=utf-7',
  ];
  const ORIGINS = [
    'http://evil.example',
    'null',
    'https://127.0.0.1',
    'file://',
    'http://localhost',
    'app://wallboard',
  ];

  it('changes nothing with any content type, even with a session whose cookie came along', async () => {
    const cookie = await server.control();
    const replies: Reply[] = [];
    for (const origin of ORIGINS)
      for (const type of [...TYPES, 'application/json'])
        replies.push(await server.post('/api/startDemo', {}, { cookie, origin, 'content-type': type }));
    expect(new Set(replies.map(({ status }) => status))).toEqual(new Set([403]));
    expect(server.wallboard.calls).toEqual([]);
  });

  it('changes nothing by any content type that needs no leave, even were its origin ours', async () => {
    const cookie = await server.control();
    for (const type of TYPES)
      expect((await server.post('/api/startDemo', {}, { cookie, 'content-type': type })).status, type).toBe(415);
    expect(server.wallboard.calls).toEqual([]);
  });

  it.each(['cross-site', 'same-site', 'weird'])(
    'gets neither figures nor a session nor a command when its browser says %s',
    async (site) => {
      const headers = { 'sec-fetch-site': site, cookie: await server.control() };
      for (const path of ['/events', '/api/access'])
        expect((await server.call({ path, headers })).status, path).toBe(403);
      expect((await server.post('/api/getSnapshot', {}, headers)).status).toBe(403);
      expect((await server.post('/session', { token: TOKEN }, headers)).status).toBe(403);
      expect(server.wallboard.calls).toEqual([]);
    },
  );

  it('can change nothing with a GET, such as an image or a link sends', async () => {
    const cookie = await server.control();
    for (const name of COMMAND_NAMES)
      expect((await server.call({ path: `/api/${name}?input={}`, headers: { cookie } })).status, name).toBe(405);
    expect((await server.call({ path: `/session?token=${TOKEN}` })).status).toBe(405);
    expect(server.wallboard.calls).toEqual([]);
  });

  it('may not be told to put one method for another', async () => {
    const cookie = await server.control();
    const override = { 'x-http-method-override': 'POST', 'x-method-override': 'POST', 'x-http-method': 'POST' };
    const reply = await server.call({ path: '/api/startDemo?_method=POST', headers: { ...override, cookie } });
    expect([reply.status, server.wallboard.calls]).toEqual([405, []]);
  });

  it('can neither frame the wall nor read its files as its own', async () => {
    for (const path of PATHS.filter((one) => one !== '/events')) {
      const { headers } = await server.call({ path });
      expect(headers['content-security-policy'], path).toContain("frame-ancestors 'none'");
      expect(headers['cross-origin-resource-policy'], path).toBe('same-origin');
    }
  });
});

describe('a session', () => {
  it('lives in a cookie that no script reads, no other site sends, and no cache keeps', async () => {
    const { headers } = await server.post('/session', { token: TOKEN });
    const [cookie = '', ...more] = headers['set-cookie'] ?? [];
    const attributes = cookie.split('; ').slice(1);
    expect(more).toEqual([]);
    expect(attributes).toEqual(['Path=/', 'HttpOnly', 'SameSite=Strict', 'Max-Age=2592000']);
    expect(headers['cache-control']).toBe('no-store');
  });

  it('cannot be chosen by somebody else before it begins', async () => {
    const chosen = `wallboard-${server.port}=${'A'.repeat(43)}`;
    const reply = await server.post('/session', { token: TOKEN }, { cookie: chosen });
    expect(reply.headers['set-cookie']?.[0]).not.toContain('AAAA');
    expect((await server.call({ path: '/api/access', headers: { cookie: chosen } })).text).toContain('wall');
  });

  it('is not opened by guessing: after ten wrong tokens a minute the address waits, and others do not', async () => {
    const guesses = await Promise.all(
      Array.from({ length: 25 }, (_, n) => server.post('/session', { token: `guess-${n}`.padEnd(43, 'x') })),
    );
    const count = (wanted: number): number => guesses.filter(({ status }) => status === wanted).length;
    expect([count(401), count(429)]).toEqual([10, 15]);
    expect(guesses.some((reply) => reply.headers['set-cookie'] !== undefined)).toBe(false);
    const open = await server.call({ path: '/api/access' });
    expect(open.status).toBe(200);
  });
});

/** The status of a GET with a Host as it is given, which HTTP clients would refuse to send. */
function statusWith(port: number, path: string, host: string, address = '127.0.0.1'): Promise<number> {
  return new Promise((resolve, reject) => {
    const socket = connect(port, address);
    let text = '';
    socket.on('connect', () => socket.write(`GET ${path} HTTP/1.1\r\nHost: ${host}\r\nConnection: close\r\n\r\n`));
    socket.on('data', (chunk) => {
      text += chunk.toString('latin1');
      const status = /^HTTP\/1\.1 (\d{3})/.exec(text)?.[1];
      if (status === undefined) return;
      socket.destroy();
      resolve(Number(status));
    });
    socket.on('error', reject);
    socket.on('end', () => resolve(0));
  });
}
