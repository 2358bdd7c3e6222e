import { describe, expect, test } from 'vitest';
import { HOUR_MS, MINUTE_MS, SECOND_MS } from '../../common/time.ts';
import { fallsInto, gapsOf } from './support/afterGood.ts';
import { CANARY } from './support/canary.ts';
import { scene } from './support/scene.ts';

describe('fault 4: a rejected key', () => {
  test.each([401, 403] as const)('%i stops polling but for one try an hour, and the wall says so', async (status) => {
    const { it, life, good, seen } = await fallsInto({ kind: 'status', status });
    expect(seen).toMatchObject({ code: 'auth', error: 'API key rejected, next try 15:05', tiles: good.tiles });
    const asked = it.arrived();
    await life.advance(3.5 * HOUR_MS);
    expect(it.arrived()).toBe(asked + 3);
    expect(Math.min(...gapsOf(it).slice(1))).toBeGreaterThanOrEqual(HOUR_MS);
    expect(await life.look()).toMatchObject({ health: 'lost', code: 'auth' });
  });

  test('neither restarts nor boots try it sooner', async () => {
    const { it, life } = await fallsInto({ kind: 'status', status: 401 });
    const asked = it.arrived();
    life.kill();
    for (let i = 0; i < 3; i += 1) {
      const next = await it.open();
      await next.advance(MINUTE_MS);
      expect((await next.look()).error).toMatch(/^API key rejected, next try 15:0\d$/);
      next.kill();
      it.world.reboot();
    }
    expect(it.arrived()).toBe(asked);
  });

  test('another key is tried at once, and the same key again when somebody enters it', async () => {
    const it = await scene();
    const life = await it.open({ givenKey: { key: `${CANARY}-old`, source: 'environment' } });
    expect(await life.look()).toMatchObject({ code: 'auth', age: 'No data yet' });
    await life.advance(10 * MINUTE_MS);
    expect(it.arrived()).toBe(1);
    await life.wallboard.dispatch('setKey', { key: `${CANARY}-old`, keep: 'session' }, 'control');
    await life.settle();
    expect(it.arrived()).toBe(2);
    expect((await life.look()).code).toBe('auth');
    await life.wallboard.dispatch('setKey', { key: CANARY, keep: 'session' }, 'control');
    await life.settle();
    expect(it.arrived()).toBe(3);
    expect(await life.look()).toMatchObject({ health: 'fresh', error: null });
    await life.advance(20 * SECOND_MS);
    expect(it.arrived()).toBe(4);
  });
});
