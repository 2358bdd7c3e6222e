import { generateKeyPairSync } from 'node:crypto';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { isSignedRelease, readReleaseKey } from '../../core/release/signature.ts';
import { icnsFile, icoFile } from '../../scripts/iconFiles.ts';
import { releaseArguments } from '../../scripts/releaseArguments.ts';
import { ROOT, run } from '../../scripts/run.ts';
import { sha512Of } from '../electron/support/releaseServer.ts';

const { publicKey, privateKey } = generateKeyPairSync('ed25519');
let folder: string;
let keyFile: string;
const none = (): string => join(folder, 'none.pub');
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'wallboard-release-'));
  keyFile = join(folder, 'key.pem');
  await writeFile(keyFile, privateKey.export({ type: 'pkcs8', format: 'pem' }));
  await writeFile(join(folder, 'key.pub'), publicKey.export({ type: 'spki', format: 'pem' }));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

describe('signing a release', () => {
  const sign = (...args: string[]) =>
    run(process.execPath, [join(ROOT, 'scripts', 'signRelease.ts'), ...args], { output: 'keep' });

  it('leaves a signature beside each file that the app takes for that version alone', async () => {
    const file = join(folder, 'Experia-Wallboard-x86_64.AppImage');
    await writeFile(file, 'contents');
    const { exitCode, output } = await sign('--key', keyFile, '--version', '1.2.0', file);
    expect([exitCode, output]).toEqual([0, `${file}.sig\n`]);
    const signature = await readFile(`${file}.sig`, 'utf8');
    const release = { name: 'Experia-Wallboard-x86_64.AppImage', sha512: sha512Of('contents') };
    expect(isSignedRelease({ ...release, version: '1.2.0' }, signature, publicKey)).toBe(true);
    expect(isSignedRelease({ ...release, version: '1.2.1' }, signature, publicKey)).toBe(false);
  });

  it('is refused with one line without a key, or with one of another kind', async () => {
    const rsa = generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey;
    await writeFile(join(folder, 'rsa.pem'), rsa.export({ type: 'pkcs8', format: 'pem' }));
    for (const key of [[], ['--key', join(folder, 'rsa.pem')], ['--key', none()]]) {
      const { exitCode, output } = await sign(...key, keyFile);
      expect(exitCode).toBe(2);
      expect(output).toMatch(/^wallboard: [^\n]+\n$/);
    }
  });
});

describe('what makes a package update itself', () => {
  it('is nothing unless the environment names an address, not even when there is a key', async () => {
    for (const env of [
      {},
      { EXPERIA_RELEASE_KEY_FILE: join(folder, 'key.pub') },
      { EXPERIA_WINDOWS_PUBLISHER: 'CN=E' },
    ])
      expect(await releaseArguments(env, join(folder, 'key.pub'))).toEqual({ ok: true, value: [] });
  });

  it('is an address, a public key and who signs for Windows', async () => {
    const env = {
      EXPERIA_UPDATE_URL: 'https://updates.example/wallboard',
      EXPERIA_RELEASE_KEY_FILE: join(folder, 'key.pub'),
      EXPERIA_WINDOWS_PUBLISHER: 'CN=Experia, O=Experia',
    };
    const found = await releaseArguments(env, none());
    if (!found.ok) throw new Error(found.error);
    const valueOf = (name: string): string =>
      found.value.find((argument) => argument.startsWith(`-c.${name}=`))?.slice(`-c.${name}=`.length) ?? '';
    expect(valueOf('publish.url')).toBe('https://updates.example/wallboard/');
    expect(valueOf('extraMetadata.release.feed')).toBe('https://updates.example/wallboard/');
    expect(readReleaseKey(valueOf('extraMetadata.release.publicKey'))?.equals(publicKey)).toBe(true);
    expect(valueOf('win.signtoolOptions.publisherName')).toBe('CN=Experia, O=Experia');
    const { EXPERIA_RELEASE_KEY_FILE: _, ...withoutFile } = env;
    expect(await releaseArguments(withoutFile, join(folder, 'key.pub'))).toEqual(found);
  });

  it('is never the private key, nor an address that anybody could answer for', async () => {
    for (const env of [
      { EXPERIA_UPDATE_URL: 'https://updates.example/', EXPERIA_RELEASE_KEY_FILE: keyFile },
      { EXPERIA_UPDATE_URL: 'https://updates.example/', EXPERIA_RELEASE_KEY_FILE: none() },
      { EXPERIA_UPDATE_URL: 'http://updates.example/' },
    ])
      expect(await releaseArguments(env, none())).toMatchObject({ ok: false });
  });
});

describe('the icons', () => {
  const PNG = Buffer.from([0x89, 0x50, 0x4e, 0x47]);

  it('of Windows and macOS name each picture with its size and its place', () => {
    const ico = icoFile(
      new Map([
        [16, PNG],
        [256, Buffer.concat([PNG, PNG])],
      ]),
    );
    expect([ico.readUInt16LE(4), ico[6], ico[22]]).toEqual([2, 16, 0]);
    for (const entry of [6, 22]) {
      const [size, at] = [ico.readUInt32LE(entry + 8), ico.readUInt32LE(entry + 12)];
      expect(ico.subarray(at, at + size).subarray(0, 4)).toEqual(PNG);
    }
    const icns = icnsFile(new Map([['ic07', PNG]]));
    expect([icns.toString('ascii', 0, 4), icns.readUInt32BE(4), icns.toString('ascii', 8, 12)]).toEqual([
      'icns',
      20,
      'ic07',
    ]);
  });

  it.each(['icon.png', 'icon.ico', 'icon.icns', 'icons/16x16.png', 'icons/512x512.png'])(
    'are there: %s',
    async (name) => {
      const contents = await readFile(join(ROOT, 'build', name));
      expect(contents.includes(PNG)).toBe(true);
      if (name.startsWith('icons/'))
        expect(`icons/${contents.readUInt32BE(16)}x${contents.readUInt32BE(20)}.png`).toBe(name);
    },
  );
});
