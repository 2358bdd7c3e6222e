import { execFile } from 'node:child_process';
import { access, constants, mkdir, mkdtemp, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { withoutKey } from './run.ts';

/** A Chromium that can be started: raw, with `args` and `env` added to the caller's own. */
export interface Browser {
  readonly executablePath: string;
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  /** Where it was found, for a log line. */
  readonly source: 'CHROMIUM_PATH' | 'installed' | 'Playwright' | '@sparticuz/chromium';
}

type Environment = Readonly<Record<string, string | undefined>>;

const ROOT = join(import.meta.dirname, '..');
const COMMANDS = ['chromium', 'chromium-browser', 'google-chrome-stable', 'google-chrome', 'chrome', 'microsoft-edge'];
const UNPACK_TIMEOUT_MS = 120_000;

/** Chromium refuses to start its sandbox as root. */
const ROOT_ARGS = process.getuid?.() === 0 ? ['--no-sandbox'] : [];

const canRun = (path: string): Promise<boolean> =>
  access(path, constants.X_OK).then(
    () => true,
    () => false,
  );

async function firstThatRuns(paths: readonly string[]): Promise<string | null> {
  for (const path of paths) if (await canRun(path)) return path;
  return null;
}

/** Where Chrome and Chromium are usually installed, the folders of PATH first. */
function usualPlaces(env: Environment): string[] {
  const exe = process.platform === 'win32' ? '.exe' : '';
  const onPath = (env['PATH'] ?? '')
    .split(delimiter)
    .filter((folder) => folder !== '')
    .flatMap((folder) => COMMANDS.map((name) => join(folder, name + exe)));
  const applications = ['/Applications', join(homedir(), 'Applications')].flatMap((folder) => [
    join(folder, 'Google Chrome.app/Contents/MacOS/Google Chrome'),
    join(folder, 'Chromium.app/Contents/MacOS/Chromium'),
  ]);
  const programs = [env['PROGRAMFILES'], env['PROGRAMFILES(X86)'], env['LOCALAPPDATA']]
    .filter((folder) => folder !== undefined)
    .map((folder) => join(folder, 'Google/Chrome/Application/chrome.exe'));
  const linux = ['/usr/bin/chromium', '/usr/lib/chromium/chromium', '/opt/google/chrome/chrome', '/snap/bin/chromium'];
  const places = { darwin: applications, win32: programs, linux }[process.platform as string] ?? [];
  return [...onPath, ...places];
}

async function playwrightsOwn(): Promise<string | null> {
  try {
    const { chromium } = await import('@playwright/test');
    return await firstThatRuns([chromium.executablePath()]);
  } catch {
    return null;
  }
}

const UNPACK = `
const { default: chromium } = await import('@sparticuz/chromium');
await chromium.executablePath();
`;

const FONTS = (folder: string): string => `<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig>
  <dir>${join(folder, 'fonts')}</dir>
  <dir>/usr/share/fonts</dir>
  <dir>/usr/local/share/fonts</dir>
  <cachedir>${join(folder, 'fonts-cache')}</cachedir>
</fontconfig>
`;

/**
 * Unpacks the Chromium inside the npm package into `.cache/`. The package itself unpacks to fixed names in TMPDIR, where
 * two processes at once leave a half-written browser; so each unpacks into a folder of its own and the first to finish
 * renames it into place.
 */
async function unpack(folder: string): Promise<void> {
  await mkdir(dirname(folder), { recursive: true });
  const staging = await mkdtemp(`${folder}.`);
  try {
    await promisify(execFile)(process.execPath, ['--input-type=module', '-e', UNPACK], {
      cwd: ROOT,
      timeout: UNPACK_TIMEOUT_MS,
      // The package unpacks its nss libraries only where it believes to run on Lambda.
      env: { ...withoutKey(), TMPDIR: staging, AWS_EXECUTION_ENV: 'AWS_Lambda_nodejs24.x', NODE_OPTIONS: '' },
    });
    await writeFile(join(staging, 'fonts.conf'), FONTS(folder));
    await rename(staging, folder).catch(async (error: unknown) => {
      if (!(await canRun(join(folder, 'chromium')))) throw error;
    });
  } finally {
    await rm(staging, { recursive: true, force: true });
  }
}

/** The Chromium of the npm package `@sparticuz/chromium`: needs nothing of the machine but Linux on x64. */
async function packaged(): Promise<Browser | string> {
  if (process.platform !== 'linux' || process.arch !== 'x64') return '@sparticuz/chromium is for Linux on x64 only';
  try {
    const manifest = join(ROOT, 'node_modules', '@sparticuz', 'chromium', 'package.json');
    const { version } = JSON.parse(await readFile(manifest, 'utf8')) as { version: string };
    const folder = join(ROOT, '.cache', `chromium-${version}`);
    const executablePath = join(folder, 'chromium');
    if (!(await canRun(executablePath))) await unpack(folder);
    const libraries = [join(folder, 'al2023', 'lib'), process.env['LD_LIBRARY_PATH']].filter(Boolean).join(delimiter);
    const env = { LD_LIBRARY_PATH: libraries, FONTCONFIG_FILE: join(folder, 'fonts.conf') };
    return { executablePath, args: ROOT_ARGS, env, source: '@sparticuz/chromium' };
  } catch (error) {
    return `@sparticuz/chromium could not be unpacked (${error instanceof Error ? error.message : String(error)})`;
  }
}

/**
 * Finds a Chromium for the tests and for the demo's own window, in this order: `CHROMIUM_PATH`, an installed Chrome or
 * Chromium, Playwright's own, the one inside the npm package `@sparticuz/chromium` (unpacked once, headless only).
 * @returns the browser, or one sentence that says what to install
 */
export async function findBrowser(env: Environment = process.env): Promise<Browser | { readonly missing: string }> {
  const named = env['CHROMIUM_PATH'];
  if (named) {
    if (await canRun(named)) return { executablePath: named, args: ROOT_ARGS, env: {}, source: 'CHROMIUM_PATH' };
    return { missing: `CHROMIUM_PATH names ${named}, which cannot be run` };
  }
  const installed = await firstThatRuns(usualPlaces(env));
  if (installed) return { executablePath: installed, args: ROOT_ARGS, env: {}, source: 'installed' };
  const own = await playwrightsOwn();
  if (own) return { executablePath: own, args: ROOT_ARGS, env: {}, source: 'Playwright' };
  const inPackage = await packaged();
  return typeof inPackage === 'string'
    ? { missing: `No Chromium found: install Chrome or Chromium, or set CHROMIUM_PATH (${inPackage})` }
    : inPackage;
}
