import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { autostartEntry } from '../../electron/autostartEntry.ts';
import {
  autostartFile,
  autostartFolder,
  canOpenAtLogin,
  startOf,
  systemLoginItem,
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
const machine = (env: Record<string, string> = {}) =>
  ({ platform: 'linux', env, execPath: '/opt/wallboard/app' }) as const;
const USUAL = { dir: '/home/u/data', usualDir: '/home/u/data' };

describe('how the app is started at login', () => {
  it('is by its program, or by its AppImage, which outlives the process', () => {
    expect(startOf(app(true), machine(), USUAL)).toMatchObject({ command: ['/opt/wallboard/app'], suffix: '' });
    const image = startOf(app(true), machine({ APPIMAGE: '/home/u/Wallboard.AppImage' }), USUAL);
    expect(image.command).toEqual(['/home/u/Wallboard.AppImage']);
  });

  it('names the app folder when run from its sources, and a data folder that is not the usual one', () => {
    const start = startOf(app(false), machine(), { ...USUAL, dir: '/mnt/other' });
    expect(start.command).toEqual(['/opt/wallboard/app', '/src/wallboard', '--data-dir', '/mnt/other']);
    expect(start.suffix).toMatch(/^-[0-9a-f]{8}$/);
    expect(startOf(app(false), machine(), { ...USUAL, dir: '/mnt/third' }).suffix).not.toBe(start.suffix);
  });

  it('is possible on Linux always, elsewhere for the packaged app only', () => {
    expect([canOpenAtLogin('linux', false), canOpenAtLogin('win32', false), canOpenAtLogin('darwin', true)]).toEqual([
      true,
      false,
      true,
    ]);
    expect(canOpenAtLogin('freebsd', true)).toBe(false);
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

describe("the system's login item", () => {
  function fakeSystem(on: boolean) {
    const set: unknown[] = [];
    return {
      set,
      getLoginItemSettings: () => ({ openAtLogin: on }) as never,
      setLoginItemSettings: (settings: unknown) => void set.push(settings),
    };
  }

  it('is changed only when it differs', () => {
    const system = fakeSystem(true);
    systemLoginItem(system, { ...START, platform: 'darwin' }).apply(true);
    expect(system.set).toEqual([]);
    systemLoginItem(system, { ...START, platform: 'darwin' }).apply(false);
    expect(system.set).toEqual([{ openAtLogin: false }]);
  });

  it('quotes what Windows would take apart', () => {
    const system = fakeSystem(false);
    const command = ['C:\\App\\app.exe', '--data-dir', 'D:\\my data'] as const;
    systemLoginItem(system, { ...START, platform: 'win32', command, suffix: '-1' }).apply(true);
    expect(system.set).toEqual([
      {
        path: 'C:\\App\\app.exe',
        args: ['--data-dir', '"D:\\my data"'],
        name: 'Experia Wallboard-1',
        openAtLogin: true,
      },
    ]);
  });
});
