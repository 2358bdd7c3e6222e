import { spawn } from 'node:child_process';
import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, expect, it, onTestFinished } from 'vitest';
import { ensureBuilt } from '../../scripts/build.ts';
import { run, withoutKey } from '../../scripts/run.ts';

const START = join(import.meta.dirname, '..', '..', 'scripts', 'start.ts');
const BUILD_MS = 300_000;

beforeAll(async () => {
  const built = await ensureBuilt();
  if (!built.ok) throw new Error(built.error);
}, BUILD_MS);

/** Starts with a program in place of Electron, and waits until that runs. */
async function startWith(program: string, env: Readonly<Record<string, string>> = {}) {
  const folder = await mkdtemp(join(tmpdir(), 'wallboard-start-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  for (const name of ['electron', 'electron.exe']) {
    await writeFile(join(folder, name), `#!/bin/sh\n${program}\n`);
    await chmod(join(folder, name), 0o755);
  }
  const child = spawn(process.execPath, [START, '--demo', '--data-dir', join(folder, 'data')], {
    cwd: folder,
    env: { ...process.env, ...env, CI: '1', ELECTRON_OVERRIDE_DIST_PATH: folder },
  });
  onTestFinished(() => void child.kill('SIGKILL'));
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => (output += String(chunk)));
  const ended = new Promise<number | null>((resolve) => child.once('close', resolve));
  await expect.poll(() => output).toContain('desktop runs');
  return { child, ended, output: () => output };
}

const onPosix = it.runIf(process.platform !== 'win32');

onPosix.each([
  ['ends with an error when asked', "trap 'exit 1' TERM; echo desktop runs; while :; do sleep 0.1; done"],
  ['is ended by the signal', 'echo desktop runs; exec sleep 60'],
])('told to end while the desktop app starts, which %s, nothing else is started', async (_what, program) => {
  const { child, ended, output } = await startWith(program);
  child.kill('SIGTERM');
  await ended;
  expect(output()).toBe('desktop runs\n');
});

onPosix('a desktop app that cannot run is replaced by the browser shell', async () => {
  const { child, ended, output } = await startWith('echo desktop runs; exit 127');
  await expect.poll(output).toContain('wallboard: listening on');
  child.kill('SIGTERM');
  expect(await ended).toBe(0);
});

onPosix('the desktop app is given the key', async () => {
  const { output, ended } = await startWith('echo desktop runs $EXPERIA_API_KEY', { EXPERIA_API_KEY: 'k3y' });
  await ended;
  expect(output()).toBe('desktop runs k3y\n');
});

it('no other program is given the key', async () => {
  process.env['EXPERIA_API_KEY'] = 'k3y';
  onTestFinished(() => void delete process.env['EXPERIA_API_KEY']);
  const print = ['-e', 'console.log(Object.keys(process.env).join())'];
  const { output } = await run(process.execPath, print, { output: 'keep', env: { OWN: '1' } });
  expect(output).toContain('OWN');
  expect(output).not.toContain('EXPERIA_API_KEY');
  expect(withoutKey({ EXPERIA_API_KEY: 'k3y', HOME: '/h' })).toEqual({ HOME: '/h' });
});
