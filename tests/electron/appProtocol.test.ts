import { describe, expect, it } from 'vitest';
import { CONTENT_SECURITY_POLICY, createAppHandler } from '../../electron/appProtocol.ts';

const ROOT = '/opt/wallboard/renderer';
const text = (words: string): Uint8Array<ArrayBuffer> => Uint8Array.from(Buffer.from(words));

/** Every file outside the folder exists and is secret, so that a path that slips through is seen. */
function setUp() {
  const inside = new Map([
    [`${ROOT}/index.html`, 'start'],
    [`${ROOT}/assets/wall.js`, 'script'],
    [`${ROOT}/assets/font.woff2`, 'font'],
    [`${ROOT}/notes.env`, 'unknown kind'],
  ]);
  const reads: string[] = [];
  const handle = createAppHandler({
    root: ROOT,
    read: async (path) => {
      reads.push(path);
      if (!path.startsWith(`${ROOT}/`)) return text('SECRET');
      const found = inside.get(path);
      if (found === undefined) throw new Error(`ENOENT: ${path}`);
      return text(found);
    },
  });
  return { reads, get: (url: string, method = 'GET') => handle({ url, method }) };
}

describe('the app protocol', () => {
  it.each([
    ['app://wallboard/index.html', 'text/html; charset=utf-8', 'start'],
    ['app://wallboard/', 'text/html; charset=utf-8', 'start'],
    ['app://wallboard/index.html?board=main#x', 'text/html; charset=utf-8', 'start'],
    ['app://wallboard/assets/wall.js', 'text/javascript; charset=utf-8', 'script'],
    ['app://wallboard/assets/font.woff2', 'font/woff2', 'font'],
  ])('serves %s with its own type', async (url, type, body) => {
    const response = await setUp().get(url);
    expect(response.status).toBe(200);
    expect(response.headers.get('content-type')).toBe(type);
    expect(await response.text()).toBe(body);
  });

  it.each([
    'app://wallboard/..%2fmain/index.js',
    'app://wallboard/assets/..%2f..%2fmain/index.js',
    'app://wallboard/%2e%2e%2f%2e%2e%2fetc%2fpasswd.html',
    'app://wallboard/..%5c..%5cmain.js',
    'app://wallboard/%252e%252e%252fmain/index.js',
    'app://wallboard/index.html%00.js',
    'app://wallboard/C:%5cWindows%5csecret.html',
    'app://wallboard//etc/..%2f..%2f..%2fsecret.html',
    'app://wallboard/%',
    'app://wallboard/%ff',
  ])('refuses %s and reads nothing', async (url) => {
    const { get, reads } = setUp();
    expect((await get(url)).status).toBe(403);
    expect(reads).toEqual([]);
  });

  it.each([
    'app://wallboard/../../main/index.js',
    'app://wallboard/%2e%2e/%2e%2e/main/index.js',
    'app://wallboard//etc/passwd.html',
  ])('keeps %s inside the folder', async (url) => {
    const { get, reads } = setUp();
    const response = await get(url);
    expect(await response.text()).not.toContain('SECRET');
    expect(reads.every((path) => path.startsWith(`${ROOT}/`))).toBe(true);
  });

  it.each([
    'app://wallboard/nothing.js',
    'app://wallboard/notes.env',
    'app://wallboard/assets',
    'app://other/index.html',
    'app://user:word@wallboard/index.html',
    'https://wallboard/index.html',
    'file:///etc/passwd',
    '',
  ])('answers %j with 404', async (url) => {
    expect((await setUp().get(url)).status).toBe(404);
  });

  it.each(['POST', 'PUT', 'DELETE', 'OPTIONS'])('answers %s with 405', async (method) => {
    expect((await setUp().get('app://wallboard/index.html', method)).status).toBe(405);
  });

  it('answers HEAD without a body', async () => {
    const response = await setUp().get('app://wallboard/index.html', 'HEAD');
    expect([response.status, await response.text()]).toEqual([200, '']);
  });

  it.each(['app://wallboard/index.html', 'app://wallboard/nothing.js', 'app://wallboard/..%2fx', 'app://other/'])(
    'sends the security headers with %s',
    async (url) => {
      const { headers } = await setUp().get(url);
      expect(headers.get('content-security-policy')).toBe(CONTENT_SECURITY_POLICY);
      expect(headers.get('x-content-type-options')).toBe('nosniff');
      expect(headers.get('referrer-policy')).toBe('no-referrer');
      expect(headers.get('cross-origin-opener-policy')).toBe('same-origin');
      expect(headers.get('cross-origin-resource-policy')).toBe('same-origin');
    },
  );

  it('has a policy that begins with nothing and allows no inline code, no eval and no other place', () => {
    expect(CONTENT_SECURITY_POLICY).toMatch(/^default-src 'none';/);
    expect(CONTENT_SECURITY_POLICY).not.toMatch(/unsafe|data:|blob:|https?:|\*/);
  });
});
