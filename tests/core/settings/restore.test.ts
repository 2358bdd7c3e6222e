import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync, chmodSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { DEFAULT_SETTINGS, type Settings } from '../../../common/settings.ts';
import { restoreSettings } from '../../../core/settings/restore.ts';
import { settingsStore } from '../../../core/node/settingsStore.ts';

let folder = '';
beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'settings-'))));
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const file = (): string => join(folder, 'settings.json');
const onDisk = (): unknown => JSON.parse(readFileSync(file(), 'utf8'));
const copies = (): string[] => readdirSync(folder).filter((name) => name.includes('unusable'));
const mine: Settings = { ...DEFAULT_SETTINGS, site: 'Riyadh contact centre' };

test('without a file there are defaults, and nothing is written until something is saved', () => {
  expect(settingsStore(folder).load()).toEqual({ settings: DEFAULT_SETTINGS, notices: [] });
  expect(readdirSync(folder)).toEqual([]);
});

test('what is saved comes back, with the file before it as the backup', () => {
  const store = settingsStore(folder);
  store.load();
  store.save(mine);
  store.save({ ...mine, theme: 'light' });
  expect(settingsStore(folder).load()).toEqual({ settings: { ...mine, theme: 'light' }, notices: [] });
  expect(JSON.parse(readFileSync(join(folder, 'settings.backup.json'), 'utf8'))).toEqual(mine);
});

test.each([
  ['empty', ''],
  ['NUL bytes', '\0'.repeat(100)],
  ['truncated', JSON.stringify(mine).slice(0, 80)],
  ['no settings at all', '[1,2,3]'],
])('a file that is %s is kept aside, the backup restored, and the owner told', (_, text) => {
  const store = settingsStore(folder);
  store.save(mine);
  store.save({ ...mine, theme: 'light' });
  writeFileSync(file(), text);
  const loaded = settingsStore(folder).load();
  expect(loaded.settings).toEqual(mine);
  expect(loaded.notices).toEqual([{ kind: 'settingsRestored', copy: copies()[0] }]);
  expect(readFileSync(join(folder, copies()[0] ?? ''), 'utf8')).toBe(text);
  expect(onDisk()).toEqual(mine);
});

test('only bad fields are reset, and the file as it was is kept', () => {
  const bad = {
    ...mine,
    theme: 'pink',
    surprise: 1,
    boards: [
      { ...mine.boards[0], title: 7, tiles: [...(mine.boards[0]?.tiles ?? []), { metric: 'nope', size: 'hero' }] },
    ],
  };
  writeFileSync(file(), JSON.stringify(bad));
  const loaded = settingsStore(folder).load();
  expect(loaded.settings).toEqual({ ...mine, boards: [{ ...mine.boards[0], title: '' }] });
  expect(loaded.notices).toMatchObject([
    { kind: 'settingsReset', fields: expect.arrayContaining(['theme', 'surprise']) as string[] },
  ]);
  expect(JSON.parse(readFileSync(join(folder, copies()[0] ?? ''), 'utf8'))).toEqual(bad);
  expect(settingsStore(folder).load().notices).toEqual([]);
});

test('a file of a newer version is kept aside, never overwritten in place', () => {
  writeFileSync(file(), JSON.stringify({ ...mine, version: 99, future: true }));
  const loaded = settingsStore(folder).load();
  expect(loaded.notices).toMatchObject([{ kind: 'settingsReset' }]);
  expect(readFileSync(join(folder, copies()[0] ?? ''), 'utf8')).toContain('"future":true');
});

test('a lost file is restored from the backup, which stays as it is, and the owner is told', () => {
  writeFileSync(join(folder, 'settings.backup.json'), JSON.stringify(mine));
  const store = settingsStore(folder);
  expect(store.load()).toEqual({ settings: mine, notices: [{ kind: 'settingsRestored', copy: '' }] });
  expect(onDisk()).toEqual(mine);
  expect(readFileSync(join(folder, 'settings.backup.json'), 'utf8')).toBe(JSON.stringify(mine));
  expect(copies()).toEqual([]);
});

test('a byte order mark is read over, and gone after the next save', () => {
  writeFileSync(file(), `\uFEFF${JSON.stringify(mine)}`);
  const store = settingsStore(folder);
  expect(store.load()).toEqual({ settings: mine, notices: [] });
  expect(store.save({ ...mine, theme: 'light' }).ok).toBe(true);
  expect(onDisk()).toEqual({ ...mine, theme: 'light' });
  expect(JSON.parse(readFileSync(join(folder, 'settings.backup.json'), 'utf8').slice(1))).toEqual(mine);
});

