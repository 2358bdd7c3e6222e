import { err, ok } from '../../../common/result.ts';
import { SUMMARY_FIELDS } from '../../../common/metrics.ts';
import { HOUR_MS } from '../../../common/time.ts';
import { failure, type CallFailure } from '../../../core/experia/classify.ts';
import type { ExperiaClient } from '../../../core/experia/client.ts';
import { readSummary, type Summary } from '../../../core/experia/summary.ts';
import type { World } from './world.ts';

const LIMIT = 200;
const EMPTY_CARD = { rows: [], reply: 'list', total: null, hasMore: false, repliedAtMs: null } as const;

export function someSummary(): Summary {
  const raw = Object.fromEntries(SUMMARY_FIELDS.map((field) => [field, null]));
  const read = readSummary({ ...raw, totalSessions: 1, status: 'SUCCESS' });
  if (!read.ok) throw new Error(read.error);
  return read.value;
}

export interface ServerRecord {
  /** True times at which our requests reached the server, in order. */
  readonly arrivals: number[];
  /** Requests that others sent with the same key. */
  readonly others: number[];
  refused: number;
}

/**
 * The API in fake time: a request arrives somewhere between being sent and being answered, counts against a rolling hour
 * shared with other users of the key, and is answered with 429 beyond it. It reaches the server even if its sender dies.
 */
export function fakeExperia(
  world: World,
  random: () => number,
  options: {
    readonly latencyMs: () => number;
    readonly fault?: () => CallFailure | null;
    /** Whether a network stack below sends a request twice, as Chromium does after a 421. */
    readonly isRepeated?: () => boolean;
  },
): { readonly client: ExperiaClient; readonly record: ServerRecord; readonly useByOthers: (requests: number) => void } {
  const record: ServerRecord = { arrivals: [], others: [], refused: 0 };
  const summary = someSummary();
  // Times are in order, so the rolling hour is at the end of the list.
  const recent = (times: readonly number[]): number =>
    times.length - 1 - times.findLastIndex((at) => at <= world.trueMs - HOUR_MS);
  const answer = (): CallFailure | null => {
    record.arrivals.push(world.trueMs);
    if (recent(record.arrivals) + recent(record.others) <= LIMIT) return null;
    record.refused += 1;
    return failure('limited', { status: 429, retryAfterMs: random() < 0.5 ? random() * 600_000 : null });
  };
  const exchange = <T>(
    value: T,
    cancel: AbortSignal,
  ): Promise<ReturnType<typeof ok<T>> | ReturnType<typeof err<CallFailure>>> =>
    new Promise((settle) => {
      // As the real client: what is cancelled before it begins is not sent.
      if (cancel.aborted) return settle(err(failure('cancelled', { sent: false })));
      const abort = (): void => resolve(err(failure('cancelled')));
      const resolve: typeof settle = (result) => {
        cancel.removeEventListener('abort', abort);
        settle(result);
      };
      cancel.addEventListener('abort', abort, { once: true });
      const fault = options.fault?.() ?? null;
      const latency = options.latencyMs();
      if (fault && !fault.sent) return void world.at(latency, () => resolve(err(fault)));
      let refusal: CallFailure | null = null;
      if (options.isRepeated?.()) {
        world.at(latency * random(), () => void answer());
        refusal = failure('api', { status: 421 });
      }
      world.at(latency * random(), () => (refusal = answer() ?? refusal));
      world.at(latency, () => resolve((refusal ?? fault) ? err(refusal ?? fault ?? failure('server')) : ok(value)));
    });
  return {
    record,
    useByOthers: (requests) => {
      for (let i = 0; i < requests; i += 1) record.others.push(world.trueMs);
    },
    client: {
      mostRequests: options.isRepeated ? 2 : 1,
      summary: (_endpoint, _query, cancel) => exchange(summary, cancel),
      card: (_endpoint, _query, card, cancel) => exchange({ ...EMPTY_CARD, card }, cancel),
    },
  };
}

/** The greatest number of times within any hour, both ends included. */
export function mostInAnyHour(times: readonly number[]): number {
  const sorted = [...times].sort((a, b) => a - b);
  let most = 0;
  let start = 0;
  sorted.forEach((at, i) => {
    while ((sorted[start] ?? at) < at - HOUR_MS) start += 1;
    most = Math.max(most, i - start + 1);
  });
  return most;
}
