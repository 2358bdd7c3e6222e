import { expect, test } from 'vitest';
import { DEFAULT_QUERY, type Query } from '../../../common/query.ts';
import { err, ok, type Result } from '../../../common/result.ts';
import { createSharedCards, SHARED_MS, type SharedCards } from '../../../core/drilldown/sharedCards.ts';
import type { CardContent } from '../../../core/experia/card.ts';
import { failure, type CallFailure } from '../../../core/experia/classify.ts';
import { settled, World } from '../support/world.ts';

type Reply = Result<CardContent, CallFailure>;

interface Call {
  readonly query: Query;
  readonly cancel: AbortSignal;
  readonly sent: () => void;
  readonly answer: (reply: Reply) => void;
}

const CARD = 'CARDTOTALSESSIONS';
const ROWS: Reply = ok({
  ...{ card: CARD, rows: [1, 2], reply: 'list' },
  ...{ total: null, hasMore: false, repliedAtMs: null },
});
const never = new AbortController().signal;

/** Lets a request that was just asked for reach the other side, and be sent there. */
async function sendAll(calls: readonly Call[]): Promise<void> {
  await settled();
  for (const { sent } of calls) sent();
}

function bench(): { readonly world: World; readonly calls: Call[]; readonly cards: SharedCards } {
  const world = new World();
  const calls: Call[] = [];
  const cards = createSharedCards(
    world.process().clock,
    (_card, query, cancel, sent) => new Promise((resolve) => calls.push({ query, cancel, sent, answer: resolve })),
  );
  return { world, calls, cards };
}

test('whoever asks the same while it is under way or within 30 s shares one request and pays nothing', async () => {
  const { world, calls, cards } = bench();
  const first = cards.ask(CARD, DEFAULT_QUERY, never);
  await sendAll(calls);
  await world.advance(2_000);
  const second = cards.ask(CARD, { ...DEFAULT_QUERY }, never);
  calls[0]?.answer(ROWS);
  expect(await first).toMatchObject({ result: ROWS, cost: 1 });
  expect(await second).toMatchObject({ result: ROWS, cost: 0 });
  await world.advance(SHARED_MS - 2_001);
  expect(await cards.ask(CARD, DEFAULT_QUERY, never)).toMatchObject({ result: ROWS, cost: 0 });
  expect(cards.isShared(CARD, DEFAULT_QUERY)).toBe(true);
  await world.advance(1);
  expect(cards.isShared(CARD, DEFAULT_QUERY)).toBe(false);
  void cards.ask(CARD, DEFAULT_QUERY, never);
  await settled();
  expect(calls).toHaveLength(2);
});

test('a request that takes longer than 30 s is still shared by whoever comes meanwhile', async () => {
  const { world, calls, cards } = bench();
  void cards.ask(CARD, DEFAULT_QUERY, never);
  await world.advance(SHARED_MS + 10_000);
  const late = cards.ask(CARD, DEFAULT_QUERY, never);
  await sendAll(calls);
  calls[0]?.answer(ROWS);
  expect((await late).result).toEqual(ROWS);
  expect(calls).toHaveLength(1);
});

test('the age of rows counts from when their request was sent, not from when it joined the line', async () => {
  const { world, calls, cards } = bench();
  const before = world.process().clock.monotonicMs();
  const asked = cards.ask(CARD, DEFAULT_QUERY, never);
  await world.advance(20_000);
  await sendAll(calls);
  await world.advance(500);
  calls[0]?.answer(ROWS);
  expect((await asked).asOf - before).toBe(20_000);
});

test('a request that was sent is paid for by exactly one of those who asked, whoever lets go', async () => {
  const { calls, cards } = bench();
  const abort = new AbortController();
  const asked = [cards.ask(CARD, DEFAULT_QUERY, abort.signal), cards.ask(CARD, DEFAULT_QUERY, never)];
  await sendAll(calls);
  abort.abort();
  calls[0]?.answer(ROWS);
  const costs = (await Promise.all(asked)).map(({ cost }) => cost);
  expect(costs.reduce((sum: number, cost) => sum + cost, 0)).toBe(1);
});

test('a request that never left costs nothing', async () => {
  const { calls, cards } = bench();
  const abort = new AbortController();
  const cancelled = cards.ask(CARD, DEFAULT_QUERY, abort.signal);
  await settled();
  abort.abort();
  expect((await cancelled).cost).toBe(0);
  const unsent = cards.ask(CARD, DEFAULT_QUERY, never);
  await sendAll(calls);
  calls[1]?.answer(err(failure('network', { sent: false })));
  expect((await unsent).cost).toBe(0);
});

test.each([
  ['card', CARD, {}],
  ['agent', 'CARDWAITINGTIME', { email: 'a@example.com' }],
  ['category', 'CARDWAITINGTIME', { for: 'hospitality' }],
  ['shift', 'CARDWAITINGTIME', { shiftIDs: [3] }],
  ['service level', 'CARDWAITINGTIME', { sla: { service: 1, response: 1, waiting: 1 } }],
] as const)('another %s is another request', async (_, card, change) => {
  const { calls, cards } = bench();
  void cards.ask('CARDWAITINGTIME', DEFAULT_QUERY, never);
  void cards.ask(card, { ...DEFAULT_QUERY, ...change } as Query, never);
  await settled();
  expect(calls).toHaveLength(2);
});

test('a failure is shared by those who waited for it, and by nobody after', async () => {
  const { calls, cards } = bench();
  const both = [cards.ask(CARD, DEFAULT_QUERY, never), cards.ask(CARD, DEFAULT_QUERY, never)];
  await settled();
  calls[0]?.answer(err(failure('server', { status: 503 })));
  for (const reply of await Promise.all(both)) expect(reply.result).toMatchObject({ error: { code: 'server' } });
  void cards.ask(CARD, DEFAULT_QUERY, never);
  await settled();
  expect(calls).toHaveLength(2);
});

test('letting go answers at once, and the request ends only when nobody waits for it any more', async () => {
  const { calls, cards } = bench();
  const [one, two] = [new AbortController(), new AbortController()];
  const asked = [cards.ask(CARD, DEFAULT_QUERY, one.signal), cards.ask(CARD, DEFAULT_QUERY, two.signal)];
  await settled();
  one.abort();
  expect((await asked[0])?.result).toMatchObject({ error: { code: 'cancelled' } });
  expect(calls[0]?.cancel.aborted).toBe(false);
  two.abort();
  expect((await asked[1])?.result).toMatchObject({ error: { code: 'cancelled' } });
  expect(calls[0]?.cancel.aborted).toBe(true);
});

test('whoever comes after a request was given up gets one of their own', async () => {
  const { calls, cards } = bench();
  const abort = new AbortController();
  const given = cards.ask(CARD, DEFAULT_QUERY, abort.signal);
  await settled();
  abort.abort();
  await given;
  const next = cards.ask(CARD, DEFAULT_QUERY, never);
  calls[0]?.answer(err(failure('cancelled')));
  await settled();
  calls[1]?.answer(ROWS);
  expect((await next).result).toEqual(ROWS);
});

test('rows of another source are never shared', async () => {
  const { calls, cards } = bench();
  const first = cards.ask(CARD, DEFAULT_QUERY, never);
  await settled();
  calls[0]?.answer(ROWS);
  await first;
  cards.clear();
  expect(cards.isShared(CARD, DEFAULT_QUERY)).toBe(false);
});
