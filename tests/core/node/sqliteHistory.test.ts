import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { DAY_MS, HOUR_MS, MINUTE_MS, SECOND_MS } from '../../../common/time.ts';
import { seededRandom } from '../support/world.ts';
import { HistoryFolder, START_MS, valueAt } from './support/historyFolder.ts';

const onPosix = it.runIf(process.platform !== 'win32');

let machine: HistoryFolder;
beforeEach(() => {
  machine = new HistoryFolder();
});
afterEach(() => machine.remove());

describe('the history', () => {
  it('tells what was shown at a moment, with its failure and its light, also after a restart', () => {
    const history = machine.opened();
    history.write(machine.shown(1));
    machine.nowMs += 20 * SECOND_MS;
    const failed = machine.shown(1, {
      reason: 'failed',
      failure: { code: 'limited', status: 429 },
      light: 'dim',
      demo: true,
    });
    history.write(failed);
    history.close();
    const again = machine.opened();
    expect(valueAt(again, START_MS)).toBe(1);
    expect(again.at('main', START_MS + 19 * SECOND_MS)?.failure).toBeNull();
    expect(again.at('main', machine.nowMs)).toEqual(failed);
    expect(again.at('main', START_MS - 1)).toBeNull();
    expect(again.at('other', machine.nowMs)).toBeNull();
    expect(again.between('main', START_MS, machine.nowMs, 10).map(({ reason }) => reason)).toEqual([
      'figures',
      'failed',
    ]);
    expect(again.between('main', START_MS, machine.nowMs, 1)).toEqual([failed]);
  });

  it('says nothing of times in which the app did not run: after its end, a kill, a sleep', () => {
    const history = machine.opened();
    machine.run(history, 1, 10 * MINUTE_MS);
    history.write(machine.shown(1, { reason: 'stopped' }));
    history.close();
    const stoppedAt = machine.nowMs;
    machine.nowMs += HOUR_MS;
    const second = machine.opened();
    expect(second.lastRun()).toEqual({ untilMs: stoppedAt, endedWell: true });
    machine.run(second, 2, 10 * MINUTE_MS);
    expect(valueAt(second, stoppedAt - 1)).toBe(1);
    expect(valueAt(second, stoppedAt + MINUTE_MS)).toBeUndefined();
    expect(valueAt(second, machine.nowMs)).toBe(2);
    const killedAt = machine.nowMs;
    machine.nowMs += HOUR_MS;
    // Another process: the one before was killed and closed nothing.
    const third = machine.opened();
    expect(third.lastRun()?.endedWell).toBe(false);
    expect(third.lastRun()?.untilMs).toBeGreaterThanOrEqual(killedAt - 90 * SECOND_MS);
    machine.run(third, 2, 10 * MINUTE_MS);
    expect(valueAt(third, killedAt - 2 * MINUTE_MS)).toBe(2);
    expect(valueAt(third, killedAt + 10 * MINUTE_MS)).toBeUndefined();
    const sleptAt = machine.nowMs;
    machine.nowMs += 8 * HOUR_MS;
    machine.run(third, 2, MINUTE_MS);
    expect(valueAt(third, sleptAt - 1)).toBe(2);
    expect(valueAt(third, sleptAt + HOUR_MS)).toBeUndefined();
    expect(valueAt(third, machine.nowMs)).toBe(2);
  });

  it('answers the last state for as long as nothing changes, without writing it again', () => {
    const history = machine.opened();
    history.write(machine.shown(1));
    for (let i = 0; i < 8 * 60; i += 1) {
      machine.nowMs += 15 * SECOND_MS;
      history.write(machine.shown(1, { reason: 'aged', ageMs: 500 + machine.nowMs - START_MS, health: 'fresh' }));
    }
    expect(machine.rows()).toBe(1);
    expect(valueAt(history, START_MS + HOUR_MS)).toBe(1);
    history.close();
    expect(valueAt(machine.opened(), START_MS + HOUR_MS)).toBe(1);
  });

  it('writes figures once that come again unchanged, and still knows their age', () => {
    const history = machine.opened();
    for (let poll = 0; poll < 10; poll += 1) {
      history.write(machine.shown(7));
      machine.nowMs += 18 * SECOND_MS;
    }
    expect([machine.rows('shown'), machine.rows('figures')]).toEqual([10, 1]);
    expect(history.at('main', START_MS + 100 * SECOND_MS)).toMatchObject({
      atMs: START_MS + 90 * SECOND_MS,
      ageMs: 500,
    });
  });

  it('goes on where the clock was set back, and where it was far ahead for a while', () => {
    const history = machine.opened();
    machine.run(history, 1, 10 * MINUTE_MS);
    machine.nowMs += 40 * 365 * DAY_MS;
    machine.run(history, 2, 10 * MINUTE_MS);
    machine.nowMs = START_MS + 11 * MINUTE_MS;
    machine.run(history, 3, 10 * MINUTE_MS);
    expect(valueAt(history, START_MS + 5 * MINUTE_MS)).toBe(1);
    expect(valueAt(history, machine.nowMs)).toBe(3);
  });

  it('keeps eight days and at most its size, whichever comes first', () => {
    const maxBytes = 256 * 1024;
    const history = machine.opened(maxBytes);
    const random = seededRandom(1);
    for (let hour = 0; hour < 4 * 24; hour += 1)
      for (let minute = 0; minute < 60; minute += 1) {
        history.write(machine.shown(random()));
        machine.nowMs += MINUTE_MS;
      }
    history.close();
    expect(statSync(machine.file).size).toBeLessThanOrEqual(maxBytes);
    expect(machine.said).toEqual([]);
    const roomy = machine.opened();
    expect(roomy.between('main', machine.nowMs - HOUR_MS, machine.nowMs, 100)).toHaveLength(60);
  });

  it('forgets what is older than eight days, a little at a time', () => {
    const history = machine.opened();
    const stepMs = 80 * SECOND_MS;
    const rowsADay = DAY_MS / stepMs;
    for (let row = 0; row < 9 * rowsADay; row += 1) {
      history.write(machine.shown(row));
      machine.nowMs += stepMs;
    }
    const kept = machine.rows();
    expect(kept).toBeGreaterThanOrEqual(8 * rowsADay);
    expect(kept).toBeLessThanOrEqual(8 * rowsADay + 600);
    expect(machine.rows('figures')).toBeLessThanOrEqual(kept + 1);
    expect(valueAt(history, machine.nowMs - 7 * DAY_MS)).toBe(2 * rowsADay);
  });

  onPosix('is readable by its owner only, with the files beside it', () => {
    const history = machine.opened();
    history.write(machine.shown(1));
    for (const name of readdirSync(machine.folder))
      expect([name, statSync(join(machine.folder, name)).mode & 0o777]).toEqual([name, 0o600]);
    expect(readdirSync(machine.folder)).toContain('history.db-wal');
  });
});
