import { chmodSync, chownSync, mkdirSync, mkdtempSync, readdirSync, rmSync, statSync, symlinkSync } from 'node:fs';
import { writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { tellOfFolder, tidyFolder } from '../../../core/node/tidyFolder.ts';

const onPosix = test.runIf(process.platform !== 'win32');
const asRoot = test.runIf(process.geteuid?.() === 0);
const SOMEBODY = 54_321;
const NOTHING = { drafts: [], tightened: [], open: [], foreign: [] };

let folder = '';
const at = (name: string): string => join(folder, name);
const put = (name: string, mode = 0o600): void => {
  writeFileSync(at(name), '');
  chmodSync(at(name), mode);
};
const modeOf = (name: string): number => statSync(at(name)).mode & 0o777;
beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'tidy-'))));
afterEach(() => rmSync(folder, { recursive: true, force: true }));

describe('at the start, the data folder', () => {
  test('loses the drafts that a kill left, and nothing else', () => {
    const drafts = [
      'settings.json.tmp-1234567890abcdef',
      'settings.backup.json.tmp-1234567890abcdef',
      'ledger.json.tmp-123456789000000f',
      'kiosk-pin.json.tmp-1234567890abcdef',
      'control-token.0b9dbe3c-2f5e-4b7e-9a0c-1d2e3f405162',
      'wallboard.lock.0b9dbe3c-2f5e-4b7e-9a0c-1d2e3f405162',
      'graphics.json.new',
    ];
    const kept = [
      'control-token',
      'ledger.json',
      'notes.tmp-1234567890abcdef',
      'settings.json',
      'settings.unusable-2026-11-30T23-14-39-189Z.json',
      'wallboard.lock.spare',
    ];
    for (const name of [...drafts, ...kept]) put(name);
    mkdirSync(at('starts.json.tmp-1234567890abcdef'));
    expect([...tidyFolder(folder).drafts].sort()).toEqual([...drafts].sort());
    expect(readdirSync(folder).sort()).toEqual([...kept, 'starts.json.tmp-1234567890abcdef'].sort());
  });

  onPosix('loses drafts beside what a file of ours is a link to', () => {
    mkdirSync(at('elsewhere'));
    for (const name of ['mine.json', 'mine.json.tmp-1234567890abcdef', 'theirs.tmp-1234567890abcdef'])
      put(join('elsewhere', name));
    symlinkSync(at('elsewhere/mine.json'), at('settings.json'));
    expect(tidyFolder(folder).drafts).toEqual(['elsewhere/mine.json.tmp-1234567890abcdef']);
    expect(readdirSync(at('elsewhere')).sort()).toEqual(['mine.json', 'theirs.tmp-1234567890abcdef']);
  });

  onPosix('and its files are closed to other users, and it is said which were open', () => {
    for (const name of ['settings.json', 'settings.backup.json', 'history.db-wal']) put(name, 0o644);
    put('starts.json');
    mkdirSync(at('logs'));
    put('logs/wallboard.log', 0o640);
    chmodSync(folder, 0o755);
    const report = tidyFolder(folder);
    const opened = ['settings.backup.json', 'settings.json', 'history.db-wal', 'logs/wallboard.log', '.'];
    expect({ ...report, tightened: [...report.tightened].sort() }).toEqual({ ...NOTHING, tightened: opened.sort() });
    for (const name of ['settings.json', 'settings.backup.json', 'logs/wallboard.log'])
      expect(modeOf(name), name).toBe(0o600);
    expect(modeOf('.')).toBe(0o700);
    expect(tidyFolder(folder)).toEqual(NOTHING);
  });

  onPosix(
    'stays open when it is not only ours, or everybody’s like /tmp, and the owner is told how to close it',
    () => {
      put('settings.json');
      chmodSync(folder, 0o1777);
      expect(tidyFolder(folder)).toEqual({ ...NOTHING, open: ['.'] });
      put('holiday.jpg', 0o644);
      chmodSync(folder, 0o755);
      const report = tidyFolder(folder);
      expect([report, modeOf('.'), modeOf('holiday.jpg')]).toEqual([{ ...NOTHING, open: ['.'] }, 0o755, 0o644]);
      const log: unknown[] = [];
      const noted = { info: () => undefined, warn: (event: string, facts: unknown) => void log.push([event, facts]) };
      expect(tellOfFolder(folder, report, noted)).toEqual([
        `Other users of this machine can open the data folder ${folder}. To close it: chmod 700 ${folder}`,
      ]);
      expect(log).toEqual([['folder.rightsTooWide', { files: ['.'] }]]);
    },
  );

  onPosix('leaves the rights of a secret to whoever loads it, who must see that it was open', () => {
    put('control-token', 0o644);
    expect(tidyFolder(folder)).toEqual(NOTHING);
    expect(modeOf('control-token')).toBe(0o644);
  });

  asRoot('names files of other users, which are not touched, but not the lock, which is used all the same', () => {
    put('settings.json', 0o666);
    put('lock.db', 0o666);
    for (const name of ['settings.json', 'lock.db']) chownSync(at(name), SOMEBODY, SOMEBODY);
    const report = tidyFolder(folder);
    expect([report, modeOf('settings.json')]).toEqual([{ ...NOTHING, foreign: ['settings.json'] }, 0o666]);
    expect(tellOfFolder(folder, report, { info: () => undefined, warn: () => undefined })).toEqual([
      `Files of another user in ${folder} are not used: settings.json`,
    ]);
  });

  test('that is missing is no reason to stop', () => {
    expect(tidyFolder(at('none'))).toEqual(NOTHING);
  });
});
