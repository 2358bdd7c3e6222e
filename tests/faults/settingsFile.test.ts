import { chmodSync, chownSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test, vi } from 'vitest';
import { DEFAULT_BOARD, DEFAULT_SETTINGS, SETTINGS_VERSION, type Settings } from '../../common/settings.ts';
import { ensureBuilt } from '../../scripts/build.ts';
import { settingsStore } from '../../core/node/settingsStore.ts';
import { browserShell, dataFolder, isRoot, NOBODY } from './support/browserShell.ts';
import { notices, showState } from './support/screen.ts';
import { scene, type Life, type Scene } from './support/scene.ts';

beforeAll(async () => {
  const built = await ensureBuilt();
  if (!built.ok) throw new Error(built.error);
}, 300_000);

vi.mock('../../renderer/desk/DeskBar.vue', async () => (await import('../renderer/panelStubs.ts')).deskBarStub());

const mine: Settings = {
  ...DEFAULT_SETTINGS,
  site: 'Riyadh contact centre',
  boards: [{ ...DEFAULT_BOARD, title: 'Front desk' }],
};
const RESTORED = 'The settings file could not be read. The last good settings are in use.';
const READ_ONLY = 'The settings file cannot be written. Settings cannot be changed until it can.';

const at = ({ folder }: Scene, name: string): string => join(folder, name);
const copies = ({ folder }: Scene): string[] => readdirSync(folder).filter((name) => name.includes('unusable'));

/** A data folder whose settings were saved twice, so that there is a backup, and then spoilt. */
async function spoilt(text: string): Promise<Scene> {
  const it = await scene();
  const store = settingsStore(it.folder);
  store.save(mine);
  store.save({ ...mine, theme: 'light' });
  writeFileSync(at(it, 'settings.json'), text);
  return it;
}

/** What the supervisor is told when the app has started. */
const told = async (life: Life): Promise<string[]> => notices((await life.show(life.wallboard, 'control')).screen);

describe('fault 24: a settings file that cannot be used', () => {
  test.each([
    ['empty', ''],
    ['full of NUL bytes', '\0'.repeat(4096)],
    ['cut off', JSON.stringify(mine).slice(0, 200)],
    ['something else', '<html>not settings</html>'],
    ['a list', '[1, 2, 3]'],
    ['of a newer version', JSON.stringify({ ...mine, version: SETTINGS_VERSION + 1, site: 'Newer' })],
  ])(
    'that is %s is kept as a copy, the backup is restored, the wall goes live, and it is told once',
    async (_what, text) => {
      const it = await spoilt(text);
      const life = await it.open();
      expect(await life.look()).toMatchObject({ health: 'fresh', error: null });
      expect(life.wallboard.settings()).toEqual(mine);
      const [copy = ''] = copies(it);
      expect(readFileSync(at(it, copy), 'utf8')).toBe(text);
      expect(await told(life)).toEqual([`${RESTORED} The file as it was is kept as ${copy}.`]);
      await life.stop();
      const next = await it.open();
      expect(await told(next)).toEqual([]);
      expect(next.wallboard.settings()).toEqual(mine);
      expect(copies(it)).toEqual([copy]);
    },
  );

  test('with one bad field loses that field only, and names it', async () => {
    const text = JSON.stringify({ ...mine, theme: 'pink' });
    const it = await spoilt(text);
    const life = await it.open();
    expect(life.wallboard.settings()).toEqual({ ...mine, theme: DEFAULT_SETTINGS.theme });
    const [copy = ''] = copies(it);
    expect(readFileSync(at(it, copy), 'utf8')).toBe(text);
    expect(await told(life)).toEqual([
      `Some settings were not valid and were reset: theme. The file as it was is kept as ${copy}.`,
    ]);
    await life.stop();
    expect(await told(await it.open())).toEqual([]);
  });

  test('without any backup ends in the defaults, and the wall goes live all the same', async () => {
    const it = await scene();
    writeFileSync(at(it, 'settings.json'), '{');
    writeFileSync(at(it, 'settings.backup.json'), '\0\0');
    const life = await it.open();
    expect(life.wallboard.settings()).toEqual(DEFAULT_SETTINGS);
    expect(await life.look()).toMatchObject({ health: 'fresh', error: null });
    expect((await told(life))[0]).toMatch(/^Some settings were not valid and were reset: settings\./);
  });

  test('that may only be read: the wall goes live, nothing is written, and the owner is told what cannot be done', async () => {
    const it = await scene();
    const dataDir = dataFolder();
    const text = JSON.stringify({ ...mine, theme: 'pink' });
    writeFileSync(join(dataDir, 'settings.json'), text);
    chmodSync(join(dataDir, 'settings.json'), 0o444);
    if (isRoot) chownSync(dataDir, NOBODY, NOBODY);
    const shell = await browserShell({ dataDir, apiUrl: it.simulator.url, as: 'nobody' });
    const state = await shell.shown(({ boards }) => boards[0]?.ageMs !== null);
    expect(state.site).toBe(mine.site);
    expect(await notices(await showState(state, 'control'))).toEqual([
      'Some settings were not valid and were reset: theme.',
      READ_ONLY,
    ]);
    const saved = await shell.call('saveSettings', {
      settings: { ...mine, site: 'New' },
      basedOn: state.settingsRevision,
    });
    expect(saved).toMatchObject({ ok: false, error: { code: 'unavailable' } });
    await shell.end('SIGTERM');
    expect(readFileSync(join(dataDir, 'settings.json'), 'utf8')).toBe(text);
    expect(readdirSync(dataDir).filter((name) => name.startsWith('settings'))).toEqual(['settings.json']);
  });
});
