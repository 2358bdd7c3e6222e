import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { OPTION_NAMES, shellFor } from '../core/node/arguments.ts';
import type { Environment } from '../core/node/environment.ts';
import { parseLaunch, type LaunchOptions, type Shell } from '../core/node/launch.ts';
import { helpText } from '../core/node/launchHelp.ts';
import { ROOT } from './run.ts';

/** What is to run, or what is said instead of it. */
export type StartDecision =
  | { readonly kind: 'run'; readonly shell: Shell; readonly launch: LaunchOptions }
  | { readonly kind: 'end'; readonly exitCode: number; readonly stdout?: string; readonly stderr?: string };

const EXIT_REFUSED = 2;
const refused = (reason: string): StartDecision => ({
  kind: 'end',
  exitCode: EXIT_REFUSED,
  stderr: `wallboard: ${reason}\n`,
});

/**
 * Reads what a command was started with, and answers what needs no build: help, the version, and what is wrong.
 * @param command `launcher` may start either shell
 */
export function decideStart(argv: readonly string[], command: 'launcher' | 'server', env: Environment): StartDecision {
  const taken = takenByNpm(env);
  if (taken !== null) return refused(taken);
  const shell = command === 'launcher' ? shellFor(argv) : 'server';
  const launch = parseLaunch(argv, env, shell);
  if (!launch.ok) return refused(launch.error);
  const { action } = launch.value;
  if (action === 'help') return { kind: 'end', exitCode: 0, stdout: `${helpText(command)}\n` };
  if (action === 'version') return { kind: 'end', exitCode: 0, stdout: `${nameAndVersion()}\n` };
  return { kind: 'run', shell, launch: launch.value };
}

/** Says what is said, and returns the exit code. */
export function end({ exitCode, stdout = '', stderr = '' }: Extract<StartDecision, { kind: 'end' }>): number {
  process.stdout.write(stdout);
  process.stderr.write(stderr);
  return exitCode;
}

/**
 * Without `--` between them npm takes the options for its own (`npm run serve --port 80`) and passes none on. It then names
 * each in the environment.
 */
function takenByNpm(env: Environment): string | null {
  const script = env['npm_lifecycle_event'];
  if (script === undefined) return null;
  const name = OPTION_NAMES.find((option) => env[`npm_config_${option.replaceAll('-', '_')}`] !== undefined);
  if (name === undefined) return null;
  const command = script === 'start' ? 'npm start' : `npm run ${script}`;
  return `npm kept --${name} for itself; options of the wallboard go behind --: ${command} -- --${name}`;
}

function nameAndVersion(): string {
  const { productName, version } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as {
    productName: string;
    version: string;
  };
  return `${productName} ${version}`;
}
