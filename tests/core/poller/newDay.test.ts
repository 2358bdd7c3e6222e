import { describe, expect, test } from 'vitest';
import { DEFAULT_QUERY, summaryQueryKey, type Query } from '../../../common/query.ts';
import { err, ok } from '../../../common/result.ts';
import { HOUR_MS, MINUTE_MS, SECOND_MS } from '../../../common/time.ts';
import { openLedgerBook } from '../../../core/budget/ledgerFile.ts';
import { failure, type CallFailure } from '../../../core/experia/classify.ts';
import { createRequestLoop } from '../../../core/poller/requestLoop.ts';
import type { LoopEvent, RequestLoop } from '../../../core/poller/requestLoop.types.ts';
import { mostInAnyHour, someSummary } from '../support/fakeExperia.ts';
import { memoryFiles, seededRandom, silentLog, World } from '../support/world.ts';

/** The start of a Monday at +03:00. */
const MIDNIGHT_MS = Date.parse('2026-11-23T00:00:00+03:00');

interface Asked {
  /** The API's time, in milliseconds after midnight. */
  readonly at: number;
  readonly queryKey: string;
}

interface Night {
  readonly loop: RequestLoop;
  readonly events: readonly LoopEvent[];
  readonly asked: readonly Asked[];
  latencyMs: number;
  fault: CallFailure | null;
  /** Lets time pass until so many milliseconds after midnight on the API's clock. */
  until(afterMidnightMs: number): Promise<void>;
}

/** A loop and an API whose clock may differ from the machine's, from some time before midnight at +03:00 on. */
async function night(
  queries: readonly Query[],
  { beforeMs = 10 * MINUTE_MS, machineAheadMs = 0, isDated = true } = {},
): Promise<Night> {
  const world = new World();
  const begin = world.trueMs;
  const apiMs = (): number => world.trueMs - begin - beforeMs;
  world.wallOffsetMs = MIDNIGHT_MS - beforeMs - world.trueMs + machineAheadMs;
  const { clock } = world.process();
  const events: LoopEvent[] = [];
  const asked: Asked[] = [];
  const api = { latencyMs: 200, fault: null as CallFailure | null };
  const loop = createRequestLoop({
    endpoint: { url: 'https://api.example.com', key: 'k' },
    keyHash: 'k',
    book: await openLedgerBook(memoryFiles(), clock, silentLog),
    client: {
      card: () => Promise.reject(new Error('no cards here')),
      summary: (_to, query, _cancel, heard) =>
        new Promise((resolve) => {
          asked.push({ at: apiMs(), queryKey: summaryQueryKey(query) });
          world.at(api.latencyMs, () => {
            const dateMs = Math.floor((MIDNIGHT_MS + apiMs()) / SECOND_MS) * SECOND_MS;
            if (!api.fault) heard?.({ dateMs: isDated ? dateMs : null, rate: null });
            resolve(api.fault ? err(api.fault) : ok(someSummary()));
          });
        }),
    },
    clock,
    random: seededRandom(5),
    log: silentLog,
    report: (event) => void events.push(event),
  });
  loop.setQueries(queries);
  return Object.assign(api, {
    loop,
    events,
    asked,
    until: (afterMidnightMs: number) => world.advance(afterMidnightMs - apiMs()),
  });
}

const boards = (count: number): Query[] =>
  Array.from({ length: count }, (_, i) => ({ ...DEFAULT_QUERY, channels: [i + 1] }));
const firstAfterMidnight = (it: Night): number => it.asked.find(({ at }) => at >= 0)?.at ?? Infinity;
const arrivals = (it: Night) => it.events.flatMap((event) => (event.type === 'summaryArrived' ? [event] : []));
const ends = (it: Night): number => it.events.filter(({ type }) => type === 'periodEnded').length;

