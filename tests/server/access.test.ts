import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { COMMAND_NAMES } from '../../common/channels.ts';
import { DAY_MS } from '../../common/time.ts';
import { createScreenNames } from '../../server/screenNames.ts';
import { createSessions } from '../../server/session.ts';
import { openStream, openTestShell, rawConnection, TOKEN, type TestShell } from './support/shell.ts';

let server: TestShell;
beforeEach(async () => {
  server = await openTestShell();
});
afterEach(() => server.close());

const json = (text: string): unknown => JSON.parse(text);

describe('whoever has no session', () => {
  it('is told that this is a read-only wall', async () => {
    expect(json((await server.call({ path: '/api/access' })).text)).toEqual({ access: 'wall' });
  });

  it('reads snapshots, without the notices meant for the owner', async () => {
    const reply = await server.post('/api/getSnapshot', {});
    expect(json(reply.text)).toMatchObject({ ok: true, value: { site: 'North', notices: [] } });
  });

  it.each(COMMAND_NAMES.filter((name) => name !== 'getSnapshot'))('cannot use %s', async (name) => {
    const reply = await server.post(`/api/${name}`, {});
    expect(reply.status).toBe(403);
    expect(json(reply.text)).toMatchObject({ ok: false, error: { code: 'forbidden' } });
    expect(server.wallboard.calls.every(({ access }) => access === 'wall')).toBe(true);
  });

  it('gains nothing from a made-up cookie', async () => {
    const cookie = `wallboard-${server.port}=${'A'.repeat(43)}`;
    expect(json((await server.call({ path: '/api/access', headers: { cookie } })).text)).toEqual({ access: 'wall' });
  });
});

describe('whoever has the control link', () => {
  it('exchanges its token for a session cookie that scripts and other sites cannot use', async () => {
    const reply = await server.post('/session', { token: TOKEN });
    expect(reply.status).toBe(200);
    expect(reply.headers['set-cookie']).toEqual([
      expect.stringMatching(
        /^wallboard-\d+=[\w-]{22}\.[0-9a-z]+\.[\w-]{43}; Path=\/; HttpOnly; SameSite=Strict; Max-Age=2592000$/,
      ),
    ]);
    expect(reply.headers['cache-control']).toBe('no-store');
  });

  it('may do what the desktop app may', async () => {
    const cookie = await server.control();
    expect(json((await server.call({ path: '/api/access', headers: { cookie } })).text)).toEqual({ access: 'control' });
    expect((await server.post('/api/setKey', { input: { key: 'k', keep: 'session' } }, { cookie })).status).toBe(200);
    expect(server.wallboard.calls).toEqual([
      { name: 'setKey', input: { key: 'k', keep: 'session' }, access: 'control' },
    ]);
    expect(json((await server.post('/api/getSnapshot', {}, { cookie })).text)).toMatchObject({
      value: { notices: [{ kind: 'settingsRestored' }] },
    });
  });

  it('sees the notices in the event stream, and a wall does not', async () => {
    const wall = await openStream(server.port);
    const owner = await openStream(server.port, { cookie: await server.control() });
    await Promise.all([wall.until(1), owner.until(1)]);
    expect(wall.events[0]?.data).toMatchObject({ notices: [] });
    expect(owner.events[0]?.data).toMatchObject({ notices: [{ kind: 'settingsRestored' }] });
  });
});

describe('a wrong token', () => {
  it.each([[''], ['T'], ['T'.repeat(42) + 'U'], [null], [{ length: 43 }], [undefined]])(
    '%j is refused without a cookie',
    async (token) => {
      const reply = await server.post('/session', { token });
      expect(reply.status).toBe(401);
      expect(reply.headers['set-cookie']).toBeUndefined();
    },
  );

  it('may be tried ten times a minute, and however many were, the right one is let in at once', async () => {
    for (let attempt = 0; attempt < 10; attempt++)
      expect((await server.post('/session', { token: 'wrong' })).status).toBe(401);
    const reply = await server.post('/session', { token: 'wrong' });
    expect([reply.status, reply.headers['retry-after']]).toEqual([429, '60']);
    expect((await server.post('/session', { token: TOKEN })).status).toBe(200);
    expect((await server.post('/session', { token: 'wrong' })).status).toBe(429);
    server.timers.advance(60_000);
    expect((await server.post('/session', { token: 'wrong' })).status).toBe(401);
  });
});

