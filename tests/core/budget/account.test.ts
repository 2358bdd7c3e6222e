import { describe, expect, test } from 'vitest';
import { HOUR_MS, MINUTE_MS, SECOND_MS } from '../../../common/time.ts';
import { createApiClock } from '../../../core/apiClock.ts';
import { createAccount, type Account } from '../../../core/budget/account.ts';
import { openLedgerBook } from '../../../core/budget/ledgerFile.ts';
import { allowedAnHour } from '../../../core/budget/share.ts';
import { failure, type CallFailure } from '../../../core/experia/classify.ts';
import type { RateState } from '../../../core/experia/replyHead.ts';
import { paceMs } from '../../../core/poller/plan.ts';
import { memoryFiles, seededRandom, silentLog, World } from '../support/world.ts';

interface Counted {
  readonly world: World;
  account: Account;
  restart(): Promise<void>;
  /** Sends requests a second apart, of which each ends like this. */
  send(times: number, problem?: CallFailure | null, rate?: RateState | null): Promise<void>;
}

const refusal = (retryAfterMs: number | null = null): CallFailure => failure('limited', { status: 429, retryAfterMs });

async function counted(mostRequests: 1 | 2 = 1): Promise<Counted> {
  const world = new World();
  const files = memoryFiles();
  const open = async (): Promise<Account> => {
    const { clock } = world.process();
    return createAccount({
      keyHash: 'k',
      book: await openLedgerBook(files, clock, silentLog),
      clock,
      apiClock: createApiClock(clock),
      random: seededRandom(3),
      mostRequests,
      paceMs,
      saved: () => undefined,
    });
  };
  const it: Counted = {
    world,
    account: await open(),
    async restart() {
      it.account = await open();
    },
    async send(times, problem = null, rate = null) {
      for (let i = 0; i < times; i += 1) {
        await it.account.count('poll');
        await world.advance(SECOND_MS / 2);
        await it.account.enter({ problem, head: { dateMs: null, rate } });
        await world.advance(SECOND_MS / 2);
      }
    },
  };
  return it;
}

describe('what the server is believed to have left', () => {
  test('is what this app has not spent, as long as nobody else is known to use the key', async () => {
    const it = await counted();
    expect(it.account.server()).toEqual({ limit: 200, left: 200 });
    await it.send(54);
    expect(it.account.server()).toEqual({ limit: 200, left: 146 });
  });

  test('is nothing from a refusal on, while it refuses and as long as others have to be reckoned with', async () => {
    const it = await counted();
    await it.send(53);
    await it.send(1, refusal());
    expect(it.account.server().left).toBeNull();
    expect(it.account.blocked()).toMatchObject({ code: 'limited', byOthers: true });
    await it.world.advance(HOUR_MS);
    await it.send(20);
    expect(it.account.blocked()).toBeNull();
    expect(it.account.server().left).toBeNull();
    await it.restart();
    expect(it.account.server().left).toBeNull();
  });

  test('is what the server says, on any status, less what was sent since, until it counts afresh', async () => {
    const it = await counted();
    await it.send(1, null, { limit: 180, remaining: 91, resetMs: 10 * MINUTE_MS });
    expect(it.account.server()).toEqual({ limit: 180, left: 91 });
    await it.account.count('card');
    expect(it.account.server()).toEqual({ limit: 180, left: 90 });
    await it.account.enter({
      problem: failure('server', { status: 503 }),
      head: { dateMs: null, rate: { limit: 180, remaining: 57, resetMs: 9 * MINUTE_MS } },
    });
    expect(it.account.server()).toEqual({ limit: 180, left: 57 });
    await it.world.advance(9 * MINUTE_MS);
    expect(it.account.server().left).toBeNull();
  });

  test('is never more than this app may still spend, however much the server has', async () => {
    const it = await counted();
    await it.send(60, null, { limit: 5000, remaining: 4321, resetMs: HOUR_MS });
    expect(it.account.server().left).toBe(140);
  });

  test('is unknown while the server refuses although it has some left by its own word', async () => {
    const it = await counted();
    await it.send(1, refusal(), { limit: 200, remaining: 57, resetMs: HOUR_MS });
    expect(it.account.server().left).toBeNull();
  });

  test('is this app’s own count where the server says zero from the start and accepts all the same', async () => {
    const it = await counted();
    await it.send(20, null, { limit: 200, remaining: 0, resetMs: HOUR_MS });
    expect(it.account.blocked()).toBeNull();
    expect(it.account.server()).toEqual({ limit: 200, left: 180 });
  });

  test('is not what a sign-in page says', async () => {
    const it = await counted();
    await it.send(1, failure('portal', { status: 200 }), { limit: 10, remaining: 1, resetMs: MINUTE_MS });
    expect(it.account.server()).toEqual({ limit: 200, left: 199 });
  });

  test('a refusal of what this app has spent itself is nobody else’s doing', async () => {
    const it = await counted();
    await it.send(195);
    await it.send(1, refusal());
    expect(it.account.blocked()).toMatchObject({ code: 'limited', byOthers: false });
  });
});

