import { execFileSync } from 'node:child_process';
import {
  chmodSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { DEFAULT_SETTINGS, type Settings } from '../../../common/settings.ts';
import { MOST_FILE_BYTES } from '../../../core/node/smallFile.ts';
import { settingsStore } from '../../../core/node/settingsStore.ts';

let folder = '';
const at = (name: string): string => join(folder, name);
beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'settings-'))));
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const onPosix = describe.runIf(process.platform !== 'win32');
const mine: Settings = { ...DEFAULT_SETTINGS, site: 'Riyadh contact centre' };
const newer: Settings = { ...mine, theme: 'light' };
const read = (name: string): unknown => JSON.parse(readFileSync(at(name), 'utf8'));
const modeOf = (name: string): number => statSync(at(name)).mode & 0o777;
const aside = (): string[] => readdirSync(folder).filter((name) => name.includes('unusable'));

onPosix('what is not for others', () => {
  test('settings, backup and what is kept aside are for the owner only, also where a file was open before', () => {
    writeFileSync(at('settings.json'), JSON.stringify(mine), { mode: 0o644 });
    chmodSync(at('settings.json'), 0o644);
    const store = settingsStore(folder);
    store.load();
    store.save(newer);
    expect([modeOf('settings.json'), modeOf('settings.backup.json')]).toEqual([0o600, 0o600]);
    writeFileSync(at('settings.json'), '{');
    chmodSync(at('settings.json'), 0o644);
    settingsStore(folder).load();
    expect([modeOf('settings.json'), modeOf(aside()[0] ?? '')]).toEqual([0o600, 0o600]);
  });
});

onPosix('something else in the place of the backup', () => {
  test.each([
    ['a folder', (path: string) => mkdirSync(join(path, 'full'), { recursive: true })],
    ['a pipe', (path: string) => void execFileSync('mkfifo', [path])],
    ['a link to a folder', (path: string) => symlinkSync(tmpdir(), path)],
    ['a link to a device', (path: string) => symlinkSync('/dev/zero', path)],
    ['a link that leads nowhere', (path: string) => symlinkSync('/none/at/all', path)],
    ['60 MB of brackets', (path: string) => writeFileSync(path, '['.repeat(60e6))],
  ])('breaks no save and no start: %s', (_what, make) => {
    const store = settingsStore(folder);
    store.save(mine);
    make(at('settings.backup.json'));
    expect(store.save(newer)).toEqual({ ok: true, value: null });
    expect(settingsStore(folder).load()).toEqual({ settings: newer, notices: [] });
    expect([lstatSync(at('settings.backup.json')).isFile(), read('settings.backup.json')]).toEqual([true, mine]);
  });
});

onPosix('something else in the place of the settings', () => {
  test.each([
    ['a folder', (path: string) => mkdirSync(join(path, 'full'), { recursive: true })],
    ['a pipe', (path: string) => void execFileSync('mkfifo', [path])],
    ['a link to a folder', (path: string) => symlinkSync(tmpdir(), path)],
    ['a link to a device', (path: string) => symlinkSync('/dev/zero', path)],
    ['a link that leads nowhere', (path: string) => symlinkSync('/none/at/all', path)],
    ['60 MB of brackets', (path: string) => writeFileSync(path, '['.repeat(60e6))],
    ['a hundred thousand levels', (path: string) => writeFileSync(path, '['.repeat(1e5) + ']'.repeat(1e5))],
    [
      'levels within a field',
      (path: string) => writeFileSync(path, `{"version":1,"site":${'['.repeat(1e5)}${']'.repeat(1e5)}}`),
    ],
    [
      'more values than any settings have',
      (path: string) => writeFileSync(path, JSON.stringify({ ...mine, boards: Array(1e6).fill(0) })),
    ],
  ])('is moved aside, the backup is in use, and settings can be saved: %s', (_what, make) => {
    const store = settingsStore(folder);
    store.save(mine);
    store.save(newer);
    rmSync(at('settings.json'));
    make(at('settings.json'));
    const loaded = settingsStore(folder).load();
    expect(loaded).toEqual({ settings: mine, notices: [{ kind: 'settingsRestored', copy: aside()[0] }] });
    expect(lstatSync(at('settings.json')).isFile()).toBe(true);
    expect(settingsStore(folder).save(newer).ok).toBe(true);
    expect(settingsStore(folder).load()).toEqual({ settings: newer, notices: [] });
  });

  test('a text of megabytes in a field costs that field only', () => {
    writeFileSync(at('settings.json'), JSON.stringify({ ...mine, site: 'x'.repeat(3e6) }));
    const { settings, notices } = settingsStore(folder).load();
    expect(settings).toEqual({ ...mine, site: DEFAULT_SETTINGS.site });
    expect(notices).toMatchObject([{ kind: 'settingsReset', fields: ['site'] }]);
  });
});

test('settings that no start would read again are not saved', () => {
  const store = settingsStore(folder);
  store.save(mine);
  expect(store.save({ ...mine, site: 'x'.repeat(MOST_FILE_BYTES) })).toMatchObject({ ok: false });
  expect(settingsStore(folder).load().settings).toEqual(mine);
});
