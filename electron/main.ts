import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import {
  app,
  autoUpdater,
  BrowserWindow,
  clipboard,
  ipcMain,
  Menu,
  nativeImage,
  powerMonitor,
  powerSaveBlocker,
  protocol,
  screen,
  session,
  Tray,
  utilityProcess,
  WebContentsView,
  type Session,
} from 'electron';
import { lockFolder, type FolderLock } from '../core/node/folderLock.ts';
import { readGivenKey, type GivenKey } from '../core/node/givenKey.ts';
import { defaultDataDir, type LaunchOptions } from '../core/node/launch.ts';
import type { KeychainWorker } from '../core/node/keychain.ts';
import { KEYCHAIN_WORKER } from '../core/node/keychainWorkerPath.ts';
import { createLog, LOG_FOLDER, logFatalFaults, logStream } from '../core/node/log.ts';
import { tellOfFolder, tidyFolder } from '../core/node/tidyFolder.ts';
import { createWallboard } from '../core/wallboard.ts';
import type { Wallboard } from '../core/wallboard.types.ts';
import { createAppHandler, SCHEME_PRIVILEGES } from './appProtocol.ts';
import { desktopPorts, desktopShell } from './composition.ts';
import { openDesktop, type Desktop } from './desktop.ts';
import { asksForJsonLog, decideLaunch, isUnsandboxed, usageError, type End } from './launching.ts';
import { refuseDialogs } from './lock/noDialogs.ts';
import { wasKiosk } from './lock/wasKiosk.ts';
import { utilityKeychainWorker } from './keychainWorker.ts';
import { guardAllNavigation } from './navigation.ts';
import { canOpenAtLogin, startOf } from './openAtLogin.ts';
import { APP_SCHEME } from './origin.ts';
import { denyAllPermissions } from './permissions.ts';
import { openPlacements } from './placements.ts';
import { keepDisplayAwake, watchShutdown, watchWaking } from './power.ts';
import { stopBeforeQuit } from './quitting.ts';
import { openElectronStore } from './settingsEngine.ts';
import { openUpdates } from './updates/desktopUpdates.ts';
import { watchChildProcesses } from './watchdog/childProcesses.ts';
import { mayComeBack } from './watchdog/faultStarts.ts';
import { openGraphics, type Graphics } from './watchdog/graphics.ts';
import { endOnFaults } from './watchdog/mainFaults.ts';
import { safePages } from './watchdog/safePage.ts';
import { startAgain, startAgainAfterFault } from './watchdog/startAgain.ts';

const OUT = join(import.meta.dirname, '..');
const STOP_AT_MOST_MS = 2000;
const EXIT_FAILED = 1;

// Whoever started the app may have closed the other end; that must not end the wall.
process.stdout.on('error', () => {});
process.stderr.on('error', () => {});
const complain = (line: string): void => void process.stderr.write(`wallboard: ${line}\n`);
const isLogWanted = asksForJsonLog(process.argv.slice(1), process.env);
const log = createLog(logStream(process.stderr, isLogWanted), undefined, complain);
/** Sees to it that the app runs again although it ends with a fault; nothing until there is something to come back to. */
let comeBack = (): void => {};
endOnFaults(process, () => {
  comeBack();
  app.exit(EXIT_FAILED);
});
logFatalFaults(process, log);

function end(decision: End): void {
  process.stdout.write(decision.stdout ?? '');
  process.stderr.write(decision.stderr ?? '');
  app.exit(decision.exitCode);
}

/** Shuts every way out of the page before there is a page. */
function guard(wallboard: Wallboard): void {
  denyAllPermissions(session.defaultSession);
  session.defaultSession.protocol.handle(
    APP_SCHEME,
    createAppHandler({
      root: join(OUT, 'renderer'),
      read: (path) => readFile(path),
      made: safePages(app.getName(), wallboard.snapshot),
    }),
  );
}

interface Given {
  readonly launch: LaunchOptions;
  readonly givenKey: GivenKey | null;
  readonly lock: FolderLock;
  readonly graphics: Graphics;
}

