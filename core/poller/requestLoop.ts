import { distinctQueries } from '../../common/query.ts';
import { NOMINAL_PACE_MS } from '../../common/settings.ts';
import { SECOND_MS } from '../../common/time.ts';
import { createApiClock } from '../apiClock.ts';
import { createAccount } from '../budget/account.ts';
import { debit, type KeyLedger } from '../budget/ledger.ts';
import { mayHurry } from '../budget/pacing.ts';
import { failedDelayMs } from '../budget/retry.ts';
import { failure, type CallFailure } from '../experia/classify.ts';
import type { ReplyHead } from '../experia/replyHead.ts';
import { createJobLine, type Job } from './jobs.ts';
import { intervalOf, jobPossibleAt, MAX_JOB_WAIT_MS, paceMs, plan, schedule, type PlanInput } from './plan.ts';
import type { LoopOptions, RequestLoop } from './requestLoop.types.ts';
import { asked, hasEnded, newTrack, turnOf, type Track } from './tracks.ts';

/** The longest sleep: timers stand still during suspend, so the clock is looked at again at least this often. */
const LONGEST_SLEEP_MS = 5 * SECOND_MS;
/** Times are fractions of a millisecond, which timers are not: a sleep of almost nothing could repeat for ever. */
const SHORTEST_SLEEP_MS = 1;
/** The `Date` header tells whole seconds, rounded down. */
const DATE_STEP_MS = 999;

