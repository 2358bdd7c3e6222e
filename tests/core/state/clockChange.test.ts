import { expect, test } from 'vitest';
import { askedAt, summaryQueryKey } from '../../../common/query.ts';
import { DEFAULT_BOARD, DEFAULT_SETTINGS } from '../../../common/settings.ts';
import { HOUR_MS, MINUTE_MS } from '../../../common/time.ts';
import { readSummary } from '../../../core/experia/summary.ts';
import { initialState, reduce } from '../../../core/state/reducer.ts';
import { current, EMPTY_QUERY, type QueryState, type State } from '../../../core/state/state.ts';

const AT = 1_000_000_000;
const KEY = { present: true, source: 'session', keychain: 'available', addressChanged: null } as const;

const keyAt = (timezone: string, apiMs: number): string =>
  summaryQueryKey(askedAt({ ...DEFAULT_BOARD.query, timezone }, apiMs));

/** A wall whose figures came a minute before a clock change, and what it knows at that moment. */
function changed(
  timezone: string,
  change: string,
): { readonly state: State; readonly now: QueryState; readonly apiMs: number } {
  const apiMs = Date.parse(change);
  const read = readSummary({ status: 'SUCCESS', totalSessions: 200 });
  if (!read.ok) throw new Error(read.error);
  const boards = [{ ...DEFAULT_BOARD, query: { ...DEFAULT_BOARD.query, timezone } }];
  const settings = { ...DEFAULT_SETTINGS, boards };
  const before = reduce(initialState(settings, KEY), {
    type: 'summaryArrived',
    queryKey: keyAt(timezone, apiMs - MINUTE_MS),
    summary: read.value,
    asOf: AT - MINUTE_MS,
    endsAtMs: apiMs,
    intervalMs: 18_000,
  });
  const state = reduce(before, { type: 'clockChanged', apiMs, at: AT });
  return { state, now: state.queries[keyAt(timezone, apiMs)] ?? EMPTY_QUERY, apiMs };
}

test('a board keeps its figures over a clock change until the answer to its new question comes', () => {
  const { state, now, apiMs } = changed('America/New_York', '2026-03-08T07:00:00Z');
  expect(current(now, apiMs).summary?.metrics.totalSessions.value).toBe(200);
  expect(now.asOf).toBe(AT - MINUTE_MS);
  expect(Object.keys(state.queries)).toEqual([keyAt('America/New_York', apiMs)]);
});

test('where the clock goes back over midnight, the figures are still those of the day', () => {
  const { now, apiMs } = changed('Africa/Cairo', '2026-10-29T21:00:00Z');
  expect(now.endsAtMs).toBe(apiMs + HOUR_MS);
  expect(current(now, apiMs).summary).not.toBeNull();
});

test('where the change leaves midnight out, they are those of a day that has ended', () => {
  const { now, apiMs } = changed('Africa/Cairo', '2026-04-23T22:00:00Z');
  expect(now.asOf).not.toBeNull();
  expect(current(now, apiMs).summary).toBeNull();
});

test('an answer that has come by then is kept', () => {
  const { state, now, apiMs } = changed('America/New_York', '2026-03-08T07:00:00Z');
  const again = reduce(state, { type: 'clockChanged', apiMs: apiMs + MINUTE_MS, at: AT + MINUTE_MS });
  expect(Object.values(again.queries)).toEqual([now]);
});
