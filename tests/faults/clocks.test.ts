import { afterEach, describe, expect, test, vi } from 'vitest';
import { DAY_MS, HOUR_MS, MINUTE_MS, SECOND_MS } from '../../common/time.ts';
import { mostInAnyHour } from '../core/support/fakeExperia.ts';
import { gapsOf, ONE_PACE_MS } from './support/afterGood.ts';
import { scene, START_MS, type Scene } from './support/scene.ts';

const LIMIT = 200;
/** What a clock says that was never set. */
const NEVER_SET_MS = 0;

const busiestHour = ({ simulator }: Scene): number => mostInAnyHour(simulator.requests.map(({ atMs }) => atMs));
const setClock = ({ world }: Scene, wallMs: number): void => void (world.wallOffsetMs = wallMs - world.trueMs);
const refused = ({ simulator }: Scene): number => simulator.requests.filter(({ status }) => status === 429).length;

afterEach(() => {
  vi.unstubAllEnvs();
});

describe('fault 14: a wall clock that jumps ahead, and a boot without one', () => {
  test('nothing is released early: not by a jump of two days, not by a boot in 1970 whose clock is then set', async () => {
    const it = await scene();
    const first = await it.open();
    await first.advance(25 * MINUTE_MS);
    // Somebody tests the key over and over: from here on only the count keeps the limit, no longer the pace.
    for (let i = 0; i < 90; i += 1) await first.wallboard.dispatch('testKey', {}, 'control');
    it.world.wallOffsetMs += 2 * DAY_MS;
    await first.advance(10 * MINUTE_MS);
    first.kill();
    it.world.reboot();
    setClock(it, NEVER_SET_MS);
    const second = await it.open();
    await second.advance(5 * MINUTE_MS);
    setClock(it, START_MS + 40 * MINUTE_MS);
    await second.advance(50 * MINUTE_MS);
    expect((await second.look()).error).toBeNull();
    expect(it.arrived()).toBeGreaterThan(LIMIT);
    expect(busiestHour(it)).toBeLessThanOrEqual(LIMIT);
    expect(refused(it)).toBe(0);
  });

  test('a wait that the server asked for is as long as it is, whatever the clock says', async () => {
    const it = await scene();
    const life = await it.open();
    it.simulator.misbehave({ kind: 'status', status: 429, retryAfter: '3600' });
    await life.advance(ONE_PACE_MS);
    const asked = it.arrived();
    it.world.wallOffsetMs += 30 * DAY_MS;
    await life.advance(59 * MINUTE_MS);
    expect(it.arrived()).toBe(asked);
    // In the time of day of now.
    expect((await life.look()).error).toBe('Limit reached by other users of this key, next try 15:05');
  });

  test('figures are not made older by it', async () => {
    const it = await scene();
    const life = await it.open();
    it.world.wallOffsetMs += 3 * HOUR_MS;
    expect(await life.look()).toMatchObject({ health: 'fresh', age: 'Live · 0 s' });
  });
});

describe('fault 15: a wall clock that jumps back', () => {
  test.each([
    ['an hour', HOUR_MS],
    ['ten years', 3650 * DAY_MS],
  ])('by %s: polling goes on at its pace, screens follow, and no age is negative', async (_howFar, jumpMs) => {
    const it = await scene();
    const life = await it.open();
    const wall = await life.show(life.wallboard);
    await life.advance(2 * MINUTE_MS);
    it.world.wallOffsetMs -= jumpMs;
    const snapshots: (number | null)[] = [];
    life.wallboard.onChange(({ boards }) => void snapshots.push(boards[0]?.ageMs ?? null, boards[0]?.nextInMs ?? null));
    const before = it.arrived();
    await life.advance(5 * MINUTE_MS);
    expect(it.arrived() - before).toBeGreaterThanOrEqual(15);
    expect(Math.max(...gapsOf(it))).toBeLessThan(ONE_PACE_MS);
    expect(Math.min(...snapshots.filter((age) => age !== null))).toBeGreaterThanOrEqual(0);
    it.simulator.misbehave({ kind: 'patch', summary: { totalSessions: 4711 } });
    await life.advance(ONE_PACE_MS);
    const seen = await wall.look();
    expect(seen).toMatchObject({ health: 'fresh', error: null });
    expect(seen.tiles['totalSessions']?.value).toBe('4,711');
    expect(seen.age).toMatch(/^Live · \d+ s$/);
  });

  test('it neither frees a block early nor keeps it for longer', async () => {
    const it = await scene();
    const life = await it.open();
    it.simulator.misbehave({ kind: 'status', status: 429, retryAfter: '600', times: 1 });
    await life.advance(ONE_PACE_MS);
    const asked = it.arrived();
    it.world.wallOffsetMs -= DAY_MS;
    await life.advance(9 * MINUTE_MS);
    expect(it.arrived()).toBe(asked);
    await life.advance(MINUTE_MS + ONE_PACE_MS);
    expect(it.arrived()).toBeGreaterThan(asked);
  });
});

