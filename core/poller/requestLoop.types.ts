import type { Query } from '../../common/query.ts';
import type { Result } from '../../common/result.ts';
import type { LedgerBook } from '../budget/ledgerFile.ts';
import type { CallFailure } from '../experia/classify.ts';
import type { Account } from '../budget/account.ts';
import type { Endpoint, ExperiaClient, Heard } from '../experia/client.ts';
import type { Summary } from '../experia/summary.ts';
import type { ApiClock } from '../apiClock.ts';
import type { Clock, Log, Random } from '../ports.ts';

/** What the loop reports; the reducer turns it into state. */
export type LoopEvent =
  | { readonly type: 'requestStarted'; readonly queryKey: string | null }
  | { readonly type: 'requestEnded' }
  | {
      readonly type: 'summaryArrived';
      readonly queryKey: string;
      readonly summary: Summary;
      readonly asOf: number;
      /** When these figures stop being of the query's day, week, month or year (API's clock); null when they never do. */
      readonly endsAtMs: number | null;
      readonly intervalMs: number;
    }
  | { readonly type: 'callFailed'; readonly queryKey: string; readonly failure: CallFailure; readonly at: number }
  | { readonly type: 'ledgerSaved'; readonly saved: boolean }
  /** A day, week, month or year has ended on the clock of some board. */
  | { readonly type: 'periodEnded' }
  /** The times of the next polls have changed without a request. */
  | { readonly type: 'planned' };

export interface LoopOptions {
  readonly endpoint: Endpoint;
  /** Hash of the key, under which its requests are counted. */
  readonly keyHash: string;
  readonly book: LedgerBook;
  readonly client: ExperiaClient;
  readonly clock: Clock;
  /** Its own unless given. */
  readonly apiClock?: ApiClock;
  readonly random: Random;
  readonly log: Log;
  readonly report: (event: LoopEvent) => void;
  /** Nothing is sent before this (monotonic ms): the app has been started too often of late. */
  readonly notBefore?: number;
}

/** One request on demand, beside polling. */
export type JobRun<T> = (endpoint: Endpoint, cancel: AbortSignal, heard: Heard) => Promise<Result<T, CallFailure>>;

/** Everything that is sent with one key goes through one loop: never two requests at a time, all of them counted first. */
export interface RequestLoop {
  /** Replaces the polled queries, those first that go first when several are new; `freshAt` says when one of them was asked for a moment ago, elsewhere. */
  setQueries(queries: readonly Query[], freshAt?: ReadonlyMap<string, number>): void;
  /**
   * Sends one request on demand as soon as none is under way, or refuses it (`limited`, with the wait).
   * @param cancel takes it out of the line, or aborts it when it was sent already
   */
  request<T>(kind: 'card' | 'test', run: JobRun<T>, cancel?: AbortSignal): Promise<Result<T, CallFailure>>;
  /** What one more request on demand does to polling: time between two refreshes of a board now and after it, and at best. */
  price(): { readonly left: number; readonly intervalMs: number; readonly afterMs: number; readonly bestMs: number };
  /** Looks at the clock again: after a resume, or when the network is back. */
  wake(): void;
  /** When a query is polled next (monotonic ms; null while it is under way) and how far apart its polls are. */
  timing(queryKey: string): { readonly nextAt: number | null; readonly intervalMs: number };
  /** What this app has spent and may still spend of the hour, and what the server is believed to have left. */
  budget(): ReturnType<Account['own']> & { readonly server: ReturnType<Account['server']> };
  /** Milliseconds until a request on demand is possible; 0 when it is. */
  waitForJobMs(kind: 'card' | 'test'): number;
  /** Aborts what is under way and sends nothing any more. */
  stop(): Promise<void>;
}
