import { EventEmitter } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { AppImageUpdater } from 'electron-updater';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createEngine, type UpdateEngine } from '../../electron/updates/engine.ts';
import { failureOf } from '../../electron/updates/failure.ts';
import { withoutListeners } from '../../electron/updates/squirrel.ts';
import { fakeApp, makeKeys, NodeHttp } from './support/releaseServer.ts';

/** The system's own updater, which does as it is told here. */
class FakeSquirrel extends EventEmitter {
  readonly done: string[] = [];
  checkForUpdates(): void {
    this.done.push('handed over');
  }
  quitAndInstall(): void {
    this.done.push('ends');
  }
}

let folder: string;
let squirrel: FakeSquirrel;
let updater: AppImageUpdater;
let engine: UpdateEngine;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'wallboard-mac-'));
  await writeFile(join(folder, 'app-update.yml'), '{}\n');
  squirrel = new FakeSquirrel();
  // Any updater will do: what is asked of it here is the same for all.
  updater = Object.assign(new AppImageUpdater(null, fakeApp(folder, '1.1.0')), { httpExecutor: new NodeHttp() });
  const release = { kind: 'release', feed: 'http://127.0.0.1:1/', key: makeKeys().publicKey } as const;
  engine = createEngine(updater, release, { platform: 'darwin', arch: 'arm64', squirrel });
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const listeners = (): number => squirrel.listenerCount('error') + squirrel.listenerCount('update-downloaded');

describe('an update on macOS', () => {
  it('is handed to the system when it is to be installed and no sooner, since the system gives nothing back', async () => {
    expect(updater.autoInstallOnAppQuit).toBe(false);
    engine.installOnQuit(true);
    expect(updater.autoInstallOnAppQuit).toBe(false);
    expect(squirrel.done).toEqual([]);
    const installing = engine.install();
    expect(squirrel.done).toEqual(['handed over']);
    squirrel.emit('update-downloaded');
    expect(await installing).toBe('ends');
    expect([squirrel.done, listeners()]).toEqual([['handed over', 'ends'], 0]);
  });

  it.each([
    ['Code signature at URL file:///x did not pass validation', 'unsigned'],
    ['Cannot update while running on a read-only volume', 'unknown'],
  ])('that the system refuses is a failure: %s', async (text, reason) => {
    const installing = engine.install();
    squirrel.emit('error', new Error(text));
    expect(await installing.catch((thrown: unknown) => failureOf(thrown).reason)).toBe(reason);
    expect([squirrel.done, listeners()]).toEqual([['handed over'], 0]);
  });

  it('that is not wanted any more does not end the app', async () => {
    const installing = engine.install();
    engine.cancel();
    squirrel.emit('update-downloaded');
    await expect(installing).rejects.toMatchObject({ code: 'NOT_INSTALLED' });
    expect(squirrel.done).toEqual(['handed over']);
  });

  it('leaves nothing behind that listens when its updater is given up', () => {
    for (const event of ['error', 'update-downloaded', 'before-quit-for-update']) squirrel.on(event, () => undefined);
    withoutListeners(squirrel);
    expect([listeners(), squirrel.listenerCount('before-quit-for-update')]).toEqual([0, 1]);
  });
});
