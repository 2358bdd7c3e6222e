import { execFileSync } from 'node:child_process';
import { chmodSync, mkdirSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test, vi } from 'vitest';
import { DEFAULT_SETTINGS } from '../../common/settings.ts';
import { HOUR_MS, MINUTE_MS, SECOND_MS } from '../../common/time.ts';
import { sqliteHistory } from '../../core/node/sqliteHistory.ts';
import { ensureBuilt } from '../../scripts/build.ts';
import { whyNoDisk } from '../core/support/ownDisk.ts';
import { browserShell, dataFolder } from './support/browserShell.ts';
import { openCard } from './support/openCard.ts';
import { notices, showState } from './support/screen.ts';
import { scene, START_MS, type Scene } from './support/scene.ts';

vi.mock('../../renderer/desk/DeskBar.vue', async () => (await import('../renderer/panelStubs.ts')).deskBarStub());

beforeAll(async () => {
  const built = await ensureBuilt();
  if (!built.ok) throw new Error(built.error);
}, 300_000);

const BROKEN: readonly (readonly [string, string])[] = [
  ['empty', ''],
  ['NUL bytes', '\0'.repeat(4096)],
  ['cut off', '{"version":1,"bootId":"x","savedAt":12,"keys":{"k":{"entr'],
  ['of another shape', '{"version":1,"entries":[]}'],
];
const READ_ONLY = 'The settings file cannot be written. Settings cannot be changed until it can.';
const UNSAVED = 'Request usage can’t be saved. After a restart, nothing is asked for an hour.';

const put = (it: Scene, name: string, text: string): void => writeFileSync(join(it.folder, name), text);
const aside = ({ folder }: Scene, name: string): string[] =>
  readdirSync(folder).filter((file) => file.startsWith(`${name}.unusable`));

describe('fault 25: the count of requests', () => {
  test.each<readonly [string, string | null]>([...BROKEN, ['missing', null], ['a link to nowhere', 'link']])(
    '%s: counted as spent now, nothing is asked until an hour later, and the wall says why and until when',
    async (_what, text) => {
      const it = await scene();
      await (await it.open()).stop();
      const asked = it.arrived();
      if (text === null || text === 'link') it.remove('ledger.json');
      if (text === 'link') symlinkSync(join(it.folder, 'elsewhere', 'ledger.json'), join(it.folder, 'ledger.json'));
      else if (text !== null) put(it, 'ledger.json', text);
      const life = await it.open();
      if (text !== null && text !== 'link') expect(await it.file('ledger.damaged.json')).toBe(text);
      expect(JSON.parse(await it.file('ledger.json'))).toMatchObject({
        version: 1,
        lostAt: expect.any(Number) as number,
      });
      expect(await life.look()).toMatchObject({
        code: 'countLost',
        error: 'Request count lost, next try 15:05',
        next: 'Next at 15:05',
        budget: '',
      });
      const tested = await life.wallboard.dispatch('testKey', {}, 'control');
      expect(tested).toMatchObject({ ok: true, value: { failure: 'countLost', cost: 0, left: null } });
      expect(await openCard(life)).toMatchObject({ ok: true, value: { kind: 'refused', code: 'countLost', cost: 0 } });
      await life.advance(HOUR_MS + 30 * SECOND_MS);
      expect(it.arrived()).toBe(asked);
      await life.advance(5 * SECOND_MS);
      expect(it.arrived()).toBe(asked + 1);
      expect(await life.look()).toMatchObject({ health: 'fresh', error: null });
    },
  );

  test('of a folder that is new: nothing is lost, and nothing waits', async () => {
    const it = await scene();
    put(it, 'settings.json', JSON.stringify(DEFAULT_SETTINGS));
    expect(await (await it.open()).look()).toMatchObject({ health: 'fresh', error: null });
  });

  test('that cannot be written: the wall goes on at its pace, and the owner is told as long as it is so', async () => {
    const it = await scene();
    const life = await it.open();
    // A link to itself where the file should be: it can neither be replaced nor read, by root either.
    it.remove('ledger.json');
    symlinkSync(join(it.folder, 'ledger.json'), join(it.folder, 'ledger.json'));
    await life.advance(MINUTE_MS);
    expect(await life.look()).toMatchObject({ health: 'fresh', error: null });
    expect(it.arrived()).toBeGreaterThanOrEqual(3);
    const desk = await life.show(life.wallboard, 'control');
    expect(await notices(desk.screen)).toEqual([UNSAVED]);
    it.remove('ledger.json');
    await life.advance(MINUTE_MS);
    expect(await notices((await life.show(life.wallboard, 'control')).screen)).toEqual([]);
  });
});

describe('fault 25: the small files beside it', () => {
  test.each(BROKEN)('the list of starts, %s: the wall starts without a wait, and counts anew', async (_what, text) => {
    const it = await scene();
    await (await it.open()).stop();
    await it.world.advance(MINUTE_MS);
    put(it, 'starts.json', text);
    const life = await it.open();
    expect(await life.look()).toMatchObject({ health: 'fresh', error: null });
    expect(JSON.parse(await it.file('starts.json'))).toMatchObject({ version: 1, starts: [expect.any(Number)] });
  });

  test.each(BROKEN.slice(1))(
    'the PIN of a kiosk, %s: the wall goes on, and the kiosk stays locked',
    async (_what, text) => {
      const it = await scene();
      put(it, 'kiosk-pin.json', text);
      const life = await it.open();
      expect(await life.look()).toMatchObject({ health: 'fresh', error: null });
      expect(life.snapshot().pinSet).toBe(true);
      const answer = await life.wallboard.dispatch('unlock', { pin: '0000' }, 'kiosk');
      expect(answer).toMatchObject({ ok: true, value: { unlocked: false, attemptsLeft: 0 } });
    },
  );
});

