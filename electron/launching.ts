import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { App } from 'electron';
import type { Environment } from '../core/node/environment.ts';
import { parseLaunch, type LaunchOptions } from '../core/node/launch.ts';
import { helpText } from '../core/node/launchHelp.ts';

/** The app is not to run: what it says last, and how it exits. */
export interface End {
  readonly kind: 'end';
  readonly exitCode: number;
  readonly stdout?: string;
  readonly stderr?: string;
}

export type LaunchDecision = { readonly kind: 'run'; readonly launch: LaunchOptions } | End;

/** Exit code for an argument, an environment value or a data folder that cannot be used. */
const EXIT_USAGE = 2;

export const usageError = (line: string): End => ({
  kind: 'end',
  exitCode: EXIT_USAGE,
  stderr: `wallboard: ${line}\n`,
});

/** Reads the command line and takes the data folder; a second app on the same folder ends here, the first is told. */
export function decideLaunch(
  app: Pick<App, 'getName' | 'getVersion' | 'setPath' | 'requestSingleInstanceLock'>,
  argv: readonly string[],
  env: Environment,
): LaunchDecision {
  const parsed = parseLaunch(argv, env, 'desktop');
  if (!parsed.ok) return usageError(parsed.error);
  const launch = parsed.value;
  if (launch.action === 'help') return { kind: 'end', exitCode: 0, stdout: `${helpText('desktop')}\n` };
  if (launch.action === 'version')
    return { kind: 'end', exitCode: 0, stdout: `${app.getName()} ${app.getVersion()}\n` };
  const chromiumDir = join(launch.dataDir, 'chromium');
  try {
    mkdirSync(chromiumDir, { recursive: true, mode: 0o700 });
  } catch {
    return usageError('The data folder cannot be made');
  }
  // The lock belongs to the folder; Chromium's own files stay apart from ours.
  app.setPath('userData', launch.dataDir);
  app.setPath('sessionData', chromiumDir);
  return app.requestSingleInstanceLock() ? { kind: 'run', launch } : { kind: 'end', exitCode: 0 };
}
