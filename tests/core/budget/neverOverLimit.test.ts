import fc from 'fast-check';
import { expect, test } from 'vitest';
import { DEFAULT_QUERY } from '../../../common/query.ts';
import { HOUR_MS, MINUTE_MS, SECOND_MS } from '../../../common/time.ts';
import { openLedgerBook } from '../../../core/budget/ledgerFile.ts';
import { failure } from '../../../core/experia/classify.ts';
import type { ExperiaClient } from '../../../core/experia/client.ts';
import { createRequestLoop } from '../../../core/poller/requestLoop.ts';
import type { RequestLoop } from '../../../core/poller/requestLoop.types.ts';
import { fakeExperia, mostInAnyHour } from '../support/fakeExperia.ts';
import { memoryFiles, seededRandom, silentLog, World } from '../support/world.ts';

const RUNS = 1000;
const RUNS_WITH_REPEATS = 150;
/** The same lives in every run, so that a failure can be looked at again. */
const SEED = 20_261_123;
const LIMIT = 200;
const KEY_HASH = 'k';

type Step =
  | { readonly do: 'wait'; readonly minutes: number }
  | { readonly do: 'cards'; readonly count: number }
  | { readonly do: 'hammer'; readonly minutes: number }
  | { readonly do: 'crash' | 'restart' | 'newFilter' }
  | { readonly do: 'crashLoop'; readonly times: number; readonly seconds: number }
  | { readonly do: 'reboot'; readonly minutesOff: number }
  | { readonly do: 'wallClock'; readonly jumpHours: number }
  | { readonly do: 'others'; readonly requests: number }
  | { readonly do: 'errors'; readonly share: number }
  | { readonly do: 'damage'; readonly to: string | null; readonly crash: boolean }
  | { readonly do: 'disk'; readonly full: boolean };

const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 6, arbitrary: fc.record({ do: fc.constant('wait' as const), minutes: fc.integer({ min: 1, max: 25 }) }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('hammer' as const), minutes: fc.integer({ min: 1, max: 40 }) }) },
  { weight: 3, arbitrary: fc.record({ do: fc.constant('cards' as const), count: fc.integer({ min: 1, max: 40 }) }) },
  {
    weight: 3,
    arbitrary: fc.record({
      do: fc.constantFrom('crash' as const, 'restart' as const, 'newFilter' as const),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      do: fc.constant('crashLoop' as const),
      times: fc.integer({ min: 2, max: 60 }),
      seconds: fc.integer({ min: 0, max: 20 }),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({ do: fc.constant('reboot' as const), minutesOff: fc.integer({ min: 0, max: 90 }) }),
  },
  {
    weight: 1,
    arbitrary: fc.record({ do: fc.constant('wallClock' as const), jumpHours: fc.integer({ min: -48, max: 48 }) }),
  },
  {
    weight: 1,
    arbitrary: fc.record({ do: fc.constant('others' as const), requests: fc.integer({ min: 1, max: 150 }) }),
  },
  {
    weight: 1,
    arbitrary: fc.record({ do: fc.constant('errors' as const), share: fc.double({ min: 0, max: 1, noNaN: true }) }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      do: fc.constant('damage' as const),
      to: fc.constantFrom(null, '', '\0\0\0', '{"version":1,"boo'),
      crash: fc.boolean(),
    }),
  },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('disk' as const), full: fc.boolean() }) },
);