describe('midnight on the board’s clock', () => {
  test('one board is asked for within two seconds, whatever its turn was', async () => {
    for (const beforeMs of [10, 11, 12, 13, 14].map((minutes) => minutes * MINUTE_MS + 4 * SECOND_MS)) {
      const it = await night([DEFAULT_QUERY], { beforeMs });
      await it.until(MINUTE_MS);
      expect(firstAfterMidnight(it)).toBeLessThan(2 * SECOND_MS);
      expect(arrivals(it).at(-1)?.endsAtMs).toBe(MIDNIGHT_MS + 24 * HOUR_MS);
    }
  });

  test('screens are told at midnight itself that the day is over, and once', async () => {
    const it = await night([DEFAULT_QUERY]);
    await it.until(-1);
    expect(ends(it)).toBe(0);
    await it.until(1);
    expect(ends(it)).toBe(1);
    await it.until(HOUR_MS);
    expect(ends(it)).toBe(1);
  });

  test('they are told so while a request is under way as well', async () => {
    const it = await night([DEFAULT_QUERY]);
    await it.until(-30 * SECOND_MS);
    it.latencyMs = 29 * SECOND_MS;
    await it.until(1);
    expect(it.asked.at(-1)?.at).toBeLessThan(0);
    expect(ends(it)).toBe(1);
  });

  test('fifty boards are asked for in turn, those named first going first, and none twice before all have been', async () => {
    const queries = boards(50);
    const it = await night(queries, { beforeMs: 2 * HOUR_MS });
    await it.until(20 * MINUTE_MS);
    const order = it.asked.filter(({ at }) => at >= 0).map(({ queryKey }) => queryKey);
    expect(order.slice(0, 50)).toEqual(queries.map(summaryQueryKey));
    expect(firstAfterMidnight(it)).toBeLessThan(2 * SECOND_MS);
    expect(it.asked.filter(({ at }) => at >= 0 && at < 17 * MINUTE_MS).length).toBeGreaterThanOrEqual(50);
    expect(mostInAnyHour(it.asked.map(({ at }) => at))).toBeLessThanOrEqual(200);
  });

  test('each board’s own midnight counts', async () => {
    const east: Query = { ...DEFAULT_QUERY, timezone: '+05:30' };
    const it = await night([DEFAULT_QUERY, east], { beforeMs: 3 * HOUR_MS });
    await it.until(-2.5 * HOUR_MS + 5 * SECOND_MS);
    const own = it.asked.filter(({ at, queryKey }) => at >= -2.5 * HOUR_MS && queryKey === summaryQueryKey(east));
    expect(own).toHaveLength(1);
    expect(ends(it)).toBe(1);
  });

  test.each([
    // A week may begin on this Monday, and next on Saturday.
    ['weekly', 1, '2026-11-28T00:00:00+03:00'],
    ['monthly', 0, '2026-12-01T00:00:00+03:00'],
    ['YEAR', 0, '2027-01-01T00:00:00+03:00'],
  ])('%s figures end with their own period', async (filter, times, end) => {
    const it = await night([{ ...DEFAULT_QUERY, filter }]);
    await it.until(MINUTE_MS);
    expect(ends(it)).toBe(times);
    expect(arrivals(it).at(-1)?.endsAtMs).toBe(Date.parse(end));
  });
});

describe('whose day a reply is of', () => {
  test('one that was asked for before midnight is yesterday’s, however late it comes, and another is asked for at once', async () => {
    const it = await night([DEFAULT_QUERY]);
    await it.until(-30 * SECOND_MS);
    it.latencyMs = 25 * SECOND_MS;
    await it.until(30 * SECOND_MS);
    const before = it.asked.findLast(({ at }) => at < 0)?.at ?? -Infinity;
    expect(before + it.latencyMs).toBeGreaterThan(0);
    expect(arrivals(it).at(-1)?.endsAtMs).toBe(MIDNIGHT_MS);
    expect(firstAfterMidnight(it) - (before + it.latencyMs)).toBeLessThan(3 * SECOND_MS);
    await it.until(MINUTE_MS);
    expect(arrivals(it).at(-1)?.endsAtMs).toBe(MIDNIGHT_MS + 24 * HOUR_MS);
  });

  test('one that the server dated before midnight is yesterday’s, whatever this machine’s clock says', async () => {
    const it = await night([DEFAULT_QUERY], { machineAheadMs: 40 * MINUTE_MS, beforeMs: 30 * MINUTE_MS });
    await it.until(-25 * MINUTE_MS);
    expect(arrivals(it).at(-1)?.endsAtMs).toBe(MIDNIGHT_MS);
    expect(ends(it)).toBe(0);
    await it.until(MINUTE_MS);
    expect(firstAfterMidnight(it)).toBeLessThan(3 * SECOND_MS);
    expect(arrivals(it).at(-1)?.endsAtMs).toBe(MIDNIGHT_MS + 24 * HOUR_MS);
  });

  test('a machine that is slow does not keep yesterday either', async () => {
    const it = await night([DEFAULT_QUERY], { machineAheadMs: -7 * MINUTE_MS });
    await it.until(MINUTE_MS);
    expect(firstAfterMidnight(it)).toBeLessThan(3 * SECOND_MS);
    expect(arrivals(it).at(-1)?.endsAtMs).toBe(MIDNIGHT_MS + 24 * HOUR_MS);
  });

  test('where the server sends no date the machine’s clock decides', async () => {
    const it = await night([DEFAULT_QUERY], { isDated: false });
    await it.until(MINUTE_MS);
    expect(firstAfterMidnight(it)).toBeLessThan(2 * SECOND_MS);
    expect(arrivals(it).at(-1)?.endsAtMs).toBe(MIDNIGHT_MS + 24 * HOUR_MS);
  });

  test('a server that fails at midnight is asked again as ever, not once a second', async () => {
    const it = await night([DEFAULT_QUERY]);
    await it.until(-MINUTE_MS);
    it.fault = failure('server', { status: 503 });
    await it.until(10 * MINUTE_MS);
    const after = it.asked.filter(({ at }) => at >= 0).map(({ at }) => at);
    const gaps = after.slice(1).map((at, i) => at - (after[i] ?? at));
    expect(Math.min(...gaps)).toBeGreaterThan(17 * SECOND_MS);
  });
});

