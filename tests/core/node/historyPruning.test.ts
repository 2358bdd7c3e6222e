import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { DAY_MS, HOUR_MS, MINUTE_MS, SECOND_MS } from '../../../common/time.ts';
import type { History } from '../../../core/ports.ts';
import { HistoryFolder, START_MS, valueAt } from './support/historyFolder.ts';

/** Nearly the longest that still counts as running on. */
const STEP_MS = 80 * SECOND_MS;
const ROWS_A_DAY = DAY_MS / STEP_MS;
/** For days of rows on a machine that does much else. */
const SLOW_MS = MINUTE_MS;

/** Lets the main board show a new total each step. */
function live(machine: HistoryFolder, history: History, ms: number, firstTotal = 0): void {
  for (let row = 0; row < ms / STEP_MS; row += 1) {
    history.write(machine.shown(firstTotal + row));
    machine.nowMs += STEP_MS;
  }
}

describe('the history of boards that hardly change, after eight days and a half', () => {
  const machine = new HistoryFolder();
  let history: History;
  const stillValue = (board: string, atMs: number): unknown => history.at(board, atMs)?.figures.totalSessions?.value;

  beforeAll(() => {
    history = machine.opened();
    for (let row = 0; row < 8.5 * ROWS_A_DAY; row += 1) {
      // One is answered anew each time, with the same figures; the other has got no answer since the start.
      const same = machine.shown(7, { board: 'same' });
      const still = machine.shown(9, { board: 'still', health: 'lost', ageMs: machine.nowMs - START_MS });
      history.write(machine.shown(row), same, still);
      machine.nowMs += STEP_MS;
    }
  }, SLOW_MS);
  afterAll(() => machine.remove());

  it('still says what they show, and showed a week ago', () => {
    for (const atMs of [machine.nowMs - MINUTE_MS, machine.nowMs - 7 * DAY_MS])
      expect([stillValue('still', atMs), stillValue('same', atMs)]).toEqual([9, 7]);
    history.write(machine.shown(9, { board: 'still', failure: { code: 'network', status: null } }));
    expect(history.at('still', machine.nowMs)?.failure).toEqual({ code: 'network', status: null });
  });

  it('holds no figures that no row needs', () => {
    const liveRows = 8 * ROWS_A_DAY;
    expect(machine.rows('figures')).toBeGreaterThan(liveRows);
    expect(machine.rows('figures')).toBeLessThan(liveRows + 100);
  });

  it('wrote those that did not change at all once a day', () => {
    expect(history.between('still', 0, machine.nowMs, 100).length).toBeLessThanOrEqual(10);
  });
});

describe('what the history deletes', () => {
  let machine: HistoryFolder;
  beforeEach(() => {
    machine = new HistoryFolder();
  });
  afterEach(() => machine.remove());

  it('is nothing for its age while the clock is behind what was kept', () => {
    live(machine, machine.opened(), DAY_MS);
    machine.closeAll();
    const wentOff = machine.nowMs;
    // A machine without a battery for its clock, until it reaches a time server.
    machine.nowMs = Date.UTC(2019, 0, 1);
    const history = machine.opened();
    live(machine, history, 3 * HOUR_MS, 10_000);
    machine.nowMs = wentOff + 3 * HOUR_MS;
    live(machine, history, HOUR_MS / 2, 20_000);
    expect(valueAt(history, wentOff - DAY_MS / 2)).toBe(ROWS_A_DAY / 2);
    expect(machine.rows()).toBe(ROWS_A_DAY + (3.5 * HOUR_MS) / STEP_MS + 0.5);
  });

  it(
    'includes what a clock that was ahead dated, once eight days have passed since',
    () => {
      const history = machine.opened();
      machine.nowMs += 40 * 365 * DAY_MS;
      live(machine, history, HOUR_MS / 2);
      const ahead = machine.nowMs - MINUTE_MS;
      machine.nowMs = START_MS;
      live(machine, history, 7 * DAY_MS);
      expect(history.between('main', ahead - HOUR_MS, ahead, 100)).not.toEqual([]);
      live(machine, history, 1.1 * DAY_MS);
      expect(history.between('main', ahead - HOUR_MS, ahead, 100)).toEqual([]);
      expect(machine.rows()).toBeLessThan(8 * ROWS_A_DAY + 600);
    },
    SLOW_MS,
  );

  it('for its size is not what a board shows now', () => {
    const history = machine.opened(256 * 1024);
    for (let row = 0; row < 5_000; row += 1) {
      history.write(machine.shown(row), machine.shown(9, { board: 'still', ageMs: machine.nowMs - START_MS }));
      machine.nowMs += 15 * SECOND_MS;
    }
    expect(history.between('main', 0, START_MS + HOUR_MS, 1)).toEqual([]);
    expect(history.at('still', machine.nowMs)?.figures.totalSessions?.value).toBe(9);
    expect(machine.said).toEqual([]);
  });
});
