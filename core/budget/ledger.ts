import { TOTAL_DEADLINE_MS } from '../experia/client.ts';
import { HOUR_MS, SECOND_MS } from '../../common/time.ts';

/** What a request was for: a refresh of the wall, a drill-down, or a test of a key. */
export type RequestKind = 'poll' | 'card' | 'test';

/** One request in the rolling hour; times are monotonic milliseconds of the clock port. */
export interface LedgerEntry {
  readonly sentAt: number;
  /** When its reply or its end was seen; null while it is under way, or when a crash hid its end. */
  readonly endedAt: number | null;
  readonly kind: RequestKind;
}

/** Why nothing may be sent for a while, persisted so that a restart does not forget it. */
export interface Block {
  readonly untilMs: number;
  readonly code: 'limited' | 'auth' | 'countLost';
}

/** What is remembered of one key. */
export interface KeyLedger {
  readonly entries: readonly LedgerEntry[];
  readonly block: Block | null;
  /** Requests an hour this app allowed itself when it last yielded to others who use the key; `allowedAnHour` is what it does now. */
  readonly assumedLimit: number;
  /** When it last yielded. */
  readonly assumedAt: number;
  /** Times the server said 429 in a row; 0 after a success. */
  readonly limitedInRow: number;
  /** Requests an hour at which the server refused last. */
  readonly refusedAbove: number;
  /** Requests the server has accepted since. */
  readonly acceptedSince: number;
  /** When in the hour the server's refusals were last seen to end; null when never. */
  readonly refusalsEnd: PartOfHour | null;
}

/** A stretch of every hour of the API's clock. */
export interface PartOfHour {
  /** Its end, in milliseconds after the full hour. */
  readonly endMs: number;
  readonly lengthMs: number;
}

/** The server counts arrivals on its own clock; this covers its rounding and the drift of two clocks over an hour. */
const RELEASE_MARGIN_MS = 2 * SECOND_MS;

/**
 * When an entry stops counting. The server counts arrivals, and a request arrives somewhere between being sent and being
 * answered: counting it for an hour from its end can never release it early. Where the end is unknown the deadline is
 * its latest possible end.
 */
const releaseAt = ({ sentAt, endedAt }: Pick<LedgerEntry, 'sentAt' | 'endedAt'>): number =>
  (endedAt ?? sentAt + TOTAL_DEADLINE_MS) + HOUR_MS + RELEASE_MARGIN_MS;

/** When requests that nobody knows anything of count no more, if the last of them may have been sent at `now`. */
export const unknownReleaseAt = (now: number): number => releaseAt({ sentAt: now, endedAt: null });

export const emptyLedger = (limit: number, now: number): KeyLedger => ({
  entries: [],
  block: null,
  assumedLimit: limit,
  assumedAt: now,
  limitedInRow: 0,
  refusedAbove: limit,
  acceptedSince: 0,
  refusalsEnd: null,
});

/** Drops what no longer counts. */
export function prune(ledger: KeyLedger, now: number): KeyLedger {
  // Entries are in the order they were sent: while the first cannot have been released, none has.
  const oldest = ledger.entries[0];
  if (!ledger.block && (!oldest || oldest.sentAt + HOUR_MS > now)) return ledger;
  const entries = ledger.entries.filter((entry) => releaseAt(entry) > now);
  const block = ledger.block && ledger.block.untilMs > now ? ledger.block : null;
  return entries.length === ledger.entries.length && block === ledger.block ? ledger : { ...ledger, entries, block };
}

/** Requests that count against the rolling hour at `now`. */
export const usedAt = (ledger: KeyLedger, now: number): number =>
  ledger.entries.reduce((count, entry) => count + (releaseAt(entry) > now ? 1 : 0), 0);

/** Drill-downs and key tests among the requests of the rolling hour. */
export const onDemandAt = (ledger: KeyLedger, now: number): number =>
  ledger.entries.reduce((count, entry) => count + (entry.kind !== 'poll' && releaseAt(entry) > now ? 1 : 0), 0);

/** The first moment, `now` or later, at which fewer than `limit` requests count. */
export function freeAt(ledger: KeyLedger, limit: number, now: number): number {
  if (ledger.entries.length < limit) return now;
  const times = releases(ledger, now);
  return times[times.length - limit] ?? now;
}

/** The moments, `now` or later, at which requests stop counting, in order. */
export function releases(ledger: KeyLedger, now: number): number[] {
  const times: number[] = [];
  let inOrder = true;
  for (const entry of ledger.entries) {
    const at = releaseAt(entry);
    if (at <= now) continue;
    inOrder &&= at >= (times.at(-1) ?? at);
    times.push(at);
  }
  // They are in order unless a crash hid the end of a request; this is asked at every look at the clock.
  return inOrder ? times : times.sort((a, b) => a - b);
}

/** Requests sent in the last `spanMs`. */
export const sentWithin = (ledger: KeyLedger, spanMs: number, now: number): number =>
  ledger.entries.reduce((count, { sentAt }) => count + (sentAt > now - spanMs ? 1 : 0), 0);

export const lastSentAt = (ledger: KeyLedger): number | null => ledger.entries.at(-1)?.sentAt ?? null;

export const lastOf = (ledger: KeyLedger, kind: RequestKind): number | null =>
  ledger.entries.findLast((entry) => entry.kind === kind)?.sentAt ?? null;

/** @param times how many requests the one call may put on the wire */
export const debit = (ledger: KeyLedger, kind: RequestKind, now: number, times = 1): KeyLedger => {
  const kept = prune(ledger, now);
  const entry: LedgerEntry = { sentAt: now, endedAt: null, kind };
  return { ...kept, entries: [...kept.entries, ...Array.from({ length: times }, () => entry)] };
};

/** Notes the end of the latest call; only one of a key is ever under way. */
export const settle = (ledger: KeyLedger, now: number, times = 1): KeyLedger => ({
  ...ledger,
  entries: ledger.entries.map((entry, i, all) => (i >= all.length - times ? { ...entry, endedAt: now } : entry)),
});

/** Takes back the latest requests, which surely never left this machine. */
export const refund = (ledger: KeyLedger, times = 1): KeyLedger => ({
  ...ledger,
  entries: ledger.entries.slice(0, ledger.entries.length - times),
});

/**
 * Moves a ledger to another time base. After a boot, or where boots cannot be told apart, nobody knows how much time has
 * passed: counting it as none can never release a request early, whatever the wall clock says.
 */
export const shift = (ledger: KeyLedger, by: number): KeyLedger => ({
  ...ledger,
  entries: ledger.entries.map((entry) => ({
    ...entry,
    sentAt: entry.sentAt + by,
    endedAt: entry.endedAt === null ? null : entry.endedAt + by,
  })),
  block: ledger.block && { ...ledger.block, untilMs: ledger.block.untilMs + by },
  assumedAt: ledger.assumedAt + by,
});
