import { execFileSync } from 'node:child_process';
import { chmod, mkdir, mkdtemp, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { CancellationToken } from 'builder-util-runtime';
import { AppImageInPlace } from '../../electron/updates/appImage.ts';
import { boundResponses, httpOf } from '../../electron/updates/boundedHttp.ts';
import { createEngine, isPackageFor, type UpdateEngine } from '../../electron/updates/engine.ts';
import { failureOf } from '../../electron/updates/failure.ts';
import {
  fakeApp,
  makeKeys,
  NodeHttp,
  sha512Of,
  startReleaseServer,
  type FakeApp,
  type Published,
  type ReleaseServer,
} from './support/releaseServer.ts';

const NAME = 'Experia-Wallboard-x86_64.AppImage';
const OLD = '#!/bin/sh\n# 1.1.0\n';
const NEW = '#!/bin/sh\n# 1.2.0\n';
const RELEASE: Published = { version: '1.2.0', name: NAME, contents: NEW };
const keys = makeKeys();

let folder: string;
let appImage: string;
let server: ReleaseServer;
let app: FakeApp;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'wallboard-update-'));
  appImage = join(folder, 'Wallboard.AppImage');
  await writeFile(appImage, OLD);
  await chmod(appImage, 0o755);
  await writeFile(join(folder, 'app-update.yml'), 'updaterCacheDirName: experia-wallboard-updater\n');
  vi.stubEnv('APPIMAGE', appImage);
  vi.stubEnv('TEST_UPDATER_ARCH', process.arch);
  server = await startReleaseServer();
});
afterEach(async () => {
  vi.unstubAllEnvs();
  await server.close();
  await rm(folder, { recursive: true, force: true });
});

/** The real updater of AppImages in an installed app, over HTTP of plain Node. */
function engineOf(version = '1.1.0'): UpdateEngine {
  app = fakeApp(folder, version);
  const updater = Object.assign(new AppImageInPlace(null, app), { httpExecutor: new NodeHttp() });
  const release = { kind: 'release', feed: server.url, key: keys.publicKey } as const;
  return createEngine(updater, release, { platform: 'linux', arch: 'x64' });
}

const reasonOf = async (work: Promise<unknown>): Promise<string> =>
  work.then(
    () => 'accepted',
    (thrown: unknown) => failureOf(thrown).reason,
  );
const installed = (): Promise<string> => readFile(appImage, 'utf8');
const downloads = (): string[] => server.asked.filter((path) => path.endsWith('.AppImage'));

