import { distinctQueries, type Query } from '../../common/query.ts';
import { err } from '../../common/result.ts';
import { API_HOURLY_LIMIT, NOMINAL_PACE_MS } from '../../common/settings.ts';
import { SECOND_MS } from '../../common/time.ts';
import { debit, refund, settle, usedAt, type KeyLedger, type RequestKind } from '../budget/ledger.ts';
import { mayHurry } from '../budget/pacing.ts';
import { failedDelayMs, limitedDelayMs, lowerAssumedLimit, raiseAssumedLimit } from '../budget/retry.ts';
import { failure, type CallFailure } from '../experia/classify.ts';
import {
  MAX_JOB_WAIT_MS,
  intervalMs,
  jobPossibleAt,
  paceMs,
  plan,
  schedule,
  type PlanInput,
  type Track,
} from './plan.ts';
import type { LoopOptions, RequestLoop } from './requestLoop.types.ts';

interface Job {
  readonly kind: 'card' | 'test';
  /** Sends it; `answer` tells the outcome to whoever asked, once it is entered into the ledger. */
  readonly send: (
    signal: AbortSignal,
  ) => Promise<{ readonly problem: CallFailure | null; readonly answer: () => void }>;
  readonly refuse: (why: CallFailure) => void;
}

/** The longest sleep: timers stand still during suspend, so the clock is looked at again at least this often. */
const LONGEST_SLEEP_MS = 5 * SECOND_MS;
/** Times are fractions of a millisecond, which timers are not: a sleep of almost nothing could repeat for ever. */
const SHORTEST_SLEEP_MS = 1;

/** Requests on demand that wait in line; each may take half a minute. */
const MOST_JOBS = 8;

interface LoopState {
  tracks: readonly Track[];
  queries: ReadonlyMap<string, Query>;
  jobs: readonly Job[];
  /** The query under way, `job` for a request on demand, null when idle. */
  current: string | null;
  holdUntil: number;
  lastSentHere: number;
  stopped: boolean;
}

