import { describe, expect, test } from 'vitest';
import { DEFAULT_BOARD, DEFAULT_SETTINGS, type Board } from '../../common/settings.ts';
import { HOUR_MS, MINUTE_MS, SECOND_MS } from '../../common/time.ts';
import { scene, type Life, type Scene } from './support/scene.ts';
import type { Seen } from './support/screen.ts';

const board = (id: string, timezone: string): Board => ({
  ...DEFAULT_BOARD,
  id,
  query: { ...DEFAULT_BOARD.query, timezone },
});

interface Night {
  readonly it: Scene;
  readonly life: Life;
  /** Lets time pass up to so long before or after the change. */
  until(ms: number): Promise<void>;
  /** The offsets of what was asked since the last look. */
  offsets(): unknown[];
}

/** Walls that have been live since a minute before a clock change. */
async function nightOf(change: string, boards: readonly Board[]): Promise<Night> {
  const changeMs = Date.parse(change);
  const startAtMs = changeMs - MINUTE_MS;
  const it = await scene({ startAtMs });
  it.world.wallOffsetMs = startAtMs - it.world.trueMs;
  const settings = { ...DEFAULT_SETTINGS, boards: [...boards] };
  const life = await it.open({
    ports: { settings: { load: () => ({ settings, notices: [] }), save: () => ({ ok: true, value: null }) } },
  });
  let looked = 0;
  return {
    it,
    life,
    until: (ms) => life.advance(changeMs + ms - it.simulator.now()),
    offsets() {
      const asked = it.simulator.requests.slice(looked);
      looked = it.simulator.requests.length;
      return asked.map(({ body }) => (body as { timezoneOffset?: unknown }).timezoneOffset);
    },
  };
}

const sessions = (seen: Seen): number => Number(seen.tiles['totalSessions']?.value.replace(/\D/g, ''));

describe('fault 16: the clock of a board’s zone is changed', () => {
  test.each([
    ['an hour forward', 'America/New_York', '2026-03-08T07:00:00Z', '-05:00', '-04:00', '01:59', '03:00'],
    ['an hour back', 'America/New_York', '2026-11-01T06:00:00Z', '-04:00', '-05:00', '01:59', '01:00'],
    ['half an hour back', 'Australia/Lord_Howe', '2026-04-04T15:00:00Z', '+11:00', '+10:30', '01:59', '01:30'],
    ['back over midnight', 'Africa/Cairo', '2026-10-29T21:00:00Z', '+03:00', '+02:00', '23:59', '23:00'],
  ])(
    '%s: it is asked with its new offset at once, and the day goes on',
    async (_how, zone, change, before, after, shownBefore, shownAfter) => {
      const { life, until, offsets } = await nightOf(change, [board('main', zone)]);
      await until(-SECOND_MS);
      expect(new Set(offsets())).toEqual(new Set([before]));
      expect(await life.look()).toMatchObject({ health: 'fresh', clock: shownBefore });
      await until(0);
      expect(await life.look()).toMatchObject({ health: 'fresh', clock: shownAfter, error: null });
      expect(offsets()).toEqual([after]);
      await until(MINUTE_MS);
      expect(new Set(offsets())).toEqual(new Set([after]));
      expect((await life.look()).health).toBe('fresh');
    },
  );

  test.each([
    ['Africa/Cairo', '2026-04-23T22:00:00Z', '+02:00', '+03:00', '23:59', '01:00'],
    ['America/Havana', '2026-03-08T05:00:00Z', '-05:00', '-04:00', '23:59', '01:00'],
    ['Asia/Beirut', '2026-03-28T22:00:00Z', '+02:00', '+03:00', '23:59', '01:00'],
  ])(
    '%s has no midnight that night: the new day begins at the change, with no number of yesterday',
    async (zone, change, before, after, shownBefore, shownAfter) => {
      const { life, until, offsets } = await nightOf(change, [board('main', zone)]);
      await until(-SECOND_MS);
      expect(new Set(offsets())).toEqual(new Set([before]));
      const old = await life.look();
      expect(old).toMatchObject({ health: 'fresh', clock: shownBefore });
      await until(0);
      expect(offsets()).toEqual([after]);
      const now = await life.look();
      expect(now).toMatchObject({ health: 'fresh', clock: shownAfter, error: null });
      expect(sessions(now)).toBeLessThan(sessions(old));
    },
  );

  test('Africa/Cairo has its last hour twice: the day ends after the second one', async () => {
    const { life, until, offsets } = await nightOf('2026-10-29T21:00:00Z', [board('main', 'Africa/Cairo')]);
    await until(HOUR_MS - SECOND_MS);
    expect(await life.look()).toMatchObject({ health: 'fresh', clock: '23:59' });
    await until(HOUR_MS);
    expect(await life.look()).toMatchObject({ health: 'newDay', clock: '00:00' });
    offsets();
    await until(HOUR_MS + 3 * SECOND_MS);
    expect(offsets()).toEqual(['+02:00']);
    expect((await life.look()).health).toBe('fresh');
  });

  test('boards that asked the same are asked apart from then on, and the same where they come to agree', async () => {
    const boards = [board('main', 'Africa/Cairo'), board('fixed', '+02:00'), board('riyadh', 'Asia/Riyadh')];
    const { life, until, offsets } = await nightOf('2026-04-23T22:00:00Z', boards);
    await until(-SECOND_MS);
    expect([...new Set(offsets())].sort()).toEqual(['+02:00', '+03:00']);
    await until(2 * MINUTE_MS);
    expect([...new Set(offsets())].sort()).toEqual(['+02:00', '+03:00']);
    const [cairo, fixed, riyadh] = life.snapshot().boards;
    expect([cairo?.offset, fixed?.offset, riyadh?.offset]).toEqual(['+03:00', '+02:00', '+03:00']);
    expect(cairo?.tiles).toEqual(riyadh?.tiles);
  });
});
