import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { spawner } from './support/spawned.ts';

const KEY = 'log-files-canary-key-51c0';
const servers = spawner();
afterEach(() => servers.clear());

interface Line {
  readonly event: string;
  readonly before?: { readonly endedWell: boolean } | null;
}

describe('the log files of the browser shell', () => {
  it('hold its lines to the last when it ends, for their owner only, and neither key nor token', async () => {
    const dataDir = join(await servers.folder(), 'data');
    const linesOf = async (name: string): Promise<Line[]> =>
      (await readFile(join(dataDir, 'logs', name), 'utf8'))
        .trimEnd()
        .split('\n')
        .map((line) => JSON.parse(line) as Line);
    const start = () =>
      servers.start(['--data-dir', dataDir, '--api-url', 'http://127.0.0.1:9'], { EXPERIA_API_KEY: KEY });
    const first = await start();
    await first.end();
    const second = await start();
    const { stderr } = await second.end();
    const lines = await linesOf('wallboard.log');
    const begins = lines.filter(({ event }) => event === 'wallboard.begins');
    expect(begins.map(({ before }) => before?.endedWell ?? null)).toEqual([null, true]);
    // A keychain may answer a moment after the end.
    const lastOf = (of: readonly Line[]): string[] => of.slice(-3).map(({ event }) => event);
    expect(lastOf(lines)).toContain('wallboard.stopped');
    expect(lastOf(await linesOf('changes.log'))).toContain('wallboard.stopped');
    expect(stderr).toContain('wallboard.stopped');
    const text = JSON.stringify(lines);
    for (const secret of [KEY, first.token]) expect(text).not.toContain(secret);
    if (process.platform === 'win32') return;
    for (const name of ['logs/wallboard.log', 'logs/changes.log', 'history.db'])
      expect((await stat(join(dataDir, name))).mode & 0o777).toBe(0o600);
  });
});
