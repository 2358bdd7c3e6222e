import type { Query } from '../../common/query.ts';
import type { Result } from '../../common/result.ts';
import type { LedgerBook } from '../budget/ledgerFile.ts';
import type { CallFailure } from '../experia/classify.ts';
import type { Endpoint, ExperiaClient } from '../experia/client.ts';
import type { Summary } from '../experia/summary.ts';
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
      readonly intervalMs: number;
    }
  | { readonly type: 'callFailed'; readonly queryKey: string; readonly failure: CallFailure; readonly at: number }
  | { readonly type: 'ledgerSaved'; readonly saved: boolean }
  /** The times of the next polls have changed without a request. */
  | { readonly type: 'planned' };

export interface LoopOptions {
  readonly endpoint: Endpoint;
  /** Hash of the key, under which its requests are counted. */
  readonly keyHash: string;
  readonly book: LedgerBook;
  readonly client: ExperiaClient;
  readonly clock: Clock;
  readonly random: Random;
  readonly log: Log;
  readonly report: (event: LoopEvent) => void;
  /** Nothing is sent before this (monotonic ms): the app has been started too often of late. */
  readonly notBefore?: number;
}

/** One request on demand, beside polling. */
export type JobRun<T> = (endpoint: Endpoint, cancel: AbortSignal) => Promise<Result<T, CallFailure>>;

/** Everything that is sent with one key goes through one loop: never two requests at a time, all of them counted first. */
export interface RequestLoop {
  /** Replaces the polled queries; `freshAt` says when one of them was asked for a moment ago, elsewhere. */
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
  /** Requests counted in the rolling hour, and what may still be sent. */
  budget(): { readonly used: number; readonly left: number };
  /** Milliseconds until a request on demand is possible; 0 when it is. */
  waitForJobMs(kind: 'card' | 'test'): number;
  /** Aborts what is under way and sends nothing any more. */
  stop(): Promise<void>;
}
