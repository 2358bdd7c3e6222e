import { existsSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { decideLaunch } from '../../electron/launching.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'wallboard-launch-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

function fakeApp({ isFirst }: { isFirst: boolean }) {
  const paths: Record<string, string> = {};
  const done: string[] = [];
  return {
    paths,
    done,
    getName: () => 'Experia Wallboard',
    getVersion: () => '1.2.3',
    setPath(name: string, path: string) {
      if (!existsSync(path)) throw new Error('Electron takes existing folders only');
      paths[name] = path;
      done.push(`path ${name}`);
    },
    requestSingleInstanceLock() {
      done.push('lock');
      return isFirst;
    },
  };
}

describe('starting the desktop app', () => {
  it('makes the data folder, keeps Chromium apart in it, and only then asks for the lock on it', () => {
    const app = fakeApp({ isFirst: true });
    const dataDir = join(folder, 'new', 'data');
    expect(decideLaunch(app, ['--data-dir', dataDir, '--kiosk'], {})).toMatchObject({
      kind: 'run',
      launch: { dataDir, kiosk: true, demo: false },
    });
    expect(app.paths).toEqual({ userData: dataDir, sessionData: join(dataDir, 'chromium') });
    expect(app.done.at(-1)).toBe('lock');
  });

  it('ends without a word when another app has the folder', () => {
    const ended = decideLaunch(fakeApp({ isFirst: false }), ['--data-dir', folder], {});
    expect(ended).toEqual({ kind: 'end', exitCode: 0 });
  });

  it('ends with one line and exit code 2 when the data folder is a file', async () => {
    const file = join(folder, 'file');
    await writeFile(file, '');
    const ended = decideLaunch(fakeApp({ isFirst: true }), ['--data-dir', file], {});
    expect(ended).toMatchObject({ kind: 'end', exitCode: 2, stderr: expect.stringMatching(/^wallboard: [^\n]+\n$/) });
  });

  it('ends with one line and exit code 2 for a bad argument or environment, without touching a folder', () => {
    for (const [argv, env] of [
      [['--kiosks'], {}],
      [[], { EXPERIA_API_URL: 'ftp://x' }],
    ] as const) {
      const app = fakeApp({ isFirst: true });
      const ended = decideLaunch(app, argv, env);
      expect(ended).toMatchObject({ kind: 'end', exitCode: 2, stderr: expect.stringMatching(/^wallboard: [^\n]+\n$/) });
      expect(app.done).toEqual([]);
    }
  });

  it('prints help and version and ends with exit code 0', () => {
    const app = fakeApp({ isFirst: true });
    expect(decideLaunch(app, ['--help'], {})).toMatchObject({
      exitCode: 0,
      stdout: expect.stringContaining('--kiosk'),
    });
    expect(decideLaunch(app, ['--version'], {})).toMatchObject({ exitCode: 0, stdout: 'Experia Wallboard 1.2.3\n' });
    expect(app.done).toEqual([]);
  });
});
