import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CLOCK_VARIABLES } from '../../../scripts/testClock.ts';

const ROOT = join(import.meta.dirname, '..', '..', '..');
export const MAIN = join(ROOT, 'out', 'server', 'main.js');
const READY_MS = 120_000;

export interface Ended {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface Spawned {
  readonly child: ChildProcess;
  /** With a trailing slash. */
  readonly url: string;
  readonly origin: string;
  readonly token: string;
  stdout(): string;
  stderr(): string;
  readonly ended: Promise<Ended>;
  /** Ends it with a signal and waits. */
  end(signal?: NodeJS.Signals): Promise<Ended>;
}

/** A machine without a key, a keychain service or settings of its own. */
function cleanEnvironment(home: string, extra: Readonly<Record<string, string>>): Record<string, string> {
  const kept = ['PATH', 'TMPDIR', 'LANG', 'SystemRoot', ...CLOCK_VARIABLES];
  const own = kept.flatMap((name) => (process.env[name] === undefined ? [] : [[name, process.env[name]]]));
  return { ...Object.fromEntries(own), HOME: home, DBUS_SESSION_BUS_ADDRESS: 'disabled:', ...extra };
}

export interface Running {
  readonly child: ChildProcess;
  stdout(): string;
  stderr(): string;
  readonly ended: Promise<Ended>;
}

type Wrap = (command: readonly string[]) => readonly string[];

function launch(command: readonly string[], env: Readonly<Record<string, string>>, home: string): Running {
  const [program = '', ...args] = command;
  const child = spawn(program, args, { cwd: home, env: cleanEnvironment(home, env) });
  let [stdout, stderr] = ['', ''];
  child.stdout.on('data', (chunk: Buffer) => (stdout += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (stderr += chunk.toString()));
  const ended = new Promise<Ended>((resolve) =>
    child.once('close', (code, signal) => resolve({ code, signal, stdout, stderr })),
  );
  return { child, stdout: () => stdout, stderr: () => stderr, ended };
}

/**
 * Starts the built browser shells of one test, and clears up after it.
 * @param wrap makes of its command the one that is run
 */
export function spawner(wrap: Wrap = (command) => command) {
  const commandOf = (args: readonly string[]): readonly string[] => wrap([process.execPath, MAIN, ...args]);
  const running: Running[] = [];
  const folders: string[] = [];

  async function folder(): Promise<string> {
    const path = await mkdtemp(join(tmpdir(), 'wallboard-spawn-'));
    folders.push(path);
    return path;
  }

  return {
    folder,
    /** Starts without waiting for anything. */
    launch(args: readonly string[]): Running {
      const process = launch(commandOf(args), {}, tmpdir());
      running.push(process);
      return process;
    },
    /** Runs to its end: for what is refused. */
    async run(args: readonly string[], env: Readonly<Record<string, string>> = {}): Promise<Ended> {
      const process = launch(commandOf(args), env, await folder());
      running.push(process);
      return process.ended;
    },
    /** Starts on a free port and waits for the two lines of the contract. */
    async start(args: readonly string[], env: Readonly<Record<string, string>> = {}): Promise<Spawned> {
      const home = await folder();
      const ownFolder = args.includes('--data-dir') ? [] : ['--data-dir', join(home, 'data')];
      const process = launch(commandOf(['--port', '0', ...ownFolder, ...args]), env, home);
      running.push(process);
      const { url, token } = await links(process);
      return {
        ...process,
        url,
        origin: url.slice(0, -1),
        token,
        end(signal = 'SIGTERM') {
          process.child.kill(signal);
          return process.ended;
        },
      };
    },
    async clear(): Promise<void> {
      for (const { child, ended } of running.splice(0)) {
        if (child.exitCode === null && child.signalCode === null) child.kill('SIGKILL');
        await ended;
      }
      for (const path of folders.splice(0)) await rm(path, { recursive: true, force: true });
    },
  };
}

async function links({ child, stdout, stderr, ended }: Running): Promise<{ url: string; token: string }> {
  const giveUp = AbortSignal.timeout(READY_MS);
  for (;;) {
    const url = /^wallboard: listening on (http:\S+\/)$/m.exec(stdout())?.[1];
    const token = /#control=([\w-]+)$/m.exec(stdout())?.[1];
    if (url && token) return { url, token };
    const isOver = child.exitCode !== null || giveUp.aborted;
    if (isOver) throw new Error(`The server did not come up: ${stdout()}${stderr()}`);
    await Promise.race([ended, new Promise((resolve) => child.stdout?.once('data', resolve)), aborted(giveUp)]);
  }
}

const aborted = (signal: AbortSignal): Promise<void> =>
  new Promise((resolve) => signal.addEventListener('abort', () => resolve(), { once: true }));
