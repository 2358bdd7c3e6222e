import { execFileSync } from 'node:child_process';
import { symlinkSync, writeFileSync } from 'node:fs';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { EventEmitter } from 'node:events';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { HOUR_MS, MINUTE_MS } from '../../../common/time.ts';
import { watchChildProcesses } from '../../../electron/watchdog/childProcesses.ts';
import { openGraphics, type Graphics } from '../../../electron/watchdog/graphics.ts';
import { systemdUnit } from '../../../core/node/services/systemd.ts';
import { comesBack, startAgain, startAgainAfterFault } from '../../../electron/watchdog/startAgain.ts';

let folder = '';
let nowMs = 0;
const warned: string[] = [];
const log = { info: (event: string) => void warned.push(event), warn: (event: string) => void warned.push(event) };
const open = (version = '1.0.0', dir = folder): Graphics => openGraphics(dir, version, () => nowMs, log);

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'wallboard-graphics-'));
  nowMs = 1_795_000_000_000;
  warned.length = 0;
});
afterEach(() => rm(folder, { recursive: true, force: true }));

describe('the graphics process', () => {
  it('that crashes three times within an hour does without acceleration from the next start on', () => {
    const graphics = open();
    expect([graphics.crashed(), graphics.crashed()]).toEqual([false, false]);
    nowMs += 59 * MINUTE_MS;
    expect(graphics.crashed()).toBe(true);
    expect(graphics.isAccelerated).toBe(true);
    expect(open().isAccelerated).toBe(false);
    expect(open().isAccelerated).toBe(false);
  });

  it('is counted over several runs, because the last crash may end the app', () => {
    expect(open().crashed()).toBe(false);
    expect(open().crashed()).toBe(false);
    expect(open().crashed()).toBe(true);
  });

  it('that crashes now and then keeps its acceleration', () => {
    for (let times = 0; times < 20; times += 1) {
      expect(open().crashed()).toBe(false);
      nowMs += HOUR_MS / 2;
    }
    expect(open().isAccelerated).toBe(true);
  });

  it('is tried with acceleration again by another version of the app, which counts anew', () => {
    for (let times = 0; times < 3; times += 1) open().crashed();
    expect(open('1.0.1').isAccelerated).toBe(true);
    expect(open('1.0.1').crashed()).toBe(false);
  });

  it('asks for a new start once only, however often it crashes without acceleration', () => {
    const asked = Array.from({ length: 9 }, () => open().crashed());
    expect(asked.filter(Boolean)).toHaveLength(1);
  });

  it('asks for no new start when the next one would not know', () => {
    const graphics = open('1.0.0', join(folder, 'missing'));
    expect([graphics.crashed(), graphics.crashed(), graphics.crashed()]).toEqual([false, false, false]);
    expect(warned).toContain('graphics.unsaved');
  });

  it.each(['', '{', 'null', '{"version":1,"app":"1.0.0","crashes":[1,2,3,4],"accelerated":"no"}'])(
    'is accelerated when its file reads %j',
    async (text) => {
      await writeFile(join(folder, 'graphics.json'), text);
      expect(open().isAccelerated).toBe(true);
      open().crashed();
      expect(JSON.parse(await readFile(join(folder, 'graphics.json'), 'utf8'))).toMatchObject({ crashes: [nowMs] });
    },
  );

  it.runIf(process.platform !== 'win32').each([
    ['a pipe', (path: string) => void execFileSync('mkfifo', [path])],
    ['60 MB of brackets', (path: string) => writeFileSync(path, '['.repeat(60e6))],
    ['a link that leads nowhere', (path: string) => symlinkSync('/none/at/all', path)],
  ])('is accelerated, and counted, with %s in the place of its file', async (_what, make) => {
    make(join(folder, 'graphics.json'));
    expect(open().isAccelerated).toBe(true);
    open().crashed();
    expect(JSON.parse(await readFile(join(folder, 'graphics.json'), 'utf8'))).toMatchObject({ crashes: [nowMs] });
  });

  it('of tomorrow, by a clock that was set back since, is not counted', () => {
    open().crashed();
    open().crashed();
    nowMs -= 24 * HOUR_MS;
    expect(open().crashed()).toBe(false);
  });
});

/** The app's child processes, of which a test tells. */
function children() {
  const app = new EventEmitter();
  let restarts = 0;
  let crashes = 0;
  watchChildProcesses(app, { crashed: () => (crashes += 1) === 3 }, log, () => (restarts += 1));
  const gone = (type: string, reason: string): void => void app.emit('child-process-gone', {}, { type, reason });
  return { app, gone, restarts: () => restarts, crashes: () => crashes };
}

