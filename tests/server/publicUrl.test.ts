import { afterEach, describe, expect, it } from 'vitest';
import { parsePublicUrl, type PublicUrl } from '../../core/node/serverOptions.ts';
import { clientAddresses } from '../../server/clientAddress.ts';
import { controlLink, plainHttpWarning, viewersUrl } from '../../server/links.ts';
import { openStream, openTestShell, TOKEN, type Behind, type TestShell } from './support/shell.ts';

const publicUrlOf = (text: string): PublicUrl => {
  const parsed = parsePublicUrl(text);
  if (!parsed.ok) throw new Error(parsed.error);
  return parsed.value;
};
const ORIGIN = 'https://wall.example';
const BOARD = publicUrlOf(`${ORIGIN}/board/`);

const opened: TestShell[] = [];
async function open(behind: Behind = { publicUrl: BOARD }, limits = {}): Promise<TestShell> {
  const server = await openTestShell(limits, '127.0.0.1', behind);
  opened.push(server);
  return server;
}
afterEach(async () => {
  for (const server of opened.splice(0)) await server.close();
});

/** What a proxy makes of a viewer's request: whose name it sends, and whether it takes the public path off. */
const WAYS = [
  ['the Host passed on, the path passed on', 'passed', '/board/'],
  ['the Host passed on, the path taken off', 'passed', '/'],
  ['a Host of its own, the path passed on', 'own', '/board/'],
  ['a Host of its own, the path taken off', 'own', '/'],
] as const;
const hostOf = (server: TestShell, way: 'passed' | 'own'): string =>
  way === 'passed' ? 'wall.example' : `127.0.0.1:${server.port}`;

describe.each(WAYS)('behind a proxy with %s', (_what, hostWay, base) => {
  const through = (server: TestShell, extra = {}) => ({
    host: hostOf(server, hostWay),
    origin: ORIGIN,
    'x-forwarded-for': '198.51.100.7',
    ...extra,
  });

  it('screens, files, the control link, commands and events are served', async () => {
    const server = await open();
    const { origin: _none, ...reading } = through(server);
    for (const path of ['', 'index.html', 'assets/index-AbCd1234.js', 'healthz', '?board=sales'])
      expect((await server.call({ path: base + path, headers: reading })).status, path).toBe(200);
    const session = await server.post(`${base}session`, { token: TOKEN }, through(server));
    expect([session.status, session.headers['set-cookie']?.[0]]).toEqual([
      200,
      expect.stringMatching(/^wallboard-\d+=[\w.-]+; Path=\/board\/; HttpOnly; SameSite=Strict; Max-Age=\d+; Secure$/),
    ]);
    const cookie = session.headers['set-cookie']?.[0]?.split(';')[0] ?? '';
    const command = await server.post(`${base}api/getSettings`, {}, through(server, { cookie }));
    expect(command.status).toBe(200);
    const stream = await openStream(server.port, { ...reading, cookie }, `${base}events`);
    await stream.until(1);
    expect(stream.events[0]).toMatchObject({ data: { notices: [{ kind: 'settingsRestored' }] } });
    expect(stream.response.headers['set-cookie']?.[0]).toMatch(/; Path=\/board\/; .*; Secure$/);
  });

  it.each([
    'http://wall.example',
    'https://evil.example',
    'null',
    'https://wall.example:8443',
    'https://sub.wall.example',
  ])('a page of %s gets nothing through', async (origin) => {
    const server = await open();
    for (const path of ['session', 'api/getSettings'])
      expect((await server.post(base + path, { token: TOKEN }, through(server, { origin }))).status, path).toBe(403);
    expect((await server.call({ path: `${base}events`, headers: through(server, { origin }) })).status).toBe(403);
    expect(server.wallboard.calls).toEqual([]);
  });
});

