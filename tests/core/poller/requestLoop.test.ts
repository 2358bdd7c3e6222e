import { describe, expect, test } from 'vitest';
import { DEFAULT_QUERY, summaryQueryKey, type Query } from '../../../common/query.ts';
import { HOUR_MS, MINUTE_MS, SECOND_MS } from '../../../common/time.ts';
import { openLedgerBook } from '../../../core/budget/ledgerFile.ts';
import { failure, type CallFailure } from '../../../core/experia/classify.ts';
import type { ExperiaClient } from '../../../core/experia/client.ts';
import { createRequestLoop } from '../../../core/poller/requestLoop.ts';
import type { LoopEvent, RequestLoop } from '../../../core/poller/requestLoop.types.ts';
import { fakeExperia } from '../support/fakeExperia.ts';
import { memoryFiles, seededRandom, settled, silentLog, World } from '../support/world.ts';

interface Bench {
  readonly world: World;
  readonly sent: number[];
  readonly asked: string[];
  readonly events: LoopEvent[];
  readonly loop: () => RequestLoop;
  /** What the server does wrong from now on. */
  fault: CallFailure | null;
  /** The query for which the server fails, whatever `fault` says. */
  failFor: string | null;
  latencyMs: number;
  mostAtOnce: number;
  restart(): Promise<void>;
  /** A true time on the clock of the running process. */
  monotonicOf(trueMs: number): number;
}

async function bench(queries: readonly Query[] = [DEFAULT_QUERY]): Promise<Bench> {
  const world = new World();
  const random = seededRandom(7);
  const files = memoryFiles();
  const events: LoopEvent[] = [];
  const sent: number[] = [];
  const asked: string[] = [];
  let underWay = 0;
  let current: RequestLoop | null = null;
  let process = world.process();
  const it: Bench = {
    world,
    sent,
    asked,
    events,
    fault: null,
    failFor: null,
    monotonicOf: (trueMs) => process.clock.monotonicMs() - (world.trueMs - trueMs),
    latencyMs: 200,
    mostAtOnce: 0,
    loop: () => current ?? expect.unreachable('not started'),
    async restart() {
      process.kill();
      process = world.process();
      const { clock, lives } = process;
      const book = await openLedgerBook(files, clock, silentLog);
      const client: ExperiaClient = {
        card: (...call) => lives(server.client.card(...call)),
        async summary(endpoint, query, cancel) {
          sent.push(world.trueMs);
          asked.push(summaryQueryKey(query));
          underWay += 1;
          it.mostAtOnce = Math.max(it.mostAtOnce, underWay);
          return lives(server.client.summary(endpoint, query, cancel)).finally(() => (underWay -= 1));
        },
      };
      const report = (event: LoopEvent): void => void events.push(event);
      const endpoint = { url: 'https://api.example.com', key: 'k' };
      current = createRequestLoop({ endpoint, keyHash: 'k', book, client, clock, random, log: silentLog, report });
      current.setQueries(queries);
    },
  };
  const server = fakeExperia(world, random, {
    latencyMs: () => it.latencyMs,
    fault: () => (asked.at(-1) === it.failFor ? failure('server', { status: 503 }) : it.fault),
  });
  await it.restart();
  return it;
}

const gaps = (times: readonly number[]): number[] => times.slice(1).map((at, i) => at - (times[i] ?? at));

