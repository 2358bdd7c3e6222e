import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { DEFAULT_BOARD, DEFAULT_SETTINGS } from '../../../common/settings.ts';
import { KEY, TimedWall } from './support/timedWall.ts';

const SECOND_MS = 1_000;
const MINUTE_MS = 60 * SECOND_MS;
const HOUR_MS = 60 * MINUTE_MS;

let wall: TimedWall;
beforeEach(() => (wall = new TimedWall()));
afterEach(() => wall.clear());

const total = async (atMs: number): Promise<unknown> =>
  (await wall.shownAt(atMs)).shown?.figures.totalSessions?.value ?? null;

describe('what the wall showed at 14:05, and why', () => {
  it('is the figures of that moment, with their age', async () => {
    await wall.start();
    await wall.advance(10 * MINUTE_MS);
    const [at, replies] = [wall.nowMs, wall.replies];
    await wall.advance(HOUR_MS);
    expect(replies).toBeGreaterThan(20);
    expect(await total(at)).toBe(replies);
    const { shown } = await wall.shownAt(at);
    expect(shown).toMatchObject({ health: 'fresh', failure: null, light: 'light', demo: false });
    expect(at - (shown?.atMs ?? 0)).toBeLessThan(20 * SECOND_MS);
    expect(shown?.ageMs).toBeLessThan(SECOND_MS);
    expect((await wall.shownAt(wall.nowMs + MINUTE_MS)).shown).toBeNull();
  });

  it('turns late and lost when the figures did, not when the core next looked', async () => {
    const wallboard = await wall.start();
    await wall.advance(10 * MINUTE_MS);
    const intervalMs = wallboard.snapshot().boards[0]?.intervalMs ?? 0;
    // `common/freshness.ts`
    const [lateMs, lostMs] = [2 * intervalMs, 5 * intervalMs];
    wall.trouble = 'offline';
    await wall.advance(5 * MINUTE_MS);
    const { before } = await wall.shownAt(wall.nowMs);
    const good = before.findLast(({ reason }) => reason === 'figures');
    const asOfMs = (good?.atMs ?? 0) - (good?.ageMs ?? 0);
    const healthAt = async (ageMs: number): Promise<unknown> => (await wall.shownAt(asOfMs + ageMs)).shown?.health;
    expect(await healthAt(lateMs - 500)).toBe('fresh');
    expect(await healthAt(lateMs + 500)).toBe('late');
    expect(await healthAt(lostMs - 500)).toBe('late');
    expect(await healthAt(lostMs + 500)).toBe('lost');
    const changes = wall.of('wall.changed').filter(({ health }) => health === 'lost');
    const since = changes[0]?.['since'] ?? changes[0]?.at;
    expect(Math.abs(Date.parse(String(since)) - (asOfMs + lostMs))).toBeLessThan(500);
    expect(before.map(({ reason }) => reason)).toContain('failed');
    expect(before.at(-1)).toMatchObject({ failure: { code: 'network', status: null } });
  });

  it('tells each failure with its status and the wait that follows, and how it ended', async () => {
    await wall.start();
    await wall.advance(10 * MINUTE_MS);
    wall.trouble = { status: 429, retryAfter: '600' };
    await wall.advance(MINUTE_MS);
    const told = wall.of('wall.changed').find(({ polling }) => polling === 'blocked');
    expect(told).toMatchObject({ reason: 'failed', failure: { code: 'limited', status: 429 } });
    expect(told?.['nextInMs']).toBeGreaterThan(598 * SECOND_MS);
    expect(told?.['nextInMs']).toBeLessThanOrEqual(600 * SECOND_MS);
    wall.trouble = null;
    await wall.advance(11 * MINUTE_MS);
    expect(wall.of('wall.changed').at(-1)).toMatchObject({
      reason: 'figures',
      health: 'fresh',
      failure: null,
      polling: 'pace',
    });
  });

  it('is nothing while the app did not run, and says at the start how the run before ended', async () => {
    await wall.start();
    expect(wall.of('wallboard.begins')).toMatchObject([{ version: '1.2.3', shell: 'browser', before: null }]);
    await wall.advance(10 * MINUTE_MS);
    const stoppedAt = wall.nowMs;
    await wall.stop();
    await wall.advance(HOUR_MS);
    await wall.start();
    expect(wall.of('wallboard.begins').at(-1)?.['before']).toMatchObject({ endedWell: true, rebooted: false });
    await wall.advance(10 * MINUTE_MS);
    expect(await total(stoppedAt - SECOND_MS)).not.toBeNull();
    expect(await total(stoppedAt + SECOND_MS)).toBeNull();
    const { before } = await wall.shownAt(stoppedAt + MINUTE_MS);
    expect(before.at(-1)?.reason).toBe('stopped');
    expect((await wall.shownAt(wall.nowMs - 9 * MINUTE_MS)).before.map(({ reason }) => reason)).toContain('started');
    const killedAt = wall.nowMs;
    wall.kill();
    await wall.advance(HOUR_MS);
    wall.world.reboot();
    await wall.start();
    expect(wall.of('wallboard.begins').at(-1)?.['before']).toMatchObject({ endedWell: false, rebooted: true });
    expect(await total(killedAt - 2 * MINUTE_MS)).not.toBeNull();
    expect(await total(killedAt + 10 * MINUTE_MS)).toBeNull();
  });

  it('is nothing of a board that was taken away, from then on', async () => {
    wall.settings.current = { ...DEFAULT_SETTINGS, boards: [DEFAULT_BOARD, { ...DEFAULT_BOARD, id: 'other' }] };
    const wallboard = await wall.start();
    await wall.advance(MINUTE_MS);
    const basedOn = wallboard.snapshot().settingsRevision;
    const before = wall.nowMs - SECOND_MS;
    await wallboard.dispatch('saveSettings', { settings: DEFAULT_SETTINGS, basedOn }, 'control');
    await wall.advance(MINUTE_MS);
    expect((await wall.shownAt(before, 'other')).shown).not.toBeNull();
    expect((await wall.shownAt(wall.nowMs, 'other')).shown).toBeNull();
    expect((await wall.shownAt(wall.nowMs)).shown).not.toBeNull();
  });

  it('is for those who may control the wall', async () => {
    const wallboard = await wall.start();
    for (const access of ['wall', 'kiosk'] as const)
      expect(await wallboard.dispatch('getShown', { board: 'main', atMs: wall.nowMs }, access)).toMatchObject({
        ok: false,
        error: { code: 'forbidden' },
      });
  });
});

