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
  readonly answer: (reply: Reply) => void;
}

const CARD = 'CARDTOTALSESSIONS';
const ROWS: Reply = ok({ card: CARD, rows: [1, 2], reply: 'list' });
const never = new AbortController().signal;

function bench(): { readonly world: World; readonly calls: Call[]; readonly cards: SharedCards } {
  const world = new World();
  const calls: Call[] = [];
  const cards = createSharedCards(
    world.process().clock,
    (_card, query, cancel) => new Promise((resolve) => calls.push({ query, cancel, answer: resolve })),
  );
  return { world, calls, cards };
}

test('whoever asks the same while it is under way or within 30 s shares one request, and later ones do not', async () => {
  const { world, calls, cards } = bench();
  const first = cards.ask(CARD, DEFAULT_QUERY, never);
  await world.advance(2_000);
  const second = cards.ask(CARD, { ...DEFAULT_QUERY }, never);
  calls[0]?.answer(ROWS);
  expect(await first).toMatchObject({ result: ROWS, shared: false });
  expect(await second).toMatchObject({ result: ROWS, shared: true });
  await world.advance(SHARED_MS - 2_001);
  expect(await cards.ask(CARD, DEFAULT_QUERY, never)).toMatchObject({ result: ROWS, shared: true });
  expect(cards.isShared(CARD, DEFAULT_QUERY)).toBe(true);
  await world.advance(1);
  expect(cards.isShared(CARD, DEFAULT_QUERY)).toBe(false);
  void cards.ask(CARD, DEFAULT_QUERY, never);
  expect(calls).toHaveLength(2);
});

test.each([
  ['card', CARD, {}],
  ['agent', 'CARDWAITINGTIME', { email: 'a@example.com' }],
  ['category', 'CARDWAITINGTIME', { for: 'hospitality' }],
  ['shift', 'CARDWAITINGTIME', { shiftIDs: [3] }],
  ['service level', 'CARDWAITINGTIME', { sla: { service: 1, response: 1, waiting: 1 } }],
] as const)('another %s is another request', (_, card, change) => {
  const { calls, cards } = bench();
  void cards.ask('CARDWAITINGTIME', DEFAULT_QUERY, never);
  void cards.ask(card, { ...DEFAULT_QUERY, ...change } as Query, never);
  expect(calls).toHaveLength(2);
});

test('a failure is shared by those who waited for it, and by nobody after', async () => {
  const { calls, cards } = bench();
  const both = [cards.ask(CARD, DEFAULT_QUERY, never), cards.ask(CARD, DEFAULT_QUERY, never)];
  calls[0]?.answer(err(failure('server', { status: 503 })));
  for (const reply of await Promise.all(both)) expect(reply.result).toMatchObject({ error: { code: 'server' } });
  void cards.ask(CARD, DEFAULT_QUERY, never);
  expect(calls).toHaveLength(2);
});

test('letting go answers at once, and the request ends only when nobody waits for it any more', async () => {
  const { calls, cards } = bench();
  const [one, two] = [new AbortController(), new AbortController()];
  const asked = [cards.ask(CARD, DEFAULT_QUERY, one.signal), cards.ask(CARD, DEFAULT_QUERY, two.signal)];
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
  calls[0]?.answer(ROWS);
  await first;
  cards.clear();
  expect(cards.isShared(CARD, DEFAULT_QUERY)).toBe(false);
});
