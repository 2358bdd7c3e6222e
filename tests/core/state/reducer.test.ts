import { expect, test } from 'vitest';
import { summaryQueryKey } from '../../../common/query.ts';
import { DEFAULT_BOARD, DEFAULT_SETTINGS } from '../../../common/settings.ts';
import type { Snapshot } from '../../../common/snapshot.ts';
import { failure } from '../../../core/experia/classify.ts';
import { readSummary, type Summary } from '../../../core/experia/summary.ts';
import { buildSnapshot } from '../../../core/state/buildSnapshot.ts';
import { initialState, reduce } from '../../../core/state/reducer.ts';
import type { Event, State } from '../../../core/state/state.ts';

const NOW = 1_000_000;
const PACE = 18_000;
const queryKey = summaryQueryKey(DEFAULT_BOARD.query);

function summary(change: Readonly<Record<string, unknown>> = {}): Summary {
  const raw = {
    status: 'SUCCESS',
    totalSessions: 200,
    totalClosedSessions: 150,
    totalTransferred: 10,
    CSAT: 90,
    ...change,
  };
  const read = readSummary(raw);
  if (!read.ok) throw new Error(read.error);
  return read.value;
}

const arrived = (asOf: number, change?: Readonly<Record<string, unknown>>): Event => ({
  type: 'summaryArrived',
  queryKey,
  summary: summary(change),
  asOf,
  intervalMs: PACE,
});

const after = (...events: readonly Event[]): State =>
  events.reduce(reduce, initialState(DEFAULT_SETTINGS, { present: true, source: 'session', keychain: 'available' }));

const shown = (state: State, paceMs = PACE): Snapshot['boards'][number] => {
  const snapshot = buildSnapshot(state, {
    revision: 1,
    coreId: 'core',
    app: { name: 'Experia Wallboard', version: '0' },
    wallMs: 0,
    monotonicMs: NOW,
    used: 0,
    left: 200,
    screen: () => ({ light: 'light', brightness: 100, changesInMs: null, next: null, resting: false }),
    timing: () => ({ nextAt: NOW + paceMs, intervalMs: paceMs }),
  });
  const [board] = snapshot.boards;
  if (!board) throw new Error('no board');
  return board;
};

const tile = (state: State, metric: string): Snapshot['boards'][number]['tiles'][number] | undefined =>
  shown(state).tiles.find((one) => one.metric === metric);

test('an older answer never replaces a newer one', () => {
  const state = after(arrived(900), arrived(800, { totalSessions: 1 }));
  expect(tile(state, 'totalSessions')?.reading.value).toBe(200);
});

test('a failure leaves the last good figures and their age, and keeps the time of the first in a row', () => {
  const failed = (at: number): Event => ({
    type: 'callFailed',
    queryKey,
    failure: failure('server', { status: 503 }),
    at,
  });
  const board = shown(after(arrived(NOW - 50_000), failed(NOW - 30_000), failed(NOW - 10_000)));
  expect(board.ageMs).toBe(50_000);
  expect(board.failure).toEqual({ code: 'server', status: 503, sinceMs: 30_000 });
  expect(board.tiles[0]?.reading.value).toBe(200);
});

test('a slower pace does not make figures fresher that came at a faster one', () => {
  expect(shown(after(arrived(NOW - 50_000)), 60_000).intervalMs).toBe(PACE);
});

test('figures that may be as old as every board’s turn takes are judged by that', () => {
  const other = { ...DEFAULT_BOARD, id: 'month', query: { ...DEFAULT_BOARD.query, filter: 'monthly' } };
  const state = after(arrived(NOW), {
    type: 'settingsChanged',
    settings: { ...DEFAULT_SETTINGS, boards: [DEFAULT_BOARD, other] },
  });
  expect(shown(state).intervalMs).toBe(2 * PACE);
});

test('ages are never negative', () => {
  expect(shown(after(arrived(NOW + 5000))).ageMs).toBe(0);
});

test('shares are of all sessions, and a share decides the level of transfers', () => {
  expect(tile(after(arrived(1)), 'totalTransferred')).toMatchObject({ share: 5, level: 'good' });
  expect(tile(after(arrived(1, { totalTransferred: 50 })), 'totalTransferred')).toMatchObject({
    share: 25,
    level: 'bad',
  });
  expect(tile(after(arrived(1, { totalSessions: 0 })), 'totalTransferred')).toMatchObject({
    share: null,
    level: 'neutral',
  });
});

test('a level on the edge holds from one refresh to the next, and is judged afresh with new settings', () => {
  const edge = after(arrived(1, { CSAT: 84.9 }), arrived(2, { CSAT: 85.1 }));
  expect(tile(edge, 'CSAT')?.level).toBe('warn');
  expect(tile(reduce(edge, { type: 'settingsChanged', settings: DEFAULT_SETTINGS }), 'CSAT')?.level).toBe('good');
});

test('another key, address or mode leaves no figure of the old one', () => {
  expect(shown(reduce(after(arrived(1)), { type: 'sourceChanged', demo: false }))).toMatchObject({
    ageMs: null,
    failure: null,
  });
});

test('a query nobody shows any more is forgotten', () => {
  const monthly = { ...DEFAULT_BOARD, query: { ...DEFAULT_BOARD.query, filter: 'monthly' } };
  const state = reduce(after(arrived(1)), {
    type: 'settingsChanged',
    settings: { ...DEFAULT_SETTINGS, boards: [monthly] },
  });
  expect(state.queries).toEqual({});
});

test('the ledger’s trouble is noticed once and taken back when it is over', () => {
  const unsaved: Event = { type: 'ledgerSaved', saved: false };
  expect(after(unsaved, unsaved).notices).toEqual([{ kind: 'ledgerUnsaved' }]);
  expect(after(unsaved, { type: 'ledgerSaved', saved: true }).notices).toEqual([]);
});
