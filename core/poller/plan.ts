import { API_HOURLY_LIMIT } from '../../common/settings.ts';
import { HOUR_MS, MINUTE_MS, SECOND_MS } from '../../common/time.ts';
import { freeAt, lastOf, lastSentAt, type KeyLedger } from '../budget/ledger.ts';
import { mayHurry, spacingMs } from '../budget/pacing.ts';

/** One query that is polled, shared by all boards that ask the same. */
export interface Track {
  readonly queryKey: string;
  /** When it was last asked for in this process; null when never. */
  readonly lastAttemptAt: number | null;
  /** Not before this, after a failure. */
  readonly retryAt: number | null;
  readonly failuresInRow: number;
}

export type Plan =
  | { readonly kind: 'poll'; readonly queryKey: string }
  | { readonly kind: 'job' }
  /** Nothing is due before `until`; null when nothing is planned at all. */
  | { readonly kind: 'wait'; readonly until: number | null };

export interface PlanInput {
  readonly now: number;
  readonly ledger: KeyLedger;
  readonly tracks: readonly Track[];
  /** Whether a drill-down or a key test waits, and whether it may pass a rejected key's block. */
  readonly job: 'card' | 'test' | null;
  /** No request before this: the ledger could not be saved (see the request loop). */
  readonly holdUntil: number;
}

const HURRY_GAP_MS = SECOND_MS;
const NOMINAL_MS = HOUR_MS / API_HOURLY_LIMIT;
const SLOWEST_FRESH = 1.5;
/** Drill-downs never take the last free request: it is the next poll's. */
const KEPT_FOR_POLL = 1;
/** How far, in paces, a poll may fall behind for drill-downs. */
const LAG_PART = 0.5;

/** Since when drill-downs have been unused: the last one, else the oldest request that still counts, else now. */
const unusedSince = (ledger: KeyLedger, now: number): number =>
  Math.max(lastOf(ledger, 'card') ?? -Infinity, lastOf(ledger, 'test') ?? -Infinity, ledger.entries[0]?.sentAt ?? now);

/** Milliseconds between two polls of this key, whichever query they are for. */
export const paceMs = (ledger: KeyLedger, now: number): number => spacingMs(ledger, unusedSince(ledger, now), now);

/**
 * The time between two refreshes of one board when all is well, against which freshness is measured. While others use up
 * the key the pace may fall far behind it; figures that old are not called fresh for that.
 */
export function intervalMs(ledger: KeyLedger, queries: number, now: number): number {
  const nominal = NOMINAL_MS * Math.max(1, queries);
  return Math.min(paceMs(ledger, now) * Math.max(1, queries), Math.max(MINUTE_MS, nominal * SLOWEST_FRESH));
}

const byTurn = (a: Track, b: Track): number => (a.lastAttemptAt ?? -Infinity) - (b.lastAttemptAt ?? -Infinity);

/** When a track may be polled next, if it is its turn after `turns` others. */
function dueAt(track: Track, turns: number, pace: number, { ledger, now }: PlanInput): number {
  const lastPoll = lastOf(ledger, 'poll');
  const paced = lastPoll === null ? now : lastPoll + pace * (turns + 1);
  const hurried = (lastSentAt(ledger) ?? -Infinity) + HURRY_GAP_MS * (turns + 1);
  const atPace = track.lastAttemptAt !== null || !mayHurry(ledger, pace, now);
  return Math.max(atPace ? paced : Math.min(paced, hurried), track.retryAt ?? -Infinity);
}

/** When each query is expected to be polled next (monotonic ms). */
export function schedule(input: PlanInput): ReadonlyMap<string, number> {
  const { ledger, now, holdUntil, tracks } = input;
  const earliest = Math.max(freeAt(ledger, API_HOURLY_LIMIT, now), ledger.block?.untilMs ?? now, holdUntil, now);
  const pace = paceMs(ledger, now);
  return new Map(
    [...tracks]
      .sort(byTurn)
      .map((track, turn) => [track.queryKey, Math.max(earliest, dueAt(track, turn, pace, input))]),
  );
}

/** Why a drill-down or key test cannot be sent now: when it can (monotonic ms); null when it can be sent at once. */
export function jobPossibleAt(
  kind: 'card' | 'test',
  { ledger, now, holdUntil }: Omit<PlanInput, 'job' | 'tracks'>,
): number | null {
  const { block } = ledger;
  const blocked = block && !(kind === 'test' && block.code === 'auth') ? block.untilMs : now;
  const at = Math.max(freeAt(ledger, API_HOURLY_LIMIT - KEPT_FOR_POLL, now), blocked, holdUntil);
  return at > now ? at : null;
}

/** A drill-down that could go within this time is worth waiting for; one that could not is refused with its time. */
export const MAX_JOB_WAIT_MS = 20 * SECOND_MS;

/** Whether jobs have held a due poll back for so long that one more would make the wall late. */
function pollLags(input: PlanInput): boolean {
  const { now, ledger, tracks } = input;
  const pace = paceMs(ledger, now);
  return ledger.block === null && tracks.some((track) => dueAt(track, 0, pace, input) < now - pace * LAG_PART);
}

/** What to do now: a waiting job goes first, then the query that has waited longest among those that are due. */
export function plan(input: PlanInput): Plan {
  const { now, job, tracks } = input;
  const jobAt = job ? (jobPossibleAt(job, input) ?? now) : Infinity;
  if (jobAt <= now && !pollLags(input)) return { kind: 'job' };
  const times = schedule(input);
  const due = [...tracks].sort(byTurn).find((track, _, all) => {
    const alone =
      all.length === 1 ? times.get(track.queryKey) : schedule({ ...input, tracks: [track] }).get(track.queryKey);
    return alone !== undefined && alone <= now;
  });
  if (due) return { kind: 'poll', queryKey: due.queryKey };
  const earliest = Math.min(jobAt, ...times.values());
  return { kind: 'wait', until: Number.isFinite(earliest) ? earliest : null };
}
