import { spawn } from 'node:child_process';
import { chmod, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { ensureBuilt } from '../../scripts/build.ts';
import { ROOT } from '../../scripts/run.ts';
import { makeKeys, startReleaseServer, type ReleaseServer } from '../electron/support/releaseServer.ts';

const BUILD_MS = 300_000;
const NAME = 'Experia-Wallboard-x86_64.AppImage';
const keys = makeKeys();

let server: ReleaseServer;
let folder: string;
beforeAll(async () => {
  const built = await ensureBuilt();
  if (!built.ok) throw new Error(built.error);
  server = await startReleaseServer();
  folder = await mkdtemp(join(tmpdir(), 'wallboard-updater-'));
  await writeFile(join(folder, 'app-update.yml'), 'updaterCacheDirName: wallboard\n');
}, BUILD_MS);
afterAll(async () => {
  await server.close();
  await rm(folder, { recursive: true, force: true });
});

/** Runs the updater of the build as an app of version 1.1.0; resolves with what it printed last. */
async function update(): Promise<string> {
  const chunks = join(ROOT, 'out', 'main', 'chunks');
  const chunk = (await readdir(chunks)).find((name) => name.startsWith('openEngine-')) ?? '';
  const key = keys.publicKey.export({ type: 'spki', format: 'der' }).toString('base64');
  const runner = join(import.meta.dirname, 'support', 'runUpdater.ts');
  const child = spawn(process.execPath, [runner, '--version'], {
    env: {
      ...process.env,
      APPIMAGE: join(folder, 'Wallboard.AppImage'),
      XDG_CACHE_HOME: join(folder, 'cache'),
      WALLBOARD_CHUNK: join(chunks, chunk),
      WALLBOARD_FEED: server.url,
      WALLBOARD_KEY: key,
      WALLBOARD_VERSION: '1.1.0',
      WALLBOARD_DATA: folder,
      WALLBOARD_RESOURCES: folder,
      TEST_UPDATER_ARCH: process.arch,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const output: Buffer[] = [];
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => output.push(chunk));
  await new Promise((resolve) => child.once('close', resolve));
  return Buffer.concat(output).toString();
}

it('the updater inside the build finds, fetches and installs a signed release, and refuses any other', async () => {
  const appImage = join(folder, 'Wallboard.AppImage');
  await writeFile(appImage, '#!/bin/sh\n# old\n');
  await chmod(appImage, 0o755);
  const release = { version: '1.2.0', name: NAME, contents: '#!/bin/sh\n# new\n' };
  server.publish(release, makeKeys().privateKey);
  expect(await update()).toContain('refused UNSIGNED');
  expect(await readFile(appImage, 'utf8')).toContain('# old');
  server.publish(release, keys.privateKey);
  expect(await update()).toContain('found 1.2.0');
  expect(await readFile(appImage, 'utf8')).toContain('# new');
});
