import { expect, onTestFinished, test } from 'vitest';
import { MINUTE_MS, SECOND_MS } from '../../../common/time.ts';
import { TimedWall } from './support/timedWall.ts';

const MIDNIGHT_MS = Date.parse('2026-11-23T00:00:00+03:00');

test('the history says that a day began, with no figures until the first of it came', async () => {
  const wall = new TimedWall();
  onTestFinished(() => wall.clear());
  wall.world.wallOffsetMs = MIDNIGHT_MS - 5 * MINUTE_MS - wall.world.trueMs;
  await wall.start();
  await wall.advance(MIDNIGHT_MS + MINUTE_MS - wall.nowMs);
  const before = await wall.shownAt(MIDNIGHT_MS - 1);
  expect(before.shown).toMatchObject({ health: 'fresh' });
  const at = await wall.shownAt(MIDNIGHT_MS + SECOND_MS / 2);
  expect(at.shown).toMatchObject({ health: 'newDay', reason: 'newDay' });
  expect(
    Object.values(at.shown?.figures ?? {}).every(({ value, level }) => value === null && level === 'neutral'),
  ).toBe(true);
  const after = await wall.shownAt(MIDNIGHT_MS + 3 * SECOND_MS);
  expect(after.shown).toMatchObject({ health: 'fresh', reason: 'figures' });
  expect(wall.of('wall.changed').map(({ health }) => health)).toContain('newDay');
});
