import { describe, expect, test } from 'vitest';
import { startSimulator } from '../../../core/simulator/server.ts';
import { HOUR_MS, makeFakeClock, send, start, type SendOptions, type Sim } from './support.ts';

const JSON_HEADERS = { 'Content-Type': 'application/json' };

async function statusOf(options: SendOptions): Promise<number> {
  const response = await send(await start(), options);
  const body = (await response.json()) as { status: string };
  expect(body.status).toBe(response.status === 200 ? 'SUCCESS' : 'FAILED');
  return response.status;
}

describe('requests the API would refuse', () => {
  test.each<[string, number, SendOptions]>([
    ['no key', 401, { headers: JSON_HEADERS }],
    ['a wrong key', 401, { headers: { ...JSON_HEADERS, 'X-API-Key': 'demo-key-not-a-secreT' } }],
    ['a wrong key on an unknown address', 401, { headers: JSON_HEADERS, path: '/nothing' }],
    ['an unknown address', 404, { path: '/v2/nothing' }],
    ['an address below a card', 404, { path: '/v2/dashboard/CARDCSAT/more' }],
    ['GET', 405, { method: 'GET' }],
    ['PUT', 405, { method: 'PUT' }],
    ['an unknown card', 400, { path: '/v2/dashboard/CARDNOTHING' }],
    ['a card in lower case', 400, { path: '/v2/dashboard/cardcsat' }],
    ['malformed JSON', 400, { body: '{"filter":' }],
    ['no body', 400, { body: '' }],
    ['an array', 400, { body: '[]' }],
    ['a body of 2 MB', 413, { body: JSON.stringify({ filter: 'daily', pad: 'x'.repeat(2_000_000) }) }],
  ])('%s is answered with %i', async (_, status, options) => {
    expect(await statusOf(options)).toBe(status);
  });

  test('another content type is answered with 415', async () => {
    const simulator = await start();
    const headers = { 'X-API-Key': simulator.key, 'Content-Type': 'text/plain' };
    expect((await send(simulator, { headers })).status).toBe(415);
    const charset = { 'X-API-Key': simulator.key, 'Content-Type': 'application/json; charset=utf-8' };
    expect((await send(simulator, { headers: charset })).status).toBe(200);
  });

  test.each<[string, object]>([
    ['no filter', { filter: undefined }],
    ['a filter in the wrong case', { filter: 'Daily' }],
    ['a filter that is no text', { filter: 1 }],
    ['a range of days that do not exist', { filter: '2026-02-30 to 2026-03-01' }],
    ['a range backwards', { filter: '2026-03-02 to 2026-03-01' }],
    ['channels that are no list', { channels: '101' }],
    ['channels of objects', { channels: [{}] }],
    ['groups that are null', { groupsID: null }],
    ['an email that is a list', { email: [] }],
    ['an offset without a sign', { timezoneOffset: '03:00' }],
    ['an offset that is a number', { timezoneOffset: 3 }],
    ['sla that is a list', { sla: [] }],
    ['sla seconds as text', { sla: { response: '30' } }],
    ['negative sla seconds', { sla: { waiting: -1 } }],
  ])('a summary with %s is answered with 400', async (_, fields) => {
    expect(await statusOf({ body: JSON.stringify({ filter: 'daily', ...fields }) })).toBe(400);
  });

  test.each<[string, number, object]>([
    ['for something else', 400, { for: 'hotel' }],
    ['for a number', 400, { for: 1 }],
    ['shifts that are no list', 400, { shiftIDs: 1 }],
    ['an empty filter', 400, { filter: '' }],
    ['no fields at all', 200, {}],
    ['unknown fields', 200, { colour: 'red', nested: { deep: [1] } }],
    ["the fields of the page's own example", 200, { sla: { service: 0, response: 0, waiting: 0 }, email: '', for: '' }],
  ])('a card with %s is answered with %i', async (_, status, fields) => {
    expect(await statusOf({ path: '/v2/dashboard/CARDTOTALCLOSEDSESSIONS', body: JSON.stringify(fields) })).toBe(
      status,
    );
  });

  test('a summary lets unknown fields through, which `for` and `shiftIDs` are to it', async () => {
    expect(await statusOf({ body: JSON.stringify({ filter: 'daily', for: 5, shiftIDs: 'x', colour: 1 }) })).toBe(200);
  });
});

