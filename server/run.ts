import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { err, ok, type Result } from '../common/result.ts';
import { lockFolder } from '../core/node/folderLock.ts';
import { defaultDataDir, parseLaunch, readGivenKey, type LaunchOptions } from '../core/node/launch.ts';
import { helpText } from '../core/node/launchHelp.ts';
import { createLog, LOG_FOLDER, logFatalFaults, logStream, type AppLog } from '../core/node/log.ts';
import { serverArguments } from '../core/node/serverOptions.ts';
import { dataDirSuffix, type ServiceManager } from '../core/node/services/service.ts';
import { serviceEnvironment, serviceText } from '../core/node/services/serviceText.ts';
import { systemClock } from '../core/node/systemClock.ts';
import { tellOfFolder, tidyFolder } from '../core/node/tidyFolder.ts';
import { checkProxy } from '../core/node/undiciFetch.ts';
import { createWallboard } from '../core/wallboard.ts';
import type { Wallboard, WallboardOptions } from '../core/wallboard.types.ts';
import { announce } from './announce.ts';
import { serverPorts } from './composition.ts';
import type { Timers } from './events.ts';
import { createHttpShell, type HttpShell } from './http.ts';
import { tellOfRejectedKey } from './keyTrouble.ts';
import { controlLink, reachableUrl, viewersUrl } from './links.ts';
import { openBrowser } from './openBrowser.ts';
import { ownAddress } from './ownAddress.ts';
import { findPackage } from './package.ts';
import { loadSecret, renewSecret } from './secretFile.ts';
import { listenForEnd, type Ending } from './signals.ts';
import { loadStaticFiles } from './staticFiles.ts';

/** Exit codes: 1 for failures while running, 2 for what the owner can put right before the start. */
const EXIT = { ended: 0, failed: 1, refused: 2 } as const;
/** "SIGTERM ends it cleanly within 2 s": what has not stopped by then is left behind. */
const STOP_MS = 1_500;
/** What is not even stopping by then (a folder that does not answer) is not waited for. */
const LEAVE_MS = 1_700;

const clock = systemClock();
const timers: Timers = {
  // The wall clock may jump, and sessions and streams would end or stay with it.
  nowMs: () => clock.monotonicMs(),
  every(intervalMs, callback) {
    const timer = setInterval(callback, intervalMs);
    return () => clearInterval(timer);
  },
};

const say = (line: string): void => void process.stdout.write(`${line}\n`);
const complain = (line: string): void => void process.stderr.write(`wallboard: ${line}\n`);

/**
 * The browser shell from its arguments to its end. Standard output carries the readiness line and the control link (on a
 * terminal, what a person has to know), and a new link when the old one is withdrawn; problems go to standard error, and the
 * log where nobody reads along or asked for it.
 * @returns the exit code
 */
export async function runServer(argv: readonly string[], env: NodeJS.ProcessEnv): Promise<number> {
  // Whoever reads our output may go away first.
  process.stdout.on('error', () => undefined);
  process.stderr.on('error', () => undefined);
  const launch = parseLaunch(argv, env, 'server');
  if (!launch.ok) return refuse(launch.error);
  const { root, app } = await findPackage(import.meta.dirname);
  if (launch.value.action === 'help') return inform(helpText('server'));
  if (launch.value.action === 'version') return inform(`${app.name} ${app.version}`);
  if (launch.value.service) return printService(launch.value, launch.value.service, root, env);
  const givenKey = await readGivenKey(env);
  if (!givenKey.ok) return refuse(givenKey.error);
  const proxy = checkProxy(env);
  if (!proxy.ok) return refuse(proxy.error);
  // Child processes have no business with the key.
  delete env['EXPERIA_API_KEY'];
  const ending = listenForEnd(process, complain);
  const { apiUrl, demo } = launch.value;
  const options = { app, apiUrl, demo, givenKey: givenKey.value };
  const running = serveLocked(launch.value, root, options, ending);
  const left = ending.asked.then(async (exitCode) => {
    await delay(LEAVE_MS);
    return exitCode;
  });
  return Promise.race([running.catch(broken), left]);
}

/** The service that starts the browser shell as it was started now. */
function printService(launch: LaunchOptions, manager: ServiceManager, root: string, env: NodeJS.ProcessEnv): number {
  const { port, host, dataDir, apiUrl, demo } = launch;
  const given = apiUrl === null ? [] : ['--api-url', apiUrl];
  const options = [
    '--port',
    String(port),
    '--host',
    host,
    '--data-dir',
    dataDir,
    ...given,
    ...serverArguments(launch),
    ...(demo ? ['--demo'] : []),
  ];
  const command = [process.execPath, join(root, 'out', 'server', 'main.js'), ...options] as const;
  const suffix = dataDirSuffix(dataDir, defaultDataDir(env));
  const printed = serviceText(manager, { shell: 'server', command, suffix, ...serviceEnvironment(env) });
  if (!printed.ok) return refuse(printed.error);
  process.stdout.write(printed.value);
  return EXIT.ended;
}

