import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { createLog, logStream } from '../../../core/node/log.ts';

it.each([
  [true, false, 'nowhere'],
  [true, true, 'there'],
  [false, false, 'there'],
  [false, true, 'there'],
] as const)('with a terminal: %s, asked for: %s, standard error has the log %s', (isTTY, isWanted, where) => {
  const stderr = { isTTY };
  expect(logStream(stderr, isWanted)).toBe(where === 'there' ? stderr : null);
});

/** A data folder whose log folder cannot be made. */
function unwritable(): string {
  const folder = mkdtempSync(join(tmpdir(), 'wallboard-log-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  writeFileSync(join(folder, 'logs'), '');
  return join(folder, 'logs');
}

it('a person who sees no log is told once when it cannot be written, and nobody else is told twice', async () => {
  const folder = unwritable();
  const [heard, lines]: [string[], string[]] = [[], []];
  const silent = createLog(null, undefined, (line) => heard.push(line));
  silent.keepIn(folder);
  silent.info('some.event');
  await silent.flush();
  expect(heard).toEqual([expect.stringMatching(/^The log cannot be written \([A-Z]+\): /)]);
  heard.length = 0;
  const shown = createLog({ write: (line) => lines.push(line) }, undefined, (line) => heard.push(line));
  shown.keepIn(folder);
  shown.info('some.event');
  await shown.flush();
  expect(heard).toEqual([]);
  expect(lines.join('')).toContain('log.notWritten');
});
