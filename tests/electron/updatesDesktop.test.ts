import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import type { DesktopSettings } from '../../common/settings.ts';
import { HOUR_MS } from '../../common/time.ts';
import { comesBackUpdated, openUpdates, type UpdatesStart } from '../../electron/updates/desktopUpdates.ts';
import { World } from '../core/support/world.ts';
import { makeKeys } from './support/releaseServer.ts';

let world: World;
let chosen: DesktopSettings['updates'];
let events: string[];
beforeEach(() => {
  world = new World();
  chosen = 'stable';
  events = [];
});

describe('an app', () => {
  it.each<[string, boolean, Partial<UpdatesStart['restart']>]>([
    ['on Linux, with its options', true, { command: ['/app', '--kiosk'] }],
    ['on Windows without options', true, { platform: 'win32', command: ['app.exe', '--updated'] }],
    ['on Windows with options, which its installer forgets', false, { platform: 'win32', command: ['a', '--kiosk'] }],
    ['on macOS without options', true, { platform: 'darwin', command: ['/app', '-psn_0_1'] }],
    ['on macOS with options', false, { platform: 'darwin', command: ['/app', '--board', 'floor'] }],
    ['on macOS below an agent', false, { platform: 'darwin', env: { XPC_SERVICE_NAME: 'com.experiaapp.wallboard' } }],
    ['on macOS with its key in a file', false, { platform: 'darwin', env: { EXPERIA_API_KEY_FILE: '/key' } }],
    ['with a key that nobody would give it again', false, { keyFromEnvironment: true }],
  ])('is updated at night only where it comes back as it was: %s', (_, expected, restart) => {
    const plain = { command: ['/app'], platform: 'linux', env: {}, keyFromEnvironment: false } as const;
    expect(comesBackUpdated({ ...plain, ...restart })).toBe(expected);
  });
});

describe('the updates of the app itself', () => {
  const quiet = { info: (event: string) => void events.push(event), warn: (event: string) => void events.push(event) };
  const app = (isPackaged: boolean, folder = '/none') => ({
    isPackaged,
    getAppPath: () => folder,
    relaunch: () => undefined,
    quit: () => undefined,
  });
  const how = (): UpdatesStart => ({
    ports: { clock: world.process().clock, random: () => 0, log: quiet },
    chosen: () => chosen,
    restart: { command: ['/app'], platform: 'linux', env: {}, keyFromEnvironment: false },
    exitWith: () => undefined,
  });

  it('are not there when it runs from its sources, whatever its owner chose', async () => {
    const updates = await openUpdates(app(false));
    updates.start(how());
    expect(updates.state()).toEqual({ kind: 'unavailable', reason: 'notPackaged' });
    await world.advance(24 * HOUR_MS);
    expect(events).toEqual(['update.unavailable']);
  });

  it('follow what its owner has chosen, in a package that has them', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'wallboard-updates-'));
    try {
      const publicKey = makeKeys().publicKey.export({ type: 'spki', format: 'der' }).toString('base64');
      await writeFile(
        join(folder, 'package.json'),
        JSON.stringify({ release: { feed: 'http://127.0.0.1:1/', publicKey } }),
      );
      await writeFile(join(folder, 'app-update.yml'), 'provider: generic\n');
      vi.stubEnv('APPIMAGE', '/x.AppImage');
      vi.stubEnv('APPDIR', dirname(process.execPath));
      Object.assign(process, { resourcesPath: folder });
      chosen = 'off';
      const updates = await openUpdates(app(true, folder));
      expect(updates.state()).toEqual({ kind: 'off' });
      updates.start(how());
      expect(updates.state()).toEqual({ kind: 'off' });
      chosen = 'beta';
      expect(updates.state()).toEqual({ kind: 'checking' });
      updates.stop();
    } finally {
      vi.unstubAllEnvs();
      Reflect.deleteProperty(process, 'resourcesPath');
      await rm(folder, { recursive: true, force: true });
    }
  });
});
