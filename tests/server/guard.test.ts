import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ownNames } from '../../server/guard.ts';
import { openStream, openTestShell, rawConnection, TOKEN, type TestShell } from './support/shell.ts';

let server: TestShell;
beforeEach(async () => {
  server = await openTestShell();
});
afterEach(() => server.close());

describe('Host', () => {
  it('may be any name of this machine', async () => {
    for (const name of ['127.0.0.1', 'localhost', 'LOCALHOST', 'localhost.', '[::1]'])
      expect((await server.call({ headers: { host: `${name}:${server.port}` } })).status, name).toBe(200);
  });

  it.each(['evil.example', '127.0.0.1.evil.example', 'localhost.evil.example', '10.0.0.1', '[::2]', 'a@localhost'])(
    'of another site pointed here (%s) is refused on every path and method',
    async (name) => {
      const host = `${name}:${server.port}`;
      for (const path of ['/', '/events', '/api/access', '/healthz'])
        expect((await server.call({ path, headers: { host } })).status, path).toBe(421);
      const reply = await server.post('/session', { token: TOKEN }, { host, origin: `http://${host}` });
      expect(reply.status).toBe(421);
      expect(reply.headers['set-cookie']).toBeUndefined();
    },
  );

  it('must name the port of this server', async () => {
    expect((await server.call({ headers: { host: '127.0.0.1:1' } })).status).toBe(421);
    expect((await server.call({ headers: { host: '127.0.0.1' } })).status).toBe(421);
  });

  it('must come exactly once', async () => {
    const none = rawConnection(server.port);
    none.socket.write('GET / HTTP/1.0\r\n\r\n');
    await none.closed;
    expect(none.received()).toMatch(/^HTTP\/1\.1 (400|421) /);
    const twice = rawConnection(server.port);
    twice.socket.write(`GET / HTTP/1.1\r\nHost: 127.0.0.1:${server.port}\r\nHost: evil.example\r\n\r\n`);
    await twice.closed;
    expect(twice.received()).toMatch(/^HTTP\/1\.1 (400|421) /);
  });

  it('cannot be got round with a full address as the request target', async () => {
    const absolute = rawConnection(server.port);
    absolute.socket.write(`GET http://evil.example/ HTTP/1.1\r\nHost: 127.0.0.1:${server.port}\r\n\r\n`);
    await absolute.closed;
    expect(absolute.received()).toMatch(/^HTTP\/1\.1 400 /);
  });

  it('is the machine itself, by name or address, when listening on every interface', async () => {
    const open = await openTestShell({}, '0.0.0.0');
    try {
      expect((await open.call({ headers: { host: `127.0.0.1:${open.port}` } })).status).toBe(200);
      expect((await open.call({ headers: { host: `evil.example:${open.port}` } })).status).toBe(421);
    } finally {
      await open.close();
    }
    expect(ownNames('0.0.0.0', 'Wall-PC')).toContain('wall-pc');
    expect(ownNames('::', 'Wall-PC')).toContain('wall-pc.local');
    expect(ownNames('192.0.2.7', 'Wall-PC')).toContain('192.0.2.7');
    expect(ownNames('192.0.2.7', 'Wall-PC')).not.toContain('wall-pc');
  });
});

describe('a name that the owner has allowed', () => {
  const opened: TestShell[] = [];
  const allow = async (...allowedNames: string[]): Promise<TestShell> => {
    const open = await openTestShell({}, '127.0.0.1', { allowedNames });
    opened.push(open);
    return open;
  };
  afterEach(async () => {
    for (const open of opened.splice(0)) await open.close();
  });
  const getsControl = async (open: TestShell, host: string, origin: string): Promise<boolean> => {
    const { status } = await open.post('/session', { token: TOKEN }, { host, origin });
    return status === 200;
  };

  it('is served at any port, so that a port mapping works, with commands of its own pages only', async () => {
    const open = await allow('wall-pc', '192.0.2.7', '[2001:db8::7]');
    for (const host of ['wall-pc', 'WALL-PC:9000', '192.0.2.7:80', '[2001:db8::7]:9000', 'wall-pc.:1']) {
      for (const path of ['/', '/api/access'])
        expect((await open.call({ path, headers: { host } })).status, `${host}${path}`).toBe(200);
      const stream = await openStream(open.port, { host });
      await stream.until(1);
      stream.close();
      expect(await getsControl(open, host, `http://${host.replace(/:80$/, '')}`), host).toBe(true);
    }
    expect(await getsControl(open, 'wall-pc:9000', 'https://wall-pc:9000')).toBe(true);
    for (const origin of ['http://wall-pc:3000', 'http://evil.example', 'null', 'http://wall-pc.evil.example'])
      expect(await getsControl(open, 'wall-pc:9000', origin), origin).toBe(false);
  });

  it('with a port is served at that one only', async () => {
    const open = await allow('wall-pc:9000', 'localhost:80', 'secure.example:443');
    for (const host of ['wall-pc:9000', 'localhost', 'secure.example'])
      expect((await open.call({ headers: { host } })).status, host).toBe(200);
    for (const host of ['wall-pc', 'wall-pc:9001', 'localhost:81', 'evil.example:9000'])
      expect((await open.call({ headers: { host } })).status, host).toBe(421);
    expect(await getsControl(open, 'secure.example', 'https://secure.example')).toBe(true);
  });

  it('is known by its pages where a proxy writes a Host of its own', async () => {
    const open = await allow('alias.example');
    const host = `127.0.0.1:${open.port}`;
    expect(await getsControl(open, host, 'https://alias.example')).toBe(true);
    expect(await getsControl(open, host, 'https://other.example')).toBe(false);
  });

  it('is what a refusal asks for: to a person in words, to a script as JSON, without the words of the request', async () => {
    const host = 'unheard-of.example';
    const words = await server.call({ headers: { host, accept: 'text/html,application/xhtml+xml,*/*;q=0.8' } });
    expect([words.status, words.headers['content-type']]).toEqual([421, 'text/plain; charset=utf-8']);
    expect(words.text).toMatch(/^This address is not served here\..* --allow-names .* --public-url /);
    const json = await server.call({ headers: { host } });
    expect(JSON.parse(json.text)).toEqual({ error: words.text.trim() });
    expect(words.text).not.toContain('unheard-of');
  });
});

