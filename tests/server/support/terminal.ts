import { spawn, spawnSync } from 'node:child_process';
import { onTestFinished } from 'vitest';

const COLUMNS = 100;
const ROWS = 40;
const CTRL_C = '\u0003';
const hasScript = spawnSync('script', ['--version'], { encoding: 'utf8' }).stdout?.includes('util-linux') ?? false;

/** Why nothing can be started in a terminal here; null when it can. */
export const whyNoTerminal =
  process.platform === 'linux' && hasScript ? null : 'needs script from util-linux, which opens a pseudo-terminal';

export interface InTerminal {
  /** All that the terminal was sent, with its escape sequences and `\r\n`. */
  screen(): string;
  pressCtrlC(): void;
  /** Null when it ended by a signal. */
  readonly ended: Promise<number | null>;
}

const quoted = (word: string): string => `'${word.replaceAll("'", `'\\''`)}'`;

export interface TerminalOptions {
  readonly cwd: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly columns?: number;
  /** Where the standard error goes instead of to the terminal. */
  readonly stderrFile?: string;
}

/** Runs a command in a pseudo-terminal of its own, as in a terminal's window. */
export function inTerminal(command: readonly string[], options: TerminalOptions): InTerminal {
  const { cwd, env, columns = COLUMNS, stderrFile } = options;
  const elsewhere = stderrFile === undefined ? '' : ` 2>${quoted(stderrFile)}`;
  const line = `stty cols ${columns} rows ${ROWS}; exec ${command.map(quoted).join(' ')}${elsewhere}`;
  const child = spawn('script', ['-qefc', line, '/dev/null'], { cwd, env: { TERM: 'xterm-256color', ...env } });
  onTestFinished(() => void child.kill('SIGKILL'));
  let screen = '';
  child.stdout.on('data', (chunk: Buffer) => (screen += chunk.toString()));
  child.stdin.on('error', () => undefined);
  return {
    screen: () => screen,
    pressCtrlC: () => void child.stdin.write(CTRL_C),
    ended: new Promise((resolve) => child.once('close', (code) => resolve(code))),
  };
}
