import { connect } from 'node:net';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { startSimulator, type Misbehaviour } from '../../../core/simulator/server.ts';
import { jsonFrom, misbehaving, send, start, summaryOf, type Sim } from './support.ts';

/** Nothing more is taken to come when nothing has come for so long, in milliseconds. */
const QUIET_MS = 150;

/**
 * Everything that comes over the socket until it is quiet, in bytes as they are, and whether it was reset.
 * @param expected whether there is something to wait for, however long a busy machine takes
 */
function rawExchange(
  simulator: Sim,
  expected: 'reply' | 'silence',
): Promise<{ readonly data: string; readonly reset: boolean }> {
  const body = '{"filter":"daily"}';
  return new Promise((resolve) => {
    const pieces: Buffer[] = [];
    let quiet: NodeJS.Timeout | undefined;
    const done = (reset: boolean): void => {
      clearTimeout(quiet);
      socket.destroy();
      resolve({ data: Buffer.concat(pieces).toString('latin1'), reset });
    };
    const wait = (): void => {
      clearTimeout(quiet);
      quiet = setTimeout(() => done(false), QUIET_MS);
    };
    const socket = connect(Number(new URL(simulator.url).port), '127.0.0.1', () => {
      socket.write(
        `POST /v2/dashboard HTTP/1.1\r\nHost: x\r\nX-API-Key: ${simulator.key}\r\nContent-Type: application/json\r\n` +
          `Content-Length: ${body.length}\r\n\r\n${body}`,
      );
      if (expected === 'silence') wait();
    });
    socket.on('data', (piece) => {
      pieces.push(piece);
      wait();
    });
    socket.on('error', () => done(true));
  });
}

describe('status codes', () => {
  // Over a bare socket: fetch turns a 407 into a network error of its own.
  test.each([401, 403, 407, 500, 501, 502, 503, 504] as const)('%i is answered', async (status) => {
    const { data } = await rawExchange(await misbehaving({ kind: 'status', status }), 'reply');
    expect(data).toMatch(new RegExp(`^HTTP/1\\.1 ${status} `));
  });

  test.each(['3600', '9999999', '-5', 'soon', 'Sun, 01 Jan 2065 00:00:00 GMT', ''])(
    '429 carries Retry-After "%s" as it is',
    async (retryAfter) => {
      const response = await send(await misbehaving({ kind: 'status', status: 429, retryAfter }));
      expect([response.status, response.headers.get('retry-after')]).toEqual([429, retryAfter]);
    },
  );

  test('429 comes without Retry-After when none is given', async () => {
    const response = await send(await misbehaving({ kind: 'status', status: 429 }));
    expect(response.headers.has('retry-after')).toBe(false);
  });
});

describe('silence, resets and slowness', () => {
  test.each(['connect', 'request'] as const)('hanging at %s: not a byte comes back', async (at) => {
    const simulator = await misbehaving({ kind: 'hang', at });
    expect(await rawExchange(simulator, 'silence')).toEqual({ data: '', reset: false });
    await expect.poll(() => simulator.requests.length).toBe(at === 'connect' ? 0 : 1);
    expect(simulator.requests[0]?.status ?? 0).toBe(0);
  });

  test('hanging at headers: they come whole, and no body', async () => {
    const { data, reset } = await rawExchange(await misbehaving({ kind: 'hang', at: 'headers' }), 'reply');
    expect(data).toMatch(/^HTTP\/1\.1 200 OK\r\n[^]*\r\n\r\n$/);
    expect(reset).toBe(false);
  });

  test('hanging half-way: half of the announced body comes', async () => {
    const { data } = await rawExchange(await misbehaving({ kind: 'hang', at: 'half' }), 'reply');
    const [head = '', body = ''] = data.split('\r\n\r\n');
    const announced = Number(/content-length: (\d+)/i.exec(head)?.[1]);
    expect(body.length).toBe(Math.floor(announced / 2));
  });

  test.each(['connect', 'request', 'headers', 'half'] as const)('a reset at %s breaks the connection', async (at) => {
    const { data, reset } = await rawExchange(await misbehaving({ kind: 'reset', at }), 'reply');
    expect(reset).toBe(true);
    if (at === 'connect' || at === 'request') expect(data).toBe('');
  });

  test('a drip sends one byte at a time, at the given pace, until the right answer is whole', async () => {
    const simulator = await misbehaving({ kind: 'drip', intervalMs: 1 });
    const right = JSON.stringify(await summaryOf(await start()));
    const pieces: string[] = [];
    for await (const piece of (await send(simulator)).body ?? []) pieces.push(Buffer.from(piece).toString());
    expect(pieces.join('')).toBe(right);
    expect(pieces.length).toBeGreaterThan(50);
  });

  test('a byte a second is the pace when none is given', async () => {
    const paces = vi.spyOn(globalThis, 'setInterval');
    onTestFinished(() => paces.mockRestore());
    const response = await send(await misbehaving({ kind: 'drip' }));
    expect(paces).toHaveBeenCalledWith(expect.any(Function), 1000);
    await response.body?.cancel();
  });

  test('a late answer is the right one, after the delay', async () => {
    const startedAt = performance.now();
    expect((await jsonFrom(await misbehaving({ kind: 'latency', delayMs: 120 }))).status).toBe('SUCCESS');
    expect(performance.now() - startedAt).toBeGreaterThan(115);
  });
});

test('misbehaviour lasts until it is taken back, or for as many requests as it was told', async () => {
  const simulator = await misbehaving({ kind: 'status', status: 500, times: 2 });
  const statuses = async (): Promise<number[]> => {
    const seen: number[] = [];
    for (let sent = 0; sent < 3; sent += 1) seen.push((await send(simulator)).status);
    return seen;
  };
  expect(await statuses()).toEqual([500, 500, 200]);
  simulator.misbehave({ kind: 'status', status: 503 });
  expect(await statuses()).toEqual([503, 503, 503]);
  simulator.misbehave(null);
  expect(await statuses()).toEqual([200, 200, 200]);
});

test('a misbehaving server still counts the requests it gets', async () => {
  const simulator = await start({ limit: 2 });
  simulator.misbehave({ kind: 'status', status: 500, times: 2 });
  const statuses = [];
  for (let sent = 0; sent < 3; sent += 1) statuses.push((await send(simulator)).status);
  expect(statuses).toEqual([500, 500, 429]);
});

test('another consumer leaves the misbehaviour in force as it is', async () => {
  const simulator = await misbehaving({ kind: 'status', status: 502 });
  simulator.misbehave({ kind: 'otherConsumer', requests: 3 });
  expect((await send(simulator)).status).toBe(502);
});

test.each<Misbehaviour>([
  { kind: 'hang', at: 'connect' },
  { kind: 'hang', at: 'half' },
  { kind: 'drip' },
  { kind: 'latency', delayMs: 60_000 },
])('closing ends a connection at once while it is kept waiting: %o', async (misbehaviour) => {
  const simulator = await startSimulator();
  simulator.misbehave(misbehaviour);
  const pending = send(simulator).then((response) => response.text());
  const outcome = pending.then(
    () => 'answered',
    () => 'broken',
  );
  await new Promise((resolve) => setTimeout(resolve, 100));
  await simulator.close();
  expect(await outcome).toBe('broken');
});
