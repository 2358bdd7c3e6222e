import { expect, test } from 'vitest';
import { DEFAULT_BOARD, DEFAULT_SETTINGS } from '../../common/settings.ts';
import { DAY_MS, HOUR_MS, MINUTE_MS, minutesOfDay, parseOffsetMinutes } from '../../common/time.ts';
import { systemClock } from '../../core/node/systemClock.ts';
import type { Clock } from '../../core/ports.ts';
import { board, keychain, live, save, until } from './support/composed.ts';

/** A Monday at midnight UTC. */
const MONDAY_MS = Date.UTC(2026, 10, 23);
/** Nothing of the centre's day is quieter than this before the newest session. */
const QUIET_MS = 20 * MINUTE_MS;
/** Sessions that may begin, and seconds that may pass, between the figure and the rows. */
const MEANWHILE = 3;

/** The machine's clock, set to a moment and going on from there. */
function clockAt(wallMs: number): Clock {
  const system = systemClock();
  const startedMs = system.monotonicMs();
  return { ...system, wallMs: () => wallMs + (system.monotonicMs() - startedMs) };
}

const localMidnight = (atMs: number, offsetMs: number): number =>
  Math.floor((atMs + offsetMs) / DAY_MS) * DAY_MS - offsetMs;

type Row = Readonly<Record<string, unknown>>;
const datesOf = (row: Row): number[] =>
  ['created_date', 'taken_date', 'ended_date'].flatMap((field) =>
    typeof row[field] === 'string' ? [Date.parse(row[field])] : [],
  );

test.each([
  ['00:14', '+03:00'],
  ['03:00', '+03:00'],
  ['12:00', '+03:00'],
  ['23:59', '+03:00'],
  ['00:14', '-08:00'],
  ['06:30', '+05:45'],
  ['23:59', '+14:00'],
])('a demo that is started at %s at UTC%s shows one time everywhere', async (time, timezone) => {
  const offsetMs = (parseOffsetMinutes(timezone) ?? 0) * MINUTE_MS;
  const startMs = MONDAY_MS + (minutesOfDay(time) ?? 0) * MINUTE_MS - offsetMs;
  const wallboard = board(keychain(), { demo: true }, clockAt(startMs));
  await wallboard.start();
  const query = { ...DEFAULT_BOARD.query, timezone };
  await save(wallboard, { ...DEFAULT_SETTINGS, boards: [{ ...DEFAULT_BOARD, query }] });
  const snapshot = await until(wallboard, live);
  const midnightMs = localMidnight(startMs, offsetMs);
  const total = snapshot.boards[0]?.companions.totalSessions.value;
  expect(total).toBeGreaterThan(0);
  const peak = snapshot.boards[0]?.tiles.find(({ metric }) => metric === 'peakTime')?.reading.value;
  expect(midnightMs + (minutesOfDay(String(peak)) ?? NaN) * MINUTE_MS).toBeLessThanOrEqual(snapshot.sentAtMs);

  const opened = await wallboard.dispatch(
    'openCard',
    { request: crypto.randomUUID(), board: DEFAULT_BOARD.id, card: 'CARDTOTALSESSIONS', spend: 'yes' },
    'control',
  );
  if (!opened.ok || opened.value.kind !== 'rows') throw new Error(JSON.stringify(opened));
  const { ticket, asOfMs, rowCount } = opened.value;
  expect(asOfMs).toBeGreaterThanOrEqual(startMs);
  const read = await wallboard.dispatch('readRows', { ticket, from: 0 }, 'control');
  if (!read.ok) throw new Error(JSON.stringify(read));
  const rows = JSON.parse(read.value.text) as readonly Row[];
  expect(Math.abs(rowCount - Number(total))).toBeLessThanOrEqual(MEANWHILE);
  const dates = rows.flatMap(datesOf);
  const nowMs = wallboard.snapshot().sentAtMs + MEANWHILE * 1000;
  expect(Math.max(...dates)).toBeLessThanOrEqual(nowMs);
  expect(Math.min(...dates)).toBeGreaterThanOrEqual(midnightMs);
  expect(nowMs - Math.max(...dates)).toBeLessThan(QUIET_MS);
});

test('a demo goes on with the clock of the wall when that is set', async () => {
  let setBy = 0;
  const machine = clockAt(MONDAY_MS + 9 * HOUR_MS);
  const wallboard = board(keychain(), { demo: true }, { ...machine, wallMs: () => machine.wallMs() + setBy });
  await wallboard.start();
  const total = async (): Promise<number> =>
    Number((await until(wallboard, live)).boards[0]?.companions.totalSessions.value);
  const before = await total();
  setBy = 3 * HOUR_MS;
  await wallboard.dispatch('stopDemo', undefined, 'control');
  await wallboard.dispatch('startDemo', undefined, 'control');
  expect(await total()).toBeGreaterThan(before + 100);
});