export function createRequestLoop(options: LoopOptions): RequestLoop {
  const { endpoint, keyHash, book, client, clock, random, log, report } = options;
  const abort = new AbortController();
  const startedAt = clock.monotonicMs();
  const state: LoopState = {
    tracks: [],
    queries: new Map(),
    jobs: [],
    current: null,
    holdUntil: options.notBefore ?? -Infinity,
    lastSentHere: -Infinity,
    stopped: false,
  };
  let cancelTimer = (): void => undefined;
  let idle: Promise<void> = Promise.resolve();

  const planInput = (now: number): PlanInput => {
    const ledger = book.get(keyHash);
    const { tracks, holdUntil } = state;
    return { now, ledger, pace: paceMs(ledger, now), tracks, job: state.jobs[0]?.kind ?? null, holdUntil };
  };

  function pump(): void {
    cancelTimer();
    if (state.stopped || state.current !== null) return;
    const now = clock.monotonicMs();
    refuseJobs(now);
    const next = plan(planInput(now));
    if (next.kind === 'wait') {
      if (next.until !== null)
        cancelTimer = clock.after(
          Math.max(SHORTEST_SLEEP_MS, Math.min((next.until ?? Infinity) - now, LONGEST_SLEEP_MS)),
          pump,
        );
      return;
    }
    const job = next.kind === 'job' ? state.jobs[0] : undefined;
    state.current = next.kind === 'poll' ? next.queryKey : 'job';
    idle = (next.kind === 'poll' ? poll(next.queryKey) : runJob(job))
      .catch((thrown: unknown) => log.warn('loop.fault', { name: thrown instanceof Error ? thrown.name : 'unknown' }))
      .finally(() => {
        state.current = null;
        try {
          if (!state.stopped) report({ type: 'requestEnded' });
        } finally {
          pump();
        }
      });
  }

  function refuseJobs(now: number): void {
    if (state.jobs.length === 0) return;
    const input = planInput(now);
    const waitMs = ({ kind }: Job): number => (jobPossibleAt(kind, input) ?? now) - now;
    const hopeless = state.jobs.filter((job) => waitMs(job) > MAX_JOB_WAIT_MS);
    state.jobs = state.jobs.filter((job) => !hopeless.includes(job));
    const code = input.ledger.block?.code === 'countLost' ? 'countLost' : 'limited';
    for (const job of hopeless) job.refuse(failure(code, { sent: false, retryAfterMs: waitMs(job) }));
  }

  /**
   * Counts a request and saves that before it is sent. Where it cannot be saved, a restart would forget it: then nothing is
   * sent sooner than one pace after the start and after the last request, so that even a crash loop stays under the limit.
   */
  async function count(kind: RequestKind): Promise<boolean> {
    const now = clock.monotonicMs();
    const before = book.get(keyHash);
    const saved = await book.put(keyHash, debit(before, kind, now));
    report({ type: 'ledgerSaved', saved });
    const possibleAt = Math.max(startedAt, state.lastSentHere) + paceMs(before, now);
    if (!saved && now < possibleAt) {
      book.note(keyHash, refund(book.get(keyHash)));
      state.holdUntil = possibleAt;
      return false;
    }
    state.lastSentHere = now;
    return !state.stopped;
  }

  /** Enters the outcome of the request under way into the ledger. */
  async function enter(problem: CallFailure | null): Promise<void> {
    const now = clock.monotonicMs();
    const ledger = book.get(keyHash);
    if (problem && !problem.sent) return book.note(keyHash, refund(ledger));
    const ended = settle(ledger, now);
    if (problem?.code === 'limited') {
      const untilMs = now + limitedDelayMs(problem.retryAfterMs, ended.limitedInRow, random);
      const lowered = { ...lowerAssumedLimit(ended, now), limitedInRow: ended.limitedInRow + 1 };
      await book.put(keyHash, { ...lowered, block: { untilMs, code: 'limited' } });
    } else if (problem?.code === 'auth') {
      const untilMs = now + failedDelayMs(problem, 1, paceMs(ended, now), random);
      await book.put(keyHash, { ...ended, block: { untilMs, code: 'auth' } });
    } else if (problem) book.note(keyHash, ended);
    else book.note(keyHash, raiseAssumedLimit({ ...ended, limitedInRow: 0, block: null }, API_HOURLY_LIMIT, now));
  }

  const intervalNow = (now: number): number => intervalMs(paceMs(book.get(keyHash), now), state.tracks.length);

  const updateTrack = (queryKey: string, change: (track: Track) => Track): void => {
    state.tracks = state.tracks.map((track) => (track.queryKey === queryKey ? change(track) : track));
  };

  /** A block outlives the process that met it: whoever starts under it must say so, since nothing is sent that would. */
  function reportBlock(queryKey: string): void {
    const { block } = book.get(keyHash);
    const at = clock.monotonicMs();
    if (block) report({ type: 'callFailed', queryKey, failure: failure(block.code, { sent: false }), at });
  }

  async function poll(queryKey: string): Promise<void> {
    const query = state.queries.get(queryKey);
    if (!query || !(await count('poll'))) return;
    const asOf = clock.monotonicMs();
    report({ type: 'requestStarted', queryKey });
    const result = await client.summary(endpoint, query, abort.signal);
    await enter(result.ok ? null : result.error);
    if (state.stopped) return;
    const now = clock.monotonicMs();
    if (result.ok) {
      updateTrack(queryKey, (track) => ({ ...track, lastAttemptAt: asOf, retryAt: null, failuresInRow: 0 }));
      report({ type: 'summaryArrived', queryKey, summary: result.value, asOf, intervalMs: intervalNow(now) });
      return;
    }
    updateTrack(queryKey, (track) => {
      const failuresInRow = track.failuresInRow + 1;
      const delayMs = failedDelayMs(result.error, failuresInRow, paceMs(book.get(keyHash), now), random);
      const retryAt = result.error.code === 'limited' || result.error.code === 'auth' ? null : now + delayMs;
      return { ...track, lastAttemptAt: asOf, failuresInRow, retryAt };
    });
    log.warn('poll.failed', { code: result.error.code, status: result.error.status });
    report({ type: 'callFailed', queryKey, failure: result.error, at: now });
  }

  async function runJob(job: Job | undefined): Promise<void> {
    state.jobs = state.jobs.slice(1);
    if (!job) return;
    if (!(await count(job.kind))) return job.refuse(failure(state.stopped ? 'cancelled' : 'limited', { sent: false }));
    report({ type: 'requestStarted', queryKey: null });
    const { problem, answer } = await job.send(abort.signal);
    await enter(problem).finally(answer);
    // Polling rests now because of somebody's drill-down: every board has to say why.
    if (problem?.code === 'limited' || problem?.code === 'auth')
      for (const { queryKey } of state.tracks) reportBlock(queryKey);
  }

  /** Requests counted in the rolling hour, and what may still be sent. */
  function budget(): { used: number; left: number } {
    const now = clock.monotonicMs();
    const ledger = book.get(keyHash);
    const code = ledger.block?.code;
    const used = code === 'countLost' ? API_HOURLY_LIMIT : usedAt(ledger, now);
    const left = code === 'limited' ? 0 : Math.max(0, API_HOURLY_LIMIT - used);
    return { used, left };
  }

  return {
    setQueries(queries, freshAt = new Map()) {
      const known = new Map(state.tracks.map((track) => [track.queryKey, track]));
      state.queries = distinctQueries(queries);
      state.tracks = [...state.queries.keys()].map(
        (queryKey) =>
          known.get(queryKey) ?? {
            queryKey,
            lastAttemptAt: freshAt.get(queryKey) ?? null,
            retryAt: null,
            failuresInRow: 0,
          },
      );
      // A process that is restarted over and over must not ask for the same first board each time.
      const { ledger, pace, now } = planInput(clock.monotonicMs());
      const first = known.size > 0 || mayHurry(ledger, pace, now) ? 0 : Math.floor(random() * state.tracks.length);
      state.tracks = [...state.tracks.slice(first), ...state.tracks.slice(0, first)];
      for (const { queryKey } of state.tracks.filter((track) => !known.has(track.queryKey))) reportBlock(queryKey);
      report({ type: 'planned' });
      pump();
    },
    request: (kind, run, cancel) =>
      new Promise((resolve) => {
        const refuse = (why: CallFailure): void => resolve(err(why));
        if (state.stopped || cancel?.aborted) return refuse(failure('cancelled', { sent: false }));
        if (state.jobs.length >= MOST_JOBS) return refuse(failure('limited', { sent: false }));
        const send: Job['send'] = async (signal) => {
          try {
            const result = await run(endpoint, cancel ? AbortSignal.any([signal, cancel]) : signal);
            return { problem: result.ok ? null : result.error, answer: () => resolve(result) };
          } catch (thrown) {
            refuse(failure('cancelled'));
            throw thrown;
          }
        };
        const job: Job = { kind, send, refuse };
        const leave = (): void => {
          if (!state.jobs.includes(job)) return;
          state.jobs = state.jobs.filter((other) => other !== job);
          refuse(failure('cancelled', { sent: false }));
          pump();
        };
        cancel?.addEventListener('abort', leave, { once: true });
        state.jobs = [...state.jobs, job];
        pump();
      }),
    wake: pump,
    timing(queryKey) {
      const now = clock.monotonicMs();
      const input = planInput(now);
      const nextAt = state.current === queryKey ? null : (schedule(input).get(queryKey) ?? null);
      return { nextAt, intervalMs: intervalMs(input.pace, state.tracks.length) };
    },
    budget,
    price() {
      const now = clock.monotonicMs();
      const ledger = book.get(keyHash);
      const turns = Math.max(1, state.tracks.length);
      const pace = (of: KeyLedger): number => paceMs(of, now) * turns;
      // Those in line will have spent theirs before this one.
      const line = state.jobs.reduce((spent, { kind }) => debit(spent, kind, now), ledger);
      return {
        left: Math.max(0, budget().left - state.jobs.length),
        intervalMs: pace(line),
        afterMs: pace(debit(line, 'card', now)),
        bestMs: NOMINAL_PACE_MS * turns,
      };
    },
    waitForJobMs(kind) {
      const now = clock.monotonicMs();
      return (jobPossibleAt(kind, planInput(now)) ?? now) - now;
    },
    async stop() {
      state.stopped = true;
      cancelTimer();
      for (const job of state.jobs) job.refuse(failure('cancelled', { sent: false }));
      state.jobs = [];
      abort.abort();
      await idle;
    },
  };
}
