import { statSync } from 'node:fs';
import * as nodeSqlite from 'node:sqlite';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { DAY_MS, HOUR_MS, MINUTE_MS, SECOND_MS } from '../../../common/time.ts';
import { sqliteHistory } from '../../../core/node/sqliteHistory.ts';
import { HistoryFolder, START_MS } from './support/historyFolder.ts';

const BOARDS = 50;
const POLLS = 20;
const KILOBYTE = 1024;

let machine: HistoryFolder;
beforeEach(() => {
  machine = new HistoryFolder();
});
afterEach(() => machine.remove());

describe('writing the history', () => {
  it('puts the boards of one moment on the disk in one go, figures that are the same once', () => {
    const history = machine.opened();
    history.write(machine.shown(0));
    const wal = (): number => statSync(`${machine.file}-wal`).size;
    const before = wal();
    for (let poll = 1; poll <= POLLS; poll += 1) {
      machine.nowMs += 18 * SECOND_MS;
      history.write(...Array.from({ length: BOARDS }, (_, i) => machine.shown(poll, { board: `board-${i}` })));
    }
    expect(machine.rows()).toBe(1 + BOARDS * POLLS);
    expect(machine.rows('figures')).toBe(1 + POLLS);
    expect((wal() - before) / POLLS).toBeLessThan(100 * KILOBYTE);
  });

  it('does not wait for the disk at each row where the file system knows no write-ahead log', () => {
    const opened: nodeSqlite.DatabaseSync[] = [];
    class OnShare extends nodeSqlite.DatabaseSync {
      override prepare(sql: string): nodeSqlite.StatementSync {
        if (!opened.includes(this)) opened.push(this);
        return super.prepare(sql.replace('journal_mode = WAL', 'journal_mode = DELETE'));
      }
    }
    const history = sqliteHistory(machine, { ...nodeSqlite, DatabaseSync: OnShare });
    history.write(machine.shown(1));
    expect(history.at('main', machine.nowMs)?.figures.totalSessions?.value).toBe(1);
    const usual = machine.opened();
    usual.write(machine.shown(1));
    expect(opened.map((database) => database.prepare('PRAGMA synchronous').get())).toEqual([{ synchronous: 0 }]);
    history.close();
  });
});

describe('what is known of a moment', () => {
  it('is whether the app ran, and where the changes next to it are, however far', () => {
    const history = machine.opened();
    expect(history.around('main', START_MS)).toEqual({ known: 'notKept', previousAtMs: null, nextAtMs: null });
    machine.run(history, 1, 10 * MINUTE_MS);
    const stoppedAt = machine.nowMs;
    history.write(machine.shown(1, { reason: 'stopped' }));
    history.close();
    machine.nowMs += 3 * DAY_MS;
    const startedAt = machine.nowMs;
    const again = machine.opened();
    machine.run(again, 2, 10 * MINUTE_MS);
    expect(again.around('main', stoppedAt + DAY_MS)).toEqual({
      known: 'notRunning',
      previousAtMs: stoppedAt,
      nextAtMs: startedAt,
    });
    expect(again.around('main', stoppedAt)).toMatchObject({ known: 'notRunning', nextAtMs: startedAt });
    expect(again.around('main', startedAt)).toMatchObject({ known: 'shown', previousAtMs: stoppedAt });
    expect(again.around('main', START_MS)).toMatchObject({ known: 'shown', previousAtMs: null });
    expect(again.around('main', START_MS - 1)).toEqual({ known: 'notKept', previousAtMs: null, nextAtMs: START_MS });
    expect(again.around('other', startedAt).known).toBe('notKept');
  });

  it('is not that the app did not run when the database cannot be read or the board was not there', () => {
    const history = machine.opened();
    machine.run(history, 1, 10 * MINUTE_MS);
    const takenAway = machine.nowMs;
    history.write(machine.shown(1, { reason: 'stopped' }), machine.shown(3, { board: 'other' }));
    for (; machine.nowMs < takenAway + HOUR_MS; machine.nowMs += MINUTE_MS)
      history.write(machine.shown(3, { board: 'other' }));
    expect(history.around('main', takenAway + HOUR_MS / 2).known).toBe('notKept');
    const other = new nodeSqlite.DatabaseSync(machine.file);
    other.exec('BEGIN EXCLUSIVE');
    history.write(machine.shown(4));
    expect(history.around('main', takenAway - HOUR_MS).known).toBe('notKept');
    expect(history.around('main', machine.nowMs)).toMatchObject({ known: 'shown', nextAtMs: null });
    other.close();
  });
});
