import { execFileSync } from 'node:child_process';
import {
  chmodSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { rotatingLog, type RotatingLog } from '../../../core/node/rotatingLog.ts';

const onPosix = it.runIf(process.platform !== 'win32');
const FILE_BYTES = 1000;
const FILES = 3;
const RETRY_MS = 30_000;

let home = '';
let nowMs = 0;
let told: object[] = [];
beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'wallboard-log-'));
  nowMs = 0;
  told = [];
});
afterEach(() => rmSync(home, { recursive: true, force: true }));

const folder = (): string => join(home, 'logs');
const file = (name = 'wallboard.log'): string => join(folder(), name);
const text = (name?: string): string => readFileSync(file(name), 'utf8');
const opened = (): RotatingLog =>
  rotatingLog({
    folder: folder(),
    name: 'wallboard',
    fileBytes: FILE_BYTES,
    files: FILES,
    monotonicMs: () => nowMs,
    told: (trouble) => told.push(trouble),
  });
const writeAll = async (log: RotatingLog, ...lines: readonly string[]): Promise<void> => {
  for (const line of lines) {
    log.write(`${line}\n`);
    await log.flush();
  }
};

describe('the files of the log', () => {
  it('hold every line in order, and are bounded in size and number', async () => {
    const log = opened();
    const lines = Array.from({ length: 200 }, (_, i) => `line ${i} ${'x'.repeat(40)}`);
    await writeAll(log, ...lines);
    const names = readdirSync(folder()).sort();
    expect(names).toEqual(['wallboard.1.log', 'wallboard.2.log', 'wallboard.log']);
    for (const name of names) expect(statSync(file(name)).size).toBeLessThanOrEqual(FILE_BYTES);
    const kept = `${text('wallboard.2.log')}${text('wallboard.1.log')}${text()}`.trimEnd().split('\n');
    expect(kept).toEqual(lines.slice(-kept.length));
  });

  it('are begun anew by nobody: a restart goes on in the middle of a file', async () => {
    await writeAll(opened(), 'before');
    await writeAll(opened(), 'after');
    expect(text()).toBe('before\nafter\n');
  });

  it('go on with a line of their own after a process was killed in the middle of one', async () => {
    await writeAll(opened(), 'whole');
    writeFileSync(file(), '{"half', { flag: 'a' });
    await writeAll(opened(), 'next');
    expect(text()).toBe('whole\n{"half\nnext\n');
  });

  onPosix('are for their owner only, also a file that was not', async () => {
    await writeAll(opened(), 'a');
    chmodSync(file(), 0o644);
    await writeAll(opened(), 'b');
    expect(statSync(file()).mode & 0o777).toBe(0o600);
    expect(statSync(folder()).mode & 0o777).toBe(0o700);
  });

  it('are made again when somebody deletes them while they are written', async () => {
    const log = opened();
    await writeAll(log, 'a');
    rmSync(folder(), { recursive: true });
    await writeAll(log, 'b');
    expect(text()).toBe('b\n');
    expect(told).toEqual([]);
  });

  it('tell once that they cannot be written, lose nothing meanwhile, and are tried again later', async () => {
    writeFileSync(folder(), 'not a folder');
    const log = opened();
    await writeAll(log, 'a', 'b');
    expect(told).toEqual([{ code: 'ENOTDIR' }]);
    rmSync(folder());
    nowMs += RETRY_MS;
    await writeAll(log, 'c');
    expect(text()).toBe('a\nb\nc\n');
    expect(told).toEqual([{ code: 'ENOTDIR' }, { lost: 0 }]);
  });

  it('keep a bounded number of lines for a disk that does not come back, and count the others', async () => {
    writeFileSync(folder(), 'not a folder');
    const log = opened();
    await writeAll(log, 'first');
    for (let i = 0; i < 400; i += 1) log.write(`${'x'.repeat(999)}\n`);
    rmSync(folder());
    nowMs += RETRY_MS;
    await writeAll(log, 'last');
    expect(text()).toMatch(/^x{999}\n[^]*\nlast\n$/);
    expect(text().length).toBeLessThanOrEqual(256 * 1024);
    expect(told.at(-1)).toEqual({ lost: 402 - text().trimEnd().split('\n').length });
  });

  onPosix('are not led elsewhere by a link', async () => {
    await writeAll(opened(), 'a');
    const elsewhere = join(home, 'elsewhere');
    writeFileSync(elsewhere, '');
    rmSync(file());
    symlinkSync(elsewhere, file());
    await writeAll(opened(), 'b');
    expect(readFileSync(elsewhere, 'utf8')).toBe('');
    expect(told).toEqual([{ code: 'ELOOP' }]);
  });

  onPosix('hold no half lines after a full disk', () => {
    const script = `
      import { rotatingLog } from ${JSON.stringify(join(import.meta.dirname, '../../../core/node/rotatingLog.ts'))};
      const told = [];
      const log = rotatingLog({ folder: ${JSON.stringify(folder())}, name: 'wallboard', fileBytes: 1e6, files: 3,
        monotonicMs: () => performance.now(), told: (trouble) => told.push(trouble) });
      for (let i = 0; i < 40; i += 1) { log.write('x'.repeat(99) + '\\n'); await log.flush(); }
      console.log(JSON.stringify(told));`;
    // A limit on the size of files fails a write in its middle, as a full disk does.
    const command = 'trap "" XFSZ; ulimit -f 2; exec "$0" --input-type=module -e "$1"';
    const output = execFileSync('sh', ['-c', command, process.execPath, script], { encoding: 'utf8' });
    expect(JSON.parse(output)).toEqual([{ code: 'EFBIG' }]);
    expect(text()).toMatch(/^(x{99}\n)+$/);
  });

  it('have the last lines of a process that dies at once, whatever was under way', async () => {
    const script = `
      import { createLog, logFatalFaults } from ${JSON.stringify(join(import.meta.dirname, '../../../core/node/log.ts'))};
      const log = createLog({ write: () => true });
      log.keepIn(${JSON.stringify(folder())});
      logFatalFaults(process, log);
      log.info('first');
      setImmediate(() => { log.info('second'); throw new TypeError('secret-canary'); });`;
    expect(() => execFileSync(process.execPath, ['--input-type=module', '-e', script], { stdio: 'pipe' })).toThrow();
    const events = text()
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as { event: string; name?: string });
    // A line that was under way may stand there twice.
    expect(new Set(events.map(({ event }) => event))).toEqual(new Set(['first', 'second', 'process.fault']));
    expect(events.find(({ event }) => event === 'process.fault')?.name).toBe('TypeError');
    expect(text()).not.toContain('canary');
  });
});
