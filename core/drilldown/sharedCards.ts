import type { CardName } from '../../common/cards.ts';
import { cardQueryKey, type Query } from '../../common/query.ts';
import { err, type Result } from '../../common/result.ts';
import { SECOND_MS } from '../../common/time.ts';
import type { CardContent } from '../experia/card.ts';
import { failure, type CallFailure } from '../experia/classify.ts';
import type { Clock } from '../ports.ts';

/** Rows asked for less than this ago serve everybody who asks the same. */
export const SHARED_MS = 30 * SECOND_MS;

/** A card's reply as one of those who asked for it gets it. */
export interface SharedReply {
  readonly result: Result<CardContent, CallFailure>;
  /** When the request was sent, or asked for when it was not (monotonic ms); the rows are at most this old. */
  readonly asOf: number;
  /** Requests of the budget that this answer stands for: each request is told to one of those who waited for it. */
  readonly cost: 0 | 1;
}

export interface SharedCards {
  /** Whether this costs nothing now: the same was asked for a moment ago, or is under way. */
  isShared(card: CardName, query: Query): boolean;
  /** Asks, or joins those who did. `cancel` lets go of it; the request itself ends when nobody waits for it any more. */
  ask(card: CardName, query: Query, cancel: AbortSignal): Promise<SharedReply>;
  /** Forgets every reply: they came from another source. */
  clear(): void;
}

interface Shared {
  readonly askedAt: number;
  readonly abort: AbortController;
  readonly reply: Promise<Result<CardContent, CallFailure>>;
  waiting: number;
  answered: boolean;
  /** Null until it is on its way. */
  sentAt: number | null;
  /** Whether somebody was told its cost. */
  charged: boolean;
}

type Send = (
  card: CardName,
  query: Query,
  cancel: AbortSignal,
  sent: () => void,
) => Promise<Result<CardContent, CallFailure>>;

/** Resolves with the reply, or as soon as this one of those who wait for it lets go. */
function untilCancelled<T>(reply: Promise<T>, cancel: AbortSignal, cancelled: T): Promise<T> {
  return new Promise((resolve, reject) => {
    const leave = (): void => resolve(cancelled);
    if (cancel.aborted) return leave();
    cancel.addEventListener('abort', leave, { once: true });
    reply.then(resolve, reject).finally(() => cancel.removeEventListener('abort', leave));
  });
}

/** Lets screens that ask for the same card share one request and its reply for 30 s. */
export function createSharedCards(clock: Clock, send: Send): SharedCards {
  const known = new Map<string, Shared>();
  const keyOf = (card: CardName, query: Query): string => `${card} ${cardQueryKey(query)}`;

  function current(key: string): Shared | null {
    const shared = known.get(key);
    const isFresh = shared && (!shared.answered || clock.monotonicMs() - shared.askedAt < SHARED_MS);
    return isFresh ? shared : null;
  }

  function forget(key: string, shared: Shared): void {
    if (known.get(key) === shared) known.delete(key);
  }

  function begin(key: string, card: CardName, query: Query): Shared {
    const abort = new AbortController();
    const onItsWay = (): void => void (shared.sentAt = clock.monotonicMs());
    const reply = Promise.resolve().then(() => send(card, query, abort.signal, onItsWay));
    const askedAt = clock.monotonicMs();
    const shared: Shared = { askedAt, abort, reply, waiting: 0, answered: false, sentAt: null, charged: false };
    known.set(key, shared);
    // A failure is not worth keeping, and rows take memory.
    reply.then(
      (result) => {
        shared.answered = true;
        const restMs = SHARED_MS - (clock.monotonicMs() - askedAt);
        if (result.ok && restMs > 0) clock.after(restMs, () => forget(key, shared));
        else forget(key, shared);
      },
      () => forget(key, shared),
    );
    return shared;
  }

  /** What to tell this one of those who waited; a request that never left is taken back by the budget. */
  function charge(shared: Shared, result: Result<CardContent, CallFailure>): 0 | 1 {
    const isUnsent = shared.sentAt === null || (!result.ok && result.error.code !== 'cancelled' && !result.error.sent);
    if (shared.charged || isUnsent) return 0;
    shared.charged = true;
    return 1;
  }

  return {
    isShared: (card, query) => current(keyOf(card, query)) !== null,
    async ask(card, query, cancel) {
      const key = keyOf(card, query);
      const shared = current(key) ?? begin(key, card, query);
      shared.waiting += 1;
      const cancelled = err(failure('cancelled', { sent: false }));
      try {
        const result = await untilCancelled(shared.reply, cancel, cancelled);
        return { result, asOf: shared.sentAt ?? shared.askedAt, cost: charge(shared, result) };
      } finally {
        shared.waiting -= 1;
        if (shared.waiting === 0 && cancel.aborted && !shared.answered) {
          // A request that was given up must not serve whoever comes next.
          forget(key, shared);
          shared.abort.abort();
        }
      }
    },
    clear: () => known.clear(),
  };
}