describe('the rolling hour', () => {
  const limited = async (limit = 200): Promise<Sim> => start({ limit });

  test('the request after the 200th is refused until the first is an hour old', async () => {
    const simulator = await limited();
    for (let sent = 0; sent < 200; sent += 1) {
      expect((await send(simulator, { body: '{}' })).status).toBe(400);
      simulator.clock.advance(1000);
    }
    const refused = await send(simulator);
    expect([refused.status, refused.headers.get('retry-after')]).toEqual([429, '3400']);
    simulator.clock.advance(HOUR_MS - 200_000 - 1);
    expect((await send(simulator)).headers.get('retry-after')).toBe('1');
    simulator.clock.advance(1);
    expect((await send(simulator)).status).toBe(200);
    expect((await send(simulator)).status).toBe(429);
  });

  test('200 is the limit when none is given', async () => {
    const simulator = await startSimulator({ clock: makeFakeClock() });
    simulator.misbehave({ kind: 'otherConsumer', requests: 199 });
    const statuses = [(await send(simulator)).status, (await send(simulator)).status];
    await simulator.close();
    expect(statuses).toEqual([200, 429]);
  });

  test('refused requests and requests with a wrong key take no place', async () => {
    const simulator = await limited(2);
    await send(simulator, { headers: JSON_HEADERS });
    expect((await send(simulator)).status).toBe(200);
    simulator.clock.advance(HOUR_MS / 2);
    expect((await send(simulator)).status).toBe(200);
    for (let again = 0; again < 5; again += 1) expect((await send(simulator)).status).toBe(429);
    simulator.clock.advance(HOUR_MS / 2);
    expect((await send(simulator)).status).toBe(200);
  });

  test('another consumer of the key takes places of the same hour', async () => {
    const simulator = await limited(5);
    simulator.misbehave({ kind: 'otherConsumer', requests: 4 });
    expect((await send(simulator)).status).toBe(200);
    expect((await send(simulator)).status).toBe(429);
    simulator.clock.advance(HOUR_MS);
    expect((await send(simulator)).status).toBe(200);
  });
});

test('requests are noted as they arrive, the last thousand of them, and the key never is', async () => {
  const simulator = await start();
  await send(simulator, {
    path: `/v2/dashboard?key=${simulator.key}`,
    body: JSON.stringify({ filter: simulator.key }),
  });
  simulator.clock.advance(50);
  await send(simulator);
  expect(simulator.requests).toEqual([
    { atMs: 5000, path: '/v2/dashboard?key=[key]', status: 400, body: { filter: '[key]' } },
    { atMs: 5050, path: '/v2/dashboard', status: 200, body: { filter: 'daily' } },
  ]);
  for (let sent = 0; sent < 1000; sent += 1) await send(simulator, { body: '{}' });
  expect(simulator.requests.length).toBe(1000);
  expect(simulator.requests.every((request) => request.status === 400)).toBe(true);
});

test('it listens on the loopback address only, on a port of its own, and starts at 14:05 at +03:00', async () => {
  const simulator = await startSimulator({ clock: makeFakeClock(Date.parse('2026-11-21T23:00:00Z')) });
  const [url, now] = [simulator.url, simulator.now()];
  await simulator.close();
  expect(url).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
  expect(new Date(now).toISOString()).toBe('2026-11-22T11:05:00.000Z');
});

test('a speed or a limit that is no number above zero is refused', async () => {
  await expect(startSimulator({ speed: 0 })).rejects.toThrow(RangeError);
  await expect(startSimulator({ limit: Number.NaN })).rejects.toThrow(RangeError);
});

test('a port that is taken is refused', async () => {
  const simulator = await start();
  await expect(startSimulator({ port: Number(new URL(simulator.url).port) })).rejects.toThrow('EADDRINUSE');
});
