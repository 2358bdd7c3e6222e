import { flushPromises } from '@vue/test-utils';
import { describe, expect, test } from 'vitest';
import { HOUR_MS, MINUTE_MS, SECOND_MS } from '../../common/time.ts';
import { mostInAnyHour } from '../core/support/fakeExperia.ts';
import { fallsInto, gapsOf, ONE_PACE_MS } from './support/afterGood.ts';
import { CANARY } from './support/canary.ts';
import type { Snapshot } from '../../common/snapshot.ts';
import { gateBefore } from './support/gate.ts';
import { scene } from './support/scene.ts';

describe('fault 5: a server in trouble', () => {
  test.each([500, 501, 502, 503, 504] as const)(
    '%i: the last good figures stay, and every attempt counts',
    async (status) => {
      const { it, life, good, seen } = await fallsInto({ kind: 'status', status });
      expect(seen.code).toBe('server');
      expect(seen.error).toMatch(new RegExp(`^Experia server error \\(${status}\\), next try 14:0[56]$`));
      expect(seen.tiles).toEqual(good.tiles);
      expect(seen.budget).toBe(`${200 - it.arrived()} of 200 requests left this hour`);
      await life.advance(HOUR_MS - MINUTE_MS);
      expect((await life.look()).budget).toBe(`${200 - it.arrived()} of 200 requests left this hour`);
      const waits = gapsOf(it).slice(1);
      expect(Math.min(...waits)).toBeGreaterThanOrEqual(18 * SECOND_MS);
      expect(Math.max(...waits)).toBeGreaterThan(2 * MINUTE_MS);
      expect(Math.max(...waits)).toBeLessThan(6 * MINUTE_MS);
      expect(new Set(waits.map((wait) => Math.round(wait / SECOND_MS))).size).toBeGreaterThan(waits.length / 2);
    },
  );

  test('an hour of it is never more than the limit, and the wall is live again by itself', async () => {
    const { it, life } = await fallsInto({ kind: 'status', status: 503 });
    await life.advance(HOUR_MS);
    expect(mostInAnyHour(it.simulator.requests.map(({ atMs }) => atMs))).toBeLessThanOrEqual(200);
    expect(await life.look()).toMatchObject({ health: 'lost', code: 'server' });
    it.simulator.misbehave(null);
    await life.advance(6 * MINUTE_MS);
    expect(await life.look()).toMatchObject({ health: 'fresh', error: null });
  });
});

describe('fault 29: answers that come late or out of order', () => {
  test('while an answer is still to come nothing else is asked, and figures are as old as their question', async () => {
    const it = await scene();
    const gate = await gateBefore(it.simulator.url);
    const life = await it.open({ apiUrl: gate.url });
    gate.close();
    await life.advance(ONE_PACE_MS, 'arrived');
    expect(it.arrived()).toBe(2);
    const askedAt = it.simulator.requests.at(-1)?.atMs ?? 0;
    for (let i = 0; i < 9; i += 1) {
      await life.advance(3 * SECOND_MS, 'arrived');
      // Whatever makes it look at the time again: here the news that the machine woke up.
      life.wallboard.resumed();
    }
    expect(it.arrived()).toBe(2);
    expect((await life.look()).next).toBe('Requesting…');
    const told = new Promise<Snapshot>((resolve) =>
      life.wallboard.onChange((now) => {
        if ((now.boards[0]?.ageMs ?? 0) < ONE_PACE_MS + 27 * SECOND_MS) resolve(now);
      }),
    );
    gate.open();
    expect((await told).boards[0]?.ageMs).toBe(it.world.trueMs - askedAt);
    await life.settle();
    // One to catch up, no more.
    expect(it.arrived()).toBe(3);
  });

  test('an answer to a question of before the key was entered anew never replaces a newer one', async () => {
    const it = await scene();
    const gate = await gateBefore(it.simulator.url);
    const life = await it.open({ apiUrl: gate.url });
    it.simulator.misbehave({ kind: 'patch', summary: { totalSessions: 7 } });
    gate.close();
    await life.advance(ONE_PACE_MS, 'arrived');
    it.simulator.misbehave({ kind: 'patch', summary: { totalSessions: 8 } });
    await life.wallboard.dispatch('setKey', { key: CANARY, keep: 'session' }, 'control');
    await life.advance(2 * SECOND_MS, 'arrived');
    expect(it.arrived()).toBe(3);
    gate.open();
    await life.settle();
    expect((await life.look()).tiles['totalSessions']?.value).toBe('8');
  });

  test('a screen that is told states out of order stays with the newest', async () => {
    const it = await scene();
    const life = await it.open();
    const old = life.snapshot();
    it.simulator.misbehave({ kind: 'patch', summary: { totalSessions: 8 } });
    await life.advance(ONE_PACE_MS);
    const wall = await life.show(life.wallboard);
    const newer = await wall.look();
    wall.screen.transport.push(old);
    await flushPromises();
    expect(wall.screen.wrapper.get('[data-metric="totalSessions"] [data-part="value"]').text()).toBe('8');
    expect((await wall.look()).tiles).toEqual(newer.tiles);
  });
});
