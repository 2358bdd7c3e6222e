import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { parseLaunch } from '../../core/node/launch.ts';
import { autostartEntry } from '../../electron/autostartEntry.ts';
import {
  autostartFile,
  autostartFolder,
  canOpenAtLogin,
  macLoginItem,
  startOf,
  windowsLoginItem,
  type Asked,
  type LoginItemApp,
  type Machine,
  type Start,
} from '../../electron/openAtLogin.ts';

let home: string;
beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), 'wallboard-login-'));
});
afterEach(() => rm(home, { recursive: true, force: true }));

const START: Start = { platform: 'linux', appName: 'Experia Wallboard', command: ['/opt/wallboard/app'], suffix: '' };
const NAME = 'experia-wallboard.desktop';
const quiet = { warn: () => {} };

const app = (isPackaged: boolean) => ({
  getName: () => 'Experia Wallboard',
  isPackaged,
  getAppPath: () => '/src/wallboard',
});
const machine = (env: Record<string, string> = {}): Machine => ({
  platform: 'linux',
  env,
  execPath: '/opt/wallboard/app',
});
const USUAL_DIR = '/home/u/data';
const ASKED: Asked = { dataDir: USUAL_DIR, kiosk: false, board: null, demo: false, apiUrl: null };
const FLOOR: Asked = { ...ASKED, kiosk: true, board: 'floor', demo: true, apiUrl: 'https://api.example.com' };
const FLOOR_ARGS = ['--kiosk', '--board', 'floor', '--api-url', 'https://api.example.com', '--demo'];
const X11 = '--ozone-platform=x11';
const started = (isPackaged: boolean, asked: Partial<Asked> = {}, on: Machine = machine()): Start =>
  startOf(app(isPackaged), on, { ...ASKED, ...asked }, USUAL_DIR);

describe('how the app is started at login', () => {
  it('is by its program, on X11, where its windows can be placed', () => {
    expect(started(true)).toMatchObject({ command: ['/opt/wallboard/app', X11], suffix: '' });
    expect(started(true, {}, { ...machine(), platform: 'win32' }).command).toEqual(['/opt/wallboard/app']);
  });

  it('is by its AppImage, which outlives the process, if it runs from one of its own', () => {
    const env = { APPIMAGE: '/home/u/Wallboard.AppImage', APPDIR: '/tmp/.mount' };
    const program = (isPackaged: boolean, execPath: string): string =>
      started(isPackaged, {}, { ...machine(env), execPath }).command[0];
    expect(program(true, '/tmp/.mount/wallboard')).toBe('/home/u/Wallboard.AppImage');
    expect(program(true, '/opt/wallboard/app')).toBe('/opt/wallboard/app');
    expect(program(true, '/tmp/.mounted/wallboard')).toBe('/tmp/.mounted/wallboard');
    expect(program(false, '/tmp/.mount/electron')).toBe('/tmp/.mount/electron');
  });

  it('names the app folder when run from its sources, and a data folder that is not the usual one', () => {
    const start = started(false, { dataDir: '/mnt/other' });
    expect(start.command).toEqual(['/opt/wallboard/app', X11, '/src/wallboard', '--data-dir', '/mnt/other']);
    expect(start.suffix).toMatch(/^-[0-9a-f]{8}$/);
    expect(started(false, { dataDir: '/mnt/third' }).suffix).not.toBe(start.suffix);
  });

  it('is as what it was asked to be this time: a screen on the floor does not come up as a desk', () => {
    const { command } = started(true, FLOOR);
    expect(command.slice(2)).toEqual(FLOOR_ARGS);
    expect(parseLaunch(command.slice(1), {}, 'desktop')).toMatchObject({
      ok: true,
      value: { kiosk: true, board: 'floor', demo: true, apiUrl: 'https://api.example.com' },
    });
  });

  it('is possible on Linux always, elsewhere for the packaged app only', () => {
    const can = (platform: NodeJS.Platform, isPackaged: boolean, asked: Partial<Asked> = {}): boolean =>
      canOpenAtLogin(started(isPackaged, asked, { ...machine(), platform }), isPackaged);
    expect([can('linux', false), can('win32', false), can('darwin', true)]).toEqual([true, false, true]);
    expect([can('freebsd', true), can('darwin', false)]).toEqual([false, false]);
    // macOS passes no arguments: it could start something else only.
    for (const asked of [{ dataDir: '/mnt/other' }, { kiosk: true }, { board: 'floor' }, { demo: true }]) {
      expect(can('darwin', true, asked)).toBe(false);
      expect(can('win32', true, asked)).toBe(true);
    }
  });
});

