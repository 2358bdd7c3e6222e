import { access, constants, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { SECOND_MS } from '../common/time.ts';
import { withProgress } from './progress.ts';
import { ROOT } from './run.ts';
import { whyNoNamespaces } from './userNamespaces.ts';

export type DesktopRuntime = { readonly executable: string } | { readonly missing: string };

export interface Machine {
  readonly platform: NodeJS.Platform;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Electron refuses to run with its sandbox for the administrator of a Linux machine. */
  readonly isRoot: boolean;
  /** Where the system's `/proc` and `/etc` are. */
  readonly systemRoot: string;
}

const PACKAGE = join(ROOT, 'node_modules', 'electron');
const REACH_MS = 5 * SECOND_MS;

export const thisMachine = (): Machine => ({
  platform: process.platform,
  env: process.env,
  isRoot: process.getuid?.() === 0,
  systemRoot: '/',
});

export const hasDisplay = ({ platform, env }: Machine): boolean =>
  platform !== 'linux' || Boolean(env['DISPLAY'] ?? env['WAYLAND_DISPLAY']);

/** The Electron runtime, fetched when it is not there yet; otherwise why the desktop app cannot run here. */
export async function findDesktop(machine: Machine): Promise<DesktopRuntime> {
  const { platform, env, isRoot, systemRoot } = machine;
  const override = env['ELECTRON_OVERRIDE_DIST_PATH'];
  if (override) return asRuntime(join(override, (await executableName()) ?? 'electron'));
  if (!hasDisplay(machine)) return { missing: 'there is no display' };
  if (platform === 'linux' && isRoot) return { missing: 'Electron does not run as root' };
  if (platform === 'linux') {
    // Known before anything is fetched: the runtime would end at once.
    const why = await whyNoNamespaces(systemRoot, join(PACKAGE, 'dist'));
    if (why !== null) return { missing: why };
  }
  const installed = await installedExecutable();
  if (installed && (await canRun(installed))) return { executable: installed };
  // What it takes is loaded by those only who need it.
  const { fetchRuntime, isFetchable } = await import('./electronDownload.ts');
  if (!(await isFetchable(PACKAGE, REACH_MS)))
    return { missing: 'the Electron runtime is not here and cannot be fetched' };
  const why = await withProgress('fetching the Electron runtime, about 120 MB', fetchRuntime);
  const fetched = await installedExecutable();
  return fetched ? asRuntime(fetched) : { missing: `the Electron runtime could not be fetched${why}` };
}

async function asRuntime(executable: string): Promise<DesktopRuntime> {
  return (await canRun(executable)) ? { executable } : { missing: 'the Electron runtime is incomplete' };
}

/** The electron package notes here which file of its runtime is the program, once that is unpacked. */
const executableName = (): Promise<string | null> => readFile(join(PACKAGE, 'path.txt'), 'utf8').catch(() => null);

async function installedExecutable(): Promise<string | null> {
  const name = await executableName();
  return name === null ? null : join(PACKAGE, 'dist', name);
}

const canRun = (path: string): Promise<boolean> =>
  access(path, constants.X_OK).then(
    () => true,
    () => false,
  );