describe('the public address', () => {
  it('without the slash at its end leads to it, with what was asked', async () => {
    const server = await open();
    for (const [path, location] of [
      ['/board', '/board/'],
      ['/board?board=sales', '/board/?board=sales'],
    ] as const) {
      const reply = await server.call({ path, headers: { host: 'wall.example' } });
      expect([reply.status, reply.headers.location]).toEqual([308, location]);
    }
    expect((await server.call({ path: '/boards/', headers: { host: 'wall.example' } })).status).toBe(404);
  });

  it('opens no other name and no other port', async () => {
    const server = await open();
    for (const host of [
      'evil.example',
      'wall.example:8443',
      `wall.example:${server.port}`,
      'wall.example.evil.example',
    ])
      expect((await server.call({ headers: { host } })).status, host).toBe(421);
    for (const host of ['wall.example:443', 'WALL.example', 'wall.example.'])
      expect((await server.call({ headers: { host } })).status, host).toBe(200);
  });

  it('leaves the server its own one: who opens it on this machine is served, with cookies that come back', async () => {
    const server = await open();
    expect((await server.call()).status).toBe(200);
    const [cookie = ''] = (await server.post('/session', { token: TOKEN })).headers['set-cookie'] ?? [];
    expect(cookie).toMatch(/; Path=\/; .*; Secure$/);
    const [whole = ''] = (await server.post('/board/session', { token: TOKEN })).headers['set-cookie'] ?? [];
    expect(whole).toMatch(/; Path=\/board\/; /);
  });

  it('of plain http makes cookies that plain http keeps', async () => {
    const server = await open({ publicUrl: publicUrlOf('http://wall.example:8080') });
    const headers = { host: 'wall.example:8080', origin: 'http://wall.example:8080' };
    const [cookie = ''] = (await server.post('/session', { token: TOKEN }, headers)).headers['set-cookie'] ?? [];
    expect(cookie).toMatch(/; Path=\/; HttpOnly; SameSite=Strict; Max-Age=\d+$/);
  });

  it('that was not given is served to nobody', async () => {
    const server = await open({});
    expect((await server.call({ headers: { host: 'wall.example' } })).status).toBe(421);
    expect((await server.post('/session', { token: TOKEN }, { origin: ORIGIN })).status).toBe(403);
  });

  it.each([
    ['https://wall.example', '/', '443'],
    ['https://WALL.example/board', '/board/', '443'],
    ['https://wall.example:8443/a/b-c.d/', '/a/b-c.d/', '8443'],
    ['http://192.0.2.7', '/', '80'],
    ['https://[2001:db8::1]/x/', '/x/', '443'],
  ])('%s is one', (text, path, port) => {
    expect(publicUrlOf(text)).toMatchObject({ path, port });
  });

  it.each([
    ['wall.example', /must look like/],
    ['ftp://wall.example/', /must look like/],
    ['https://', /must look like/],
    ['https://user:SECRET@wall.example/', /name or a password/],
    ['https://wall.example/?x=1', /end with its path/],
    ['https://wall.example/#x', /end with its path/],
    ['https://wall.example/a%20b/', /letters, digits/],
    ['https://wall.example//a/', /letters, digits/],
    ['https://wall.example/api/', /must not have a path that begins with api/],
    ['https://wall.example/assets/', /must not have a path/],
  ])('%s is none', (text, words) => {
    const parsed = parsePublicUrl(text);
    expect(parsed.ok ? '' : parsed.error).toMatch(words);
    expect(parsed.ok ? '' : parsed.error).not.toContain('SECRET');
  });
});

