import { afterEach, describe, expect, it } from 'vitest';
import { parsePublicUrl } from '../../core/node/serverOptions.ts';
import { exampleOf, freePort, PROXIES, startProxy, viewer, whyNot, type ProxyName } from './support/proxies.ts';
import { followStream, openTestShell, TOKEN } from './support/shell.ts';

const open: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of open.splice(0).reverse()) await close();
});

/** A wall behind the real proxy, as viewers at the public address see it. */
async function behind(proxy: ProxyName, example = exampleOf(proxy), limits = {}) {
  const port = await freePort();
  const publicUrl = parsePublicUrl(`https://wall.example:${port}/board/`);
  if (!publicUrl.ok) throw new Error(publicUrl.error);
  // Here viewers have loopback addresses too, of which one is the proxy's.
  const wall = await openTestShell(limits, '127.0.0.1', { publicUrl: publicUrl.value, trustedProxies: ['127.0.0.1'] });
  open.push(wall.close);
  const running = await startProxy(proxy, example, { port, wallPort: wall.port });
  open.push(running.close);
  return { wall, running, ...viewer(running) };
}

/** Other ways of the same proxies, by what differs from the example. */
const VARIANTS: readonly (readonly [string, ProxyName, (example: string) => string])[] = [
  ['nginx as documented', 'nginx', (example) => example],
  ['nginx with the path taken off', 'nginx', (example) => example.replace(':8787;', ':8787/;')],
  ['nginx with a Host of its own', 'nginx', (example) => example.replace('proxy_set_header Host $host;', '')],
  [
    'nginx with the path taken off and a Host of its own',
    'nginx',
    (example) => example.replace(':8787;', ':8787/;').replace('proxy_set_header Host $host;', ''),
  ],
  ['Caddy as documented', 'caddy', (example) => example],
  [
    'Caddy with the path taken off and a Host of its own',
    'caddy',
    (example) =>
      example.replace(
        'reverse_proxy /board/* 127.0.0.1:8787',
        'handle_path /board/* {\n reverse_proxy 127.0.0.1:8787 {\n header_up Host {upstream_hostport}\n }\n }',
      ),
  ],
];

describe.each(VARIANTS)('behind %s', (_what, proxy, vary) => {
  it('the wall, its control link, commands and events are served over TLS, and nothing is held back', async (context) => {
    const reason = whyNot(proxy);
    if (reason !== null) return context.skip(reason);
    const { wall, origin, send, call, post } = await behind(proxy, vary(exampleOf(proxy)));
    const redirect = await call({ path: '/board' });
    expect([301, 302, 308]).toContain(redirect.status);
    expect(new URL(redirect.headers.location ?? '', origin).href).toBe(`${origin}/board/`);
    for (const path of ['/board/', '/board/?board=sales', '/board/assets/index-AbCd1234.js'])
      expect((await call({ path })).status, path).toBe(200);
    const session = await post('/board/session', { token: TOKEN });
    const [given = ''] = session.headers['set-cookie'] ?? [];
    expect(given).toMatch(/; Path=\/board\/; HttpOnly; SameSite=Strict; Max-Age=\d+; Secure$/);
    const cookie = given.split(';')[0] ?? '';
    expect((await post('/board/api/getSettings', {}, { cookie })).status).toBe(200);
    const large = await post('/board/api/importSettings', { input: { text: 'x'.repeat(2e6), basedOn: 1 } }, { cookie });
    expect(large.status).toBe(200);

    const stream = followStream(await send({ path: '/board/events', headers: { cookie } }));
    await stream.until(1);
    wall.wallboard.change('South');
    await stream.until(2);
    wall.timers.advance(15_000);
    await stream.until(3);
    expect(stream.events.map(({ event }) => event)).toEqual(['snapshot', 'snapshot', 'heartbeat']);
    expect(stream.events[1]?.data).toMatchObject({ site: 'South', notices: [{ kind: 'settingsRestored' }] });
    stream.close();

    for (const foreign of ['https://evil.example', origin.replace('https', 'http')])
      expect((await post('/board/api/getSettings', {}, { cookie, origin: foreign })).status, foreign).toBe(403);
  });
});

describe.each(PROXIES)('behind %s', (proxy) => {
  it('each viewer has limits of his own, whatever he says of his address', async (context) => {
    const reason = whyNot(proxy);
    if (reason !== null) return context.skip(reason);
    const { running } = await behind(proxy, exampleOf(proxy), { screensPerAddress: 1 });
    const [one, other] = [viewer(running, '127.0.0.2'), viewer(running, '127.0.0.3')];
    const lies = { 'x-forwarded-for': '203.0.113.9', forwarded: 'for=203.0.113.9' };
    const streams = [
      await one.send({ path: '/board/events' }),
      await one.send({ path: '/board/events', headers: { 'x-forwarded-for': '203.0.113.9' } }),
      await other.send({ path: '/board/events' }),
    ];
    expect(streams.map(({ statusCode }) => statusCode)).toEqual([200, 503, 200]);
    for (let attempt = 0; attempt < 10; attempt += 1)
      expect((await one.post('/board/session', { token: `wrong-${attempt}` }, lies)).status).toBe(401);
    expect(
      (await one.post('/board/session', { token: 'wrong' }, { ...lies, 'x-forwarded-for': '203.0.113.10' })).status,
    ).toBe(429);
    expect((await other.post('/board/session', { token: 'wrong' })).status).toBe(401);
    expect((await one.post('/board/session', { token: TOKEN }, lies)).status).toBe(200);
    for (const stream of streams) stream.destroy();
  });
});
