import { describe, expect, it } from 'vitest';
import { parseFeed } from '../../core/release/feed.ts';
import { isSignedRelease, readReleaseKey, signRelease } from '../../core/release/signature.ts';
import { readRelease, type Installation } from '../../electron/updates/release.ts';
import { makeKeys } from './support/releaseServer.ts';

const keys = makeKeys();
const publicKey = keys.publicKey.export({ type: 'spki', format: 'der' }).toString('base64');
const RELEASE = { feed: 'https://updates.example/wallboard/', publicKey };
const MANIFEST = '/app/app.asar/package.json';
const CONFIG = '/app/app-update.yml';
const PUBLISHED = 'provider: generic\nurl: https://updates.example/wallboard/\n';

interface Given {
  readonly release?: unknown;
  readonly config?: string | null;
  readonly installation?: Partial<Installation>;
}

function kindOf({ release = RELEASE, config = PUBLISHED, installation = {} }: Given = {}): Promise<string> {
  const files: Record<string, string | null> = { [MANIFEST]: JSON.stringify({ name: 'x', release }), [CONFIG]: config };
  return readRelease({
    isPackaged: true,
    platform: 'linux',
    env: { APPIMAGE: '/home/u/Wallboard.AppImage', APPDIR: '/tmp/.mount' },
    execPath: '/tmp/.mount/experia-wallboard',
    appPath: '/app/app.asar',
    resourcesPath: '/app',
    read: async (path) => files[path] ?? Promise.reject(new Error('ENOENT')),
    ...installation,
  }).then((found) => (found.kind === 'release' ? found.feed : found.reason));
}

describe('whether an installation updates itself', () => {
  it('it does when its package names a feed and the key of releases', async () => {
    expect(await kindOf()).toBe(RELEASE.feed);
  });

  it('it does not when it was not packaged', async () => {
    expect(await kindOf({ installation: { isPackaged: false } })).toBe('notPackaged');
  });

  it('it does not unless that was configured when the package was made', async () => {
    for (const release of [null, {}, { publicKey }, { ...RELEASE, feed: 'http://updates.example/' }, 7])
      expect(await kindOf({ release })).toBe('notConfigured');
    expect(await kindOf({ config: null })).toBe('notConfigured');
  });

  it.each([undefined, '', 'AAAA', publicKey.slice(4), 'null'])(
    'it does not without a key to check releases with: %j',
    async (key) => {
      expect(await kindOf({ release: { feed: RELEASE.feed, publicKey: key } })).toBe('unverifiable');
    },
  );

  it('it does not on Windows unless its package names who signs installers', async () => {
    const windows = (config: string): Promise<string> => kindOf({ config, installation: { platform: 'win32' } });
    for (const named of [
      'publisherName: Experia\n',
      'publisherName:\n  - CN=Experia\n',
      "publisherName:\r\n  - 'E'\r\n",
    ])
      expect(await windows(`${PUBLISHED}${named}`)).toBe(RELEASE.feed);
    for (const unnamed of [
      '',
      'publisherName:\n',
      'publisherName: null\n',
      'publisherName: []\n',
      'publisherName: ""\n',
    ])
      expect(await windows(`${PUBLISHED}${unnamed}updaterCacheDirName: x\n`)).toBe('unverifiable');
  });

  it('it does not on Linux where an administrator has installed it', async () => {
    expect(await kindOf({ installation: { env: {} } })).toBe('bySystem');
    expect(await kindOf({ installation: { execPath: '/opt/Experia Wallboard/experia-wallboard' } })).toBe('bySystem');
  });
});

describe('the signature of a release', () => {
  const file = { version: '1.2.0', name: 'a.AppImage', sha512: 'c3Vt' };
  const signature = signRelease(file, keys.privateKey);

  it('holds for the very file, name and version alone', () => {
    expect(isSignedRelease(file, ` ${signature}\n`, keys.publicKey)).toBe(true);
    for (const other of [
      { version: '1.2.1' },
      { name: 'b.AppImage' },
      { sha512: 'c3Vu' },
      { version: '1.2.0\na' },
      { name: '' },
    ])
      expect(isSignedRelease({ ...file, ...other }, signature, keys.publicKey)).toBe(false);
    expect(isSignedRelease(file, signature, makeKeys().publicKey)).toBe(false);
    for (const bad of ['', 'x', '\0', signature.slice(0, -8)])
      expect(isSignedRelease(file, bad, keys.publicKey)).toBe(false);
  });

  it('cannot be made for names with line breaks, by which one file would pass for another', () => {
    expect(() => signRelease({ ...file, name: 'a\nb' }, keys.privateKey)).toThrow();
    expect(() => signRelease({ ...file, version: '' }, keys.privateKey)).toThrow();
  });

  it('is checked with ed25519 keys only', () => {
    expect(readReleaseKey(publicKey)?.equals(keys.publicKey)).toBe(true);
    expect(readReleaseKey(Buffer.from('no key').toString('base64'))).toBeNull();
  });
});

describe('the address of a feed', () => {
  it('is https, or http to this machine, and holds nothing but a folder', () => {
    expect(parseFeed('https://updates.example/a')).toBe('https://updates.example/a/');
    expect(parseFeed('http://127.0.0.1:8080')).toBe('http://127.0.0.1:8080/');
    for (const bad of ['http://updates.example/', 'ftp://x/', 'file:///tmp', 'https://u:p@x/', 'https://x/?a', 'x', ''])
      expect(parseFeed(bad)).toBeNull();
  });
});