describe('a refusal', () => {
  const waitMs = (it: Counted): number =>
    (it.account.ledger().block?.untilMs ?? 0) - it.world.process().clock.monotonicMs();

  test('without Retry-After is over when the server says that it counts afresh', async () => {
    const it = await counted();
    await it.send(1, refusal(), { limit: 200, remaining: 0, resetMs: 25 * MINUTE_MS });
    expect(waitMs(it)).toBe(25 * MINUTE_MS - SECOND_MS / 2);
  });

  test('is not waited for where the server says that there is nothing left', async () => {
    const it = await counted();
    await it.send(30);
    await it.send(1, null, { limit: 200, remaining: 1, resetMs: 7 * MINUTE_MS });
    await it.send(1, null, { limit: 200, remaining: 0, resetMs: 7 * MINUTE_MS });
    expect(it.account.blocked()).toMatchObject({ code: 'limited', byOthers: true });
    expect(waitMs(it)).toBe(7 * MINUTE_MS - SECOND_MS / 2);
  });

  test('halves what is allowed or nearly, once for all that come in a row', async () => {
    const it = await counted();
    await it.send(1, refusal());
    const allowed = allowedAnHour(it.account.ledger());
    expect(allowed).toBe(70);
    await it.send(5, refusal());
    expect(allowedAnHour(it.account.ledger())).toBe(allowed);
  });

  test('is remembered over a restart: what is allowed, and when in the hour refusals end', async () => {
    const it = await counted();
    // 17 minutes past, by the API's clock.
    const wallMs = it.world.trueMs + it.world.wallOffsetMs;
    await it.world.advance(HOUR_MS - (wallMs % HOUR_MS) + 16.5 * MINUTE_MS);
    await it.send(1, refusal());
    await it.world.advance(29 * SECOND_MS);
    await it.send(1);
    const { refusalsEnd, assumedLimit } = it.account.ledger();
    expect(refusalsEnd?.endMs).toBeGreaterThan(16.9 * MINUTE_MS);
    expect(refusalsEnd?.endMs).toBeLessThan(17.1 * MINUTE_MS);
    await it.send(1);
    await it.restart();
    expect(it.account.ledger()).toMatchObject({ refusalsEnd, assumedLimit, acceptedSince: 1 });
    await it.world.advance(52 * MINUTE_MS);
    await it.send(1, refusal());
    // The next refusal, eight minutes before, waits for that.
    expect(waitMs(it)).toBeGreaterThan(7 * MINUTE_MS);
    expect(waitMs(it)).toBeLessThan(9 * MINUTE_MS);
  });
});

describe('a network stack that may send a request twice', () => {
  test('is counted for two before it sends, and for one when a reply shows that there was one', async () => {
    const it = await counted(2);
    await it.account.count('poll');
    expect(it.account.own().used).toBe(2);
    await it.account.enter({ problem: null, head: null });
    expect(it.account.own().used).toBe(1);
    await it.send(1, failure('server', { status: 503 }));
    expect(it.account.own().used).toBe(2);
  });

  test.each([
    ['it answered with 421', failure('api', { status: 421 }), 2],
    ['it answered with 408', failure('api', { status: 408 }), 2],
    ['no reply came', failure('network'), 2],
    ['it was given up', failure('timeout'), 2],
    ['it never left', failure('network', { sent: false }), 0],
  ])('where %s it stays at %s', async (_what, problem, used) => {
    const it = await counted(2);
    await it.send(1, problem);
    expect(it.account.own().used).toBe(used);
  });

  test('is counted for two when the process dies under way', async () => {
    const it = await counted(2);
    await it.account.count('poll');
    await it.restart();
    expect(it.account.own().used).toBe(2);
  });
});
