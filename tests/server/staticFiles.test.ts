import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { loadStaticFiles } from '../../server/staticFiles.ts';
import { openTestShell, type TestShell } from './support/shell.ts';

describe('the files of the build', () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'wallboard-static-'));
    await mkdir(join(folder, 'out', 'assets'), { recursive: true });
    await writeFile(join(folder, 'secret.txt'), 'SECRET');
    await writeFile(join(folder, 'out', 'index.html'), '<!doctype html>');
    await writeFile(join(folder, 'out', 'assets', 'index-AbCd1234.js'), '1');
    await writeFile(join(folder, 'out', 'assets', 'plain.css'), '');
    await writeFile(join(folder, 'out', 'key'), 'SECRET');
    await writeFile(join(folder, 'out', '.env'), 'SECRET');
  });
  afterEach(() => rm(folder, { recursive: true }));

  it('are known by their types; anything else is not served', async () => {
    const files = await loadStaticFiles(join(folder, 'out'));
    expect([...files.keys()].sort()).toEqual(['/', '/assets/index-AbCd1234.js', '/assets/plain.css', '/index.html']);
    expect(files.get('/')?.type).toBe('text/html; charset=utf-8');
    expect(files.get('/assets/plain.css')?.type).toBe('text/css; charset=utf-8');
  });

  it('are kept for ever by browsers only when their name holds their hash', async () => {
    const files = await loadStaticFiles(join(folder, 'out'));
    expect(files.get('/assets/index-AbCd1234.js')?.cache).toBe('public, max-age=31536000, immutable');
    expect(files.get('/')?.cache).toBe('no-cache');
    expect(files.get('/assets/plain.css')?.cache).toBe('no-cache');
  });

  it.runIf(process.platform !== 'win32')('never follow a link out of the folder', async () => {
    await symlink(join(folder, 'secret.txt'), join(folder, 'out', 'link.txt'));
    expect((await loadStaticFiles(join(folder, 'out'))).has('/link.txt')).toBe(false);
  });

  it('are missed at once when there is no build', async () => {
    await rm(join(folder, 'out', 'index.html'));
    await expect(loadStaticFiles(join(folder, 'out'))).rejects.toThrow();
    await expect(loadStaticFiles(join(folder, 'none'))).rejects.toThrow();
  });
});

describe('requests for files', () => {
  let server: TestShell;
  beforeEach(async () => {
    server = await openTestShell();
  });
  afterEach(() => server.close());

  it('find the wall at / whatever the query says', async () => {
    const reply = await server.call({ path: '/?board=main' });
    expect(reply.status).toBe(200);
    expect(reply.text).toBe('<!doctype html>');
  });

  it.each([
    '/../package.json',
    '/..%2fpackage.json',
    '/%2e%2e/package.json',
    '/assets/../../package.json',
    '/assets/..\\..\\package.json',
    '//etc/passwd',
    '/index.html%00.js',
    '/%',
    '/.',
  ])('do not leave the build by %s', async (path) => {
    expect((await server.call({ path })).status).toBe(404);
  });

  it('are answered with 304 when nothing has changed, and with headers alone for HEAD', async () => {
    const first = await server.call();
    const again = await server.call({ headers: { 'if-none-match': first.headers.etag ?? '' } });
    expect([again.status, again.text]).toEqual([304, '']);
    const head = await server.call({ method: 'HEAD' });
    expect([head.status, head.text, head.headers['content-length']]).toEqual([200, '', '15']);
  });

  it('do not put an error into the console for the icon browsers ask for', async () => {
    expect((await server.call({ path: '/favicon.ico' })).status).toBe(204);
  });
});