test('a file that needed mending never becomes the backup', () => {
  writeFileSync(join(folder, 'settings.backup.json'), JSON.stringify(mine));
  writeFileSync(file(), JSON.stringify({ ...mine, theme: 'pink', site: 'Other' }));
  settingsStore(folder).load();
  expect(JSON.parse(readFileSync(join(folder, 'settings.backup.json'), 'utf8'))).toEqual(mine);
});

test('a file that was spoilt while the app runs is kept aside by the next save', () => {
  const store = settingsStore(folder);
  store.save(mine);
  writeFileSync(file(), '{"half": ');
  expect(store.save({ ...mine, theme: 'light' }).ok).toBe(true);
  expect(onDisk()).toEqual({ ...mine, theme: 'light' });
  expect(readFileSync(join(folder, copies()[0] ?? ''), 'utf8')).toBe('{"half": ');
});

test('a folder that cannot be written fails the save in words and loses nothing', () => {
  const store = settingsStore(join(folder, 'settings.json', 'no-folder'));
  writeFileSync(file(), JSON.stringify(mine));
  chmodSync(file(), 0o444);
  expect(store.save(mine).ok).toBe(false);
  expect(onDisk()).toEqual(mine);
});

test('migrations run step by step from the version of the file, and a gap makes it unusable', () => {
  const { site, ...old } = mine;
  const v1 = { ...old, name: site, version: 1 };
  const renamed = ({ name, ...rest }: Readonly<Record<string, unknown>>) => ({ ...rest, site: name });
  const same = (rest: Readonly<Record<string, unknown>>) => ({ ...rest });
  const steps = { 1: renamed, 2: same, 3: same, 4: same };
  expect(restoreSettings(v1, steps)).toMatchObject({ kind: 'settings', migrated: true, settings: { site } });
  expect(restoreSettings(v1, {})).toEqual({ kind: 'unusable' });
});

const fixture = (version: 1 | 2 | 3 | 4): object =>
  JSON.parse(readFileSync(new URL(`fixtures/version${version}.json`, import.meta.url), 'utf8')) as object;

/**
 * A fixture as later versions have it: without the levels at which a status used to end, which version 4 took away, and with a
 * timezone, which version 5 made of the offset.
 */
const inLaterForm = (settings: object): object => {
  const isClearLevel = (name: string): boolean => name === 'warnClear' || name === 'badClear';
  return JSON.parse(
    JSON.stringify(settings, (name, value: unknown) => (isClearLevel(name) ? undefined : value)).replaceAll(
      '"timezoneOffset"',
      '"timezone"',
    ),
  ) as object;
};

test('a file of version 2 loses nothing: its boards are in light at all hours, and nothing updates itself', () => {
  const v2 = fixture(2);
  const restored = restoreSettings(v2);
  expect(restored).toMatchObject({ kind: 'settings', migrated: true, resetFields: [] });
  expect(restored).toMatchObject({
    settings: { ...inLaterForm(v2), version: 5, pixelShift: true, desktop: { updates: 'off' } },
  });
  const { boards } = restored.kind === 'settings' ? restored.settings : { boards: [] };
  expect(boards.length).toBeGreaterThan(1);
  for (const { hours } of boards) expect(hours).toEqual({ dimTo: 40, spans: [] });
});

test('a file of version 1 loses nothing: the owner is told nothing, and masking is on', () => {
  const v1 = fixture(1);
  const restored = restoreSettings(v1);
  expect(restored).toMatchObject({ kind: 'settings', migrated: true, resetFields: [] });
  expect(restored).toMatchObject({ settings: { ...inLaterForm(v1), version: 5, personalData: 'masked' } });
});

test('a file of version 3 loses nothing but the levels at which a status used to end', () => {
  const v3 = fixture(3);
  const restored = restoreSettings(v3);
  expect(JSON.stringify(v3)).toContain('warnClear');
  expect(restored).toMatchObject({ kind: 'settings', migrated: true, resetFields: [] });
  expect(restored).toMatchObject({ settings: { ...inLaterForm(v3), version: 5 } });
});

test('a file of version 4 keeps every board’s offset, now as its timezone', () => {
  const v4 = fixture(4);
  const restored = restoreSettings(v4);
  expect(restored).toMatchObject({ kind: 'settings', migrated: true, resetFields: [] });
  expect(restored.kind === 'settings' && restored.settings).toEqual({ ...inLaterForm(v4), version: 5 });
  const { boards } = restored.kind === 'settings' ? restored.settings : { boards: [] };
  expect(boards.map(({ query }) => query.timezone)).toEqual(['+03:00', '-03:30']);
});

test('a zone that this machine does not know is named to the owner, and only that field is reset', () => {
  const boards = mine.boards.map((board) => ({ ...board, query: { ...board.query, timezone: 'Mars/Olympus' } }));
  const restored = restoreSettings({ ...mine, boards });
  expect(restored).toMatchObject({ kind: 'settings', resetFields: ['boards.main.query.timezone'], settings: mine });
});
