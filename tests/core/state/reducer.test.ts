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
  endsAtMs: null,
  intervalMs: PACE,
});

const after = (...events: readonly Event[]): State =>
  events.reduce(
    reduce,
    initialState(DEFAULT_SETTINGS, { present: true, source: 'session', keychain: 'available', addressChanged: null }),
  );

const shown = (state: State, paceMs = PACE, apiMs = 0, index = 0): Snapshot['boards'][number] => {
  const snapshot = buildSnapshot(state, {
    revision: 1,
    coreId: 'core',
    app: { name: 'Experia Wallboard', version: '0' },
    wallMs: 0,
    monotonicMs: NOW,
    apiMs,
    used: 0,
    server: { limit: 200, left: 200 },
    screen: () => ({ light: 'light', brightness: 100, changesInMs: null, next: null, resting: false }),
    timing: () => ({ nextAt: NOW + paceMs, intervalMs: paceMs }),
  });
  const board = snapshot.boards[index];
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
  expect(board.failure).toEqual({ code: 'server', status: 503, byOthers: false, sinceMs: 30_000 });
  expect(board.tiles[0]?.reading.value).toBe(200);
});

test('a slower pace does not make figures fresher that came at a faster one', () => {
  expect(shown(after(arrived(NOW - 50_000)), 60_000).intervalMs).toBe(PACE);
});

test('figures that may be as old as every board’s turn takes are judged by that', () => {
  const other = { ...DEFAULT_BOARD, id: 'month', query: { ...DEFAULT_BOARD.query, filter: 'monthly' } };
  const state = after(arrived(NOW), {
    type: 'settingsChanged',
    apiMs: 0,
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

test('a level follows the value with each refresh, and the settings at once', () => {
  const edge = after(arrived(1, { CSAT: 84.9 }), arrived(2, { CSAT: 85.1 }));
  expect(tile(edge, 'CSAT')?.level).toBe('good');
  const strict = {
    ...DEFAULT_BOARD,
    tiles: [{ metric: 'CSAT' as const, size: 'hero' as const, thresholds: { warn: 90, bad: 80 } }],
  };
  const settings = { ...DEFAULT_SETTINGS, boards: [strict] };
  expect(tile(reduce(edge, { type: 'settingsChanged', apiMs: 0, settings }), 'CSAT')?.level).toBe('warn');
});

test('a share or an average of no sessions is no value and has no level, while counts stay real zeros', () => {
  const zeros = {
    totalSessions: 0,
    totalClosedSessions: 0,
    totalTransferred: 0,
    totalMsg: 0,
    CSAT: 0,
    FCR: 0,
    NPS: 0,
    averageWaitingTime: '00 00:00:00',
    averageResponseTime: '00 00:00:00',
    averageServiceTime: '00 00:00:00',
    peakTime: '00:00',
    agentTotalTimeOnline: '00 00:00:00',
    sla: { response: 0, waiting: 0, service: 0 },
  };
  const board = shown(after(arrived(1, zeros)));
  expect([...board.tiles, ...board.gauges].every(({ level }) => level === 'neutral')).toBe(true);
  const noSessions = { value: null, problem: 'noSessions' };
  for (const { reading } of board.gauges) expect(reading).toEqual(noSessions);
  const readings = new Map(board.tiles.map(({ metric, reading }) => [metric, reading]));
  for (const metric of ['CSAT', 'FCR', 'NPS', 'averageWaitingTime', 'peakTime'] as const)
    expect(readings.get(metric)).toEqual(noSessions);
  for (const metric of ['totalSessions', 'totalTransferred', 'totalMsg'] as const)
    expect(readings.get(metric)).toEqual({ value: 0, problem: null });
});

test('a service level or an average without a threshold or a target is not judged', () => {
  const sla = { service: 60, response: 30, waiting: 0 };
  const board = { ...DEFAULT_BOARD, query: { ...DEFAULT_BOARD.query, sla } };
  const settings = { ...DEFAULT_SETTINGS, boards: [board] };
  const change = {
    sla: { response: 10, waiting: 10, service: 10 },
    averageWaitingTime: '00 01:00:00',
    averageServiceTime: '00 01:00:00',
  };
  const state = reduce(after({ type: 'settingsChanged', apiMs: 0, settings }), {
    type: 'summaryArrived',
    queryKey: summaryQueryKey(board.query),
    summary: summary(change),
    asOf: 1,
    endsAtMs: null,
    intervalMs: PACE,
  });
  expect(shown(state).gauges.map(({ level, thresholds }) => [level, thresholds])).toEqual([
    ['bad', { warn: 80, bad: 70 }],
    ['neutral', null],
    ['neutral', null],
  ]);
  for (const metric of ['averageWaitingTime', 'averageServiceTime'] as const)
    expect(tile(state, metric)).toMatchObject({ level: 'neutral', thresholds: null });
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
    apiMs: 0,
    settings: { ...DEFAULT_SETTINGS, boards: [monthly] },
  });
  expect(state.queries).toEqual({});
});

test('the ledger’s trouble is noticed once and taken back when it is over', () => {
  const unsaved: Event = { type: 'ledgerSaved', saved: false };
  expect(after(unsaved, unsaved).notices).toEqual([{ kind: 'ledgerUnsaved' }]);
  expect(after(unsaved, { type: 'ledgerSaved', saved: true }).notices).toEqual([]);
});

test('figures of a day that has ended are in no snapshot, and the next ones are judged afresh', () => {
  const endsAtMs = 5000;
  const ofDay = (event: Event, endsAt: number): Event => ({ ...event, endsAtMs: endsAt }) as Event;
  const edge = after(ofDay(arrived(1, { CSAT: 84.9 }), endsAtMs));
  expect(shown(edge, PACE, 4999)).toMatchObject({ figuresEndInMs: 1 });
  expect(shown(edge, PACE, 4999).tiles.find(({ metric }) => metric === 'CSAT')).toMatchObject({ level: 'warn' });
  const ended = shown(edge, PACE, endsAtMs);
  expect(ended.figuresEndInMs).toBe(0);
  for (const { reading, level } of [...ended.tiles, ...ended.gauges])
    expect({ reading, level }).toEqual({ reading: { value: null, problem: null }, level: 'neutral' });
  expect(Object.values(ended.companions).every(({ value }) => value === null)).toBe(true);
  const next = reduce(edge, ofDay(arrived(2, { CSAT: 85.1 }), endsAtMs + 86_400_000));
  expect(shown(next, PACE, endsAtMs).tiles.find(({ metric }) => metric === 'CSAT')).toMatchObject({ level: 'good' });
});

test('a range that has ended is judged by the hour at which it is asked for, and makes nobody’s turn come later', () => {
  const ended = {
    ...DEFAULT_BOARD,
    id: 'ended',
    query: { ...DEFAULT_BOARD.query, filter: '2026-11-01 to 2026-11-20' },
  };
  const now = Date.parse('2026-11-22T11:05:00Z');
  const state = after(arrived(NOW), {
    type: 'settingsChanged',
    apiMs: 0,
    settings: { ...DEFAULT_SETTINGS, boards: [DEFAULT_BOARD, ended] },
  });
  expect(shown(state, PACE, now).intervalMs).toBe(PACE);
  expect(shown(state, PACE, now, 1).intervalMs).toBe(3_600_000);
});