describe('pacing', () => {
  test('the first poll goes at once, the next ones at an even pace near one each 18 s', async () => {
    const it = await bench();
    await it.world.advance(10 * MINUTE_MS);
    expect(it.sent[0]).toBe(it.world.trueMs - 10 * MINUTE_MS);
    expect(Math.min(...gaps(it.sent))).toBeGreaterThanOrEqual(18 * SECOND_MS);
    expect(Math.max(...gaps(it.sent))).toBeLessThan(20 * SECOND_MS);
  });

  test('equal queries share one request and different ones take turns', async () => {
    const other: Query = { ...DEFAULT_QUERY, filter: 'monthly' };
    const it = await bench([DEFAULT_QUERY, { ...DEFAULT_QUERY, shiftIDs: [1] }, other]);
    await it.world.advance(2 * MINUTE_MS);
    expect(it.asked.slice(2, 6)).toEqual([DEFAULT_QUERY, other, DEFAULT_QUERY, other].map(summaryQueryKey));
    const { intervalMs } = it.loop().timing(summaryQueryKey(other));
    expect(intervalMs).toBeGreaterThan(36 * SECOND_MS);
  });

  test('there are never two requests at a time, however slow the server is', async () => {
    const it = await bench();
    it.latencyMs = 29 * SECOND_MS;
    for (let i = 0; i < 20; i += 1) void it.loop().request('card', () => Promise.resolve({ ok: true, value: 1 }));
    await it.world.advance(30 * MINUTE_MS);
    expect(it.mostAtOnce).toBe(1);
  });

  test('after eight hours of suspend there is one catch-up poll, not a burst', async () => {
    const it = await bench();
    await it.world.advance(HOUR_MS);
    const before = it.sent.length;
    it.world.trueMs += 8 * HOUR_MS;
    await it.world.advance(10 * SECOND_MS);
    expect(it.sent.length - before).toBe(1);
    await it.world.advance(50 * SECOND_MS);
    expect(it.sent.length - before).toBeLessThanOrEqual(4);
  });

  test('a new filter is asked for at once, and quick changes soon fall back to the pace', async () => {
    const it = await bench();
    await it.world.advance(5 * MINUTE_MS);
    const before = it.sent.length;
    it.loop().setQueries([{ ...DEFAULT_QUERY, filter: 'weekly' }]);
    await it.world.advance(2 * SECOND_MS);
    expect(it.sent.length).toBe(before + 1);
    for (let i = 0; i < 300; i += 1) {
      it.loop().setQueries([{ ...DEFAULT_QUERY, email: `a${i}@example.com` }]);
      await it.world.advance(2 * SECOND_MS);
    }
    expect(it.sent.length).toBeLessThan(70);
  });
});

describe('bursts', () => {
  const boards = (count: number): Query[] =>
    Array.from({ length: count }, (_, i) => ({ ...DEFAULT_QUERY, email: `agent${i}@example.com` }));
  const longestSilence = (it: Bench): number => Math.max(...gaps(it.sent)) / SECOND_MS;

  test('twelve restarts an hour with five boards slow the wall down, and never silence it', async () => {
    const it = await bench(boards(5));
    for (let i = 0; i < 48; i += 1) {
      await it.world.advance(5 * MINUTE_MS);
      await it.restart();
    }
    expect(longestSilence(it)).toBeLessThan(60);
  });

  test('new filters every few minutes never silence the wall', async () => {
    const it = await bench();
    for (let i = 0; i < 100; i += 1) {
      await it.world.advance(2.5 * MINUTE_MS);
      it.loop().setQueries([{ ...DEFAULT_QUERY, email: `agent${i}@example.com` }]);
    }
    expect(longestSilence(it)).toBeLessThan(60);
  });

  test('fifty boards all get their turn from the start, without a silent quarter of an hour', async () => {
    const it = await bench(boards(50));
    await it.world.advance(4 * HOUR_MS);
    expect(longestSilence(it)).toBeLessThan(60);
    const turns = boards(50).map((query) => it.asked.filter((asked) => asked === summaryQueryKey(query)).length);
    expect(Math.max(...turns) - Math.min(...turns)).toBeLessThanOrEqual(2);
  });

  test('a board beside one whose filter changes all the time keeps its turn', async () => {
    const it = await bench(boards(2));
    const [steady] = boards(1);
    if (!steady) return expect.unreachable();
    for (let i = 0; i < 200; i += 1) {
      await it.world.advance(10 * SECOND_MS);
      it.loop().setQueries([steady, { ...DEFAULT_QUERY, email: `other${i}@example.com` }]);
    }
    const turns = it.sent.filter((_, i) => it.asked[i] === summaryQueryKey(steady));
    expect(Math.max(...gaps(turns)) / SECOND_MS).toBeLessThan(100);
  });

  test('a process that is restarted every twenty seconds does not ask for its first board only', async () => {
    const it = await bench(boards(3));
    for (let i = 0; i < 180; i += 1) {
      await it.world.advance(20 * SECOND_MS);
      await it.restart();
    }
    for (const query of boards(3)) {
      const turns = it.sent.filter((_, i) => it.asked[i] === summaryQueryKey(query));
      expect(Math.max(...gaps(turns)) / MINUTE_MS).toBeLessThan(10);
    }
  });

  test('a query that keeps failing does not delay the announced turn of the others', async () => {
    const it = await bench(boards(2));
    const [failing, good] = boards(2);
    if (!failing || !good) return expect.unreachable();
    await it.world.advance(2 * MINUTE_MS);
    it.failFor = summaryQueryKey(failing);
    await it.world.advance(10 * MINUTE_MS);
    const { nextAt } = it.loop().timing(summaryQueryKey(good));
    const before = it.sent.length;
    await it.world.advance(25 * SECOND_MS);
    const actual = it.sent.slice(before).find((_, i) => it.asked[before + i] === summaryQueryKey(good));
    expect(Math.abs((nextAt ?? 0) - it.monotonicOf(actual ?? 0))).toBeLessThan(3 * SECOND_MS);
  });
});

