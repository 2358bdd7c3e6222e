import { execFileSync } from 'node:child_process';
import {
  chmodSync,
  chownSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, describe, expect, it, onTestFinished, vi } from 'vitest';
import { HOUR_MS, MINUTE_MS, SECOND_MS } from '../../../common/time.ts';
import { sqliteHistory } from '../../../core/node/sqliteHistory.ts';
import { HistoryFolder, valueAt } from './support/historyFolder.ts';

const onPosix = it.runIf(process.platform !== 'win32');
const MODULE = JSON.stringify(join(import.meta.dirname, '../../../core/node/sqliteHistory.ts'));

let machine: HistoryFolder;
beforeEach(() => {
  machine = new HistoryFolder();
});
afterEach(() => machine.remove());

describe('a history that something goes wrong with', () => {
  const broken: Readonly<Record<string, (path: string) => void>> = {
    'random bytes': (path) =>
      writeFileSync(path, Buffer.from(Array.from({ length: 9_000 }, (_, i) => (i * 7919) % 251))),
    'a text file': (path) => writeFileSync(path, 'This is not a database.\n'.repeat(400)),
    'a database cut in a page': (path) => truncateSync(path, statSync(path).size - 5_000),
    'pages of nonsense': (path) => {
      const bytes = readFileSync(path);
      writeFileSync(path, bytes.fill(0xa5, 4096));
    },
    'a database of somebody else': (path) => {
      rmSync(path);
      const other = new DatabaseSync(path);
      other.exec('CREATE TABLE cats (name TEXT); PRAGMA user_version = 1;');
      other.close();
    },
    // Only the administrator can give a file away.
    ...(process.geteuid?.() === 0 && {
      'a file that another user made': (path: string) => chownSync(path, 65_534, 65_534),
    }),
    'a database of a newer version': (path) => {
      const newer = new DatabaseSync(path);
      newer.exec('PRAGMA user_version = 99;');
      newer.close();
    },
  };
  for (const [what, spoil] of Object.entries(broken))
    it(`is set aside and begun anew when it is ${what}`, () => {
      const before = machine.opened();
      machine.run(before, 1, HOUR_MS);
      before.close();
      spoil(machine.file);
      const spoilt = readFileSync(machine.file);
      const history = machine.opened();
      machine.run(history, 2, HOUR_MS);
      expect(valueAt(history, machine.nowMs)).toBe(2);
      expect(machine.copies).toHaveLength(1);
      expect(readFileSync(join(machine.folder, machine.copies[0] ?? '')).length).toBe(spoilt.length);
      expect(machine.said.filter((line) => line.startsWith('history.setAside'))).toHaveLength(1);
      history.close();
      expect(valueAt(machine.opened(), machine.nowMs)).toBe(2);
    });

  it('begins in a file of zero bytes', () => {
    writeFileSync(machine.file, '');
    const history = machine.opened();
    history.write(machine.shown(1));
    expect(valueAt(history, machine.nowMs)).toBe(1);
    expect(machine.said).toEqual([]);
  });

  onPosix.each(['mkfifo', 'mkdir', 'ln -s /dev/zero'])(
    'is begun anew when something else is in its place: %s',
    (make) => {
      execFileSync('sh', ['-c', `${make} "$0"`, machine.file]);
      const history = machine.opened();
      machine.run(history, 2, MINUTE_MS);
      expect(valueAt(history, machine.nowMs)).toBe(2);
      expect(machine.copies).toHaveLength(1);
    },
  );

  onPosix('is begun anew, and says so, when somebody deletes it while it is written', () => {
    const history = machine.opened();
    machine.run(history, 1, 5 * MINUTE_MS);
    for (const name of readdirSync(machine.folder)) rmSync(join(machine.folder, name));
    machine.run(history, 2, 5 * MINUTE_MS);
    expect(machine.said).toEqual(['history.lost']);
    expect(machine.rows()).toBeGreaterThan(10);
    history.close();
    expect(valueAt(machine.opened(), machine.nowMs)).toBe(2);
  });

  it('does not fill the disk with copies where every file goes bad', () => {
    const history = machine.opened();
    for (let hour = 0; hour < 6; hour += 1) {
      machine.run(history, hour, HOUR_MS);
      history.close();
      writeFileSync(machine.file, 'spoilt again '.repeat(1_000));
      machine.run(machine.opened(), hour, MINUTE_MS);
    }
    expect(machine.copies).toHaveLength(1);
  });

  it('waits for a database that another process holds, without holding anything up, and drops nothing it can keep', () => {
    const history = machine.opened();
    history.write(machine.shown(1));
    const other = new DatabaseSync(machine.file);
    other.exec('BEGIN EXCLUSIVE');
    const statements = vi.spyOn(DatabaseSync.prototype, 'exec');
    onTestFinished(() => statements.mockRestore());
    for (let i = 0; i < 100; i += 1) {
      machine.nowMs += SECOND_MS;
      history.write(machine.shown(i, { atMs: machine.nowMs }));
      expect(valueAt(history, machine.nowMs)).toBe(i);
    }
    const tries = statements.mock.calls.filter(([text]) => text === 'BEGIN IMMEDIATE').length;
    expect(tries).toBeGreaterThan(0);
    // Each holds everything up for 20 ms.
    expect(tries).toBeLessThanOrEqual(40);
    statements.mockRestore();
    expect(machine.said).toEqual(['history.notKept busy']);
    other.exec('COMMIT');
    other.close();
    machine.nowMs += 5 * SECOND_MS;
    history.write(machine.shown(100));
    expect(machine.rows()).toBe(102);
    machine.nowMs += 10 * MINUTE_MS;
    history.write(machine.shown(101));
    expect(machine.said).toEqual(['history.notKept busy', 'history.keptAgain busy']);
  });

  it('keeps a bounded number of rows for a database that stays busy, and says how many it dropped', () => {
    const history = machine.opened();
    history.write(machine.shown(0));
    const other = new DatabaseSync(machine.file);
    other.exec('BEGIN EXCLUSIVE');
    for (let i = 0; i < 2_500; i += 1) history.write(machine.shown(i, { atMs: machine.nowMs + i }));
    other.close();
    machine.nowMs += MINUTE_MS;
    history.write(machine.shown(1));
    expect(machine.said).toEqual(['history.notKept busy', 'history.dropped 500']);
    expect(machine.rows()).toBe(2_001);
  });

  it('goes on without a history where the runtime has no SQLite, and says so once', () => {
    const history = sqliteHistory(machine, null);
    history.write(machine.shown(1));
    expect(history.at('main', machine.nowMs)).toBeNull();
    expect(machine.said).toEqual(['history.unavailable noSqlite']);
  });

  /** Runs a history in a process of its own; prints what it machine.said and whether it answers. */
  function inChild(shell: string, script: string, options: { readonly uid?: number } = {}): unknown {
    const program = `
      import { sqliteHistory } from ${MODULE};
      const said = []; const note = (event, facts = {}) => said.push([event, ...Object.values(facts)].join(' '));
      let nowMs = ${machine.nowMs};
      const history = sqliteHistory({ folder: ${JSON.stringify(machine.folder)}, log: { info: note, warn: note },
        clock: { wallMs: () => nowMs, monotonicMs: () => nowMs } });
      const shown = (total) => ({ board: 'main', atMs: nowMs, reason: 'figures', health: 'fresh', ageMs: 500, failure: null,
        light: 'light', demo: false, figures: { totalSessions: { value: total, level: 'good' } } });
      ${script}`;
    const command = `${shell} exec "$0" --disable-warning=ExperimentalWarning --input-type=module -e "$1"`;
    const printed = execFileSync('sh', ['-c', command, process.execPath, program], { encoding: 'utf8', ...options });
    return JSON.parse(printed);
  }

  onPosix('goes on when the disk is full, and keeps the newest for when it is not', () => {
    const script = `
      for (let i = 0; i < 600; i += 1) { nowMs += 15_000; history.write({ ...shown(i), figures: Object.fromEntries(
        Array.from({ length: 20 }, (_, n) => ['figure' + n, { value: i * n, level: 'good' }])) }); }
      console.log(JSON.stringify({ said, value: history.at('main', nowMs)?.figures.figure1.value }));`;
    const answer = inChild('trap "" XFSZ; ulimit -f 120;', script);
    expect(answer).toEqual({ said: [expect.stringMatching(/^history\.notKept (full|diskFault)$/)], value: 599 });
  });

  onPosix('goes on when folder or file are read-only, and says so once', () => {
    machine.opened().write(machine.shown(1));
    machine.closeAll();
    const script = `
      for (let i = 0; i < 300; i += 1) { nowMs += 15_000; history.write(shown(i)); }
      console.log(JSON.stringify({ said, value: history.at('main', nowMs)?.figures.totalSessions.value }));`;
    const somebody = process.getuid?.() === 0 ? { uid: 65_534 } : {};
    if (somebody.uid !== undefined) chownSync(machine.file, 65_534, -1);
    chmodSync(machine.file, 0o400);
    chmodSync(machine.folder, 0o555);
    const answer = inChild('', script, somebody);
    chmodSync(machine.folder, 0o700);
    expect(answer).toEqual({
      said: [expect.stringMatching(/^history\.notKept (EACCES|EPERM|readOnly|notOpened)$/)],
      value: 299,
    });
  });

  onPosix('loses nothing that was written when the process is killed', () => {
    const script = `for (let i = 0; i < 50; i += 1) { nowMs += 15_000; history.write(shown(i)); }
      console.log(JSON.stringify({ nowMs })); process.kill(process.pid, 'SIGKILL');`;
    let printed = '';
    try {
      inChild('', script);
    } catch (thrown) {
      printed = thrown instanceof Error && 'stdout' in thrown ? String(thrown.stdout) : '';
    }
    machine.nowMs = (JSON.parse(printed) as { nowMs: number }).nowMs;
    expect(statSync(`${machine.file}-wal`).size).toBeGreaterThan(0);
    const history = machine.opened();
    expect(valueAt(history, machine.nowMs)).toBe(49);
    expect(history.lastRun()).toEqual({ untilMs: machine.nowMs, endedWell: false });
    expect(machine.said).toEqual([]);
  });
});