describe('the address of a viewer', () => {
  const request = (remoteAddress: string, headers: Record<string, string> = {}) => ({
    headers,
    socket: { remoteAddress },
  });
  const here = clientAddresses(['127.0.0.0/8', '::1']);

  it.each([
    [{ 'x-forwarded-for': '198.51.100.7' }, '198.51.100.7'],
    [{ 'x-forwarded-for': 'made up, 203.0.113.1, 198.51.100.7' }, '198.51.100.7'],
    [{ 'x-forwarded-for': '198.51.100.7, 127.0.0.1' }, '198.51.100.7'],
    [{ 'x-forwarded-for': '198.51.100.7:4711' }, '198.51.100.7'],
    [{ 'x-forwarded-for': '[2001:db8::7]:4711' }, '2001:db8::7'],
    [{ 'x-forwarded-for': '::ffff:198.51.100.7' }, '198.51.100.7'],
    [{ 'x-forwarded-for': 'unknown' }, '127.0.0.1'],
    [{ 'x-forwarded-for': '198.51.100.7, ' }, '127.0.0.1'],
    [{ forwarded: 'for=203.0.113.1, proto=https;for="[2001:db8::7]:4711";by=127.0.0.1' }, '2001:db8::7'],
    [{ forwarded: 'for=_hidden' }, '127.0.0.1'],
    [{ forwarded: 'for=198.51.100.7', 'x-forwarded-for': '198.51.100.7' }, '198.51.100.7'],
    // A proxy that writes one header passes the other on as the viewer made it up.
    [{ forwarded: 'for=203.0.113.1', 'x-forwarded-for': '198.51.100.7' }, '127.0.0.1'],
    [{}, '127.0.0.1'],
  ])('is what the proxy saw, as %j tells it', (headers, address) => {
    for (const proxy of ['127.0.0.1', '::ffff:127.0.0.1', '127.0.0.9'])
      expect(here.of(request(proxy, headers))).toBe(address === '127.0.0.1' ? proxy.replace('::ffff:', '') : address);
  });

  it('is never what somebody else says of himself', () => {
    const headers = { 'x-forwarded-for': '198.51.100.7', forwarded: 'for=198.51.100.7' };
    expect(here.of(request('192.0.2.1', headers))).toBe('192.0.2.1');
    expect(clientAddresses([]).of(request('127.0.0.1', headers))).toBe('127.0.0.1');
    const one = clientAddresses(['192.0.2.10', '10.0.0.0/24', '2001:db8:1::/48']);
    expect(one.of(request('127.0.0.1', headers))).toBe('127.0.0.1');
    for (const proxy of ['192.0.2.10', '10.0.0.77', '2001:db8:1::5', '::ffff:10.0.0.77'])
      expect(one.of(request(proxy, headers)), proxy).toBe('198.51.100.7');
    expect(one.of(request('10.0.1.77', headers))).toBe('10.0.1.77');
  });

  it('is what limits count by: one viewer takes up his own share only, and connections of the proxy have no share', async () => {
    const server = await open({ publicUrl: BOARD }, { screensPerAddress: 2, connectionsPerAddress: 3 });
    const from = (address: string) => openStream(server.port, { 'x-forwarded-for': address });
    const mine = await Promise.all([from('198.51.100.7'), from('198.51.100.7')]);
    const third = await from('198.51.100.7');
    const theirs = await Promise.all([from('198.51.100.8'), from('198.51.100.8')]);
    expect([...mine, third, ...theirs].map(({ response }) => response.statusCode)).toEqual([200, 200, 503, 200, 200]);
    const wrong = (address: string) => server.post('/session', { token: 'wrong' }, { 'x-forwarded-for': address });
    for (let attempt = 0; attempt < 10; attempt += 1) expect((await wrong('198.51.100.7')).status).toBe(401);
    expect([(await wrong('198.51.100.7')).status, (await wrong('198.51.100.8')).status]).toEqual([429, 401]);
  });
});

describe('what is printed', () => {
  it('is a link at the public address where there is one', () => {
    expect(controlLink(viewersUrl('http://127.0.0.1:8787/', BOARD), 'x')).toBe(`${ORIGIN}/board/#control=x`);
    expect(viewersUrl('http://192.0.2.7:8787/', null)).toBe('http://192.0.2.7:8787/');
  });

  it.each([
    ['0.0.0.0', null],
    ['::', null],
    ['192.0.2.7', null],
    ['wall-pc', null],
    ['0.0.0.0', publicUrlOf('http://wall.example/')],
    ['127.0.0.1', publicUrlOf('http://wall.example/')],
  ])('warns in words and with the remedy when others could read along: --host %s, public %o', (host, publicUrl) => {
    const words = plainHttpWarning(host, publicUrl).join(' ');
    expect(words).toMatch(/plain http: others on this network can read .* --public-url https:.*docs\/tls-proxy\.md/);
  });

  it.each(['0.0.0.0', '192.0.2.7'])('warns of a port that is open past the proxy: --host %s', (host) => {
    expect(plainHttpWarning(host, BOARD).join(' ')).toMatch(
      /open over plain http: .* past the proxy.*leave out --host/,
    );
  });

  it.each([
    ['127.0.0.1', null],
    ['127.8.8.8', null],
    ['::1', null],
    ['localhost', null],
    ['127.0.0.1', BOARD],
    ['127.0.0.1', publicUrlOf('http://localhost:9000/')],
  ])('does not warn when they cannot: --host %s, public %o', (host, publicUrl) => {
    expect(plainHttpWarning(host, publicUrl)).toEqual([]);
  });
});
