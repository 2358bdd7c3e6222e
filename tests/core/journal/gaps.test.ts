import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { DEFAULT_BOARD, DEFAULT_SETTINGS } from '../../../common/settings.ts';
import { DAY_MS, HOUR_MS, MINUTE_MS } from '../../../common/time.ts';
import { TimedWall } from './support/timedWall.ts';

let wall: TimedWall;
beforeEach(() => (wall = new TimedWall()));
afterEach(() => wall.clear());

describe('times in which nobody saw the wall', () => {
  it('are told apart from what was not kept, and the changes on both sides are found', async () => {
    await wall.start();
    await wall.advance(10 * MINUTE_MS);
    await wall.stop();
    const stoppedAt = wall.nowMs;
    await wall.advance(2 * DAY_MS);
    const startedAt = wall.nowMs;
    await wall.start();
    await wall.advance(10 * MINUTE_MS);
    const told = await wall.shownAt(stoppedAt + DAY_MS);
    expect(told).toMatchObject({ shown: null, known: 'notRunning', before: [], previousAtMs: stoppedAt });
    expect(told.nextAtMs).toBeGreaterThanOrEqual(startedAt);
    expect((await wall.shownAt(told.nextAtMs ?? 0)).shown?.reason).toBe('started');
    expect(await wall.shownAt(wall.nowMs)).toMatchObject({ known: 'shown', nextAtMs: null });
    expect(await wall.shownAt(0)).toMatchObject({ shown: null, known: 'notKept', previousAtMs: null });
    const ahead = await wall.shownAt(wall.nowMs + MINUTE_MS);
    expect(ahead).toMatchObject({ shown: null, known: 'notKept', nextAtMs: null });
  });

  it('have no changes in them: figures that aged in a sleep are late or lost from the end of it', async () => {
    await wall.start();
    await wall.advance(10 * MINUTE_MS);
    const sleptAt = wall.nowMs;
    wall.trouble = 'offline';
    wall.world.trueMs += 8 * HOUR_MS;
    const wokeAt = wall.nowMs;
    await wall.advance(MINUTE_MS);
    expect((await wall.shownAt(wall.nowMs)).shown?.health).toBe('lost');
    for (let at = sleptAt + 2 * MINUTE_MS; at < wokeAt; at += HOUR_MS)
      expect(await wall.shownAt(at)).toMatchObject({ shown: null, known: 'notRunning' });
    expect((await wall.shownAt(sleptAt)).nextAtMs).toBeGreaterThanOrEqual(wokeAt);
    for (const { since } of wall.of('wall.changed').filter(({ health }) => health === 'lost'))
      expect(Date.parse(String(since ?? wall.nowMs)) || wokeAt).toBeGreaterThanOrEqual(wokeAt);
  });
});

it('boards that change alike share a line', async () => {
  const ids = Array.from({ length: 20 }, (_, i) => `board-${i}`);
  wall.settings.current = { ...DEFAULT_SETTINGS, boards: ids.map((id) => ({ ...DEFAULT_BOARD, id })) };
  await wall.start();
  await wall.advance(10 * MINUTE_MS);
  const start = wall.of('wall.changed').length;
  wall.trouble = { status: 429, retryAfter: '600' };
  await wall.advance(MINUTE_MS);
  const changes = wall.of('wall.changed').slice(start);
  expect(changes.filter(({ reason }) => reason === 'failed')).toMatchObject([{ boards: ids }]);
  expect(changes.length).toBeLessThan(6);
  expect(wall.of('log.repeated')).toEqual([]);
});
