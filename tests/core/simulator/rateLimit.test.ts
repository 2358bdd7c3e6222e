import { expect, test } from 'vitest';
import { HOUR_MS, MINUTE_MS } from '../../../common/time.ts';
import { makeRateLimit } from '../../../core/simulator/rateLimit.ts';
import { start } from './support.ts';

test('a rolling hour frees each place an hour after it was taken', () => {
  const limit = makeRateLimit(2);
  expect([limit.take(0), limit.take(10 * MINUTE_MS), limit.take(20 * MINUTE_MS)]).toEqual([0, 0, 40 * MINUTE_MS]);
  expect(limit.take(HOUR_MS)).toBe(0);
  expect(limit.take(HOUR_MS)).toBe(10 * MINUTE_MS);
});

test('a fixed hour frees all places at its end, whenever they were taken', () => {
  const limit = makeRateLimit(2, { kind: 'fixed', beginsAtMs: 17 * MINUTE_MS });
  expect([limit.take(15 * MINUTE_MS), limit.take(16 * MINUTE_MS), limit.take(16 * MINUTE_MS)]).toEqual([
    0,
    0,
    MINUTE_MS,
  ]);
  expect([limit.take(17 * MINUTE_MS), limit.take(18 * MINUTE_MS)]).toEqual([0, 0]);
  expect(limit.take(20 * MINUTE_MS)).toBe(57 * MINUTE_MS);
  limit.takeMany(80 * MINUTE_MS, 1);
  expect(limit.state(80 * MINUTE_MS)).toEqual({ remaining: 1, resetMs: 57 * MINUTE_MS });
});

test('an hour since the first request begins with the first one after the last hour', () => {
  const limit = makeRateLimit(1, { kind: 'sinceFirst' });
  expect(limit.take(5 * MINUTE_MS)).toBe(0);
  expect(limit.take(64 * MINUTE_MS)).toBe(MINUTE_MS);
  expect(limit.take(70 * MINUTE_MS)).toBe(0);
  expect(limit.take(129 * MINUTE_MS)).toBe(MINUTE_MS);
});

test('the server tells what is left where it is told to, and its own time always', async () => {
  const startAtMs = Date.parse('2026-11-22T20:59:58Z');
  const clock = { wallMs: () => 0, monotonicMs: () => 1000 };
  const { url, key } = await start({ tellsLimit: true, limit: 1, startAtMs, clock });
  const ask = () =>
    fetch(`${url}/v2/dashboard`, {
      method: 'POST',
      headers: { 'X-API-Key': key, 'Content-Type': 'application/json' },
      body: '{"filter":"daily"}',
    });
  const told = (reply: Response) =>
    ['date', 'x-ratelimit-limit', 'x-ratelimit-remaining', 'x-ratelimit-reset'].map((name) => reply.headers.get(name));
  const date = new Date(startAtMs).toUTCString();
  expect(told(await ask())).toEqual([date, '1', '0', '3600']);
  const refused = await ask();
  expect([refused.status, ...told(refused)]).toEqual([429, date, '1', '0', '3600']);
});