describe('the autostart folder', () => {
  it('is where the XDG base directory says, unless that is relative', () => {
    expect(autostartFolder({}, '/home/u')).toBe('/home/u/.config/autostart');
    expect(autostartFolder({ XDG_CONFIG_HOME: '/cfg' }, '/home/u')).toBe('/cfg/autostart');
    expect(autostartFolder({ XDG_CONFIG_HOME: 'cfg' }, '/home/u')).toBe('/home/u/.config/autostart');
  });
});

/** Undoes escapes; what is not a known one is a fault of whoever wrote it. */
const unescape = (text: string, escapes: Readonly<Record<string, string>>, mark: string): string =>
  text.replaceAll(new RegExp(`${mark}(.?)`, 'gs'), (whole, kind: string) => {
    const plain = escapes[kind];
    if (plain === undefined) throw new Error(`no escape: ${whole}`);
    return plain;
  });

/** Reads an Exec line as strictly as the Desktop Entry Specification allows. */
function parseExec(line: string): string[] {
  const value = unescape(line.replace(/^Exec=/, ''), { n: '\n', t: '\t', r: '\r', s: ' ', '\\': '\\' }, '\\\\');
  return [...value.matchAll(/"((?:[^"\\]|\\.)*)"/gs)].map(([, quoted = '']) =>
    unescape(unescape(quoted, { '"': '"', '`': '`', $: '$', '\\': '\\' }, '\\\\'), { '%': '%' }, '%'),
  );
}

describe('a desktop entry', () => {
  it.each([
    '/opt/Experia Wallboard/app',
    '/opt/a "quoted" name',
    '/opt/$HOME/`id`/back\\slash',
    '/opt/100 % %f %u',
    '/opt/two\nlines\tand a tab',
    "/opt/it's;more&less|<>",
  ])('starts exactly the program it was made for: %j', (program) => {
    const { exec, text } = autostartEntry('Experia Wallboard', [program, '--data-dir', program]);
    expect(parseExec(exec)).toEqual([program, '--data-dir', program]);
    expect(exec).not.toContain('\n');
    expect(text.split('\n')).toContain(exec);
  });

  it('is put there, left alone while it says the same, and taken away, and nothing else is touched', async () => {
    const folder = join(home, 'autostart');
    const item = autostartFile(folder, START, quiet);
    const names = async (): Promise<string[]> => (await readdir(folder).catch(() => [])).sort();
    item.apply(true);
    await vi.waitFor(async () => expect(await names()).toEqual([NAME]));
    const path = join(folder, NAME);
    const off = `${await readFile(path, 'utf8')}Hidden=true\n`;
    await writeFile(path, off);
    await writeFile(join(folder, 'other.desktop'), 'other');
    const { mtimeMs } = await stat(path);
    item.apply(true);
    const moved = autostartFile(folder, { ...START, suffix: '-1', command: ['/mnt/app'] }, quiet);
    moved.apply(true);
    await vi.waitFor(async () => expect(await names()).toHaveLength(3));
    expect([await readFile(path, 'utf8'), (await stat(path)).mtimeMs]).toEqual([off, mtimeMs]);
    item.apply(false);
    await vi.waitFor(async () => expect(await names()).toEqual(['experia-wallboard-1.desktop', 'other.desktop']));
  });

  it('follows a program that has moved', async () => {
    autostartFile(home, START, quiet).apply(true);
    await vi.waitFor(async () => expect(await readdir(home)).toEqual([NAME]));
    autostartFile(home, { ...START, command: ['/mnt/moved'] }, quiet).apply(true);
    await vi.waitFor(async () => expect(await readFile(join(home, NAME), 'utf8')).toContain('"/mnt/moved"'));
  });

  it('that cannot be written costs a line in the log', async () => {
    const warned: string[] = [];
    await writeFile(join(home, 'file'), '');
    autostartFile(join(home, 'file'), START, { warn: (event) => void warned.push(event) }).apply(true);
    await vi.waitFor(() => expect(warned).toEqual(['openAtLoginFailed']));
  });
});

/** Parts of a Windows command line, as Windows takes it apart; without escaped quotes. */
const partsOf = (line: string): string[] =>
  [...line.matchAll(/"([^"]*)"|\S+/g)].map(([whole, inner]) => inner?.replace(/\\\\$/, '\\') ?? whole);

interface Entry {
  line: string;
  scope: 'user' | 'machine';
  enabled: boolean;
}