async function serveLocked(
  launch: LaunchOptions,
  root: string,
  options: WallboardOptions,
  ending: Ending,
): Promise<number> {
  const lock = await lockFolder(launch.dataDir);
  if (!lock.ok) return refuse(lock.error);
  try {
    const opened = await openShell(launch, root, options);
    return opened.ok ? await serveUntilEnd(opened.value, ending) : refuse(opened.error);
  } finally {
    await lock.value.release();
  }
}

interface OpenShell {
  readonly wallboard: Wallboard;
  readonly shell: HttpShell;
  /** Where it listens, as another machine writes it. */
  readonly url: string;
  readonly controlLink: string;
  readonly log: AppLog;
  readonly launch: LaunchOptions;
  readonly app: WallboardOptions['app'];
}

/** Everything that can go wrong before the first request is spent. */
async function openShell(
  launch: LaunchOptions,
  root: string,
  options: WallboardOptions,
): Promise<Result<OpenShell, string>> {
  const secrets = await loadSecrets(launch).catch(() => null);
  if (secrets === null) return err(`The data folder cannot be written: ${launch.dataDir}`);
  const { token, screenKey } = secrets;
  const files = await loadStaticFiles(join(root, 'out', 'renderer')).catch(() => null);
  if (files === null) return err('The built screens are missing; run npm run build');
  const log = createLog(logStream(process.stderr, launch.jsonLog), undefined, complain);
  log.hide(token);
  log.hide(screenKey);
  log.keepIn(join(launch.dataDir, LOG_FOLDER));
  logFatalFaults(process, log);
  for (const line of tellOfFolder(launch.dataDir, tidyFolder(launch.dataDir), log)) complain(line);
  let url = '';
  const linkWith = (secret: string): string => controlLink(viewersUrl(url, launch.publicUrl), secret);
  async function newControlLink(): Promise<string> {
    const newToken = await renewSecret(launch.dataDir, 'control-token');
    log.hide(newToken);
    shell.withdraw(newToken);
    say(`wallboard: new control link ${linkWith(newToken)}`);
    return linkWith(newToken);
  }
  const wallboard = createWallboard(serverPorts(launch.dataDir, log, newControlLink), options);
  const { publicUrl, trustedProxies, allowedNames, frameAncestors, limits } = launch;
  const { wallMs } = clock;
  const shell = createHttpShell({
    ...{ wallboard, token, screenKey, publicUrl, trustedProxies, allowedNames, frameAncestors, limits },
    ...{ files, timers, wallMs, log },
  });
  const listening = await shell.listen(launch.host, launch.port);
  if (!listening.ok) return listening;
  url = reachableUrl(listening.value, await ownAddress());
  tellOfRejectedKey(wallboard, complain);
  return ok({ wallboard, shell, url, controlLink: linkWith(token), log, launch, app: options.app });
}

async function loadSecrets({ dataDir, newControlLink }: LaunchOptions): Promise<{ token: string; screenKey: string }> {
  const load = newControlLink ? renewSecret : loadSecret;
  return { token: await load(dataDir, 'control-token'), screenKey: await loadSecret(dataDir, 'screen-key') };
}

async function serveUntilEnd(opened: OpenShell, ending: Ending): Promise<number> {
  const { wallboard, shell, log, launch } = opened;
  const started = wallboard.start().then(
    () => true,
    () => false,
  );
  const isUp = await Promise.race([started, ending.asked.then(() => true)]);
  if (!isUp) complain(`The wallboard could not start; the log in ${join(launch.dataDir, LOG_FOLDER)} says more`);
  else if (!ending.isAsked()) {
    shell.ready();
    announce({ ...opened, snapshot: wallboard.snapshot() }, process.stdout, complain);
    if (launch.open) openBrowser(opened.controlLink);
  }
  const exitCode = isUp ? await ending.asked : EXIT.failed;
  const stopped = Promise.allSettled([shell.close(), wallboard.stop()]);
  await Promise.race([stopped.then(() => log.flush()), delay(STOP_MS)]);
  return exitCode;
}

/** Only the kind of error: a message could quote what must not be printed. */
function broken(error: unknown): number {
  complain(`Stopped by an internal error (${error instanceof Error ? error.name : typeof error})`);
  return EXIT.failed;
}

function refuse(reason: string): number {
  complain(reason);
  return EXIT.refused;
}

function inform(text: string): number {
  say(text);
  return EXIT.ended;
}
