import { execFileSync } from 'node:child_process';
import { EventEmitter } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { HOUR_MS } from '../../../common/time.ts';
import { mayComeBack } from '../../../electron/watchdog/faultStarts.ts';
import { endOnFaults } from '../../../electron/watchdog/mainFaults.ts';

describe('a fault in the main process that nobody caught', () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  it.each(['uncaughtException', 'unhandledRejection'])('%s ends the app, once', (event) => {
    const source = new EventEmitter();
    let ends = 0;
    endOnFaults(source, () => (ends += 1));
    source.emit(event, new Error('secret-7f3a'));
    source.emit(event, new Error('secret-7f3a'));
    vi.runAllTimers();
    expect(ends).toBe(1);
  });
});

describe('an app that starts itself again after a fault', () => {
  let folder: string;
  beforeEach(async () => void (folder = await mkdtemp(join(tmpdir(), 'faults-'))));
  afterEach(() => rm(folder, { recursive: true }));

  it('does so three times an hour at most, over all its starts', () => {
    const minutes = (n: number): number => 100 * HOUR_MS + (n * HOUR_MS) / 60;
    const answers = [0, 10, 20, 30, 59, 60, 61].map((n) => mayComeBack(folder, minutes(n)));
    expect(answers).toEqual([true, true, true, false, false, true, false]);
  });

  it('does not when nothing would count it', () => {
    expect(mayComeBack(join(folder, 'missing'), 0)).toBe(false);
  });

  it.each(['', '{', '{"version":1,"starts":[1,2,3,4]}'])('does when its file reads %j', async (text) => {
    await writeFile(join(folder, 'faults.json'), text);
    expect(mayComeBack(folder, 5)).toBe(true);
  });

  it.runIf(process.platform !== 'win32')('does, and counts, with a pipe or too large a file in its place', async () => {
    execFileSync('mkfifo', [join(folder, 'faults.json')]);
    expect(mayComeBack(folder, 5)).toBe(true);
    await writeFile(join(folder, 'faults.json'), '['.repeat(60e6));
    expect([5, 6, 7, 8].map((nowMs) => mayComeBack(folder, nowMs))).toEqual([true, true, true, false]);
  });
});
