import { spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { _electron, type ElectronApplication, type Page } from '@playwright/test';
import { CLOCK_VARIABLES } from '../../../scripts/testClock.ts';

const ROOT = join(import.meta.dirname, '../../..');

/** The folder whose `package.json` and `out/` are run; `WALLBOARD_APP_DIR` points at another build. */
export const APP_DIR = process.env['WALLBOARD_APP_DIR'] ?? ROOT;

const STAND_IN = join(ROOT, 'tests/standin/electron');
const CLOSE_TIMEOUT_MS = 30_000;

/** Electron's runtime where it is there and has a display to open windows on. */
function realElectron(): string | null {
  const { ELECTRON_OVERRIDE_DIST_PATH: override, DISPLAY, WAYLAND_DISPLAY } = process.env;
  if (process.platform === 'linux' && !DISPLAY && !WAYLAND_DISPLAY) return null;
  if (override) return join(override, 'electron');
  const folder = join(ROOT, 'node_modules/electron');
  const pathFile = join(folder, 'path.txt');
  if (!existsSync(pathFile)) return null;
  const executable = join(folder, 'dist', readFileSync(pathFile, 'utf8'));
  return existsSync(executable) ? executable : null;
}

/** What runs the app: Electron itself, or the stand-in. The same tests serve both. */
export const EXECUTABLE = realElectron() ?? STAND_IN;
export const IS_STAND_IN = EXECUTABLE === STAND_IN;

export interface DesktopOptions {
  readonly args?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  /** A folder of an earlier launch, to start on its data; a fresh one otherwise. */
  readonly dataDir?: string;
  readonly appDir?: string;
}

export interface Desktop {
  readonly app: ElectronApplication;
  readonly page: Page;
  readonly dataDir: string;
  /** All that the main process wrote to stdout and stderr so far. */
  output(): string;
  /** Quits, and removes the data folder if it was made for this launch. */
  close(): Promise<void>;
}

export const freshFolder = (): Promise<string> => mkdtemp(join(tmpdir(), 'wallboard-e2e-'));

const KEPT_VARIABLES = [
  ...['PATH', 'DISPLAY', 'WAYLAND_DISPLAY', 'XAUTHORITY', 'TMPDIR', 'LANG', 'CHROMIUM_PATH', 'SystemRoot'],
  ...CLOCK_VARIABLES,
];

/** The environment of a machine without a key, without a keychain service and with an empty home. */
export function cleanEnvironment(home: string, extra: Readonly<Record<string, string>> = {}): Record<string, string> {
  const own = KEPT_VARIABLES.flatMap((name) => (process.env[name] === undefined ? [] : [[name, process.env[name]]]));
  return { ...Object.fromEntries(own), HOME: home, DBUS_SESSION_BUS_ADDRESS: 'disabled:', ...extra };
}

/** A window shows an empty page for a moment before it goes where it was sent. */
export const arrived = (page: Page): Promise<void> => page.waitForURL((url) => url.protocol !== 'about:');

/** Starts the desktop app on a data folder of its own and waits for its window. */
export async function launchDesktop(options: DesktopOptions = {}): Promise<Desktop> {
  const dataDir = options.dataDir ?? (await freshFolder());
  const app = await _electron.launch({
    executablePath: EXECUTABLE,
    args: [options.appDir ?? APP_DIR, '--data-dir', dataDir, ...(options.args ?? [])],
    cwd: APP_DIR,
    env: cleanEnvironment(dataDir, options.env),
  });
  let output = '';
  const child = app.process();
  child.stdout?.on('data', (text) => (output += String(text)));
  child.stderr?.on('data', (text) => (output += String(text)));
  const page = await app.firstWindow();
  await arrived(page);
  return {
    app,
    page,
    dataDir,
    output: () => output,
    close: async () => {
      if (child.exitCode === null && child.signalCode === null) await app.close();
      if (options.dataDir === undefined) await rm(dataDir, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}

export interface Ended {
  readonly exitCode: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs the app where it is expected to end by itself, without a test driver attached. */
export function runToEnd(
  args: readonly string[],
  env: Readonly<Record<string, string>>,
  appDir: string = APP_DIR,
): Promise<Ended> {
  const sandbox = process.platform === 'linux' && process.getuid?.() === 0 ? ['--no-sandbox'] : [];
  return new Promise((resolve, reject) => {
    const child = spawn(EXECUTABLE, [...sandbox, appDir, ...args], { cwd: appDir, env });
    const said = { stdout: '', stderr: '' };
    child.stdout.on('data', (text) => (said.stdout += String(text)));
    child.stderr.on('data', (text) => (said.stderr += String(text)));
    child.once('error', reject);
    child.once('close', (exitCode) => resolve({ exitCode, ...said }));
  });
}

/** Resolves with the exit code once the app has ended; rejects when it does not end in time. */
export function exitOf({ app }: Desktop): Promise<number | null> {
  const child = app.process();
  if (child.exitCode !== null) return Promise.resolve(child.exitCode);
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error('The app did not end')), CLOSE_TIMEOUT_MS);
    child.once('exit', (code) => {
      clearTimeout(timer);
      resolve(code);
    });
  });
}
