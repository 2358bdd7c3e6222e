import { createServer } from 'node:net';
import { join } from 'node:path';
import { DEFAULT_HOST, DEFAULT_PORT, type LaunchOptions } from '../core/node/launch.ts';
import { LOG_FOLDER } from '../core/node/log.ts';
import { ensureBuilt } from './build.ts';
import { decideStart, end } from './decideStart.ts';
import { runDesktop } from './desktopProcess.ts';
import { findDesktop, hasDisplay, thisMachine } from './desktop.ts';
import { followParent } from './followParent.ts';
import { complain, ROOT } from './run.ts';
import { runServer } from './serverProcess.ts';

const EXIT_FAILED = 1;
const PORTS_TRIED = 20;

/** `npm start` and `npm run demo`: the desktop app where it can run, else the browser shell. Returns the exit code. */
async function start(argv: readonly string[]): Promise<number> {
  const decision = decideStart(argv, 'launcher', process.env);
  if (decision.kind === 'end') return end(decision);
  const { shell, launch } = decision;
  const built = await ensureBuilt();
  if (!built.ok) {
    complain(built.error);
    return EXIT_FAILED;
  }
  // Only the browser shell can be a service that is started from its sources.
  if (launch.service) return runServer(argv);
  if (shell === 'server') return runServer([...argv, ...opening()]);
  const runtime = await findDesktop(thisMachine());
  if ('missing' in runtime) complain(`${capital(runtime.missing)}; ${insteadOf(launch)}`);
  else {
    if (process.stderr.isTTY) greet(launch);
    const exitCode = await runDesktop(runtime.executable, ROOT, argv);
    if (exitCode !== 'cannotRun') return exitCode;
    complain(`The desktop app cannot run on this machine; ${insteadOf(launch)}`);
  }
  return runServer([...(await serverArguments(launch)), ...opening()]);
}

/** The app itself says nothing to the terminal it was started from. */
function greet({ demo, dataDir }: LaunchOptions): void {
  complain(`The desktop app is starting${demo ? ' with made-up figures of the built-in simulator' : ''}.`);
  complain(`The log is in ${join(dataDir, LOG_FOLDER)}`);
  complain('To stop it, quit it from its menu or press Ctrl+C here.');
}

/** What is done where the desktop app cannot run. */
const insteadOf = ({ kiosk }: LaunchOptions): string =>
  kiosk
    ? '--kiosk needs the desktop app, so the wall starts in the browser instead, without a kiosk'
    : 'starting in the browser instead';

const opening = (): string[] => (hasDisplay(thisMachine()) && !process.env['CI'] ? ['--open'] : []);

async function serverArguments({ demo, dataDir, apiUrl, jsonLog }: LaunchOptions): Promise<string[]> {
  const port = String(await friendlyPort());
  const given = apiUrl === null ? [] : ['--api-url', apiUrl];
  return [
    ...['--port', port, '--data-dir', dataDir, ...given],
    ...(demo ? ['--demo'] : []),
    ...(jsonLog ? ['--log', 'json'] : []),
  ];
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

const capital = (sentence: string): string => sentence.charAt(0).toUpperCase() + sentence.slice(1);

followParent();
process.exitCode = await start(process.argv.slice(2));