describe('429', () => {
  test('with Retry-After: 3600 nothing is sent for an hour, restarts included, then one probe', async () => {
    const it = await bench();
    it.fault = failure('limited', { status: 429, retryAfterMs: HOUR_MS });
    await it.world.advance(MINUTE_MS);
    expect(it.sent).toHaveLength(1);
    await it.restart();
    expect(it.events.at(-2)).toMatchObject({ type: 'callFailed', failure: { code: 'limited', sent: false } });
    await it.world.advance(57 * MINUTE_MS);
    await it.restart();
    expect(it.sent).toHaveLength(1);
    await it.world.advance(3 * MINUTE_MS);
    expect(it.sent).toHaveLength(2);
    expect(it.loop().budget().left).toBe(0);
  });

  test('without a usable header it waits at least a minute, and longer each time', async () => {
    const it = await bench();
    it.fault = failure('limited', { status: 429 });
    await it.world.advance(12 * HOUR_MS);
    expect(Math.min(...gaps(it.sent))).toBeGreaterThanOrEqual(MINUTE_MS);
    expect(Math.max(...gaps(it.sent))).toBeLessThanOrEqual(HOUR_MS + 10 * SECOND_MS);
    expect(it.sent.length).toBeLessThan(40);
  });

  test('it slows down for other users of the key and speeds up again once it has been quiet', async () => {
    const it = await bench();
    await it.world.advance(MINUTE_MS);
    it.fault = failure('limited', { status: 429, retryAfterMs: 0 });
    await it.world.advance(40 * SECOND_MS);
    it.fault = null;
    await it.world.advance(4 * MINUTE_MS);
    const slowed = gaps(it.sent).at(-1) ?? 0;
    const lastGood = it.events.findLast(({ type }) => type === 'summaryArrived');
    expect(lastGood).toMatchObject({ intervalMs: expect.closeTo(slowed, -3) as number });
    expect(slowed).toBeGreaterThan(24 * SECOND_MS);
    await it.world.advance(6 * HOUR_MS);
    expect(gaps(it.sent).at(-1)).toBeLessThan(19 * SECOND_MS);
  });
});

describe('a rejected key', () => {
  test('stops polling but for one try an hour', async () => {
    const it = await bench();
    it.fault = failure('auth', { status: 401 });
    await it.world.advance(5.5 * HOUR_MS);
    expect(it.sent).toHaveLength(6);
    expect(Math.min(...gaps(it.sent))).toBeGreaterThanOrEqual(HOUR_MS);
  });

  test('may be tested by its owner all the same', async () => {
    const it = await bench();
    it.fault = failure('auth', { status: 401 });
    await it.world.advance(MINUTE_MS);
    it.fault = null;
    const tested = it.loop().request('test', () => Promise.resolve({ ok: true, value: 'works' }));
    const card = it.loop().request('card', () => Promise.resolve({ ok: true, value: 'rows' }));
    await it.world.advance(SECOND_MS);
    expect(await tested).toEqual({ ok: true, value: 'works' });
    expect(await card).toMatchObject({ ok: true });
  });
});

describe('other failures', () => {
  test('a failing server is never asked faster than the pace, and every attempt counts', async () => {
    const it = await bench();
    it.fault = failure('server', { status: 503 });
    await it.world.advance(30 * MINUTE_MS);
    expect(Math.min(...gaps(it.sent))).toBeGreaterThanOrEqual(18 * SECOND_MS);
    expect(Math.max(...gaps(it.sent))).toBeLessThan(6 * MINUTE_MS);
    expect(it.loop().budget().used).toBe(it.sent.length);
  });

  test('without a network it tries again within a minute, costs nothing, and is back at once', async () => {
    const it = await bench();
    it.fault = failure('network', { sent: false });
    await it.world.advance(2 * HOUR_MS);
    expect(it.loop().budget().used).toBe(0);
    expect(Math.min(...gaps(it.sent))).toBeGreaterThanOrEqual(5 * SECOND_MS);
    expect(Math.max(...gaps(it.sent))).toBeLessThanOrEqual(66 * SECOND_MS);
    it.fault = null;
    await it.world.advance(65 * SECOND_MS);
    expect(it.events.some(({ type }) => type === 'summaryArrived')).toBe(true);
  });

  test('a fault in one job does not end the loop', async () => {
    const it = await bench();
    const failed = it.loop().request('card', () => Promise.reject(new Error('bug')));
    await it.world.advance(2 * MINUTE_MS);
    expect(it.sent.length).toBeGreaterThan(4);
    expect(await failed).toMatchObject({ ok: false, error: { code: 'cancelled' } });
  });
});

