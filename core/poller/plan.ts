import { API_HOURLY_LIMIT, NOMINAL_PACE_MS } from '../../common/settings.ts';
import { HOUR_MS, MINUTE_MS, SECOND_MS } from '../../common/time.ts';
import { freeAt, lastOf, lastSentAt, type KeyLedger } from '../budget/ledger.ts';
import { KEPT_FOR_POLL, mayHurry, spacingMs } from '../budget/pacing.ts';
import { STANDING_INTERVAL_MS, type Turn } from './tracks.ts';

export type Plan =
  | { readonly kind: 'poll'; readonly queryKey: string }
  | { readonly kind: 'job' }
  /** Nothing is due before `until`; null when nothing is planned at all. */
  | { readonly kind: 'wait'; readonly until: number | null };

export interface PlanInput {
  readonly now: number;
  readonly ledger: KeyLedger;
  /** Milliseconds between two polls (`paceMs`). */
  readonly pace: number;
  /** In the order in which new ones go first. */
  readonly turns: readonly Turn[];
  /** Whether a drill-down or a key test waits, and whether it may pass a rejected key's block. */
  readonly job: 'card' | 'test' | null;
  /** No request before this: the ledger could not be saved (see the account). */
  readonly holdUntil: number;
  /** How many requests a call may put on the wire. */
  readonly mostRequests: 1 | 2;
}

const HURRY_GAP_MS = SECOND_MS;
const SLOWEST_FRESH = 1.5;
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
 * @param pace milliseconds between two polls
 * @param running queries whose figures change, and `standing` those that are asked for once an hour beside them
 */
export function intervalMs(pace: number, running: number, standing = 0): number {
  const turns = Math.max(1, running);
  const left = Math.max(0.5, 1 - (standing * pace) / HOUR_MS);
  return Math.min((pace * turns) / left, Math.max(MINUTE_MS, (NOMINAL_PACE_MS * turns * SLOWEST_FRESH) / left));
}

/** The same for one of the turns. */
export function intervalOf(queryKey: string, turns: readonly Turn[], pace: number): number {
  const running = turns.filter(({ isRunning }) => isRunning).length;
  const isStanding = turns.find((turn) => turn.queryKey === queryKey)?.isRunning === false;
  return isStanding ? STANDING_INTERVAL_MS : intervalMs(pace, running, turns.length - running);
}

/** New ones first, in their order, then the one that was asked for the longest ago. */
const byTurn = (a: Turn, b: Turn): number =>
  Number(b.isNew) - Number(a.isNew) || (a.isNew ? 0 : (a.lastAttemptAt ?? 0) - (b.lastAttemptAt ?? 0));

/** A query that has waited for more than everybody's turn goes ahead of new ones, which would otherwise starve it. */
const isStarved = ({ isNew, isRunning, lastAttemptAt }: Turn, turns: number, pace: number, now: number): boolean =>
  !isNew && isRunning && lastAttemptAt !== null && now - lastAttemptAt > pace * (turns + 1);

/**
 * When each query is expected to be polled next (monotonic ms), in that order. New queries go at once where the budget
 * lets them, and so do those whose day has ended; the others follow at the pace, the one that has waited longest first,
 * failing ones when their wait is over.
 */
export function schedule(input: PlanInput): ReadonlyMap<string, number> {
  const { ledger, now, pace, holdUntil, turns, mostRequests } = input;
  const free = freeAt(ledger, API_HOURLY_LIMIT - (mostRequests - 1), now);
  const earliest = Math.max(free, ledger.block?.untilMs ?? now, holdUntil, now);
  const hurry = mayHurry(ledger, pace, now);
  const lastPoll = lastOf(ledger, 'poll');
  let paced = Math.max(earliest, lastPoll === null ? now : lastPoll + pace);
  let hurried = Math.max(earliest, (lastSentAt(ledger) ?? -Infinity) + HURRY_GAP_MS);
  const times = new Map<string, number>();
  const waiting = [...turns].sort(byTurn);
  const starved = waiting.find((turn) => isStarved(turn, turns.length, pace, now) && turn.notBefore <= now);
  const ahead = hurry && !starved ? waiting.filter(({ isNew, notBefore }) => isNew && notBefore <= now) : [];
  for (const { queryKey } of ahead) {
    times.set(queryKey, Math.min(hurried, paced));
    hurried += HURRY_GAP_MS;
    paced = Math.max(paced, hurried + pace);
  }
  const rest = waiting.filter(({ queryKey }) => !times.has(queryKey) && queryKey !== starved?.queryKey);
  if (starved) rest.unshift(starved);
  while (rest.length > 0) {
    paced = Math.max(paced, Math.min(...rest.map(({ notBefore }) => notBefore)));
    const [next] = rest.splice(
      rest.findIndex(({ notBefore }) => notBefore <= paced),
      1,
    );
    // A day that ends before its turn comes is asked for at its end.
    if (next) times.set(next.queryKey, Math.min(paced, Math.max(earliest, next.endsAt ?? Infinity)));
    paced += pace;
  }
  return times;
}

/** Why a drill-down or key test cannot be sent now: when it can (monotonic ms); null when it can be sent at once. */
export function jobPossibleAt(
  kind: 'card' | 'test',
  { ledger, now, holdUntil, mostRequests }: Pick<PlanInput, 'ledger' | 'now' | 'holdUntil' | 'mostRequests'>,
): number | null {
  const { block } = ledger;
  const blocked = block && !(kind === 'test' && block.code === 'auth') ? block.untilMs : now;
  const at = Math.max(freeAt(ledger, API_HOURLY_LIMIT - KEPT_FOR_POLL - (mostRequests - 1), now), blocked, holdUntil);
  return at > now ? at : null;
}

/** A drill-down that could go within this time is worth waiting for; one that could not is refused with its time. */
export const MAX_JOB_WAIT_MS = 30 * SECOND_MS;

/** Whether jobs have held a due poll back for so long that one more would make the wall late. */
function pollLags(input: PlanInput, nextPoll: number): boolean {
  const { now, ledger, pace } = input;
  const lastPoll = lastOf(ledger, 'poll');
  return nextPoll <= now && lastPoll !== null && now - lastPoll > pace * (1 + LAG_PART);
}

/** What to do now: a waiting job goes first, then the query whose turn it is. */
export function plan(input: PlanInput): Plan {
  const { now, job } = input;
  const jobAt = job ? (jobPossibleAt(job, input) ?? now) : Infinity;
  const [next] = [...schedule(input)].sort(([, a], [, b]) => a - b);
  const pollAt = next?.[1] ?? Infinity;
  if (jobAt <= now && !pollLags(input, pollAt)) return { kind: 'job' };
  if (next && pollAt <= now) return { kind: 'poll', queryKey: next[0] };
  const earliest = Math.min(jobAt, pollAt);
  return { kind: 'wait', until: Number.isFinite(earliest) ? earliest : null };
}