/** Days in Berlin on which the clocks change, at 01:00 UTC: to summer time, and back. */
const ODD_DAYS = [
  [23, 2026, 2, 29],
  [25, 2026, 9, 25],
] as const;

describe('fault 16: a day of 23 or 25 hours, and a board elsewhere', () => {
  test.each(ODD_DAYS)(
    "on the machine's day of %i hours the clock of the board goes on as at the board",
    async (hours, year, month, date) => {
      vi.stubEnv('TZ', 'Europe/Berlin');
      expect(new Date(year, month, date + 1).getTime() - new Date(year, month, date).getTime()).toBe(hours * HOUR_MS);
      const startAtMs = Date.UTC(year, month, date) - 90 * MINUTE_MS;
      const it = await scene({ startAtMs });
      setClock(it, startAtMs);
      const life = await it.open();
      const wall = await life.show(life.wallboard);
      const clock: string[] = [];
      for (let hour = 0; hour < 5; hour += 1) {
        await wall.look();
        clock.push(wall.screen.wrapper.get('time.clock').text());
        // Five hours of polling would add nothing: the clock alone goes on.
        it.world.trueMs += HOUR_MS;
        await life.advance(SECOND_MS);
      }
      expect(clock).toEqual(['01:30', '02:30', '03:30', '04:30', '05:30']);
      for (const { body } of it.simulator.requests)
        expect(body).toMatchObject({ filter: 'daily', timezoneOffset: '+03:00' });
    },
  );

  test("today begins at the board's midnight, not at the machine's and not at UTC's", async () => {
    vi.stubEnv('TZ', 'America/New_York');
    const startAtMs = Date.parse('2026-11-22T20:50:00Z');
    const it = await scene({ startAtMs });
    setClock(it, startAtMs);
    const life = await it.open();
    const sessions = async (): Promise<number> =>
      Number((await life.look()).tiles['totalSessions']?.value.replaceAll(/\D/g, ''));
    const evening = await sessions();
    await life.advance(9 * MINUTE_MS);
    expect(await sessions()).toBeGreaterThanOrEqual(evening);
    await life.advance(2 * MINUTE_MS);
    expect(await sessions()).toBeLessThan(evening / 10);
    expect((await life.look()).next).toMatch(/^Next in/);
  });

  test('what is kept is kept in UTC or in time since the boot, whatever the zone of the machine', async () => {
    const kept = new Set<string>();
    for (const zone of ['America/New_York', 'Asia/Riyadh', 'Pacific/Kiritimati']) {
      vi.stubEnv('TZ', zone);
      const it = await scene();
      const life = await it.open();
      await life.advance(MINUTE_MS);
      kept.add(JSON.stringify(life.snapshot(), (name, value: unknown) => (name === 'coreId' ? '' : value)));
      kept.add(await it.file('ledger.json').then((text) => text.replace(/"[0-9a-f]{32}"/, '')));
      kept.add(await it.file('starts.json'));
      expect(JSON.parse(await it.file('starts.json'))).toMatchObject({ starts: [START_MS] });
    }
    expect(kept.size).toBe(3);
  });
});

describe('fault 17: eight hours asleep', () => {
  test('ages are right at once, then there is one catch-up poll and no burst', async () => {
    const it = await scene();
    const life = await it.open();
    await life.advance(20 * MINUTE_MS);
    const before = it.arrived();
    const good = await life.look();
    it.world.trueMs += 8 * HOUR_MS;
    const woken = await life.look();
    expect(woken).toMatchObject({ health: 'lost', age: expect.stringMatching(/^Lost · 8 h/) as string });
    expect(woken.tiles['totalSessions']).toEqual({
      status: 'none',
      value: '—',
      last: `${good.tiles['totalSessions']?.value} at 14:24`,
    });
    life.wallboard.resumed();
    await life.settle();
    expect(it.arrived()).toBe(before + 1);
    expect(await life.look()).toMatchObject({ health: 'fresh', age: 'Live · 0 s', error: null });
    await life.advance(17 * SECOND_MS);
    expect(it.arrived()).toBe(before + 1);
    await life.advance(MINUTE_MS);
    expect(it.arrived()).toBeLessThanOrEqual(before + 5);
  });

  test('a system that does not tell of the waking costs five seconds', async () => {
    const it = await scene();
    const life = await it.open();
    await life.advance(5 * MINUTE_MS);
    const before = it.arrived();
    it.world.trueMs += 8 * HOUR_MS;
    await life.advance(5 * SECOND_MS);
    expect(it.arrived()).toBe(before + 1);
    expect(await life.look()).toMatchObject({ health: 'fresh', error: null });
  });
});
