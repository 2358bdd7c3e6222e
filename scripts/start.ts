import { spawn, type ChildProcess } from 'node:child_process';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { DEFAULT_HOST, DEFAULT_PORT, parseLaunch, type LaunchOptions } from '../core/node/launch.ts';
import { ensureBuilt } from './build.ts';
import { findDesktop, hasDisplay, thisMachine } from './desktop.ts';
import { followParent } from './followParent.ts';
import { ROOT, withoutKey } from './run.ts';

const EXIT_FAILED = 1;
const EXIT_REFUSED = 2;
/** An Electron that ends with an error this soon cannot run on this machine (missing libraries, no usable display). */
const EARLY_END_MS = 15_000;
const PORTS_TRIED = 20;
const SIGNALS = ['SIGTERM', 'SIGINT', 'SIGHUP'] as const;

const complain = (line: string): void => void process.stderr.write(`wallboard: ${line}\n`);

/** `npm start` and `npm run demo`: the desktop app where it can run, else the browser shell. Returns the exit code. */
async function start(argv: readonly string[]): Promise<number> {
  const desktop = parseLaunch(argv, process.env, 'desktop');
  // `--port` and `--host` ask for the browser shell by name.
  const server = parseLaunch(argv, process.env, 'server');
  if (!desktop.ok && !server.ok) return refuse(desktop.error);
  const built = await ensureBuilt();
  if (!built.ok) {
    complain(built.error);
    return EXIT_FAILED;
  }
  if (!desktop.ok) return runServer(argv);
  if (desktop.value.action !== 'run') return server.ok ? runServer(argv) : EXIT_REFUSED;
  const runtime = await findDesktop(thisMachine());
  if ('missing' in runtime) complain(`${capital(runtime.missing)}; starting in the browser instead`);
  else {
    const exitCode = await runDesktop(runtime.executable, argv);
    if (exitCode !== 'cannotRun') return exitCode;
    complain('The desktop app cannot run on this machine; starting in the browser instead');
  }
  return runServer(await serverArguments(desktop.value));
}

async function runDesktop(executable: string, argv: readonly string[]): Promise<number | 'cannotRun'> {
  const startedAt = performance.now();
  const child = spawn(executable, [ROOT, ...argv], { stdio: 'inherit', cwd: ROOT });
  const { exitCode, wasAsked } = await ended(child);
  const isEarly = performance.now() - startedAt < EARLY_END_MS;
  const isOwnWord = exitCode === 0 || exitCode === EXIT_REFUSED;
  return isOwnWord || wasAsked || !isEarly ? exitCode : 'cannotRun';
}

/** The browser shell as a child, so that its links can be read and the wall opened. */
async function runServer(argv: readonly string[]): Promise<number> {
  const child = spawn(process.execPath, [join(ROOT, 'out', 'server', 'main.js'), ...argv], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const end = ended(child);
  for await (const line of createInterface({ input: child.stdout })) {
    process.stdout.write(`${line}\n`);
    const link = /^wallboard: control link (https?:\S+)$/.exec(line)?.[1];
    if (link && hasDisplay(thisMachine()) && !process.env['CI']) openBrowser(link);
  }
  return (await end).exitCode;
}

interface End {
  readonly exitCode: number;
  /** It was told to end while it ran. */
  readonly wasAsked: boolean;
}

/**
 * Passes signals on and waits for the end. A child that cannot be started, or was killed, counts as failed; one that was
 * told to end before it could listen has done so.
 */
function ended(child: ChildProcess): Promise<End> {
  let wasAsked = false;
  const pass = (signal: NodeJS.Signals): void => {
    wasAsked = true;
    child.kill(signal);
  };
  const forward = SIGNALS.map((signal) => [signal, (): void => pass(signal)] as const);
  for (const [signal, listener] of forward) process.on(signal, listener);
  return new Promise<End>((resolve) => {
    child.on('error', () => resolve({ exitCode: EXIT_FAILED, wasAsked }));
    child.on('exit', (exitCode) => resolve({ exitCode: exitCode ?? (wasAsked ? 0 : EXIT_FAILED), wasAsked }));
  }).finally(() => {
    for (const [signal, listener] of forward) process.off(signal, listener);
  });
}

async function serverArguments({ demo, dataDir, apiUrl }: LaunchOptions): Promise<string[]> {
  const port = String(await friendlyPort());
  const given = apiUrl === null ? [] : ['--api-url', apiUrl];
  return ['--port', port, '--data-dir', dataDir, ...given, ...(demo ? ['--demo'] : [])];
}

/** The usual port, or the next free one after it. */
async function friendlyPort(): Promise<number> {
  for (let port = DEFAULT_PORT; port < DEFAULT_PORT + PORTS_TRIED; port++) if (await isFree(port)) return port;
  return 0;
}

function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const probe = createServer();
    probe.once('error', () => resolve(false));
    probe.listen(port, DEFAULT_HOST, () => probe.close(() => resolve(true)));
  });
}

function openBrowser(link: string): void {
  const openers: Partial<Record<NodeJS.Platform, readonly [string, ...string[]]>> = {
    darwin: ['open'],
    win32: ['rundll32', 'url.dll,FileProtocolHandler'],
  };
  const [command, ...args] = openers[process.platform] ?? ['xdg-open'];
  const child = spawn(command, [...args, link], { stdio: 'ignore', detached: true, env: withoutKey() });
  // Without an opener the printed link has to do.
  child.on('error', () => undefined);
  child.unref();
}

function refuse(reason: string): number {
  complain(reason);
  return EXIT_REFUSED;
}

const capital = (sentence: string): string => sentence.charAt(0).toUpperCase() + sentence.slice(1);

followParent();
process.exitCode = await start(process.argv.slice(2));
