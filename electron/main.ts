import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import {
  app,
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
} from 'electron';
import { lockFolder, type FolderLock } from '../core/node/folderLock.ts';
import { readGivenKey, type GivenKey } from '../core/node/givenKey.ts';
import { defaultDataDir, type LaunchOptions } from '../core/node/launch.ts';
import type { KeychainWorker } from '../core/node/keychain.ts';
import { KEYCHAIN_WORKER } from '../core/node/keychainWorkerPath.ts';
import { createLog } from '../core/node/log.ts';
import { createWallboard } from '../core/wallboard.ts';
import { createAppHandler, SCHEME_PRIVILEGES } from './appProtocol.ts';
import { desktopPorts, desktopShell } from './composition.ts';
import { openDesktop } from './desktop.ts';
import { decideLaunch, usageError, type End } from './launching.ts';
import { utilityKeychainWorker } from './keychainWorker.ts';
import { guardAllNavigation } from './navigation.ts';
import { API_PARTITION } from './netFetch.ts';
import { canOpenAtLogin, startOf } from './openAtLogin.ts';
import { APP_SCHEME } from './origin.ts';
import { denyAllPermissions } from './permissions.ts';
import { openPlacements } from './placements.ts';
import { keepDisplayAwake, watchWaking } from './power.ts';
import { stopBeforeQuit } from './quitting.ts';
import { openElectronStore } from './settingsEngine.ts';

const OUT = join(import.meta.dirname, '..');
const STOP_AT_MOST_MS = 2000;
const EXIT_FAILED = 1;

// Whoever started the app may have closed the other end; that must not end the wall.
process.stdout.on('error', () => {});
process.stderr.on('error', () => {});
const log = createLog(process.stderr);

function end(decision: End): void {
  process.stdout.write(decision.stdout ?? '');
  process.stderr.write(decision.stderr ?? '');
  app.exit(decision.exitCode);
}

/** Shuts every way out of the page before there is a page. */
function guard(): void {
  denyAllPermissions(session.defaultSession);
  session.defaultSession.protocol.handle(
    APP_SCHEME,
    createAppHandler({ root: join(OUT, 'renderer'), read: (path) => readFile(path) }),
  );
}

interface Given {
  readonly launch: LaunchOptions;
  readonly givenKey: GivenKey | null;
  readonly lock: FolderLock;
}

/** Starts the core and shows its wall. */
async function showWall({ launch, givenKey, lock }: Given): Promise<void> {
  const { dataDir, apiUrl, demo } = launch;
  const apiSession = session.fromPartition(API_PARTITION, { cache: false });
  const openKeychain = (): KeychainWorker => utilityKeychainWorker(utilityProcess, KEYCHAIN_WORKER);
  const loginStart = startOf(app, process, launch, defaultDataDir(process.env));
  const shell = desktopShell(screen, { canOpenAtLogin: canOpenAtLogin(loginStart, app.isPackaged) });
  const ports = desktopPorts({ dataDir, apiSession, openSettings: openElectronStore, openKeychain, log, shell });
  const placements = await openPlacements(ports.files, ports.clock.after, log);
  const about = { name: app.getName(), version: app.getVersion() };
  const wallboard = createWallboard(ports, { app: about, apiUrl, givenKey, demo });
  const stopWatching = watchWaking(powerMonitor, ports.clock, () => wallboard.resumed());
  stopBeforeQuit(
    app,
    async () => {
      stopWatching();
      await Promise.all([wallboard.stop(), placements.flush()]);
      await lock.release();
    },
    { atMostMs: STOP_AT_MOST_MS, after: ports.clock.after },
  );
  keepDisplayAwake(powerSaveBlocker);
  // The settings are there as soon as the start is under way; they say whether the window is a kiosk.
  const started = wallboard.start();
  openDesktop({
    electron: { app, BrowserWindow, clipboard, ipcMain, Menu, nativeImage, screen, session, Tray },
    launch,
    ports,
    wallboard,
    placements,
    preload: join(OUT, 'preload', 'index.cjs'),
  });
  started.catch(() => log.warn('startFailed'));
}

async function run(launch: LaunchOptions): Promise<void> {
  const givenKey = await readGivenKey(process.env);
  // Child processes of Chromium have no business with it.
  delete process.env['EXPERIA_API_KEY'];
  if (!givenKey.ok) return end(usageError(givenKey.error));
  // Electron's own lock knows other desktop apps only; this one knows the browser shell as well.
  const lock = await lockFolder(launch.dataDir);
  if (!lock.ok) return end(usageError(lock.error));
  await app.whenReady();
  guard();
  await showWall({ launch, givenKey: givenKey.value, lock: lock.value });
}

app.enableSandbox();
protocol.registerSchemesAsPrivileged([SCHEME_PRIVILEGES]);
guardAllNavigation(app, log);
app.on('window-all-closed', () => app.quit());

const decision = decideLaunch(app, process.argv.slice(1), process.env);
if (decision.kind === 'end') end(decision);
else
  // Not awaited: an ES module main that waits for readiness at its top level never becomes ready.
  run(decision.launch).catch((thrown: unknown) => {
    log.warn('startFailed', { reason: thrown instanceof Error ? thrown.message : 'unknown' });
    app.exit(EXIT_FAILED);
  });