/** Electron on Windows: values by their name, of which `openAtLogin` reads one of its own and args are told without options. */
function fakeRegistry() {
  const entries = new Map<string, Entry>();
  const writes: string[] = [];
  const app: LoginItemApp = {
    getLoginItemSettings: ({ path = '' } = {}) => {
      const launchItems = [...entries].flatMap(([name, { line, scope, enabled }]) => {
        const [program = '', ...args] = partsOf(line);
        const plain = args.filter((arg) => !arg.startsWith('-'));
        return program === partsOf(path)[0] ? [{ name, path: program, args: plain, scope, enabled }] : [];
      });
      const openAtLogin = entries.has('electron.app.Experia Wallboard');
      const executableWillLaunchAtLogin = launchItems.some(({ enabled }) => enabled);
      return { openAtLogin, executableWillLaunchAtLogin, launchItems, wasOpenedAtLogin: false, status: 'not-found' };
    },
    setLoginItemSettings({ path = '', args = [], name = '', openAtLogin, enabled = true }) {
      writes.push(name);
      if (openAtLogin) entries.set(name, { line: [path, ...args].join(' '), scope: 'user', enabled });
      else entries.delete(name);
    },
  };
  return { entries, writes, app };
}

describe('the login item of Windows', () => {
  const PROGRAM = 'C:\\Program Files\\App\\app.exe';
  const NAMED = 'Experia Wallboard';
  const windows = (command: Start['command'], suffix = ''): Start => ({ ...START, platform: 'win32', command, suffix });

  it('is one value of our own name, which can be taken away again', () => {
    const { app: system, entries } = fakeRegistry();
    entries.set('other', { line: `"${PROGRAM}"`, scope: 'user', enabled: true });
    const item = windowsLoginItem(system, windows([PROGRAM]));
    item.apply(true);
    expect([...entries.keys()]).toEqual(['other', NAMED]);
    item.apply(false);
    expect([...entries.keys()]).toEqual(['other']);
  });

  it('is written once for each start, and what Task Manager has switched off stays off', () => {
    const { app: system, entries, writes } = fakeRegistry();
    const item = windowsLoginItem(system, windows([PROGRAM]));
    item.apply(true);
    for (const entry of entries.values()) entry.enabled = false;
    item.apply(true);
    item.apply(true);
    expect([writes, entries.get(NAMED)?.enabled]).toEqual([[NAMED], false]);
  });

  it('follows how the app was started last, and what Task Manager has switched off stays off there too', () => {
    const { app: system, entries } = fakeRegistry();
    windowsLoginItem(system, windows([PROGRAM, '--kiosk', '--board', 'floor'])).apply(true);
    for (const entry of entries.values()) entry.enabled = false;
    for (const command of [[PROGRAM, '--kiosk'], [PROGRAM]] as const) {
      windowsLoginItem(system, windows(command)).apply(true);
      expect(entries.get(NAMED)).toMatchObject({
        line: [`"${PROGRAM}"`, ...command.slice(1)].join(' '),
        enabled: false,
      });
    }
  });

  it('is not the one of the machine, nor the one of another data folder', () => {
    const { app: system, entries } = fakeRegistry();
    entries.set(NAMED, { line: `"${PROGRAM}"`, scope: 'machine', enabled: true });
    windowsLoginItem(system, windows([PROGRAM])).apply(true);
    windowsLoginItem(system, windows([PROGRAM, '--data-dir', 'D:\\x'], '-1')).apply(true);
    expect([...entries.keys()]).toEqual([NAMED, `${NAMED}-1`]);
    expect(entries.get(NAMED)?.scope).toBe('user');
  });

  it.each(['D:\\my data', 'D:\\my data\\', 'D:\\data'])('starts exactly what it was made for: %s', (folder) => {
    const { app: system, entries } = fakeRegistry();
    windowsLoginItem(system, windows([PROGRAM, '--data-dir', folder])).apply(true);
    expect(partsOf(entries.get(NAMED)?.line ?? '')).toEqual([PROGRAM, '--data-dir', folder]);
  });
});

describe('the login item of macOS', () => {
  function fakeSystem(settings: { openAtLogin: boolean; status: string }) {
    const set: unknown[] = [];
    const system: LoginItemApp = {
      getLoginItemSettings: () => settings as never,
      setLoginItemSettings: (next) => void set.push(next),
    };
    return { set, item: macLoginItem(system) };
  }

  it.each([
    { openAtLogin: true, status: 'enabled' },
    { openAtLogin: false, status: 'requires-approval' },
  ])('is on with %j: it is not asked for again, and can be taken away', (settings) => {
    const { set, item } = fakeSystem(settings);
    item.apply(true);
    expect(set).toEqual([]);
    item.apply(false);
    expect(set).toEqual([{ openAtLogin: false }]);
  });

  it('is asked for when it is off', () => {
    const { set, item } = fakeSystem({ openAtLogin: false, status: 'not-registered' });
    item.apply(false);
    item.apply(true);
    expect(set).toEqual([{ openAtLogin: true }]);
  });
});