/** Starts the core and shows its wall. */
async function showWall({ launch, givenKey, lock, graphics }: Given): Promise<void> {
  const { dataDir, apiUrl, demo } = launch;
  const openApiSession = (partition: string): Session => session.fromPartition(partition, { cache: false });
  const openKeychain = (): KeychainWorker => utilityKeychainWorker(utilityProcess, KEYCHAIN_WORKER);
  const loginStart = startOf(app, process, launch, defaultDataDir(process.env));
  const updates = await openUpdates(app);
  const shell = desktopShell(screen, {
    canOpenAtLogin: canOpenAtLogin(loginStart, app.isPackaged),
    update: updates.state,
  });
  const ports = desktopPorts({ dataDir, openApiSession, openSettings: openElectronStore, openKeychain, log, shell });
  const placements = await openPlacements(ports.files, ports.clock.after, log);
  const about = { name: app.getName(), version: app.getVersion() };
  const wallboard = createWallboard(ports, { app: about, apiUrl, givenKey, demo });
  guard(wallboard);
  let desktop: Desktop | null = null;
  const stopWatching = watchWaking(powerMonitor, ports.clock, () => {
    log.info('machine.woke');
    wallboard.resumed();
    desktop?.woke();
  });
  const stopping = stopBeforeQuit(
    app,
    async () => {
      stopWatching();
      updates.stop();
      await Promise.all([wallboard.stop(), placements.flush()]);
      await log.flush();
      await lock.release();
    },
    { atMostMs: STOP_AT_MOST_MS, after: ports.clock.after },
  );
  powerMonitor.on('suspend', () => log.info('machine.sleeps'));
  watchShutdown(powerMonitor, () => {
    log.info('machine.shutsDown');
    app.quit();
  });
  const [program] = loginStart.command;
  const restart = {
    command: [program, ...process.argv.slice(1)] as const,
    platform: process.platform,
    env: process.env,
    keyFromEnvironment: givenKey?.source === 'environment',
  };
  comeBack = () => startAgainAfterFault(app, restart, () => mayComeBack(dataDir, Date.now()));
  watchChildProcesses(app, graphics, log, () => {
    if (!startAgain(app, restart, stopping.endWith)) log.info('graphics.nextStart');
  });
  keepDisplayAwake(powerSaveBlocker);
  // The settings are there as soon as the start is under way; they say whether the window is a kiosk.
  const started = wallboard.start();
  // Without figures for good: whoever starts it again may have more luck.
  started.catch((thrown: unknown) => {
    log.last('startFailed', { name: thrown instanceof Error ? thrown.name : typeof thrown });
    comeBack();
    stopping.endWith(EXIT_FAILED);
  });
  const kiosk =
    launch.kiosk || wallboard.settings().desktop.kiosk || (await wasKiosk(wallboard.snapshot().notices, ports));
  desktop = openDesktop({
    electron: {
      app,
      autoUpdater,
      BrowserWindow,
      clipboard,
      ipcMain,
      Menu,
      nativeImage,
      screen,
      session,
      Tray,
      WebContentsView,
    },
    launch,
    loginStart,
    kiosk,
    ports,
    wallboard,
    started,
    placements,
    preload: join(OUT, 'preload', 'index.cjs'),
  });
  updates.start({ ports, chosen: () => wallboard.settings().desktop.updates, restart, exitWith: stopping.endWith });
}

async function run(launch: LaunchOptions, graphics: Graphics): Promise<void> {
  const givenKey = await readGivenKey(process.env);
  // Child processes of Chromium have no business with it.
  delete process.env['EXPERIA_API_KEY'];
  if (!givenKey.ok) return end(usageError(givenKey.error));
  // Electron's own lock knows other desktop apps only; this one knows the browser shell as well.
  const lock = await lockFolder(launch.dataDir);
  if (!lock.ok) return end(usageError(lock.error));
  log.keepIn(join(launch.dataDir, LOG_FOLDER));
  tellOfFolder(launch.dataDir, tidyFolder(launch.dataDir), log);
  await app.whenReady();
  await showWall({ launch, givenKey: givenKey.value, lock: lock.value, graphics });
}

app.enableSandbox();
protocol.registerSchemesAsPrivileged([SCHEME_PRIVILEGES]);
guardAllNavigation(app, log);
refuseDialogs(app);
app.on('window-all-closed', () => app.quit());

const decision = decideLaunch(app, process.argv.slice(1), process.env);
if (decision.kind === 'end') end(decision);
else {
  const graphics = openGraphics(decision.launch.dataDir, app.getVersion(), () => Date.now(), log);
  if (!graphics.isAccelerated) {
    log.info('graphics.notAccelerated');
    app.disableHardwareAcceleration();
  }
  if (isUnsandboxed(app)) log.warn('sandbox.off');
  // Not awaited: an ES module main that waits for readiness at its top level never becomes ready.
  run(decision.launch, graphics).catch((thrown: unknown) => {
    log.last('startFailed', { reason: thrown instanceof Error ? thrown.message : 'unknown' });
    app.exit(EXIT_FAILED);
  });
}
