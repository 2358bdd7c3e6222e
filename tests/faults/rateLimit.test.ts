import { describe, expect, test } from 'vitest';
import { HOUR_MS, MINUTE_MS, SECOND_MS } from '../../common/time.ts';
import { fallsInto, gapsOf } from './support/afterGood.ts';
import { START_MS } from './support/scene.ts';

describe('fault 1: 429 with Retry-After: 3600', () => {
  test('nothing is asked for an hour, the last good figures stay with their age, and the wall says when the next try is', async () => {
    const { it, life, good, seen } = await fallsInto({ kind: 'status', status: 429, retryAfter: '3600' });
    const asked = it.arrived();
    expect(seen).toMatchObject({
      code: 'limited',
      error: 'Limit reached by other users of this key, next try 15:05',
      tiles: good.tiles,
    });
    // It said that there are none, and not when how many were used: no number is invented.
    expect(seen.budget).toBe('');
    await life.advance(HOUR_MS - 3 * SECOND_MS);
    expect(it.arrived()).toBe(asked);
    const late = await life.look();
    expect(late).toMatchObject({
      health: 'lost',
      age: 'Lost · 60 min',
      error: 'Limit reached by other users of this key, next try 15:05',
    });
    expect(late.tiles['totalSessions']).toEqual({
      status: 'none',
      value: '—',
      last: `${good.tiles['totalSessions']?.value} at 14:05`,
    });
    it.simulator.misbehave(null);
    await life.advance(10 * SECOND_MS);
    expect(it.arrived()).toBe(asked + 1);
    expect(gapsOf(it).at(-1)).toBeGreaterThanOrEqual(HOUR_MS);
    expect(await life.look()).toMatchObject({ health: 'fresh', error: null });
  });

  test('a restart in that hour asks for nothing either, and says so at once', async () => {
    const { it, life } = await fallsInto({ kind: 'status', status: 429, retryAfter: '3600' });
    const asked = it.arrived();
    life.kill();
    const next = await it.open();
    expect(await next.look()).toMatchObject({
      code: 'limited',
      error: 'Limit reached by other users of this key, next try 15:05',
    });
    await next.advance(58 * MINUTE_MS);
    expect(it.arrived()).toBe(asked);
  });
});

describe('fault 2: 429 with a header that says nothing', () => {
  test.each([undefined, '', 'soon', '-5', '3600, 60'])(
    'Retry-After %j: never sooner than a minute, wider with each refusal, and never in step',
    async (retryAfter) => {
      const { it, life, good, seen } = await fallsInto({
        kind: 'status',
        status: 429,
        ...(retryAfter === undefined ? {} : { retryAfter }),
      });
      expect(seen).toMatchObject({ code: 'limited', tiles: good.tiles });
      expect(seen.error).toMatch(/^Limit reached by other users of this key, next try 14:0[67]$/);
      await life.advance(4 * HOUR_MS);
      const waits = gapsOf(it).slice(1);
      expect(Math.min(...waits)).toBeGreaterThanOrEqual(MINUTE_MS);
      expect(Math.max(...waits)).toBeGreaterThan(10 * MINUTE_MS);
      expect(Math.max(...waits)).toBeLessThanOrEqual(HOUR_MS + 10 * SECOND_MS);
      expect(new Set(waits.map((wait) => Math.round(wait / SECOND_MS))).size).toBeGreaterThan(waits.length / 2);
    },
  );

  test('a date is honoured', async () => {
    const retryAfter = new Date(START_MS + 25 * MINUTE_MS).toUTCString();
    const { it, life, seen } = await fallsInto({ kind: 'status', status: 429, retryAfter });
    expect(seen.error).toBe('Limit reached by other users of this key, next try 14:30');
    it.simulator.misbehave(null);
    const asked = it.arrived();
    await life.advance(24 * MINUTE_MS + 30 * SECOND_MS);
    expect(it.arrived()).toBe(asked);
    await life.advance(30 * SECOND_MS);
    expect(it.arrived()).toBe(asked + 1);
  });
});

describe('fault 3: 429 for longer than the server itself counts', () => {
  test.each(['9999999', '2147484', '99999999999999', 'Thu, 01 Jan 2065 00:00:00 GMT'])(
    'Retry-After %j: an hour of silence, one probe, an hour of silence again',
    async (retryAfter) => {
      const { it, life, seen } = await fallsInto({ kind: 'status', status: 429, retryAfter });
      expect(seen.error).toBe('Limit reached by other users of this key, next try 15:05');
      const asked = it.arrived();
      await life.advance(HOUR_MS - 5 * SECOND_MS);
      expect(it.arrived()).toBe(asked);
      await life.advance(20 * SECOND_MS);
      expect(it.arrived()).toBe(asked + 1);
      expect((await life.look()).error).toBe('Limit reached by other users of this key, next try 16:05');
      await life.advance(HOUR_MS - 30 * SECOND_MS);
      expect(it.arrived()).toBe(asked + 1);
    },
  );
});