describe('requests on demand', () => {
  const rows = (): Promise<{ ok: true; value: number }> => Promise.resolve({ ok: true, value: 1 });

  test('one that is cancelled while it waits in line is never sent and never counted', async () => {
    const it = await bench();
    it.latencyMs = 20 * SECOND_MS;
    await it.world.advance(19 * SECOND_MS);
    const abort = new AbortController();
    let ran = false;
    const run = (): ReturnType<typeof rows> => {
      ran = true;
      return rows();
    };
    const waiting = it.loop().request('card', run, abort.signal);
    const used = it.loop().budget().used;
    abort.abort();
    expect(await waiting).toMatchObject({ error: { code: 'cancelled', sent: false } });
    await it.world.advance(MINUTE_MS);
    expect(ran).toBe(false);
    expect(it.loop().budget().used).toBe(used + it.sent.length - 1);
  });

  test('one that is cancelled under way is aborted, and counts', async () => {
    const it = await bench();
    await it.world.advance(5 * SECOND_MS);
    const used = it.loop().budget().used;
    const abort = new AbortController();
    const aborted = it
      .loop()
      .request(
        'card',
        (_to, stop) =>
          new Promise((resolve) =>
            stop.addEventListener('abort', () => resolve({ ok: false, error: failure('cancelled') })),
          ),
        abort.signal,
      );
    await it.world.advance(SECOND_MS);
    abort.abort();
    expect(await aborted).toMatchObject({ error: { code: 'cancelled' } });
    expect(it.loop().budget().used).toBe(used + 1);
  });

  test('a drill-down that meets the rate limit or a rejected key is why every board rests, and each says so', async () => {
    const other: Query = { ...DEFAULT_QUERY, filter: 'monthly' };
    for (const code of ['limited', 'auth'] as const) {
      const it = await bench([DEFAULT_QUERY, other]);
      await it.world.advance(MINUTE_MS);
      void it.loop().request('card', () => Promise.resolve({ ok: false, error: failure(code) }));
      await it.world.advance(SECOND_MS);
      const failed = it.events.flatMap((event) => (event.type === 'callFailed' ? [event] : []));
      expect(failed.map(({ queryKey }) => queryKey).sort()).toEqual([DEFAULT_QUERY, other].map(summaryQueryKey).sort());
      expect(failed.every((event) => event.failure.code === code)).toBe(true);
    }
  });

  test('a line that is too long is refused instead of growing', async () => {
    const it = await bench();
    it.latencyMs = 20 * SECOND_MS;
    await it.world.advance(19 * SECOND_MS);
    const asked = Array.from({ length: 30 }, () => it.loop().request('card', rows));
    await it.world.advance(SECOND_MS / 2);
    const refused = await Promise.race([Promise.all(asked.slice(8)), settled().then(() => null)]);
    expect(refused?.every((answer) => !answer.ok && answer.error.code === 'limited')).toBe(true);
  });

  test('the price of one more grows with what drill-downs have spent, and is nothing much at first', async () => {
    const it = await bench();
    await it.world.advance(10 * MINUTE_MS);
    const first = it.loop().price();
    expect(first.bestMs).toBe(18 * SECOND_MS);
    expect(first.afterMs).toBeLessThan(first.bestMs * 1.25);
    for (let i = 0; i < 50; i += 1) {
      void it.loop().request('card', rows);
      await it.world.advance(20 * SECOND_MS);
    }
    const later = it.loop().price();
    expect(later.afterMs).toBeGreaterThan(later.bestMs * 1.25);
    expect(later.afterMs).toBeGreaterThanOrEqual(later.intervalMs);
  });
});

test('a stop aborts what is under way, answers what waits, and sends nothing any more', async () => {
  const it = await bench();
  it.latencyMs = 20 * SECOND_MS;
  await it.world.advance(19 * SECOND_MS);
  const waiting = it.loop().request('card', () => Promise.resolve({ ok: true, value: 1 }));
  await it.loop().stop();
  expect(await waiting).toMatchObject({ ok: false, error: { code: 'cancelled' } });
  const before = it.sent.length;
  await it.world.advance(HOUR_MS);
  expect(it.sent).toHaveLength(before);
});