describe.skipIf(process.platform === 'win32')('fault 25: what is no file of ours in the place of one', () => {
  const WAYS: readonly (readonly [string, (path: string) => void])[] = [
    ['megabytes of brackets', (path) => writeFileSync(path, '['.repeat(6e6))],
    ['a hundred thousand levels', (path) => writeFileSync(path, '['.repeat(1e5) + ']'.repeat(1e5))],
    ['a pipe', (path) => void execFileSync('mkfifo', [path])],
    ['a folder', (path) => mkdirSync(join(path, 'full'), { recursive: true })],
    ['an endless device', (path) => symlinkSync('/dev/zero', path)],
    ['a link that leads nowhere', (path) => symlinkSync('/none/at/all', path)],
  ];

  test.each(WAYS)('stops no start, and a PIN that was there still locks: %s', async (_what, make) => {
    const it = await scene();
    // A folder that was used has its ledger.
    await (await it.open()).stop();
    for (const name of ['settings.json', 'settings.backup.json', 'starts.json', 'kiosk-pin.json']) {
      rmSync(join(it.folder, name), { force: true });
      make(join(it.folder, name));
    }
    const life = await it.open();
    await life.advance(MINUTE_MS);
    expect(await life.look()).toMatchObject({ health: 'fresh', error: null });
    expect(life.wallboard.settings()).toEqual(DEFAULT_SETTINGS);
    expect(life.snapshot().pinSet).toBe(true);
    const answer = await life.wallboard.dispatch('unlock', { pin: '0000' }, 'kiosk');
    expect(answer).toMatchObject({ ok: true, value: { unlocked: false, attemptsLeft: 0 } });
  });
});

describe('fault 25: the database of what walls showed', () => {
  test.each([
    ['corrupt', 'no database at all '.repeat(1000)],
    ['of zero bytes', ''],
  ])('that is %s: the wall goes on, and what it shows is kept from then on', async (_what, text) => {
    const it = await scene();
    await (await it.open()).stop();
    put(it, 'history.db', text);
    const log = { info: () => undefined, warn: () => undefined };
    const clock = it.world.process().clock;
    const life = await it.open({ ports: { history: sqliteHistory({ folder: it.folder, clock, log }) } });
    await life.advance(MINUTE_MS);
    expect(await life.look()).toMatchObject({ health: 'fresh', error: null });
    const asked = { board: 'main', atMs: START_MS + MINUTE_MS / 2 };
    const shown = await life.wallboard.dispatch('getShown', asked, 'control');
    expect(shown).toMatchObject({ ok: true, value: { shown: { health: 'fresh' } } });
    expect(aside(it, 'history.db')).toHaveLength(text === '' ? 0 : 1);
  });
});

describe('fault 25: a disk without room', () => {
  test('that fills up while the wall runs: figures go on, the owner is told, and nothing is said to be kept that is not', async (context) => {
    if (whyNoDisk !== null) context.skip(whyNoDisk);
    const it = await scene();
    const shell = await browserShell({ dataDir: dataFolder(), apiUrl: it.simulator.url, disk: '2m' });
    const live = await shell.shown(({ boards }) => boards[0]?.ageMs !== null);
    shell.fillDisk();
    const settings = { ...DEFAULT_SETTINGS, site: 'Kept' };
    const saved = await shell.call('saveSettings', { settings, basedOn: live.settingsRevision });
    expect(saved).toMatchObject({ ok: false, error: { code: 'unavailable' } });
    // Spends one of the hour, which cannot be saved; the ledger is emptied for it, and its room is taken as well.
    await shell.call('testKey', {});
    shell.fillDisk();
    const state = await shell.shown(({ notices: told }) => told.length > 1);
    expect(state.site).not.toBe('Kept');
    const screen = await showState(state, 'control');
    expect(screen.wrapper.get('[data-health]').attributes('data-health')).toBe('fresh');
    expect((await notices(screen)).sort()).toEqual([UNSAVED, READ_ONLY].sort());
    expect(await shell.end('SIGTERM')).toMatchObject({ code: 0 });
  });

  test.skipIf(process.platform === 'win32')(
    'a folder that may not be written at all is refused in one line',
    async () => {
      const it = await scene();
      const dataDir = dataFolder();
      chmodSync(dataDir, 0o555);
      const shell = await browserShell({ dataDir, apiUrl: it.simulator.url, as: 'nobody' });
      expect(shell.isUp).toBe(false);
      expect(await shell.end('SIGTERM')).toMatchObject({
        code: 2,
        stderr: `wallboard: The data folder cannot be written (EACCES): ${dataDir}\n`,
      });
      expect(it.arrived()).toBe(0);
    },
  );
});