/** One machine, one key, processes that come and go. */
async function live(
  seed: number,
  steps: readonly Step[],
  bootIdKnown: boolean,
  repeats = 0,
): Promise<readonly number[]> {
  const world = new World();
  const random = seededRandom(seed);
  const files = memoryFiles();
  let faults = 0;
  const fault = (): ReturnType<typeof failure> | null => {
    if (random() >= faults) return null;
    return random() < 0.5 ? failure('network', { sent: false }) : failure('server', { status: 503 });
  };
  const latencyMs = (): number => (random() < 0.1 ? random() * 29_000 : 100 + random() * 900);
  const server = fakeExperia(world, random, {
    latencyMs,
    fault,
    ...(repeats > 0 ? { isRepeated: () => random() < repeats } : {}),
  });
  const { mostRequests = 1 } = server.client;
  let process = world.process();
  let loop: RequestLoop | null = null;
  let filters = 0;

  const begin = async (): Promise<void> => {
    process = world.process(bootIdKnown ? {} : { bootId: null });
    const { clock, lives } = process;
    const client: ExperiaClient = {
      mostRequests,
      summary: (...call) => lives(server.client.summary(...call)),
      card: (...call) => lives(server.client.card(...call)),
    };
    const book = await openLedgerBook(files, clock, silentLog);
    // As the count of starts does: from now on a ledger that is missing was lost.
    files.content.set('starts.json', '');
    const endpoint = { url: 'https://api.example.com', key: 'k' };
    loop = createRequestLoop({
      endpoint,
      keyHash: KEY_HASH,
      book,
      client,
      clock,
      random,
      log: silentLog,
      report: () => undefined,
    });
    loop.setQueries([DEFAULT_QUERY]);
  };
  const crash = async (): Promise<void> => {
    process.kill();
    await begin();
  };
  const drillDown = (): void => {
    const { lives } = process;
    void loop?.request('card', (to, cancel) => lives(server.client.card(to, DEFAULT_QUERY, 'CARDCSAT', cancel)));
  };
  const perform = async (next: Step): Promise<void> => {
    if (next.do === 'wait') return world.advance(next.minutes * MINUTE_MS);
    if (next.do === 'cards') for (let i = 0; i < next.count; i += 1) drillDown();
    // Somebody who asks again every ten seconds: whatever is released is spent at once.
    if (next.do === 'hammer')
      for (let i = 0; i < next.minutes * 6; i += 1) {
        drillDown();
        await world.advance(10 * SECOND_MS);
      }
    if (next.do === 'crash') return crash();
    if (next.do === 'restart') {
      await loop?.stop();
      return crash();
    }
    if (next.do === 'newFilter') loop?.setQueries([{ ...DEFAULT_QUERY, email: `agent${(filters += 1)}@example.com` }]);
    if (next.do === 'crashLoop')
      for (let i = 0; i < next.times; i += 1) {
        await crash();
        await world.advance(next.seconds * 1000);
      }
    if (next.do === 'reboot') {
      process.kill();
      await world.advance(next.minutesOff * MINUTE_MS);
      world.reboot();
      return begin();
    }
    if (next.do === 'wallClock') world.wallOffsetMs += next.jumpHours * HOUR_MS;
    if (next.do === 'others') server.useByOthers(next.requests);
    if (next.do === 'errors') faults = next.share;
    if (next.do === 'disk') files.failing = next.full;
    if (next.do === 'damage') {
      if (next.to === null) files.content.delete('ledger.json');
      else files.content.set('ledger.json', next.to);
      if (next.crash) return crash();
    }
    return world.advance(1000);
  };

  await begin();
  for (const next of steps) await perform(next);
  await world.advance(10 * MINUTE_MS);
  process.kill();
  return server.record.arrivals;
}

test(
  `no mix of polls, drill-downs, crashes, boots, clock jumps and other users of the key sends more than ${LIMIT} requests in any 60 minutes`,
  { timeout: 1_800_000 },
  async () => {
    let busiest = 0;
    let requests = 0;
    const run = fc.asyncProperty(
      fc.integer(),
      fc.array(step, { minLength: 4, maxLength: 16 }),
      fc.boolean(),
      async (seed, steps, bootIdKnown) => {
        const arrivals = await live(seed, steps, bootIdKnown);
        busiest = Math.max(busiest, mostInAnyHour(arrivals));
        requests += arrivals.length;
        expect(mostInAnyHour(arrivals)).toBeLessThanOrEqual(LIMIT);
      },
    );
    await fc.assert(run, { numRuns: RUNS, seed: SEED });
    console.log(`budget property: ${RUNS} runs, ${requests} requests, busiest 60 minutes: ${busiest} of ${LIMIT}`);
    // The runs must come near the limit, or they would prove nothing.
    expect(busiest).toBeGreaterThan(LIMIT * 0.9);
  },
);

test(`nor does a network stack that sends some of them twice`, { timeout: 1_800_000 }, async () => {
  let busiest = 0;
  const run = fc.asyncProperty(
    fc.integer(),
    fc.array(step, { minLength: 4, maxLength: 16 }),
    fc.constantFrom(0.02, 0.5),
    async (seed, steps, repeats) => {
      const arrivals = await live(seed, steps, true, repeats);
      busiest = Math.max(busiest, mostInAnyHour(arrivals));
      expect(mostInAnyHour(arrivals)).toBeLessThanOrEqual(LIMIT);
    },
  );
  await fc.assert(run, { numRuns: RUNS_WITH_REPEATS, seed: SEED });
  expect(busiest).toBeGreaterThan(LIMIT * 0.9);
});
