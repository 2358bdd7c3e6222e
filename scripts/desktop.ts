import { access, constants, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { EnvHttpProxyAgent, fetch } from 'undici';
import { ROOT, runTool } from './run.ts';

export type DesktopRuntime = { readonly executable: string } | { readonly missing: string };

export interface Machine {
  readonly platform: NodeJS.Platform;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Electron refuses to run with its sandbox for the administrator of a Linux machine. */
  readonly isRoot: boolean;
}

const PACKAGE = join(ROOT, 'node_modules', 'electron');
const DOWNLOAD_HOST = 'https://github.com/electron/electron/releases/download/';
const REACH_MS = 5_000;
const DOWNLOAD_MS = 300_000;

export const thisMachine = (): Machine => ({
  platform: process.platform,
  env: process.env,
  isRoot: process.getuid?.() === 0,
});

export const hasDisplay = ({ platform, env }: Machine): boolean =>
  platform !== 'linux' || Boolean(env['DISPLAY'] ?? env['WAYLAND_DISPLAY']);

/** The Electron runtime, fetched when it is not there yet; otherwise why the desktop app cannot run here. */
export async function findDesktop(machine: Machine): Promise<DesktopRuntime> {
  const override = machine.env['ELECTRON_OVERRIDE_DIST_PATH'];
  if (override) return asRuntime(join(override, (await executableName()) ?? 'electron'));
  if (!hasDisplay(machine)) return { missing: 'there is no display' };
  if (machine.platform === 'linux' && machine.isRoot) return { missing: 'Electron does not run as root' };
  const installed = await installedExecutable();
  if (installed && (await canRun(installed))) return { executable: installed };
  if (!(await canReachDownload(machine.env)))
    return { missing: 'the Electron runtime is not here and cannot be fetched' };
  process.stderr.write('wallboard: fetching the Electron runtime\n');
  await runTool('electron/install.js', [], { output: 'keep', timeoutMs: DOWNLOAD_MS });
  const fetched = await installedExecutable();
  return fetched ? asRuntime(fetched) : { missing: 'the Electron runtime could not be fetched' };
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

/** Asks for the checksums of the runtime: a network that lets nothing through is noticed within five seconds. */
async function canReachDownload(env: Machine['env']): Promise<boolean> {
  try {
    const { version } = JSON.parse(await readFile(join(PACKAGE, 'package.json'), 'utf8')) as { version: string };
    const base = env['ELECTRON_MIRROR'] ?? env['npm_config_electron_mirror'] ?? DOWNLOAD_HOST;
    const response = await fetch(new URL(`v${version}/SHASUMS256.txt`, base), {
      method: 'HEAD',
      dispatcher: new EnvHttpProxyAgent(),
      signal: AbortSignal.timeout(REACH_MS),
    });
    return response.ok;
  } catch {
    return false;
  }
}