describe('the journal', () => {
  it('names the settings that changed, never their values', async () => {
    const wallboard = await wall.start();
    const board = {
      ...DEFAULT_BOARD,
      title: 'Desk of Huda',
      query: { ...DEFAULT_BOARD.query, email: 'huda@example.com' },
    };
    const settings = { ...DEFAULT_SETTINGS, site: 'Riyadh floor 3', theme: 'light' as const, boards: [board] };
    await wallboard.dispatch('saveSettings', { settings, basedOn: wallboard.snapshot().settingsRevision }, 'control');
    await wall.advance(MINUTE_MS);
    expect(wall.of('settings.changed').map(({ fields }) => fields)).toEqual([
      ['site', 'theme', 'boards.title', 'boards.query.email'],
    ]);
    const all = JSON.stringify(wall.lines) + wall.disk();
    for (const value of ['Huda', 'huda', 'Riyadh', KEY]) expect(all).not.toContain(value);
  });

  it('notes that the clock was set and that the machine slept, by how much', async () => {
    await wall.start();
    await wall.advance(MINUTE_MS);
    wall.world.wallOffsetMs -= HOUR_MS;
    await wall.advance(MINUTE_MS);
    wall.world.trueMs += 8 * HOUR_MS;
    await wall.advance(MINUTE_MS);
    expect(wall.of('clock.set').map(({ byMs }) => byMs)).toEqual([-HOUR_MS]);
    const [slept] = wall.of('clock.paused').map(({ forMs }) => Number(forMs));
    expect(slept).toBeGreaterThanOrEqual(8 * HOUR_MS);
    expect(slept).toBeLessThan(8 * HOUR_MS + MINUTE_MS);
  });

  it('notes the key, and that it is not in any line', async () => {
    const wallboard = await wall.start();
    await wallboard.dispatch('setKey', { key: 'another-canary-key-19ab', keep: 'session' }, 'control');
    await wallboard.dispatch('clearKey', undefined, 'control');
    await wall.advance(MINUTE_MS);
    expect(wall.of('key.changed').map(({ source }) => source)).toEqual(['keychain', 'session', null]);
    expect(wall.of('wall.changed').at(-1)).toMatchObject({ polling: 'noKey' });
    expect(JSON.stringify(wall.lines)).not.toContain('canary');
  });

  it('needs hardly a line for hours in which all is well', async () => {
    await wall.start();
    const start = wall.lines.length;
    await wall.advance(3 * HOUR_MS);
    expect(wall.replies).toBeGreaterThan(500);
    expect(wall.lines.slice(start)).toEqual([]);
    expect(start).toBeLessThan(12);
  });
});
