import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, test } from 'vitest';
import { CARD_NAMES } from '../../../common/cards.ts';
import { DEFAULT_QUERY } from '../../../common/query.ts';
import { countFigures } from '../../../core/experia/summary.ts';
import { createExperiaClient } from '../../../core/experia/client.ts';
import { systemClock } from '../../../core/node/systemClock.ts';
import { undiciFetch } from '../../../core/node/undiciFetch.ts';
import type { Clock } from '../../../core/ports.ts';
import type { Misbehaviour } from '../../../core/simulator/server.ts';
import { misbehaving, start, type Sim } from '../simulator/support.ts';

const never = new AbortController().signal;
const client = createExperiaClient(undiciFetch(), systemClock());
const summary = (to: { url: string; key: string }): ReturnType<typeof client.summary> =>
  client.summary(to, DEFAULT_QUERY, never);

/** A clock whose 30 s pass in a moment, so that deadlines can be seen without waiting for them. */
const fast: Clock = { ...systemClock(), after: (delayMs, callback) => systemClock().after(delayMs / 100, callback) };

test('a summary comes with all 23 figures, read to numbers', async () => {
  const result = await summary(await start());
  if (!result.ok) throw new Error(result.error.code);
  expect(countFigures(result.value)).toBe(23);
  expect(result.value.metrics.averageWaitingTime.value).toBeTypeOf('number');
  expect(result.value.metrics.peakTime.value).toMatch(/^\d\d:\d\d$/);
});

test('every documented parameter is sent: the summary’s six, and for cards also `for` and `shiftIDs`', async () => {
  const simulator = await start();
  const query = {
    ...DEFAULT_QUERY,
    channels: [101],
    groupsID: [11],
    email: 'reem.alghamdi@example.com',
    shiftIDs: [1],
    timezone: 'Asia/Riyadh',
  };
  await client.summary(simulator, query, never);
  await client.card(simulator, query, 'CARDCSAT', never);
  const { for: category, shiftIDs, timezone: _zone, ...others } = query;
  const shared = { ...others, timezoneOffset: '+03:00' };
  expect(simulator.requests.map(({ path, body }) => ({ path, body }))).toEqual([
    { path: '/v2/dashboard', body: shared },
    { path: '/v2/dashboard/CARDCSAT', body: { ...shared, for: category, shiftIDs } },
  ]);
});

test.each(CARD_NAMES)('%s comes as rows', async (card) => {
  const result = await client.card(await start(), DEFAULT_QUERY, card, never);
  expect(result.ok && Array.isArray(result.value.rows)).toBe(true);
});

const faults: readonly (readonly [string, Misbehaviour, object])[] = [
  ['401', { kind: 'status', status: 401 }, { code: 'auth', status: 401 }],
  ['403', { kind: 'status', status: 403 }, { code: 'auth', status: 403 }],
  [
    '429 with Retry-After',
    { kind: 'status', status: 429, retryAfter: '3600' },
    { code: 'limited', retryAfterMs: 3_600_000 },
  ],
  ['429 with garbage', { kind: 'status', status: 429, retryAfter: 'soon' }, { code: 'limited', retryAfterMs: null }],
  [
    '429 with a negative number',
    { kind: 'status', status: 429, retryAfter: '-5' },
    { code: 'limited', retryAfterMs: null },
  ],
  [
    '429 for 115 days',
    { kind: 'status', status: 429, retryAfter: '9999999' },
    { code: 'limited', retryAfterMs: 3_600_000 },
  ],
  [
    '429 until 2065',
    { kind: 'status', status: 429, retryAfter: 'Thu, 01 Jan 2065 00:00:00 GMT' },
    { code: 'limited', retryAfterMs: 3_600_000 },
  ],
  ['503', { kind: 'status', status: 503 }, { code: 'server', status: 503 }],
  ['400', { kind: 'status', status: 400 }, { code: 'api', status: 400 }],
  ['a reset before the answer', { kind: 'reset', at: 'request' }, { code: 'network', sent: true }],
  ['a reset in the body', { kind: 'reset', at: 'half' }, { code: 'network', sent: true }],
  ['48 KB of gzip that becomes 50 MB', { kind: 'gzipBomb' }, { code: 'tooLarge' }],
  ['50 MB of JSON', { kind: 'hugeBody' }, { code: 'tooLarge' }],
  ['a sign-in page', { kind: 'html' }, { code: 'portal' }],
  ['truncated JSON', { kind: 'truncatedJson' }, { code: 'notJson' }],
  ['200,000 levels of nesting', { kind: 'deepNesting' }, { code: 'shape' }],
  ['wrong types in every field', { kind: 'wrongTypes' }, { code: 'shape' }],
  ['status FAILED', { kind: 'failed' }, { code: 'api', status: 200 }],
];

