import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import type { CommandResult, SettingsState } from '../../../common/contract.ts';
import { DEFAULT_BOARD, DEFAULT_SETTINGS } from '../../../common/settings.ts';
import type { Wallboard } from '../../../core/wallboard.types.ts';
import { board, files, keychain, live, save, storedSettings, until } from '../support/composed.ts';

async function started(): Promise<Wallboard> {
  const wallboard = board(keychain());
  await wallboard.start();
  return wallboard;
}

async function state(wallboard: Wallboard): Promise<SettingsState> {
  const answer = await wallboard.dispatch('getSettings', undefined, 'control');
  return answer.ok ? answer.value : expect.unreachable();
}

const undo = async (wallboard: Wallboard): Promise<CommandResult<'undoSettings'>> =>
  wallboard.dispatch('undoSettings', { basedOn: wallboard.snapshot().settingsRevision }, 'control');
const importing = async (wallboard: Wallboard, text: string): Promise<CommandResult<'importSettings'>> =>
  wallboard.dispatch('importSettings', { text, basedOn: wallboard.snapshot().settingsRevision }, 'control');

test('changes are in force and on disk at once, and are taken back one by one', async () => {
  const wallboard = await started();
  expect((await state(wallboard)).canUndo).toBe(false);
  await save(wallboard, { site: 'One' });
  await save(wallboard, { site: 'Two' });
  expect(wallboard.snapshot().site).toBe('Two');
  expect(storedSettings().load().settings.site).toBe('Two');
  expect(await undo(wallboard)).toMatchObject({ value: { settings: { site: 'One' }, canUndo: true } });
  expect(await undo(wallboard)).toMatchObject({ value: { settings: DEFAULT_SETTINGS, canUndo: false } });
  expect(storedSettings().load().settings).toEqual(DEFAULT_SETTINGS);
  expect(await undo(wallboard)).toMatchObject({ ok: false, error: { code: 'unavailable' } });
});

test('a change made from settings that are no longer in force is refused and changes nothing', async () => {
  const wallboard = await started();
  const { revision } = await state(wallboard);
  await save(wallboard, { site: 'Mine' });
  const late = { settings: { ...DEFAULT_SETTINGS, site: 'Theirs' }, basedOn: revision };
  const conflict = { ok: false, error: { code: 'conflict' } };
  expect(await wallboard.dispatch('saveSettings', late, 'control')).toMatchObject(conflict);
  expect(await wallboard.dispatch('undoSettings', { basedOn: revision }, 'control')).toMatchObject(conflict);
  const file = { text: JSON.stringify(DEFAULT_SETTINGS), basedOn: revision };
  expect(await wallboard.dispatch('importSettings', file, 'control')).toMatchObject(conflict);
  expect(wallboard.snapshot().site).toBe('Mine');
});

test('every change of the settings, whoever made it, is a new revision in the snapshot', async () => {
  const wallboard = await started();
  const before = wallboard.snapshot().settingsRevision;
  await wallboard.dispatch('startDemo', undefined, 'control');
  const after = await until(wallboard, live);
  expect(after.settingsRevision).toBeGreaterThan(before);
  expect((await state(wallboard)).revision).toBe(after.settingsRevision);
});

test('an undo leaves a demo or a live wall what it is', async () => {
  const wallboard = await started();
  await save(wallboard, { site: 'Changed' });
  await wallboard.dispatch('startDemo', undefined, 'control');
  await undo(wallboard);
  expect(wallboard.snapshot()).toMatchObject({ site: DEFAULT_SETTINGS.site, demo: true });
});

test('a file that an older version exported is taken over, without the levels at which a status used to end', async () => {
  const wallboard = board(keychain());
  await wallboard.start();
  const old = readFileSync(new URL('fixtures/version3.json', import.meta.url), 'utf8');
  expect(old).toContain('warnClear');
  expect(await importing(wallboard, old)).toMatchObject({ ok: true, value: { fields: [] } });
  expect(JSON.stringify(storedSettings().load().settings)).not.toMatch(/warnClear|badClear/);
});

test('an exported file is imported whole, is as good as a change, and can be taken back', async () => {
  const wallboard = await started();
  const file = { ...DEFAULT_SETTINGS, site: 'Imported', boards: [{ ...DEFAULT_BOARD, id: 'sales', title: 'Sales' }] };
  const imported = await importing(wallboard, `\uFEFF${JSON.stringify(file)}`);
  expect(imported).toMatchObject({ value: { settings: file, fields: [], canUndo: true } });
  expect(wallboard.snapshot().boards[0]?.title).toBe('Sales');
  await undo(wallboard);
  expect(wallboard.snapshot().site).toBe(DEFAULT_SETTINGS.site);
});

