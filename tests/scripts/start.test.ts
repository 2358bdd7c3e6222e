import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, describe, expect, it, onTestFinished, vi } from 'vitest';
import { ensureBuilt } from '../../scripts/build.ts';
import { desktopArguments, runDesktop } from '../../scripts/desktopProcess.ts';
import { run, withoutKey } from '../../scripts/run.ts';
import { inTerminal, whyNoTerminal } from '../server/support/terminal.ts';

const START = join(import.meta.dirname, '..', '..', 'scripts', 'start.ts');
const BUILD_MS = 300_000;

beforeAll(async () => {
  const built = await ensureBuilt();
  if (!built.ok) throw new Error(built.error);
}, BUILD_MS);

/** A folder with a program in place of Electron. */
async function folderWith(program: string): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'wallboard-start-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  for (const name of ['electron', 'electron.exe']) {
    await writeFile(join(folder, name), `#!/bin/sh\n${program}\n`);
    await chmod(join(folder, name), 0o755);
  }
  return folder;
}

/** How a start looks with a program in place of Electron. */
async function prepared(program: string, extra: Readonly<Record<string, string>> = {}) {
  const folder = await folderWith(program);
  const command = [process.execPath, START, '--demo', '--data-dir', join(folder, 'data')];
  const { npm_lifecycle_event: _event, ...own } = process.env;
  return { folder, command, env: { ...own, ...extra, CI: '1', ELECTRON_OVERRIDE_DIST_PATH: folder } };
}

/** Starts with a program in place of Electron, and waits until that runs. */
async function startWith(program: string, extra: Readonly<Record<string, string>> = {}) {
  const { folder, command, env } = await prepared(program, extra);
  const [node = '', ...args] = command;
  const child = spawn(node, args, { cwd: folder, env });
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

onPosix('a desktop app that is left the terminal is passed no switch of whoever started it', async () => {
  const { output, ended } = await startWith('echo desktop runs as node: "$ELECTRON_RUN_AS_NODE"', {
    ELECTRON_RUN_AS_NODE: '1',
  });
  await ended;
  expect(output()).toBe('desktop runs as node: \n');
});

describe('Ctrl+C in a terminal', () => {
  it('reaches the desktop app once, and its end is waited for', async (context) => {
    if (whyNoTerminal !== null) context.skip(whyNoTerminal);
    const counting = [
      `trap 'n=$((n+1)); echo "got $n"' INT`,
      'echo desktop runs',
      'while [ "$n" = "" ]; do sleep 0.05; done',
      // A second signal would come at about the same time as the first.
      'sleep 1; echo "ends after $n"',
    ].join('; ');
    const { folder, command, env } = await prepared(counting);
    const terminal = inTerminal(command, { cwd: folder, env });
    await expect.poll(terminal.screen).toContain('desktop runs');
    terminal.pressCtrlC();
    expect(await terminal.ended).toBe(0);
    expect(terminal.screen()).toMatch(/got 1\r\nends after 1\r\n$/);
    expect(terminal.screen()).toContain('To stop it, quit it from its menu or press Ctrl+C here.');
  });

  onPosix('twice, as npm passes it on once more, is still one for the app', async () => {
    const { child, ended, output } = await startWith(
      `trap 'n=$((n+1)); echo got $n' INT TERM; echo desktop runs; while [ "$n" = "" ]; do sleep 0.05; done; sleep 1`,
    );
    child.kill('SIGINT');
    await expect.poll(output).toContain('got 1');
    child.kill('SIGINT');
    child.kill('SIGTERM');
    expect(await ended).toBe(0);
    expect(output()).toBe('desktop runs\ngot 1\n');
  });

  onPosix('ends an app for good that does not end by itself', async () => {
    const folder = await folderWith("trap '' TERM; echo > runs; while :; do sleep 0.05; done");
    const ended = runDesktop(join(folder, 'electron'), folder, []);
    await expect.poll(() => existsSync(join(folder, 'runs'))).toBe(true);
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    onTestFinished(() => void vi.useRealTimers());
    process.emit('SIGTERM');
    vi.advanceTimersByTime(8_000);
    expect(await ended).toBe(0);
  });
});

describe('the windows of the desktop app', () => {
  it.each([
    ['linux', { DISPLAY: ':0' }, [], ['--ozone-platform=x11']],
    ['linux', { DISPLAY: ':0', WAYLAND_DISPLAY: 'wayland-0' }, ['--kiosk'], ['--ozone-platform=x11', '--kiosk']],
    ['linux', { DISPLAY: ':0' }, ['--ozone-platform=wayland'], ['--ozone-platform=wayland']],
    ['linux', { DISPLAY: ':0' }, ['--ozone-platform-hint=auto'], ['--ozone-platform-hint=auto']],
    ['linux', { WAYLAND_DISPLAY: 'wayland-0' }, [], []],
    ['darwin', { DISPLAY: ':0' }, [], []],
    ['win32', {}, [], []],
  ] as const)('are placed by X11 where there is one: %s %o %o', (platform, env, argv, passed) => {
    expect(desktopArguments(argv, platform, env)).toEqual(passed);
  });
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
