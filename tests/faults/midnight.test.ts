import { describe, expect, test } from 'vitest';
import { DEFAULT_BOARD, DEFAULT_SETTINGS, type Board } from '../../common/settings.ts';
import { MINUTE_MS, SECOND_MS } from '../../common/time.ts';
import { scene, type Life, type Scene } from './support/scene.ts';
import { showState } from './support/screen.ts';

const MIDNIGHT_MS = Date.parse('2026-11-23T00:00:00+03:00');

/** A wall that has been live since ten minutes before midnight on its board's clock, by a server whose clock is right. */
async function evening(
  boards: readonly Board[] = [DEFAULT_BOARD],
): Promise<{ it: Scene; life: Life; until(ms: number): Promise<void> }> {
  const startAtMs = MIDNIGHT_MS - 10 * MINUTE_MS;
  const it = await scene({ startAtMs });
  it.world.wallOffsetMs = startAtMs - it.world.trueMs;
  const settings = { ...DEFAULT_SETTINGS, boards: [...boards] };
  const life = await it.open({
    ports: { settings: { load: () => ({ settings, notices: [] }), save: () => ({ ok: true, value: null }) } },
  });
  return { it, life, until: (ms) => life.advance(MIDNIGHT_MS + ms - it.simulator.now()) };
}

const sessionsOf = async (life: Life) => (await life.look()).tiles['totalSessions'];

describe('fault 31: midnight on the board’s clock', () => {
  test('from the first moment of the day no tile shows a number of yesterday; each says that the day is new until its figures have come', async () => {
    const { it, life, until } = await evening();
    await until(-SECOND_MS);
    const before = await life.look();
    expect(before.health).toBe('fresh');
    await until(0);
    const at = await life.look();
    expect(at).toMatchObject({ health: 'newDay', age: 'New day', error: null });
    for (const tile of Object.values(at.tiles)) expect(tile).toEqual({ status: 'none', value: '—', last: null });
    expect(JSON.stringify(life.snapshot().boards[0]?.tiles)).not.toContain(
      String(before.tiles['totalSessions']?.value),
    );
    const asked = it.arrived();
    await until(2 * SECOND_MS);
    expect(it.arrived()).toBe(asked + 1);
    const after = await life.look();
    expect(after).toMatchObject({ health: 'fresh', error: null });
    expect(Number(after.tiles['totalSessions']?.value.replace(/\D/g, ''))).toBeLessThan(
      Number(before.tiles['totalSessions']?.value.replace(/\D/g, '')),
    );
  });

  test('a screen that has lost its wallboard takes yesterday down by itself', async () => {
    const { life, until } = await evening();
    await until(-5 * SECOND_MS);
    const { figuresEndInMs } = life.snapshot().boards[0] ?? {};
    expect(figuresEndInMs).toBeGreaterThan(4 * SECOND_MS);
    expect(figuresEndInMs).toBeLessThanOrEqual(6 * SECOND_MS);
    const screen = await showState({
      ...life.snapshot(),
      boards: life.snapshot().boards.map((board) => ({ ...board, figuresEndInMs: 0 })),
    });
    expect(screen.wrapper.get('[data-metric="totalSessions"]').attributes('data-status')).toBe('none');
    expect(screen.wrapper.get('[data-metric="totalSessions"]').text()).toContain('New day');
    expect(screen.wrapper.get('[data-gauge="waiting"]').text()).toContain('New day');
  });

  test('a server that does not answer at midnight: new day, with the failure, and never a number', async () => {
    const { it, life, until } = await evening();
    await until(-SECOND_MS);
    it.simulator.misbehave({ kind: 'status', status: 503 });
    await until(5 * MINUTE_MS);
    const seen = await life.look();
    expect(seen).toMatchObject({ health: 'newDay', code: 'server' });
    expect(seen.tiles['totalSessions']).toEqual({ status: 'none', value: '—', last: null });
    it.simulator.misbehave(null);
    await until(12 * MINUTE_MS);
    expect(await life.look()).toMatchObject({ health: 'fresh', error: null });
  });

  test('figures of the week that come beside a new day are left alone', async () => {
    const week: Board = { ...DEFAULT_BOARD, id: 'month', query: { ...DEFAULT_BOARD.query, filter: 'monthly' } };
    const { life, until } = await evening([week]);
    await until(-SECOND_MS);
    const before = await sessionsOf(life);
    await until(0);
    expect(await sessionsOf(life)).toEqual(before);
    expect((await life.look()).health).toBe('fresh');
  });

  test('of ten boards none shows yesterday, and those on lit screens are asked for first', async () => {
    const dark = {
      dimTo: 40,
      spans: [{ screen: 'dark' as const, days: [0, 1, 2, 3, 4, 5, 6], from: '22:00', to: '00:03' }],
    };
    const boards = Array.from({ length: 10 }, (_, i): Board => ({
      ...DEFAULT_BOARD,
      id: `b${i}`,
      hours: i < 5 ? dark : DEFAULT_BOARD.hours,
      query: { ...DEFAULT_BOARD.query, channels: [i + 1] },
    }));
    const { it, life, until } = await evening(boards);
    await until(0);
    const before = it.simulator.requests.length;
    await until(110 * SECOND_MS);
    const channels = it.simulator.requests
      .slice(before)
      .map(({ body }) => (body as { channels: number[] }).channels[0] ?? 0);
    expect(channels.length).toBeGreaterThanOrEqual(5);
    expect(channels.slice(0, 5).sort((a, b) => a - b)).toEqual([6, 7, 8, 9, 10]);
    await until(4 * MINUTE_MS);
    for (const board of life.snapshot().boards) {
      expect(board.figuresEndInMs).toBeGreaterThan(0);
      expect(board.ageMs).toBeLessThan(4 * MINUTE_MS);
    }
  });
});