export function createRequestLoop(options: LoopOptions): RequestLoop {
  const { endpoint, client, clock, random, log, report } = options;
  const { apiClock = createApiClock(clock) } = options;
  const { mostRequests = 1 } = client;
  const abort = new AbortController();
  const account = createAccount({
    ...options,
    apiClock,
    mostRequests,
    paceMs,
    saved: (saved) => report({ type: 'ledgerSaved', saved }),
  });
  const jobs = createJobLine(endpoint, pump);
  let tracks: readonly Track[] = [];
  /** The query under way, `job` for a request on demand, null when idle. */
  let current: string | null = null;
  let stopped = false;
  /** Queries whose period was seen to end, until they are asked for again. */
  let ended: ReadonlySet<string> = new Set();
  let cancelTimer = (): void => undefined;
  let idle: Promise<void> = Promise.resolve();

  function planInput(now: number): PlanInput {
    const ledger = account.ledger();
    const apiMs = apiClock.atMs(now);
    return {
      now,
      ledger,
      pace: paceMs(ledger, now),
      turns: tracks.map((track) => turnOf(track, now, apiMs)),
      job: jobs.waiting()[0]?.kind ?? null,
      holdUntil: Math.max(options.notBefore ?? -Infinity, account.holdUntil()),
      mostRequests,
    };
  }

  /** Tells when a day, week, month or year ends on a board's clock, and returns when the next one does (monotonic ms). */
  function lookAtPeriods(now: number): number {
    const apiMs = apiClock.atMs(now);
    const over = new Set(tracks.filter((track) => hasEnded(track, apiMs)).map(({ queryKey }) => queryKey));
    const isNews = [...over].some((queryKey) => !ended.has(queryKey));
    ended = over;
    if (isNews) report({ type: 'periodEnded' });
    const ahead = tracks.map(({ endsAtMs }) => (endsAtMs === null || endsAtMs <= apiMs ? Infinity : endsAtMs - apiMs));
    return now + Math.min(Infinity, ...ahead);
  }

  function pump(): void {
    cancelTimer();
    if (stopped) return;
    const now = clock.monotonicMs();
    const nextEnd = lookAtPeriods(now);
    const sleepUntil = (at: number): void =>
      void (cancelTimer = clock.after(
        Math.max(SHORTEST_SLEEP_MS, Math.min(at - now, nextEnd - now, LONGEST_SLEEP_MS)),
        pump,
      ));
    if (current !== null) return Number.isFinite(nextEnd) ? sleepUntil(nextEnd) : undefined;
    const why = account.ledger().block?.code === 'countLost' ? 'countLost' : 'limited';
    jobs.refuseHopeless(({ kind }) => waitForJobMs(kind), MAX_JOB_WAIT_MS, why);
    const next = plan(planInput(now));
    if (next.kind === 'wait') return next.until === null ? undefined : sleepUntil(next.until);
    const job = next.kind === 'job' ? jobs.next() : undefined;
    current = next.kind === 'poll' ? next.queryKey : 'job';
    if (Number.isFinite(nextEnd)) sleepUntil(nextEnd);
    idle = (next.kind === 'poll' ? poll(next.queryKey) : runJob(job))
      .catch((thrown: unknown) => log.warn('loop.fault', { name: thrown instanceof Error ? thrown.name : 'unknown' }))
      .finally(() => {
        current = null;
        try {
          if (!stopped) report({ type: 'requestEnded' });
        } finally {
          pump();
        }
      });
  }

  function waitForJobMs(kind: Job['kind']): number {
    const now = clock.monotonicMs();
    return (jobPossibleAt(kind, planInput(now)) ?? now) - now;
  }

  const updateTrack = (queryKey: string, change: (track: Track) => Track): void => {
    tracks = tracks.map((track) => (track.queryKey === queryKey ? change(track) : track));
  };

  /** A block outlives the call and the process that met it: every board has to say why it rests. */
  function reportBlock(...queryKeys: readonly string[]): void {
    const why = account.blocked();
    const at = clock.monotonicMs();
    if (why) for (const queryKey of queryKeys) report({ type: 'callFailed', queryKey, failure: why, at });
  }
  const allKeys = (): string[] => tracks.map(({ queryKey }) => queryKey);

  /** The moment that a reply's figures are of at the latest (API's clock): neither before they were asked for nor after they were given. */
  function askedMs(head: ReplyHead | null, sentAt: number): number {
    const dateMs = head?.dateMs ?? null;
    if (dateMs !== null) apiClock.heard(dateMs, sentAt, clock.monotonicMs());
    return Math.min(apiClock.atMs(sentAt), dateMs === null ? Infinity : dateMs + DATE_STEP_MS);
  }

  async function poll(queryKey: string): Promise<void> {
    const query = tracks.find((track) => track.queryKey === queryKey)?.query;
    if (!query || !(await account.count('poll')) || stopped) return;
    const asOf = clock.monotonicMs();
    let head: ReplyHead | null = null;
    report({ type: 'requestStarted', queryKey });
    const result = await client.summary(endpoint, query, abort.signal, (heard) => void (head = heard));
    await account.enter({ problem: result.ok ? null : result.error, head });
    if (stopped) return;
    const now = clock.monotonicMs();
    if (result.ok) {
      const sentAtMs = askedMs(head, asOf);
      updateTrack(queryKey, (track) => ({ ...asked(track, asOf, sentAtMs), retryAt: null, failuresInRow: 0 }));
      const { turns, pace } = planInput(now);
      const endsAtMs = tracks.find((track) => track.queryKey === queryKey)?.endsAtMs ?? null;
      const facts = { asOf, endsAtMs, intervalMs: intervalOf(queryKey, turns, pace) };
      report({ type: 'summaryArrived', queryKey, summary: result.value, ...facts });
      return reportBlock(...allKeys());
    }
    updateTrack(queryKey, (track) => {
      const failuresInRow = track.failuresInRow + 1;
      const delayMs = failedDelayMs(result.error, failuresInRow, paceMs(account.ledger(), now), random);
      const retryAt = result.error.code === 'limited' || result.error.code === 'auth' ? null : now + delayMs;
      return { ...asked(track, asOf, apiClock.atMs(asOf)), failuresInRow, retryAt };
    });
    log.warn('poll.failed', { code: result.error.code, status: result.error.status });
    report({ type: 'callFailed', queryKey, failure: withCause(result.error), at: now });
  }

  const withCause = (why: CallFailure): CallFailure =>
    why.code === 'limited' ? { ...why, byOthers: account.blocked()?.byOthers ?? false } : why;

  async function runJob(job: Job | undefined): Promise<void> {
    if (!job) return;
    if (!(await account.count(job.kind)) || stopped)
      return job.refuse(failure(stopped ? 'cancelled' : 'limited', { sent: false }));
    report({ type: 'requestStarted', queryKey: null });
    const sentAt = clock.monotonicMs();
    let head: ReplyHead | null = null;
    const { problem, answer } = await job.send(abort.signal, (heard) => void (head = heard));
    if (!problem) askedMs(head, sentAt);
    await account.enter({ problem, head }).finally(answer);
    // Polling rests now because of somebody's drill-down.
    reportBlock(...allKeys());
  }

  return {
    setQueries(queries, freshAt = new Map()) {
      const known = new Map(tracks.map((track) => [track.queryKey, track]));
      const apiMs = (at: number): number => apiClock.atMs(at);
      tracks = [...distinctQueries(queries)].map(([queryKey, query]) => {
        const track = { ...(known.get(queryKey) ?? newTrack(queryKey, query)), query };
        const freshSince = known.has(queryKey) ? undefined : freshAt.get(queryKey);
        return freshSince === undefined ? track : asked(track, freshSince, apiMs(freshSince));
      });
      // A process that is restarted over and over must not ask for the same first board each time.
      const { ledger, pace, now } = planInput(clock.monotonicMs());
      const first = known.size > 0 || mayHurry(ledger, pace, now) ? 0 : Math.floor(random() * tracks.length);
      tracks = [...tracks.slice(first), ...tracks.slice(0, first)];
      reportBlock(...allKeys().filter((queryKey) => !known.has(queryKey)));
      report({ type: 'planned' });
      pump();
    },
    request: jobs.ask,
    wake: pump,
    timing(queryKey) {
      const input = planInput(clock.monotonicMs());
      const nextAt = current === queryKey ? null : (schedule(input).get(queryKey) ?? null);
      return { nextAt, intervalMs: intervalOf(queryKey, input.turns, input.pace) };
    },
    budget: () => ({ ...account.own(), server: account.server() }),
    price() {
      const now = clock.monotonicMs();
      const { ledger, turns: all } = planInput(now);
      const turns = Math.max(1, all.filter(({ isRunning }) => isRunning).length);
      const pace = (of: KeyLedger): number => paceMs(of, now) * turns;
      // Those in line will have spent theirs before this one.
      const line = jobs.waiting().reduce((spent, { kind }) => debit(spent, kind, now), ledger);
      return {
        left: Math.max(0, account.own().left - jobs.waiting().length),
        intervalMs: pace(line),
        afterMs: pace(debit(line, 'card', now)),
        bestMs: NOMINAL_PACE_MS * turns,
      };
    },
    waitForJobMs,
    async stop() {
      stopped = true;
      cancelTimer();
      jobs.close();
      abort.abort();
      await idle;
    },
  };
}
