import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { App } from 'electron';
import type { Environment } from '../core/node/environment.ts';
import { defaultDataDir, parseLaunch, type LaunchOptions } from '../core/node/launch.ts';
import { helpText } from '../core/node/launchHelp.ts';
import { serviceEnvironment, serviceText } from '../core/node/services/serviceText.ts';
import type { ServiceManager } from '../core/node/services/service.ts';
import { speakHttp1 } from './netFetch.ts';
import { startOf } from './openAtLogin.ts';

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

type LaunchingApp = Pick<
  App,
  'getName' | 'getVersion' | 'setPath' | 'requestSingleInstanceLock' | 'isPackaged' | 'getAppPath'
> & { readonly commandLine: Pick<App['commandLine'], 'hasSwitch' | 'appendSwitch'> };

/** Chromium's own debugger, which has the page and all it may do. It takes switches as its systems write them. */
const DEBUGGER = /^\s*(--?|\/)(remote-debugging-|remote-allow-origins)/i;

/**
 * Keeps Chromium from asking for a keyring that is locked when nobody has signed in: there are no cookies to encrypt, and the
 * API key is kept in the keychain by other means.
 */
export function leaveKeyringAlone({ commandLine }: Pick<LaunchingApp, 'commandLine'>, platform: NodeJS.Platform): void {
  if (platform === 'linux' && !commandLine.hasSwitch('password-store'))
    commandLine.appendSwitch('password-store', 'basic');
}

/** Whether a packaged app runs without Chromium's sandbox, which an AppImage leaves out where the system gives users none. */
export const isUnsandboxed = ({ isPackaged, commandLine }: Pick<LaunchingApp, 'isPackaged' | 'commandLine'>): boolean =>
  isPackaged && commandLine.hasSwitch('no-sandbox');

/** Needed before anything else is decided: what goes wrong from the first line on is logged. */
export function asksForJsonLog(argv: readonly string[], env: Environment): boolean {
  const parsed = parseLaunch(argv, env, 'desktop');
  return parsed.ok && parsed.value.jsonLog;
}

/** The service that starts the app as it was started now. */
function printService(app: LaunchingApp, launch: LaunchOptions, manager: ServiceManager, env: Environment): End {
  const { platform, execPath } = process;
  const { command, suffix } = startOf(app, { platform, env, execPath }, launch, defaultDataDir(env));
  const printed = serviceText(manager, { shell: 'desktop', command, suffix, ...serviceEnvironment(env) });
  return printed.ok ? { kind: 'end', exitCode: 0, stdout: printed.value } : usageError(printed.error);
}

/** Reads the command line and takes the data folder; a second app on the same folder ends here, the first is told. */
export function decideLaunch(app: LaunchingApp, argv: readonly string[], env: Environment): LaunchDecision {
  if (app.isPackaged && argv.some((argument) => DEBUGGER.test(argument)))
    return usageError('The installed app takes no debugger; start it from its sources for that');
  leaveKeyringAlone(app, process.platform);
  speakHttp1(app);
  const parsed = parseLaunch(argv, env, 'desktop');
  if (!parsed.ok) return usageError(parsed.error);
  const launch = parsed.value;
  if (launch.action === 'help') return { kind: 'end', exitCode: 0, stdout: `${helpText('desktop')}\n` };
  if (launch.action === 'version')
    return { kind: 'end', exitCode: 0, stdout: `${app.getName()} ${app.getVersion()}\n` };
  if (launch.service) return printService(app, launch, launch.service, env);
  const chromiumDir = join(launch.dataDir, 'chromium');
  try {
    mkdirSync(chromiumDir, { recursive: true, mode: 0o700 });
  } catch {
    return usageError(`The data folder cannot be made: ${launch.dataDir}`);
  }
  // The lock belongs to the folder; Chromium's own files stay apart from ours.
  app.setPath('userData', launch.dataDir);
  app.setPath('sessionData', chromiumDir);
  return app.requestSingleInstanceLock() ? { kind: 'run', launch } : { kind: 'end', exitCode: 0 };
}