test.each(faults)('%s becomes one closed error code', async (_, misbehaviour, expected) => {
  const result = await summary(await misbehaving(misbehaviour));
  expect(result).toMatchObject({ ok: false, error: expected });
});

test('a redirect is not followed, so the key never reaches another host', async () => {
  const seen: unknown[] = [];
  const thief = createServer((request, response) => {
    seen.push(request.headers);
    response.end('{}');
  });
  await new Promise<void>((resolve) => thief.listen(0, '127.0.0.1', resolve));
  const location = `http://127.0.0.1:${(thief.address() as AddressInfo).port}/`;
  for (const status of [301, 302, 307, 308] as const) {
    const result = await summary(await misbehaving({ kind: 'redirect', location, status }));
    expect(result).toMatchObject({ ok: false, error: { code: 'portal' } });
  }
  thief.close();
  expect(seen).toEqual([]);
});

test.each([
  ['never answers', { kind: 'hang', at: 'request' }],
  ['never sends the body', { kind: 'hang', at: 'headers' }],
  ['drips a byte a second', { kind: 'drip' }],
] as const)('a server that %s is left at the total deadline', async (_, misbehaviour) => {
  const simulator = await misbehaving(misbehaviour);
  const result = await createExperiaClient(undiciFetch(), fast).summary(simulator, DEFAULT_QUERY, never);
  expect(result).toMatchObject({ ok: false, error: { code: 'timeout', sent: true } });
});

test('a refused connection and an unknown host are known to have cost nothing', async () => {
  const simulator = await start();
  await simulator.close();
  expect(await summary(simulator)).toMatchObject({ ok: false, error: { code: 'network', sent: false } });
  expect(await summary({ url: 'https://no-such-host.invalid', key: 'k' })).toMatchObject({
    error: { code: 'network', sent: false },
  });
});

test('wrong types lose their tiles, not the snapshot; duplicate keys and lone surrogates are repaired', async () => {
  const patched = await summary(
    await misbehaving({
      kind: 'patch',
      summary: { NPS: 'abc', CSAT: '62.5', FCR: null, averageWaitingTime: {}, maxServiceTime: 20 },
    }),
  );
  expect(patched).toMatchObject({
    ok: true,
    value: {
      metrics: {
        NPS: { value: null, problem: 'shape' },
        CSAT: { value: 62.5, problem: null },
        FCR: { value: null, problem: null },
        averageWaitingTime: { value: null, problem: 'shape' },
        maxServiceTime: { value: 20, problem: null },
        totalSessions: { value: expect.any(Number) as number, problem: null },
      },
    },
  });
  const duplicated = await summary(await misbehaving({ kind: 'duplicateKeys' }));
  expect(duplicated.ok && Number(duplicated.value.metrics.totalSessions.value)).toBeGreaterThan(0);
  const card = await client.card(await misbehaving({ kind: 'loneSurrogates' }), DEFAULT_QUERY, 'CARDTAGS', never);
  expect(card.ok && JSON.stringify(card.value.rows).isWellFormed()).toBe(true);
  expect(card.ok && encodeURIComponent(JSON.stringify(card.value.rows))).toBeTypeOf('string');
});

test('a cancelled call says so, and nothing of the key is in any error', async () => {
  const key = 'canary-key-1234567890';
  const simulator = await start({ key });
  const abort = new AbortController();
  simulator.misbehave({ kind: 'hang', at: 'request' });
  const hanging = client.summary(simulator, DEFAULT_QUERY, abort.signal);
  abort.abort();
  const results = [await hanging, await client.summary(simulator, DEFAULT_QUERY, abort.signal)];
  for (const [, misbehaviour] of faults) {
    const other: Sim = await start({ key });
    other.misbehave(misbehaviour);
    results.push(await summary(other));
  }
  expect(results[0]).toMatchObject({ error: { code: 'cancelled' } });
  expect(results[1]).toMatchObject({ error: { code: 'cancelled', sent: false } });
  expect(JSON.stringify(results)).not.toContain('canary');
});
