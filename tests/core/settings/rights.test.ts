import { execFileSync } from 'node:child_process';
import { chmodSync, chownSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { DEFAULT_SETTINGS, type Settings } from '../../../common/settings.ts';

/** Root may do anything, so as root the store runs in a process that gave its rights up. */
const NOBODY = 65_534;
const isRoot = process.getuid?.() === 0;
const store = new URL('../../../core/node/settingsStore.ts', import.meta.url).href;
const mine: Settings = { ...DEFAULT_SETTINGS, site: 'Riyadh contact centre' };

let folder = '';
const at = (name: string): string => join(folder, name);
const copies = (): string[] => readdirSync(folder).filter((name) => name.includes('unusable'));

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'settings-'));
  if (isRoot) chownSync(folder, NOBODY, NOBODY);
});
afterEach(() => {
  chmodSync(folder, 0o700);
  rmSync(folder, { recursive: true, force: true });
});

/** A file whose text the store may not read; as root it is another user's. */
function lockedFile(name: string, text: string): void {
  writeFileSync(at(name), text);
  chmodSync(at(name), isRoot ? 0o600 : 0o000);
}

/** Text of a file whatever its rights. */
function textOf(name: string): string {
  chmodSync(at(name), 0o600);
  return readFileSync(at(name), 'utf8');
}

/** Loads and saves with the rights of an ordinary user; the engine, which retries a failing write, is best not opened. */
function loadAndSave(): { site: string; notices: { kind: string; copy?: string }[]; saved: boolean; opened: number } {
  const script = `
    const { openConf, settingsStore } = await import(${JSON.stringify(store)});
    if (process.getuid() === 0) { process.setgroups([]); process.setgid(${NOBODY}); process.setuid(${NOBODY}); }
    let opened = 0;
    const store = settingsStore(${JSON.stringify(folder)}, (at) => ((opened += 1), openConf(at)));
    const { settings, notices } = store.load();
    const saved = store.save({ ...settings, theme: 'light' }).ok;
    console.log(JSON.stringify({ site: settings.site, notices, saved, opened }));`;
  const args = ['--no-warnings', '--input-type=module', '--eval', script];
  return JSON.parse(execFileSync(process.execPath, args, { encoding: 'utf8', cwd: tmpdir() }));
}

describe.skipIf(process.platform === 'win32')('with the rights of an ordinary user', () => {
  test('a file that may not be read is moved aside whole, never overwritten', () => {
    lockedFile('settings.json', JSON.stringify(mine));
    const { notices, saved } = loadAndSave();
    expect(notices).toEqual([{ kind: 'settingsReset', copy: copies()[0], fields: ['settings'] }]);
    expect(saved).toBe(true);
    expect(textOf(copies()[0] ?? '')).toBe(JSON.stringify(mine));
  });

  test('with a backup, that is what runs in place of a file that may not be read', () => {
    lockedFile('settings.json', 'theirs');
    writeFileSync(at('settings.backup.json'), JSON.stringify(mine));
    const { site, notices } = loadAndSave();
    expect(site).toBe(mine.site);
    expect(notices).toEqual([{ kind: 'settingsRestored', copy: copies()[0] }]);
    expect(textOf(copies()[0] ?? '')).toBe('theirs');
  });

  test('a file that may neither be read nor moved is left alone, and the owner told that nothing is written', () => {
    lockedFile('settings.json', 'theirs');
    writeFileSync(at('settings.backup.json'), JSON.stringify(mine));
    chmodSync(folder, 0o555);
    const { site, notices, saved } = loadAndSave();
    expect(site).toBe(mine.site);
    expect(notices.map(({ kind }) => kind)).toEqual(['settingsRestored', 'settingsReadOnly']);
    expect(saved).toBe(false);
    chmodSync(folder, 0o755);
    expect(copies()).toEqual([]);
    expect(textOf('settings.json')).toBe('theirs');
  });

  test.runIf(isRoot)("another user's file in a folder where only owners move files is left alone", () => {
    chownSync(folder, 0, 0);
    chmodSync(folder, 0o1777);
    lockedFile('settings.json', JSON.stringify(mine));
    const { notices, saved, opened } = loadAndSave();
    expect(notices.map(({ kind }) => kind)).toEqual(['settingsReset', 'settingsReadOnly']);
    expect(saved).toBe(false);
    expect(opened).toBe(0);
    expect(textOf('settings.json')).toBe(JSON.stringify(mine));
  });

  test.each(['{', JSON.stringify({ ...mine, theme: 'pink' }), JSON.stringify(mine)])(
    'a folder that may not be written is found out at once: %.20s',
    (text) => {
      writeFileSync(at('settings.json'), text);
      chmodSync(folder, 0o555);
      const { saved, opened } = loadAndSave();
      expect(saved).toBe(false);
      expect(opened).toBe(0);
      expect(readdirSync(folder)).toEqual(['settings.json']);
      expect(readFileSync(at('settings.json'), 'utf8')).toBe(text);
    },
  );

  test('without a file, a folder that may not be written is found out at once', () => {
    writeFileSync(at('settings.backup.json'), JSON.stringify(mine));
    chmodSync(folder, 0o555);
    const { site, notices, saved, opened } = loadAndSave();
    expect(site).toBe(mine.site);
    expect(notices.map(({ kind }) => kind)).toEqual(['settingsRestored', 'settingsReadOnly']);
    expect(saved).toBe(false);
    expect(opened).toBe(0);
  });

  test('a file that may only be read is not replaced, and no copies pile up', () => {
    const text = JSON.stringify({ ...mine, theme: 'pink' });
    writeFileSync(at('settings.json'), text);
    chmodSync(at('settings.json'), 0o444);
    const { notices, saved } = loadAndSave();
    expect(notices.map(({ kind }) => kind)).toEqual(['settingsReset', 'settingsReadOnly']);
    expect(saved).toBe(false);
    expect(readdirSync(folder)).toEqual(['settings.json']);
  });

  test("another user's backup is no reason to refuse a save", () => {
    writeFileSync(at('settings.json'), JSON.stringify(mine));
    if (isRoot) chownSync(at('settings.json'), NOBODY, NOBODY);
    lockedFile('settings.backup.json', 'theirs');
    expect(loadAndSave()).toMatchObject({ site: mine.site, notices: [], saved: true });
    expect(textOf('settings.backup.json')).toBe('theirs');
  });
});