describe('a control link that is withdrawn', () => {
  const NEW_TOKEN = 'N'.repeat(43);
  const accessOf = async (cookie: string): Promise<string> =>
    (await server.call({ path: '/api/access', headers: { cookie } })).text;

  it('ends every session at once, and only the new link begins one', async () => {
    const [first, second] = [await server.control(), await server.control()];
    server.shell.withdraw(NEW_TOKEN);
    for (const cookie of [first, second]) {
      expect(await accessOf(cookie)).toContain('wall');
      expect((await server.post('/api/getSettings', {}, { cookie })).status).toBe(403);
    }
    expect((await server.post('/session', { token: TOKEN })).status).toBe(401);
    expect((await server.post('/session', { token: NEW_TOKEN })).status).toBe(200);
  });

  it('ends the open streams of all who had control, and leaves walls alone', async () => {
    const wall = await openStream(server.port);
    const owners = await Promise.all(
      [1, 2].map(async () => openStream(server.port, { cookie: await server.control() })),
    );
    await Promise.all([wall, ...owners].map((stream) => stream.until(1)));
    server.shell.withdraw(NEW_TOKEN);
    await Promise.all(owners.map(({ ended }) => ended));
    server.wallboard.change('South');
    await wall.until(2);
    expect(owners.map(({ events }) => events.length)).toEqual([1, 1]);
  });

  it('by a command gives whoever sent it the new link and a new session, and nobody else one', async () => {
    server.wallboard.answers.set('newControlLink', () => {
      server.shell.withdraw(NEW_TOKEN);
      return { link: `http://wall/#control=${NEW_TOKEN}` };
    });
    const [mine, other] = [await server.control(), await server.control()];
    expect((await server.post('/api/newControlLink', {})).status).toBe(403);
    expect(await accessOf(mine)).toContain('control');
    const reply = await server.post('/api/newControlLink', {}, { cookie: mine });
    expect(json(reply.text)).toEqual({ ok: true, value: { link: `http://wall/#control=${NEW_TOKEN}` } });
    const next = reply.headers['set-cookie']?.[0]?.split(';')[0] ?? '';
    expect(await accessOf(next)).toContain('control');
    for (const cookie of [mine, other]) expect(await accessOf(cookie)).toContain('wall');
  });

  it('cancels what a session had under way: neither a late body nor a late answer gets through', async () => {
    const cookie = await server.control();
    const body = JSON.stringify({});
    const slow = rawConnection(server.port);
    slow.socket.write(
      `POST /api/getSettings HTTP/1.1\r\nHost: 127.0.0.1:${server.port}\r\nOrigin: ${server.origin}\r\nCookie: ${cookie}\r\n` +
        `Content-Type: application/json\r\nX-Wallboard: 1\r\nContent-Length: ${body.length}\r\n\r\n`,
    );
    let release = (): void => undefined;
    const asked = new Promise<void>((begun) =>
      server.wallboard.answers.set('getDiagnostics', () => {
        begun();
        return new Promise((resolve) => (release = () => resolve({ text: 'facts' })));
      }),
    );
    const late = server.post('/api/getDiagnostics', {}, { cookie });
    await asked;
    server.shell.withdraw(NEW_TOKEN);
    release();
    const { status, text } = await late;
    expect([status, text.includes('facts')]).toEqual([403, false]);
    slow.socket.write(body);
    await expect.poll(slow.received).toMatch(/^HTTP\/1\.1 403 /);
    slow.socket.destroy();
    expect(server.wallboard.calls.at(-1)).toMatchObject({ name: 'getSettings', access: 'wall' });
  });
});

describe('sessions', () => {
  function sessionsAt(start: number, token = TOKEN) {
    let nowMs = start;
    const at = (): number => nowMs;
    const sessions = createSessions({ token, port: () => 1, nowMs: at, wallMs: at });
    const open = (): string => {
      const granted = sessions.exchange(token, 'a', { path: '/', isSecure: false });
      return granted.kind === 'granted' ? (granted.setCookie.split(';')[0] ?? '') : '';
    };
    return { sessions, open, advance: (ms: number) => (nowMs += ms) };
  }

  it('end after thirty days', () => {
    const { sessions, open, advance } = sessionsAt(0);
    const cookie = open();
    advance(30 * DAY_MS - 1);
    expect(sessions.access(cookie)).toBe('control');
    advance(1);
    expect(sessions.access(cookie)).toBe('wall');
  });

  it('go on after a restart with the same control link, and end thirty days after they began all the same', () => {
    const cookie = sessionsAt(0).open();
    const { sessions, advance } = sessionsAt(10 * DAY_MS);
    expect(sessions.access(cookie)).toBe('control');
    advance(20 * DAY_MS);
    expect(sessions.access(cookie)).toBe('wall');
  });

  it('of an earlier control link are over, also when the link was withdrawn while the server was down', () => {
    const { sessions, open } = sessionsAt(0);
    const cookie = open();
    expect(sessionsAt(0, 'N'.repeat(43)).sessions.access(cookie)).toBe('wall');
    sessions.withdraw('N'.repeat(43));
    expect(sessions.access(cookie)).toBe('wall');
  });

  it('do not end for others, however many begin', () => {
    const { sessions, open } = sessionsAt(0);
    const all = Array.from({ length: 300 }, open);
    expect(all.every((cookie) => sessions.access(cookie) === 'control')).toBe(true);
    expect(new Set(all).size).toBe(300);
  });

  it('cannot be made up, lengthened or made of another signed cookie', () => {
    const { sessions, open } = sessionsAt(1000);
    const [id = '', , signature = ''] = (open().split('=')[1] ?? '').split('.');
    const names = createScreenNames({ key: TOKEN, port: () => 1, wallMs: () => 1000 });
    const made = [`${id}.zzzzzzz.${signature}`, `${id}..${signature}`, `${id}.rs.`, '..', names.of(undefined).value];
    for (const value of made) expect(sessions.access(`wallboard-1=${value}`), value).toBe('wall');
  });

  it('are found among the cookies of other servers on the same host', () => {
    const { sessions, open } = sessionsAt(0);
    expect(sessions.access(`wallboard-2=x; ${open()}; other=1`)).toBe('control');
  });
});

describe('the stream of a page', () => {
  it('ends within a heartbeat of its session, so that the page does not look as if it could change things', async () => {
    const wall = await openStream(server.port);
    const owner = await openStream(server.port, { cookie: await server.control() });
    await Promise.all([wall.until(1), owner.until(1)]);
    server.timers.advance(30 * DAY_MS);
    await owner.ended;
    await wall.until(2);
    expect([wall, owner].map(({ events }) => events.at(-1)?.event)).toEqual(['heartbeat', 'snapshot']);
  });
});