describe('figures that do not change', () => {
  const ended = (day: number): Query => ({ ...DEFAULT_QUERY, filter: `2026-11-0${day} to 2026-11-20` });
  const gapsOf = (it: Night, query: Query): number[] => {
    const times = it.asked.filter(({ queryKey }) => queryKey === summaryQueryKey(query)).map(({ at }) => at);
    return times.slice(1).map((at, i) => at - (times[i] ?? at));
  };

  test('are asked for once an hour, and a board beside three such ranges is as fresh as one alone', async () => {
    const ranges = [1, 2, 3].map(ended);
    const it = await night([DEFAULT_QUERY, ...ranges], { beforeMs: 8 * HOUR_MS });
    await it.until(-2 * HOUR_MS);
    const own = gapsOf(it, DEFAULT_QUERY).slice(5);
    expect(own.reduce((sum, gap) => sum + gap, 0) / own.length / SECOND_MS).toBeLessThan(19.5);
    for (const range of ranges) {
      expect(it.loop.timing(summaryQueryKey(range)).intervalMs).toBe(HOUR_MS);
      expect(gapsOf(it, range).every((gap) => gap >= HOUR_MS && gap < HOUR_MS + 2 * MINUTE_MS)).toBe(true);
      expect(gapsOf(it, range).length).toBeGreaterThanOrEqual(5);
    }
    expect(it.loop.timing(summaryQueryKey(DEFAULT_QUERY)).intervalMs).toBeLessThan(20 * SECOND_MS);
    expect(it.loop.price().bestMs).toBe(18 * SECOND_MS);
  });

  test('a range of days to come is asked for once an hour, and at once when it begins', async () => {
    const tomorrow: Query = { ...DEFAULT_QUERY, filter: '2026-11-23 to 2026-11-24' };
    const it = await night([tomorrow], { beforeMs: 3 * HOUR_MS });
    await it.until(-SECOND_MS);
    expect(it.asked).toHaveLength(3);
    await it.until(5 * MINUTE_MS);
    expect(firstAfterMidnight(it)).toBeLessThan(2 * SECOND_MS);
    expect(it.asked.length).toBeGreaterThan(15);
  });

  test('a range that ends at midnight is asked for as today until then, and once an hour from then on', async () => {
    const today: Query = { ...DEFAULT_QUERY, filter: '2026-11-20 to 2026-11-22' };
    const it = await night([today], { beforeMs: HOUR_MS });
    await it.until(0);
    expect(it.asked.length).toBeGreaterThan(180);
    const before = it.asked.length;
    await it.until(3 * HOUR_MS);
    expect(it.asked.length - before).toBe(3);
    expect(ends(it)).toBe(0);
  });

  test('a failure is tried again as ever', async () => {
    const it = await night([ended(1)]);
    it.fault = failure('network', { sent: false });
    await it.until(-8 * MINUTE_MS);
    it.fault = null;
    await it.until(-6 * MINUTE_MS);
    expect(arrivals(it)).toHaveLength(1);
  });
});

test('daily and TODAY on many boards are one request in turn, not many', async () => {
  const it = await night([DEFAULT_QUERY, { ...DEFAULT_QUERY, filter: 'TODAY' }, { ...DEFAULT_QUERY, channels: [] }]);
  await it.until(-5 * MINUTE_MS);
  expect(new Set(it.asked.map(({ queryKey }) => queryKey)).size).toBe(1);
  expect(it.asked.length).toBeLessThan(19);
});
