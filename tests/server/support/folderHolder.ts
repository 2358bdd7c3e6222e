import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { onTestFinished } from 'vitest';
import type { Result } from '../../../common/result.ts';

/** The module of the lock as a string of JavaScript, for a script of another process. */
export const MODULE = JSON.stringify(join(import.meta.dirname, '..', '..', '..', 'core', 'node', 'folderLock.ts'));

const OWN_NUMBERS = ['--pid', '--fork', '--mount-proc', '--kill-child'];

/** Why no process here can have numbers of its own, as in a container; null when it can. */
export const whyNoContainer =
  spawnSync('unshare', [...OWN_NUMBERS, 'true']).status === 0
    ? null
    : 'needs Linux and the right to make a namespace of processes';

/** A command in a namespace of processes of its own, where it is number 1 or 2 and sees no other. */
export const inOwnContainer = (command: readonly string[]): readonly string[] => [
  'unshare',
  ...OWN_NUMBERS,
  ...command,
];

const nodeWith = (options: readonly string[], script: string, folder: string): readonly string[] => [
  process.execPath,
  ...['--disable-warning=ExperimentalWarning', ...options, '--input-type=module', '-e', script, folder],
];

/** What another process gets that asks for the lock and gives it back at once. */
export async function lockElsewhere(folder: string): Promise<unknown> {
  const script = `const { lockFolder } = await import(${MODULE});
    const lock = await lockFolder(process.argv[1]);
    if (lock.ok) await lock.value.release();
    console.log(JSON.stringify(lock));`;
  const [program = '', ...args] = nodeWith([], script, folder);
  return JSON.parse(await text(spawn(program, args, { stdio: ['ignore', 'pipe', 'inherit'] }).stdout)) as unknown;
}

/** Another process that takes the lock and keeps it until it is killed, at the end of the test at the latest. */
export async function holdElsewhere(
  folder: string,
  options: readonly string[] = [],
  then = '',
  wrap: (command: readonly string[]) => readonly string[] = (command) => command,
): Promise<{ readonly ok: Result<unknown, unknown>['ok']; readonly kill: () => Promise<void> }> {
  const script = `const { lockFolder } = await import(${MODULE});
    let lock = await lockFolder(process.argv[1]);
    const { ok } = lock;
    ${then}
    console.log(ok);
    setInterval(() => {}, 1000);`;
  const [program = '', ...args] = wrap(nodeWith(options, script, folder));
  const child = spawn(program, args, { stdio: ['ignore', 'pipe', 'inherit'] });
  const ended = once(child.stdout, 'close');
  const kill = async (): Promise<void> => {
    child.kill('SIGKILL');
    // The pipe closes when the last process of a container has ended, which is later than `unshare` itself.
    await ended;
  };
  onTestFinished(kill);
  const [chunk] = (await once(child.stdout, 'data')) as [Buffer];
  return { ok: chunk.toString().trim() === 'true', kill };
}