describe('a process of Chromium that is gone', () => {
  it('starts the app again only if it was the graphics process, and one time too many', () => {
    const { gone, restarts } = children();
    for (const reason of ['crashed', 'oom', 'killed']) gone('Utility', reason);
    gone('GPU', 'crashed');
    gone('GPU', 'launch-failed');
    expect(restarts()).toBe(0);
    gone('GPU', 'abnormal-exit');
    expect(restarts()).toBe(1);
    expect(warned.filter((event) => event === 'process.gone')).toHaveLength(6);
  });

  it('because it was to end is not counted', () => {
    const { gone, crashes } = children();
    gone('GPU', 'clean-exit');
    expect(crashes()).toBe(0);
    expect(warned).toEqual(['process.ended']);
  });
});

describe('a process of Chromium that is killed at the end of the app', () => {
  it('is not counted', () => {
    const { app, gone, crashes } = children();
    app.emit('before-quit');
    gone('GPU', 'killed');
    expect(crashes()).toBe(0);
  });
});

describe('a new start of the app', () => {
  const LINUX = { platform: 'linux', env: {}, keyFromEnvironment: false } as const;
  const unit = systemdUnit({ shell: 'desktop', command: ['/opt/wall'], suffix: '', keyFile: null, user: null });
  /** What systemd puts into the environment of the app's own unit. */
  const UNIT = Object.fromEntries(
    [...(unit.ok ? unit.value : '').matchAll(/^Environment=(\w+)=(\S+)$/gm)].map(([, name, value]) => [name, value]),
  ) as Record<string, string>;
  const MAC = { ...LINUX, platform: 'darwin' } as const;

  it.each([
    ['of a service of systemd is left to that', { ...LINUX, env: UNIT }, 'bySystem'],
    // systemd starts these at the login as well, with the process's own number, and never again.
    ['of an autostart entry is its own', { ...LINUX, env: { SYSTEMD_EXEC_PID: '7' } }, 'byItself'],
    ['of a launch agent is left to launchd', { ...MAC, env: { XPC_SERVICE_NAME: 'com.example.wall' } }, 'bySystem'],
    ['of an app from the Dock is its own', { ...MAC, env: { XPC_SERVICE_NAME: 'application.x.1' } }, 'byItself'],
    ['of an app from a terminal is its own', { ...MAC, env: { XPC_SERVICE_NAME: '0' } }, 'byItself'],
    ['does not happen when the key would be lost', { ...LINUX, keyFromEnvironment: true }, 'not'],
    ['by a service has its key again', { ...LINUX, env: UNIT, keyFromEnvironment: true }, 'bySystem'],
  ] as const)('%s', (_what, restart, expected) => {
    expect(comesBack(restart)).toBe(expected);
  });

  it('after a fault is its own where nobody else would see to it, and only as often as it may', () => {
    const done: string[] = [];
    const app = { relaunch: ({ execPath }: { execPath: string }) => void done.push(execPath) };
    const restart = { ...LINUX, command: ['/opt/wall'] as const };
    startAgainAfterFault(app, { ...restart, env: UNIT }, () => done.push('asked') > 0);
    startAgainAfterFault(app, { ...restart, keyFromEnvironment: true }, () => done.push('asked') > 0);
    startAgainAfterFault(app, restart, () => false);
    expect(done).toEqual([]);
    startAgainAfterFault(app, restart, () => true);
    expect(done).toEqual(['/opt/wall']);
  });

  it('uses the program and the arguments of this one, and ends this one in good order', () => {
    const done: string[] = [];
    const app = {
      relaunch: ({ execPath, args }: { execPath: string; args: string[] }) =>
        void done.push(['relaunch', execPath, ...args].join(' ')),
      quit: () => void done.push('quit'),
    };
    const exitWith = (exitCode: number): void => void done.push(`exit ${exitCode}`);
    const command = ['/opt/wall.AppImage', '--kiosk'] as const;
    expect(startAgain(app, { ...LINUX, command }, exitWith)).toBe(true);
    expect(startAgain(app, { ...LINUX, command, env: UNIT }, exitWith)).toBe(true);
    expect(startAgain(app, { ...LINUX, command, keyFromEnvironment: true }, exitWith)).toBe(false);
    expect(done).toEqual(['relaunch /opt/wall.AppImage --kiosk', 'quit', 'exit 1']);
  });
});
