import { spawn } from 'node:child_process';
import { SECOND_MS } from '../common/time.ts';

/** An Electron that ends with an error this soon cannot run on this machine (missing libraries, no usable display). */
const EARLY_END_MS = 15 * SECOND_MS;
/** The app has ended long before; one that hangs is ended for good. */
const KILL_AFTER_MS = 8 * SECOND_MS;
const SIGNALS = ['SIGTERM', 'SIGINT', 'SIGHUP'] as const;
const EXIT_FAILED = 1;
const EXIT_REFUSED = 2;

interface End {
  readonly exitCode: number;
  /** It was told to end while it ran. */
  readonly wasAsked: boolean;
}

/** Whether the app's windows can be placed on displays: on Wayland that takes X11, which most Wayland desktops offer too. */
const canUseX11 = (platform: NodeJS.Platform, env: NodeJS.ProcessEnv): boolean =>
  platform === 'linux' && Boolean(env['DISPLAY']);

/** What the runtime is started with besides its app. */
export function desktopArguments(
  argv: readonly string[],
  platform: NodeJS.Platform,
  env: NodeJS.ProcessEnv,
): readonly string[] {
  const isChosen = argv.some((argument) => argument.startsWith('--ozone-platform'));
  return canUseX11(platform, env) && !isChosen ? ['--ozone-platform=x11', ...argv] : argv;
}

/**
 * Runs the desktop app until it ends.
 * @returns its exit code, or that it cannot run on this machine
 */
export async function runDesktop(
  executable: string,
  appFolder: string,
  argv: readonly string[],
): Promise<number | 'cannotRun'> {
  const startedAt = performance.now();
  // Started from a terminal of an editor that is itself made with Electron, the runtime would run as plain Node.
  const { ELECTRON_RUN_AS_NODE: _asNode, ...env } = process.env;
  const args = [appFolder, ...desktopArguments(argv, process.platform, env)];
  const { exitCode, wasAsked } = await ended(executable, args, env, appFolder);
  const isEarly = performance.now() - startedAt < EARLY_END_MS;
  const isOwnWord = exitCode === 0 || exitCode === EXIT_REFUSED;
  return isOwnWord || wasAsked || !isEarly ? exitCode : 'cannotRun';
}

/**
 * A second SIGINT kills Electron at once, in the middle of what it does to end. A terminal's Ctrl+C reaches every process of
 * its group, and npm passes it on once more: so the app gets a group of its own, and from here one signal, whichever comes first.
 */
function ended(executable: string, args: readonly string[], env: NodeJS.ProcessEnv, cwd: string): Promise<End> {
  // On Windows a detached program would get a console window.
  const detached = process.platform !== 'win32';
  const child = spawn(executable, args, { stdio: 'inherit', cwd, env, detached });
  let wasAsked = false;
  let killing: ReturnType<typeof setTimeout> | undefined;
  const pass = (signal: NodeJS.Signals): void => {
    if (wasAsked) return;
    wasAsked = true;
    child.kill(signal);
    killing = setTimeout(() => child.kill('SIGKILL'), KILL_AFTER_MS);
  };
  for (const signal of SIGNALS) process.on(signal, pass);
  return new Promise<End>((resolve) => {
    child.on('error', () => resolve({ exitCode: EXIT_FAILED, wasAsked }));
    // One that was told to end before it could listen was killed by the signal, and has done as it was told.
    child.on('exit', (exitCode) => resolve({ exitCode: exitCode ?? (wasAsked ? 0 : EXIT_FAILED), wasAsked }));
  }).finally(() => {
    clearTimeout(killing);
    for (const signal of SIGNALS) process.off(signal, pass);
  });
}