describe('an update', () => {
  it('that is newer and signed is fetched, and put in place of the app when that ends', async () => {
    server.publish(RELEASE, keys.privateKey);
    const engine = engineOf();
    expect(await engine.check('stable')).toBe('1.2.0');
    await engine.download();
    expect(await installed()).toBe(OLD);
    app.quitWith(0);
    expect(await installed()).toBe(NEW);
  });

  it('is installed at once when that is asked for, under the name that the system starts', async () => {
    server.publish(RELEASE, keys.privateKey);
    const engine = engineOf();
    await engine.check('stable');
    await engine.download();
    expect(await engine.install()).toBe('installed');
    expect(await installed()).toBe(NEW);
    expect(execFileSync(appImage).toString()).toBe('');
  });

  it('is installed under the name that starts the app at boot, even one with a version in it', async () => {
    const versioned = join(folder, 'Wallboard-1.1.0.AppImage');
    await rename(appImage, versioned);
    vi.stubEnv('APPIMAGE', versioned);
    server.publish(RELEASE, keys.privateKey);
    const engine = engineOf();
    await engine.check('stable');
    await engine.download();
    app.quitWith(0);
    expect(await readFile(versioned, 'utf8')).toBe(NEW);
    expect((await readdir(folder)).filter((name) => name.includes('AppImage'))).toEqual(['Wallboard-1.1.0.AppImage']);
  });

  it('that was changed on this machine since it was fetched is not installed', async () => {
    server.publish(RELEASE, keys.privateKey);
    const engine = engineOf();
    await engine.check('stable');
    await engine.download();
    await writeFile(join(folder, 'cache', 'experia-wallboard-updater', 'pending', NAME), 'something else');
    await expect(engine.install()).rejects.toMatchObject({ code: 'NOT_INSTALLED' });
    expect(await installed()).toBe(OLD);
    const next = engineOf();
    expect(await next.check('stable')).toBe('1.2.0');
    await next.download();
    expect(await next.install()).toBe('installed');
    expect(await installed()).toBe(NEW);
  });

  it('that cannot be put in place leaves the app as it was', async () => {
    server.publish(RELEASE, keys.privateKey);
    const engine = engineOf();
    await engine.check('stable');
    await engine.download();
    // A folder stands where the new file would be written.
    await mkdir(`${appImage}.new`);
    await expect(engine.install()).rejects.toMatchObject({ code: 'NOT_INSTALLED' });
    expect(await installed()).toBe(OLD);
  });

  it('is not installed by an app that fails, nor once its owner does not want it any more', async () => {
    server.publish(RELEASE, keys.privateKey);
    const engine = engineOf();
    await engine.check('stable');
    await engine.download();
    app.quitWith(1);
    expect(await installed()).toBe(OLD);
    engine.installOnQuit(false);
    app.quitWith(0);
    expect(await installed()).toBe(OLD);
  });

  it.each<[string, Partial<Published>]>([
    ['without a signature', { signed: null }],
    ['signed for another version', { signed: { version: '1.1.5', name: NAME, sha512: sha512Of(NEW) } }],
    ['signed for another file', { signed: { version: '1.2.0', name: 'other', sha512: sha512Of(NEW) } }],
    ['signed for other contents', { signed: { version: '1.2.0', name: NAME, sha512: sha512Of(OLD) } }],
  ])('%s is refused before a byte of it is fetched', async (_, spoilt) => {
    server.publish({ ...RELEASE, ...spoilt }, keys.privateKey);
    expect(await reasonOf(engineOf().check('stable'))).toBe('unsigned');
    expect(downloads()).toEqual([]);
  });

  it('signed with the key of somebody else is refused', async () => {
    server.publish(RELEASE, makeKeys().privateKey);
    expect(await reasonOf(engineOf().check('stable'))).toBe('unsigned');
    server.put(`${NAME}.sig`, 'not a signature');
    expect(await reasonOf(engineOf().check('stable'))).toBe('unsigned');
    expect(downloads()).toEqual([]);
  });

  it('whose file was tampered with after it was signed is thrown away', async () => {
    server.publish(RELEASE, keys.privateKey);
    server.put(NAME, `${NEW}rm -rf /\n`);
    const engine = engineOf();
    expect(await engine.check('stable')).toBe('1.2.0');
    expect(await reasonOf(engine.download())).toBe('unsigned');
    app.quitWith(0);
    expect(await installed()).toBe(OLD);
    const left = await readdir(join(folder, 'cache', 'experia-wallboard-updater', 'pending')).catch(() => []);
    expect(left.filter((name) => name.endsWith('.AppImage'))).toEqual([]);
  });

  it.each(['1.2.0', '1.3.0', '2.0.0-beta.1'])('that is not newer than %s is none, signed or not', async (version) => {
    server.publish(RELEASE, keys.privateKey);
    expect(await engineOf(version).check('stable')).toBeNull();
    expect(downloads()).toEqual([]);
  });

  it('cannot be an old release under a new number', async () => {
    const { version, name, contents } = RELEASE;
    server.publish(
      { ...RELEASE, version: '9.0.0', signed: { version, name, sha512: sha512Of(contents) } },
      keys.privateKey,
    );
    expect(await reasonOf(engineOf('1.5.0').check('stable'))).toBe('unsigned');
  });

  it('of the beta channel is for those who chose it, even when it is called stable', async () => {
    const beta = { ...RELEASE, version: '1.3.0-beta.1', contents: '#!/bin/sh\n# beta\n' };
    server.publish(RELEASE, keys.privateKey);
    server.publish({ ...beta, channel: 'beta' }, keys.privateKey);
    expect(await engineOf().check('beta')).toBe('1.3.0-beta.1');
    expect(server.asked[0]).toMatch(/beta-linux/);
    server.publish(beta, keys.privateKey);
    expect(await engineOf().check('stable')).toBeNull();
  });

  it.each(['../../evil-x86_64.AppImage', 'https://evil.example/x-x86_64.AppImage', '/x-x86_64.AppImage'])(
    'of another place is none, though it is signed: %s',
    async (name) => {
      server.publish({ ...RELEASE, name }, keys.privateKey);
      expect(await reasonOf(engineOf().check('stable'))).toBe('unsigned');
      expect(downloads()).toEqual([]);
    },
  );

  it('for another processor or system is none', async () => {
    server.publish({ ...RELEASE, name: 'Experia-Wallboard-arm64.AppImage' }, keys.privateKey);
    expect(await reasonOf(engineOf().check('stable'))).toBe('unsigned');
    const fits = (platform: NodeJS.Platform, arch: NodeJS.Architecture): string[] =>
      [
        'Setup-x64.exe',
        'Setup-arm64.exe',
        'App-x64.zip',
        'App-arm64.zip',
        'App-x86_64.AppImage',
        'App-arm64.AppImage',
        'App_arm64.deb',
      ].filter(isPackageFor(platform, arch));
    expect(fits('win32', 'x64')).toEqual(['Setup-x64.exe']);
    expect(fits('darwin', 'arm64')).toEqual(['App-arm64.zip']);
    expect(fits('linux', 'arm64')).toEqual(['App-arm64.AppImage']);
    expect(fits('freebsd', 'x64')).toEqual([]);
  });

  it.each([503, 404, 'hangUp'] as const)('is not known while the server answers with %s', async (how) => {
    server.publish(RELEASE, keys.privateKey);
    server.fail(how);
    expect(await reasonOf(engineOf().check('stable'))).toBe('network');
  });

  it('that breaks off on its way is fetched again, and nothing of it is installed', async () => {
    server.publish(RELEASE, keys.privateKey);
    const engine = engineOf();
    await engine.check('stable');
    server.fail('hangUp');
    expect(await reasonOf(engine.download())).toBe('network');
    app.quitWith(0);
    expect(await installed()).toBe(OLD);
    server.fail(null);
    await engine.check('stable');
    await engine.download();
    app.quitWith(0);
    expect(await installed()).toBe(NEW);
  });

  it.each(['', 'null', '[]', '{}', '"text"', '{"version":7}', '{"version":"x","files":7}', ': not: yaml: ['])(
    'info that makes no sense is a failure like others: %j',
    async (text) => {
      server.publish(RELEASE, keys.privateKey);
      const suffix = process.arch === 'x64' ? '' : `-${process.arch}`;
      server.put(`latest-linux${suffix}.yml`, text);
      expect(await reasonOf(engineOf().check('stable'))).not.toBe('accepted');
      expect(downloads()).toEqual([]);
    },
  );

  it('whose list or signature does not end is not taken in', async () => {
    server.publish(RELEASE, keys.privateKey);
    const suffix = process.arch === 'x64' ? '' : `-${process.arch}`;
    const list = `latest-linux${suffix}.yml`;
    for (const path of [`${NAME}.sig`, list]) {
      server.put(path, 'x'.repeat(65 * 1024));
      await expect(engineOf().check('stable')).rejects.toMatchObject({ code: 'TOO_LARGE' });
    }
    expect(downloads()).toEqual([]);
  });

  it('that is larger than any release can be is given up on its way', async () => {
    const http = httpOf(
      Object.assign(new AppImageInPlace(null, fakeApp(folder, '1.1.0')), { httpExecutor: new NodeHttp() }),
    );
    boundResponses(http, NEW.length);
    server.publish(RELEASE, keys.privateKey);
    const to = join(folder, 'fetched');
    const fetch = (contents: string): Promise<string> => {
      server.put(NAME, contents);
      return http.download(new URL(NAME, server.url), to, { cancellationToken: new CancellationToken() });
    };
    await expect(fetch(NEW)).resolves.toBe(to);
    await expect(fetch(`${NEW}.`)).rejects.toMatchObject({ code: 'TOO_LARGE' });
  });

  it('that is not wanted any more is not fetched to its end', async () => {
    server.publish({ ...RELEASE, contents: 'x'.repeat(100_000) }, keys.privateKey);
    const engine = engineOf();
    await engine.check('stable');
    const ended = server.stall();
    const download = reasonOf(engine.download());
    await ended.begun;
    engine.cancel();
    expect(await download).not.toBe('accepted');
    await ended.closed;
  });

  it('is asked for without a number that would tell this wall from others', async () => {
    server.publish(RELEASE, keys.privateKey);
    const engine = engineOf();
    await engine.check('stable');
    await engine.download();
    const names = server.headers.flatMap((headers) => Object.keys(headers));
    expect(names.filter((name) => name.startsWith('x-') || name === 'cookie')).toEqual([]);
  });
});
