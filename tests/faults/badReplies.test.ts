import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, expect, onTestFinished, test } from 'vitest';
import { MINUTE_MS } from '../../common/time.ts';
import type { Misbehaviour } from '../../core/simulator/server.ts';
import { fallsInto, ONE_PACE_MS } from './support/afterGood.ts';
import { peakMemory } from './support/peakMemory.ts';
import { openCard } from './support/openCard.ts';
import { scene } from './support/scene.ts';

const MEGABYTE = 1024 * 1024;
/** A body comes in pieces; the one that passes the cap is the last. */
const ONE_PIECE = MEGABYTE;

describe('fault 8: a reply that unpacks to far more than it weighs', () => {
  test.each([
    ['48 KB of gzip that becomes 50 MB', { kind: 'gzipBomb' }],
    ['half a gigabyte in gzip', { kind: 'gzipBomb', bytes: 500_000_000 }],
    ['half a gigabyte as it is', { kind: 'hugeBody', bytes: 500_000_000 }],
  ] as const)('%s: left at 8 MB while it still comes, without filling the memory', async (_what, misbehaviour) => {
    const it = await scene();
    const life = await it.open();
    const good = await life.look();
    it.simulator.misbehave(misbehaviour);
    const before = it.bytesRead();
    const grownBy = await peakMemory(() => life.advance(ONE_PACE_MS));
    expect(it.bytesRead() - before).toBeGreaterThan(8 * MEGABYTE);
    expect(it.bytesRead() - before).toBeLessThan(8 * MEGABYTE + ONE_PIECE);
    expect(grownBy).toBeLessThan(200 * MEGABYTE);
    const seen = await life.look();
    expect(seen.error).toMatch(/^Reply too large, next try 14:0[56]$/);
    expect(seen).toMatchObject({ code: 'tooLarge', tiles: good.tiles });
  });

  test('a card is left at 64 MB, and polling goes on', async () => {
    const it = await scene();
    const life = await it.open();
    it.simulator.misbehave({ kind: 'gzipBomb', bytes: 500_000_000, times: 1 });
    const before = it.bytesRead();
    expect(await openCard(life)).toMatchObject({ ok: true, value: { kind: 'refused', code: 'tooLarge', cost: 1 } });
    expect(it.bytesRead() - before).toBeGreaterThan(64 * MEGABYTE);
    expect(it.bytesRead() - before).toBeLessThan(64 * MEGABYTE + ONE_PIECE);
    await life.advance(ONE_PACE_MS);
    expect(await life.look()).toMatchObject({ health: 'fresh', error: null });
  });
});

describe('fault 9: a network that wants a sign-in first', () => {
  test('a page where JSON was due: the last good figures stay, and the wall names it', async () => {
    const { it, life, good, seen } = await fallsInto({ kind: 'html' });
    expect(seen).toMatchObject({ code: 'portal', tiles: good.tiles });
    expect(seen.error).toMatch(/^Network sign-in needed, next try 14:0[56]$/);
    expect(await (await life.show(life.wallboard)).words()).not.toContain('Sign in to use the network');
    it.simulator.misbehave(null);
    await life.advance(6 * MINUTE_MS);
    expect(await life.look()).toMatchObject({ health: 'fresh', error: null });
  });

  test.each([301, 302, 303, 307, 308] as const)(
    'a %i to another host is not followed: the key reaches nobody',
    async (status) => {
      const met: string[] = [];
      const thief = createServer((request, response) => {
        met.push(JSON.stringify(request.headers));
        response.end('{"status":"SUCCESS","totalSessions":1}');
      });
      await new Promise<void>((resolve) => thief.listen(0, '127.0.0.1', resolve));
      onTestFinished(() => void thief.close());
      const location = `http://127.0.0.1:${(thief.address() as AddressInfo).port}/sign-in`;
      const { life, seen } = await fallsInto({ kind: 'redirect', location, status });
      expect(seen.error).toMatch(/^Network sign-in needed, next try 14:0[56]$/);
      await life.advance(5 * MINUTE_MS);
      expect(met).toEqual([]);
    },
  );
});

const UNREADABLE: readonly (readonly [string, Misbehaviour, string, string])[] = [
  ['truncated JSON', { kind: 'truncatedJson' }, 'notJson', 'Unreadable reply (not JSON)'],
  ['wrong types in every field', { kind: 'wrongTypes' }, 'shape', 'Unreadable reply (unexpected content)'],
  ['200,000 levels of nesting', { kind: 'deepNesting' }, 'shape', 'Unreadable reply (unexpected content)'],
  ['a list', { kind: 'patch', summary: () => [1, 2] }, 'shape', 'Unreadable reply (unexpected content)'],
  ['null', { kind: 'patch', summary: () => null }, 'shape', 'Unreadable reply (unexpected content)'],
  ['nothing at all', { kind: 'patch', summary: () => undefined }, 'notJson', 'Unreadable reply (not JSON)'],
  ['status FAILED', { kind: 'failed' }, 'api', 'Request refused by Experia'],
];

describe('fault 10: a reply that is not what it should be', () => {
  test.each(UNREADABLE)('%s is rejected, and the last good figures stay', async (_what, misbehaviour, code, words) => {
    const { good, seen, life, it } = await fallsInto(misbehaviour);
    expect(seen).toMatchObject({ code, tiles: good.tiles });
    expect(seen.error).toMatch(/, next try 14:0[56]$/);
    expect(seen.error?.startsWith(words)).toBe(true);
    // What reaches screens survives every way to them.
    expect(structuredClone(life.snapshot())).toEqual(JSON.parse(JSON.stringify(life.snapshot())));
    it.simulator.misbehave(null);
    await life.advance(6 * MINUTE_MS);
    expect(await life.look()).toMatchObject({ health: 'fresh', error: null });
  });

  test('one field of a wrong type costs that one value', async () => {
    const summary = { NPS: 'abc', averageWaitingTime: { seconds: 5 }, totalSessions: 1234 };
    const { good, seen } = await fallsInto({ kind: 'patch', summary });
    expect(seen).toMatchObject({ health: 'fresh', error: null });
    expect(seen.tiles['averageWaitingTime']).toMatchObject({ status: 'none', value: '—' });
    expect(seen.tiles['totalSessions']?.value).toBe('1,234');
    expect(seen.tiles['CSAT']).toEqual(good.tiles['CSAT']);
  });

  test('of duplicate keys the last counts', async () => {
    const { good, seen } = await fallsInto({ kind: 'duplicateKeys' });
    expect(seen).toMatchObject({ health: 'fresh', error: null });
    expect(good.tiles['totalSessions']?.value).not.toBe('0');
    expect(seen.tiles['totalSessions']?.value).not.toBe('0');
  });

  test('half of a surrogate pair never reaches a screen', async () => {
    const { it, life } = await fallsInto({ kind: 'loneSurrogates' });
    expect(JSON.stringify(life.snapshot()).isWellFormed()).toBe(true);
    await life.advance(MINUTE_MS);
    const opened = await openCard(life, 'CARDTAGS');
    if (!opened.ok || opened.value.kind !== 'rows') throw new Error('no rows');
    const rows = await life.wallboard.dispatch('readRows', { ticket: opened.value.ticket, from: 0 }, 'control');
    const texts: string[] = [];
    JSON.parse(rows.ok ? rows.value.text : '[]', (_name, value: unknown) => {
      if (typeof value === 'string') texts.push(value);
      return value;
    });
    expect(texts.length).toBeGreaterThan(5);
    expect(texts.filter((text) => !text.isWellFormed())).toEqual([]);
    expect(it.arrived()).toBeGreaterThan(3);
  });
});
