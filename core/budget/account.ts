import { API_HOURLY_LIMIT } from '../../common/settings.ts';
import { MINUTE_MS } from '../../common/time.ts';
import type { ApiClock } from '../apiClock.ts';
import { failure, mayBeRepeated, type CallFailure } from '../experia/classify.ts';
import type { RateState, ReplyHead } from '../experia/replyHead.ts';
import type { Clock, Random } from '../ports.ts';
import { debit, refund, settle, usedAt, type KeyLedger, type RequestKind } from './ledger.ts';
import type { LedgerBook } from './ledgerFile.ts';
import { noteEnd, waitAfterRefusal } from './refusals.ts';
import { failedDelayMs } from './retry.ts';
import { hasOthers, yieldToOthers } from './share.ts';

/** A refusal after fewer than this many of the key's requests is the doing of others who use it. */
const OWN_DOING = API_HOURLY_LIMIT * 0.95;
/** A count that does not say when it starts afresh is believed for so long. */
const COUNT_HOLDS_MS = 5 * MINUTE_MS;

export interface AccountOptions {
  readonly keyHash: string;
  readonly book: LedgerBook;
  readonly clock: Clock;
  readonly apiClock: ApiClock;
  readonly random: Random;
  /** How many requests a call may put on the wire. */
  readonly mostRequests: 1 | 2;
  /** Milliseconds between two polls, by a ledger. */
  readonly paceMs: (ledger: KeyLedger, now: number) => number;
  readonly saved: (saved: boolean) => void;
}

export interface Ended {
  readonly problem: CallFailure | null;
  readonly head: ReplyHead | null;
}

/** What one key has spent, and what it may still spend. */
export interface Account {
  ledger(): KeyLedger;
  /** No request before this (monotonic ms): the ledger could not be saved. */
  holdUntil(): number;
  /** Counts a call and saves that before it is sent. False: it must not be sent now. */
  count(kind: RequestKind): Promise<boolean>;
  /** Enters how the call under way has ended. */
  enter(ended: Ended): Promise<void>;
  /** Why nothing may be sent for a while; null when something may. */
  blocked(): CallFailure | null;
  /** Requests of the rolling hour that count, and what this app allows itself to send now. */
  own(): { readonly used: number; readonly left: number };
  /** What the server is believed to have left, everybody's use counted; null where nobody knows. */
  server(): { readonly limit: number; readonly left: number | null };
}

export function createAccount(options: AccountOptions): Account {
  const { keyHash, book, clock, apiClock, random, mostRequests: times, paceMs } = options;
  const startedAt = clock.monotonicMs();
  let lastSentHere = -Infinity;
  let holdUntil = -Infinity;
  let told: { readonly rate: RateState; readonly at: number } | null = null;
  /** The server has said that some are left. One that says none from the start counts nothing, or something else. */
  let isCounting = false;

  const ledger = (): KeyLedger => book.get(keyHash);
  const byOthers = (): boolean => usedAt(ledger(), clock.monotonicMs()) < OWN_DOING;

  /** The end of the call in the ledger: a second request is taken back once it is known that there was none. */
  function settled(problem: CallFailure | null, now: number): KeyLedger {
    const wasOne = times > 1 && !(problem && mayBeRepeated(problem));
    const sent = wasOne ? times - 1 : times;
    return settle(wasOne ? refund(ledger()) : ledger(), now, sent);
  }

  async function refused(ended: KeyLedger, askedMs: number | null): Promise<void> {
    const now = clock.monotonicMs();
    const waitMs = waitAfterRefusal(ended, { askedMs, apiMs: apiClock.atMs() }, random);
    // Refusals in a row are one occasion, however often its end is tried.
    const lowered = ended.limitedInRow === 0 ? yieldToOthers(ended, now) : ended;
    const block = { untilMs: now + waitMs, code: 'limited' as const };
    await book.put(keyHash, { ...lowered, limitedInRow: ended.limitedInRow + 1, block });
  }

  async function accepted(ended: KeyLedger, rate: RateState | null): Promise<void> {
    const now = clock.monotonicMs();
    const before = ended.entries.at(-2);
    const learned =
      ended.limitedInRow > 0 && before ? noteEnd(ended, apiClock.atMs(before.sentAt), apiClock.atMs(now)) : ended;
    const next = { ...learned, limitedInRow: 0, block: null, acceptedSince: ended.acceptedSince + 1 };
    // The next one would be refused: there is no need to be told.
    if (rate?.remaining === 0 && rate.resetMs !== null && isCounting) await refused(next, rate.resetMs);
    else book.note(keyHash, next);
  }

  return {
    ledger,
    holdUntil: () => holdUntil,
    /**
     * Where the count cannot be saved, a restart would forget it: then nothing is sent sooner than one pace after the start and
     * after the last request, so that even a crash loop stays under the limit.
     */
    async count(kind) {
      const now = clock.monotonicMs();
      const before = ledger();
      const saved = await book.put(keyHash, debit(before, kind, now, times));
      options.saved(saved);
      const possibleAt = Math.max(startedAt, lastSentHere) + paceMs(before, now);
      if (!saved && now < possibleAt) {
        book.note(keyHash, refund(ledger(), times));
        holdUntil = possibleAt;
        return false;
      }
      lastSentHere = now;
      return true;
    },
    async enter({ problem, head }) {
      const now = clock.monotonicMs();
      if (problem && !problem.sent) return book.note(keyHash, refund(ledger(), times));
      const ended = settled(problem, now);
      const rate = problem?.code === 'portal' ? null : (head?.rate ?? null);
      if (rate) {
        told = { rate, at: now };
        isCounting ||= rate.remaining > 0;
      }
      if (!problem) return accepted(ended, rate);
      if (problem.code === 'limited') return refused(ended, problem.retryAfterMs ?? rate?.resetMs ?? null);
      if (problem.code !== 'auth') return book.note(keyHash, ended);
      const untilMs = now + failedDelayMs(problem, 1, paceMs(ended, now), random);
      await book.put(keyHash, { ...ended, block: { untilMs, code: 'auth' } });
    },
    blocked() {
      const { block } = ledger();
      return block && failure(block.code, { sent: false, byOthers: block.code === 'limited' && byOthers() });
    },
    own() {
      const code = ledger().block?.code;
      const used = code === 'countLost' ? API_HOURLY_LIMIT : usedAt(ledger(), clock.monotonicMs());
      return { used, left: code === 'limited' ? 0 : Math.max(0, API_HOURLY_LIMIT - used) };
    },
    server() {
      const now = clock.monotonicMs();
      const { block, entries } = ledger();
      const ownLeft = Math.max(0, API_HOURLY_LIMIT - usedAt(ledger(), now));
      if (told && isCounting) {
        const { rate, at } = told;
        const limit = rate.limit ?? API_HOURLY_LIMIT;
        // While it refuses, whatever it says it has left cannot be had.
        const isContradicted = block?.code === 'limited' && rate.remaining > 0;
        if (now >= at + (rate.resetMs ?? COUNT_HOLDS_MS) || isContradicted) return { limit, left: null };
        const since = entries.filter(({ sentAt }) => sentAt > at).length;
        return { limit, left: Math.max(0, Math.min(rate.remaining - since, ownLeft)) };
      }
      const isUnknown = hasOthers(ledger()) || block?.code === 'countLost';
      return { limit: API_HOURLY_LIMIT, left: isUnknown ? null : ownLeft };
    },
  };
}
