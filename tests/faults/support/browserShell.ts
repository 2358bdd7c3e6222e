import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, mkdtempSync, openSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import type { Snapshot } from '../../../common/snapshot.ts';
import { onOwnDisk } from '../../core/support/ownDisk.ts';
import { openStream } from '../../server/support/shell.ts';
import { CANARY, cameOut, folderCameOut } from './canary.ts';
import { until } from './until.ts';

const ROOT = join(import.meta.dirname, '..', '..', '..');
const MAIN = join(ROOT, 'out', 'server', 'main.js');
/** Root may do anything, so what hangs on rights is tried by a user who has none. */
export const NOBODY = 65_534;
export const isRoot = process.getuid?.() === 0;

const A_PAGE = Buffer.alloc(4096);

export interface ShellOptions {
  readonly dataDir: string;
  readonly apiUrl: string;
  readonly as?: 'owner' | 'nobody';
  /** Size of a disk of its own for the data folder, such as `256k`; only the process sees it. */
  readonly disk?: string;
}

export interface BrowserShell {
  /** Whether it has come up, or ended instead. */
  readonly isUp: boolean;
  stderr(): string;
  /** Fills the disk until nothing more can be written to it. */
  fillDisk(): void;
  /** What screens of that access are told, as soon as it is as wanted. */
  shown(wanted: (snapshot: Snapshot) => boolean): Promise<Snapshot>;
  /** Sends a command of the supervisor. */
  call(name: string, input: unknown): Promise<unknown>;
  end(signal: NodeJS.Signals): Promise<{ readonly code: number | null; readonly stderr: string }>;
}

/** A data folder of its own for a test. */
export function dataFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'wallboard-shell-'));
  onTestFinished(() => {
    folderCameOut(folder);
    rmSync(folder, { recursive: true, force: true });
  });
  return folder;
}

/** Starts the built browser shell as a process of its own, under circumstances that only a process can have. */
export async function browserShell(options: ShellOptions): Promise<BrowserShell> {
  const { dataDir, apiUrl, as = 'owner', disk } = options;
  const rights = as === 'nobody' && isRoot ? { uid: NOBODY, gid: NOBODY } : {};
  const command = [process.execPath, MAIN, '--port', '0', '--data-dir', dataDir];
  const [program = '', ...args] = disk ? onOwnDisk(disk, dataDir, command) : command;
  const child = spawn(program, args, {
    cwd: '/',
    env: {
      PATH: process.env['PATH'],
      HOME: dataDir,
      DBUS_SESSION_BUS_ADDRESS: 'disabled:',
      EXPERIA_API_URL: apiUrl,
      EXPERIA_API_KEY: CANARY,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
    ...rights,
  });
  let [stdout, stderr] = ['', ''];
  child.stdout.on('data', (piece: Buffer) => (stdout += piece.toString()));
  child.stderr.on('data', (piece: Buffer) => (stderr += piece.toString()));
  const ended = once(child, 'close') as Promise<[number | null]>;
  const isOver = (): boolean => child.exitCode !== null || child.signalCode !== null;
  onTestFinished(async () => {
    if (!isOver()) child.kill('SIGKILL');
    await ended;
    cameOut(stdout + stderr);
  });
  const link = (): RegExpExecArray | null => /control link (http:\S+\/)#control=([\w-]+)$/m.exec(stdout);
  await until(() => link() !== null || isOver());
  const [, url = '', token = ''] = link() ?? [];

  async function post(path: string, body: unknown, cookie = ''): Promise<Response> {
    const headers = {
      'Content-Type': 'application/json',
      'X-Wallboard': '1',
      Origin: url.slice(0, -1),
      Cookie: cookie,
    };
    return fetch(url + path, { method: 'POST', headers, body: JSON.stringify(body) });
  }
  async function session(): Promise<string> {
    const reply = await post('session', { token });
    return reply.headers.get('set-cookie')?.split(';')[0] ?? '';
  }
  /** The data folder as the process sees it. */
  const itsFolder = join('/proc', String(child.pid), 'root', dataDir);
  return {
    isUp: link() !== null,
    stderr: () => stderr,
    fillDisk() {
      const file = openSync(join(itsFolder, 'filler'), 'a');
      try {
        for (;;) writeSync(file, A_PAGE);
      } catch (error) {
        if (!(error instanceof Error && 'code' in error && error.code === 'ENOSPC')) throw error;
      } finally {
        closeSync(file);
      }
    },
    async shown(wanted) {
      if (url === '') throw new Error(`The shell has not come up: ${stderr}`);
      const stream = await openStream(Number(new URL(url).port), { cookie: await session() });
      const last = (): Snapshot | undefined => {
        const states = stream.events.filter(({ event }) => event === 'snapshot');
        // As the shell sent it: the contract of `GET /events`.
        return states.at(-1)?.data as Snapshot | undefined;
      };
      await until(() => {
        const state = last();
        return state !== undefined && wanted(state);
      });
      const state = last();
      stream.close();
      if (!state) throw new Error('nothing was shown');
      cameOut(JSON.stringify(stream.events));
      return state;
    },
    async call(name, input) {
      const reply = await post(`api/${name}`, { input }, await session());
      const answer: unknown = await reply.json();
      cameOut(JSON.stringify(answer));
      return answer;
    },
    async end(signal) {
      if (disk && !isOver()) folderCameOut(itsFolder);
      child.kill(signal);
      const [code] = await ended;
      return { code, stderr };
    },
  };
}
