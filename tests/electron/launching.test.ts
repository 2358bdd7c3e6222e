import { existsSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { decideLaunch, isUnsandboxed, leaveKeyringAlone } from '../../electron/launching.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'wallboard-launch-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

function fakeApp({ isFirst = true, isPackaged = true, switches = {} as Record<string, string> } = {}) {
  const given = new Map(Object.entries(switches));
  const paths: Record<string, string> = {};
  const done: string[] = [];
  return {
    paths,
    done,
    isPackaged,
    switches: given,
    commandLine: {
      hasSwitch: (name: string) => given.has(name),
      appendSwitch: (name: string, value = '') => void given.set(name, value),
    },
    getAppPath: () => '/src/wallboard',
    getName: () => 'Experia Wallboard',
    getVersion: () => '1.2.3',
    setPath(name: string, path: string) {
      if (!existsSync(path)) throw new Error('Electron takes existing folders only');
      paths[name] = path;
      done.push(`path ${name}`);
    },
    requestSingleInstanceLock() {
      done.push('lock');
      return isFirst;
    },
  };
}

describe('starting the desktop app', () => {
  it('makes the data folder, keeps Chromium apart in it, and only then asks for the lock on it', () => {
    const app = fakeApp({ isFirst: true });
    const dataDir = join(folder, 'new', 'data');
    expect(decideLaunch(app, ['--data-dir', dataDir, '--kiosk'], {})).toMatchObject({
      kind: 'run',
      launch: { dataDir, kiosk: true, demo: false },
    });
    expect(app.paths).toEqual({ userData: dataDir, sessionData: join(dataDir, 'chromium') });
    expect(app.done.at(-1)).toBe('lock');
  });

  it('ends without a word when another app has the folder', () => {
    const ended = decideLaunch(fakeApp({ isFirst: false }), ['--data-dir', folder], {});
    expect(ended).toEqual({ kind: 'end', exitCode: 0 });
  });

  it('ends with one line and exit code 2 when the data folder is a file', async () => {
    const file = join(folder, 'file');
    await writeFile(file, '');
    const ended = decideLaunch(fakeApp({ isFirst: true }), ['--data-dir', file], {});
    expect(ended).toMatchObject({ kind: 'end', exitCode: 2, stderr: expect.stringMatching(/^wallboard: [^\n]+\n$/) });
  });

  it('ends with one line and exit code 2 for a bad argument or environment, without touching a folder', () => {
    for (const [argv, env] of [
      [['--kiosks'], {}],
      [[], { EXPERIA_API_URL: 'ftp://x' }],
    ] as const) {
      const app = fakeApp({ isFirst: true });
      const ended = decideLaunch(app, argv, env);
      expect(ended).toMatchObject({ kind: 'end', exitCode: 2, stderr: expect.stringMatching(/^wallboard: [^\n]+\n$/) });
      expect(app.done).toEqual([]);
    }
  });

  it('prints help and version and ends with exit code 0', () => {
    const app = fakeApp({ isFirst: true });
    expect(decideLaunch(app, ['--help'], {})).toMatchObject({
      exitCode: 0,
      stdout: expect.stringContaining('--kiosk'),
    });
    expect(decideLaunch(app, ['--version'], {})).toMatchObject({ exitCode: 0, stdout: 'Experia Wallboard 1.2.3\n' });
    expect(app.done).toEqual([]);
  });

  it('prints the service that starts it as it was asked to be, and touches no folder and no lock', () => {
    const app = fakeApp({ isFirst: true });
    const env = { EXPERIA_API_KEY: 'canary-0123456789', EXPERIA_API_KEY_FILE: '/run/key' };
    const asked = ['--print-service', 'systemd', '--kiosk', '--board', 'floor'];
    const printed = decideLaunch(app, asked, env);
    expect(printed).toMatchObject({
      kind: 'end',
      exitCode: 0,
      stdout: expect.stringContaining('"--kiosk" "--board" "floor"'),
    });
    expect(printed).toMatchObject({ stdout: expect.stringContaining('Environment="EXPERIA_API_KEY_FILE=/run/key"') });
    expect(JSON.stringify(printed)).not.toContain('canary');
    expect(app.done).toEqual([]);
    expect(decideLaunch(app, ['--print-service', 'cron'], {})).toMatchObject({ exitCode: 2 });
  });

  it('takes the word of the installer of Windows that it has been updated', () => {
    expect(decideLaunch(fakeApp({ isFirst: true }), ['--updated', '--data-dir', folder], {})).toMatchObject({
      kind: 'run',
    });
  });

  it.each([
    '--remote-debugging-port=9222',
    '--remote-debugging-pipe',
    '--remote-debugging-address=0.0.0.0',
    '--remote-allow-origins=*',
    '-remote-debugging-port=9222',
    '/Remote-Debugging-Port=9222',
    ' --remote-debugging-port=9222',
  ])('takes no debugger once it is installed, and any from its sources: %j', (argument) => {
    for (const argv of [[argument], ['-r', argument], ['--', argument], ['--version', argument]]) {
      const app = fakeApp();
      expect(decideLaunch(app, argv, {})).toMatchObject({ exitCode: 2, stderr: expect.stringContaining('debugger') });
      expect(app.done).toEqual([]);
    }
    const fromSources = decideLaunch(fakeApp({ isPackaged: false }), ['--data-dir', folder, '-r', argument], {});
    expect(fromSources).toMatchObject({ kind: 'run' });
  });

  it('asks for no keyring on Linux, where nobody may be there to unlock one, unless it is told to', () => {
    const linux = fakeApp();
    leaveKeyringAlone(linux, 'linux');
    expect(linux.switches.get('password-store')).toBe('basic');
    const told = fakeApp({ switches: { 'password-store': 'gnome-libsecret' } });
    leaveKeyringAlone(told, 'linux');
    expect(told.switches.get('password-store')).toBe('gnome-libsecret');
    const windows = fakeApp();
    leaveKeyringAlone(windows, 'win32');
    expect(windows.switches.size).toBe(0);
    const started = fakeApp();
    decideLaunch(started, ['--data-dir', folder], {});
    expect(started.switches.has('password-store')).toBe(process.platform === 'linux');
  });

  it('knows when it was installed and runs without the sandbox', () => {
    const switches = { 'no-sandbox': '' };
    expect(isUnsandboxed(fakeApp({ switches }))).toBe(true);
    expect(isUnsandboxed(fakeApp())).toBe(false);
    expect(isUnsandboxed(fakeApp({ switches, isPackaged: false }))).toBe(false);
  });
});
