import { err } from '../../common/result.ts';
import { failure, type CallFailure } from '../experia/classify.ts';
import type { Endpoint, Heard } from '../experia/client.ts';
import type { RequestLoop } from './requestLoop.types.ts';

/** A request on demand that waits for its turn. */
export interface Job {
  readonly kind: 'card' | 'test';
  /** Sends it; `answer` tells the outcome to whoever asked, once it is entered into the ledger. */
  readonly send: (
    signal: AbortSignal,
    heard: Heard,
  ) => Promise<{ readonly problem: CallFailure | null; readonly answer: () => void }>;
  readonly refuse: (why: CallFailure) => void;
}

/** Requests on demand that wait in line; each may take half a minute. */
const MOST_JOBS = 8;

/** The line of requests on demand. */
export interface JobLine {
  readonly ask: RequestLoop['request'];
  readonly waiting: () => readonly Job[];
  /** Takes the first one out of the line. */
  next(): Job | undefined;
  /** Takes those out of the line that would have to wait too long, and tells them why and for how long. */
  refuseHopeless(waitMs: (job: Job) => number, mostMs: number, why: 'limited' | 'countLost'): void;
  /** Answers all of them, and takes no more. */
  close(): void;
}

/** @param changed is called when somebody has joined the line or left it */
export function createJobLine(endpoint: Endpoint, changed: () => void): JobLine {
  let line: readonly Job[] = [];
  let closed = false;
  const cancelled = (): CallFailure => failure('cancelled', { sent: false });

  return {
    ask: (kind, run, cancel) =>
      new Promise((resolve) => {
        const refuse = (why: CallFailure): void => resolve(err(why));
        if (closed || cancel?.aborted) return refuse(cancelled());
        if (line.length >= MOST_JOBS) return refuse(failure('limited', { sent: false }));
        const send: Job['send'] = async (signal, heard) => {
          try {
            const result = await run(endpoint, cancel ? AbortSignal.any([signal, cancel]) : signal, heard);
            return { problem: result.ok ? null : result.error, answer: () => resolve(result) };
          } catch (thrown) {
            refuse(failure('cancelled'));
            throw thrown;
          }
        };
        const job: Job = { kind, send, refuse };
        const leave = (): void => {
          if (!line.includes(job)) return;
          line = line.filter((other) => other !== job);
          refuse(cancelled());
          changed();
        };
        cancel?.addEventListener('abort', leave, { once: true });
        line = [...line, job];
        changed();
      }),
    waiting: () => line,
    next() {
      const [first, ...others] = line;
      line = others;
      return first;
    },
    refuseHopeless(waitMs, mostMs, why) {
      const hopeless = line.filter((job) => waitMs(job) > mostMs);
      line = line.filter((job) => !hopeless.includes(job));
      for (const job of hopeless) job.refuse(failure(why, { sent: false, retryAfterMs: waitMs(job) }));
    },
    close() {
      closed = true;
      for (const job of line) job.refuse(cancelled());
      line = [];
    },
  };
}