describe('Origin', () => {
  const foreign = ['http://evil.example', 'null', 'https://127.0.0.1', 'http://127.0.0.1', 'http://127.0.0.1:1'];

  it.each(foreign)('%s reads nothing', async (origin) => {
    for (const path of ['/events', '/api/access', '/healthz'])
      expect((await server.call({ path, headers: { origin } })).status, path).toBe(403);
  });

  it.each(foreign)(
    '%s, as browsers and proxies may make of ours, leaves no page without its script',
    async (origin) => {
      for (const path of ['/', '/index.html', '/assets/index-AbCd1234.js', '/?board=sales'])
        for (const method of ['GET', 'HEAD'])
          expect((await server.call({ method, path, headers: { origin } })).status, path).toBe(200);
    },
  );

  it.each(foreign)('%s changes nothing, even with a session', async (origin) => {
    const cookie = await server.control();
    const reply = await server.post('/api/startDemo', {}, { cookie, origin });
    expect(reply.status).toBe(403);
    expect(server.wallboard.calls).toEqual([]);
  });

  it('may be missing on GET but not on POST', async () => {
    expect((await server.call()).status).toBe(200);
    const { origin: _origin, ...headers } = server.posted;
    expect((await server.call({ method: 'POST', path: '/api/getSnapshot', headers, body: '{}' })).status).toBe(403);
  });

  it('of our own is let in', async () => {
    expect((await server.call({ headers: { origin: server.origin } })).status).toBe(200);
    expect((await server.post('/api/getSnapshot', {})).status).toBe(200);
  });

  it('is backed by Sec-Fetch-Site where browsers leave Origin out', async () => {
    for (const path of ['/events', '/api/access'])
      expect((await server.call({ path, headers: { 'sec-fetch-site': 'cross-site' } })).status).toBe(403);
    // A followed link to the wall is no attack.
    expect((await server.call({ path: '/', headers: { 'sec-fetch-site': 'cross-site' } })).status).toBe(200);
  });
});

describe('a POST', () => {
  it.each(['text/plain', 'application/x-www-form-urlencoded', 'multipart/form-data', 'application/json-x', ''])(
    'of type %j, as a form could send, is refused',
    async (type) => {
      expect((await server.post('/api/getSnapshot', {}, { 'content-type': type })).status).toBe(415);
    },
  );

  it('may say its charset', async () => {
    const type = 'application/json; charset=utf-8';
    expect((await server.post('/api/getSnapshot', {}, { 'content-type': type })).status).toBe(200);
  });

  it('needs the header that only a script of ours can set', async () => {
    expect((await server.post('/api/getSnapshot', {}, { 'x-wallboard': '0' })).status).toBe(403);
  });
});

describe('no answer', () => {
  it('carries a CORS header, not even to a preflight', async () => {
    const origin = 'http://evil.example';
    const replies = [
      await server.call({ method: 'OPTIONS', headers: { origin, 'access-control-request-method': 'POST' } }),
      await server.call({ headers: { origin } }),
      await server.call(),
      await server.post('/api/getSnapshot', {}),
    ];
    for (const { headers } of replies)
      expect(Object.keys(headers).filter((name) => name.startsWith('access-control'))).toEqual([]);
    expect(replies[0]?.status).toBe(405);
  });

  it('lets nobody show the wall in a frame but the pages that its owner named', async () => {
    const named = await openTestShell({}, '127.0.0.1', {
      frameAncestors: ['https://signage.example', 'http://192.0.2.9:8080'],
    });
    const { headers } = await named.call();
    expect(headers['content-security-policy']).toMatch(
      /; frame-ancestors https:\/\/signage\.example http:\/\/192\.0\.2\.9:8080$/,
    );
    await named.close();
  });

  it('goes out without the strict policy and its companions', async () => {
    const replies = [
      await server.call(),
      await server.call({ path: '/nothing' }),
      await server.call({ headers: { host: 'evil.example' } }),
      await server.post('/api/getSettings', {}),
    ];
    for (const { headers } of replies) {
      expect(headers['content-security-policy']).toBe(
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; " +
          "connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
      );
      expect(headers['x-content-type-options']).toBe('nosniff');
      expect(headers['referrer-policy']).toBe('no-referrer');
      expect(headers['cross-origin-opener-policy']).toBe('same-origin');
      expect(headers['cross-origin-resource-policy']).toBe('same-origin');
      expect(headers['permissions-policy']).toMatch(/camera=\(\)/);
      expect(headers['x-powered-by'] ?? headers['server']).toBeUndefined();
    }
  });

  it.each(['PUT', 'DELETE', 'PATCH', 'TRACE', 'OPTIONS'])('but 405 comes to %s', async (method) => {
    expect((await server.call({ method })).status).toBe(405);
  });
});
