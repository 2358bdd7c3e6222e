import { spawn } from 'node:child_process';
import { join } from 'node:path';

/** The folder of package.json. */
export const ROOT = join(import.meta.dirname, '..');

export const complain = (line: string): void => void process.stderr.write(`wallboard: ${line}\n`);

/** The environment for a program that is not the wallboard itself: the API key is none of its business. */
export function withoutKey(env: NodeJS.ProcessEnv = process.env): NodeJS.ProcessEnv {
  const { EXPERIA_API_KEY: _key, ...rest } = env;
  return rest;
}

export interface Run {
  /** Null when it was ended by a signal or the time-out. */
  readonly exitCode: number | null;
  /** Standard output and error as they came, when they were kept. */
  readonly output: string;
}

export interface RunOptions {
  /** `keep` collects the output instead of showing it on standard error. */
  readonly output: 'show' | 'keep';
  readonly env?: Readonly<Record<string, string | undefined>>;
  readonly timeoutMs?: number;
}

/** Runs a program in the project's folder without a standard input; its output never goes to our standard output. */
export function run(command: string, args: readonly string[], options: RunOptions): Promise<Run> {
  return new Promise((resolve) => {
    const show = options.output === 'show';
    const child = spawn(command, args, {
      cwd: ROOT,
      env: withoutKey({ ...process.env, ...options.env }),
      stdio: ['ignore', show ? process.stderr : 'pipe', show ? process.stderr : 'pipe'],
      ...(options.timeoutMs === undefined ? {} : { timeout: options.timeoutMs }),
    });
    const chunks: Buffer[] = [];
    for (const stream of [child.stdout, child.stderr]) stream?.on('data', (chunk: Buffer) => chunks.push(chunk));
    child.on('error', (error) => resolve({ exitCode: null, output: error.message }));
    child.on('close', (exitCode) => resolve({ exitCode, output: Buffer.concat(chunks).toString() }));
  });
}

/** Runs a script of an installed package with this Node, which npm's own shims would not promise. */
export const runTool = (script: string, args: readonly string[], options: RunOptions): Promise<Run> =>
  run(process.execPath, [join(ROOT, 'node_modules', script), ...args], options);