test('an import says what could not be used, and keeps the rest', async () => {
  const wallboard = await started();
  const damaged = { ...DEFAULT_SETTINGS, site: 'Imported', theme: 'pink' };
  expect(await importing(wallboard, JSON.stringify(damaged))).toMatchObject({
    value: { settings: { site: 'Imported', theme: 'dark' }, fields: ['theme'] },
  });
});

test.each([
  ['nothing', '', 'invalidInput'],
  ['a list', '[1]', 'invalidInput'],
  ['nesting without end', '['.repeat(200_000), 'invalidInput'],
  ['a file of a newer version', JSON.stringify({ ...DEFAULT_SETTINGS, version: 99 }), 'unavailable'],
])('an import of %s is refused and changes nothing', async (_, text, code) => {
  const wallboard = await started();
  const before = await state(wallboard);
  expect(await importing(wallboard, text)).toMatchObject({ ok: false, error: { code } });
  expect(await state(wallboard)).toEqual(before);
});

test('no key gets into the settings, whatever an imported file holds', async () => {
  const wallboard = await started();
  await importing(wallboard, JSON.stringify({ ...DEFAULT_SETTINGS, key: 'canary-key-1', apiKey: 'canary-key-1' }));
  await save(wallboard, { site: 'x' });
  expect(files()).not.toContain('canary-key-1');
  expect(JSON.stringify(await state(wallboard))).not.toContain('canary-key-1');
});

test('a save that changes nothing is no step to take back', async () => {
  const wallboard = await started();
  await save(wallboard, {});
  expect((await state(wallboard)).canUndo).toBe(false);
});

test('an import neither switches the masking of personal data off nor brings the windows of another machine', async () => {
  const wallboard = await started();
  const desktop = { kiosk: true, openAtLogin: true, walls: [{ display: 'theirs', board: 'main' }] };
  const file = { ...DEFAULT_SETTINGS, site: 'Imported', personalData: 'shownOnDesk', desktop };
  expect(await importing(wallboard, JSON.stringify(file))).toMatchObject({
    value: { settings: { site: 'Imported', personalData: 'masked', desktop: DEFAULT_SETTINGS.desktop } },
  });
});

test('a file with endless boards or endless names is refused, or named in short', async () => {
  const wallboard = await started();
  const endless = JSON.stringify({ ...DEFAULT_SETTINGS, boards: Array.from({ length: 50_000 }, () => ({})) });
  expect(await importing(wallboard, endless)).toMatchObject({ error: { code: 'invalidInput' } });
  const long = await importing(wallboard, JSON.stringify({ ...DEFAULT_SETTINGS, ['x'.repeat(100_000)]: 1 }));
  expect(long.ok && long.value.fields.join('').length).toBeLessThan(300);
});

test('a change that cannot be put into effect takes no other change back with it', async () => {
  const wallboard = board(keychain(), {}, undefined, () => Promise.reject(new Error('no port')));
  await wallboard.start();
  const failing = wallboard.dispatch('startDemo', undefined, 'control');
  const again = wallboard.dispatch('startDemo', undefined, 'control');
  expect([await failing, await again]).toMatchObject([{ error: { code: 'failed' } }, { error: { code: 'failed' } }]);
  expect(await save(wallboard, { site: 'Later' })).toMatchObject({ ok: true });
  expect(wallboard.snapshot()).toMatchObject({ site: 'Later', demo: false });
  expect(storedSettings().load().settings).toMatchObject({ site: 'Later', mode: 'live' });
  expect(await undo(wallboard)).toMatchObject({ value: { settings: DEFAULT_SETTINGS, canUndo: false } });
});

test('changes asked for at the same time are made one after the other, and the late one is a conflict', async () => {
  const wallboard = await started();
  const [first, second] = await Promise.all([save(wallboard, { site: 'First' }), save(wallboard, { site: 'Second' })]);
  expect(first.ok).toBe(true);
  expect(second).toMatchObject({ error: { code: 'conflict' } });
  expect(wallboard.snapshot().site).toBe('First');
});

test('a revision of an earlier run of the app is not one of this run', async () => {
  const earlier = await started();
  const { revision } = await state(earlier);
  await earlier.stop();
  expect((await state(await started())).revision).not.toBe(revision);
});
