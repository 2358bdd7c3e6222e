import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import {
  app,
  BrowserWindow,
  ipcMain,
  Menu,
  powerMonitor,
  powerSaveBlocker,
  protocol,
  session,
  utilityProcess,
} from 'electron';
import { lockFolder, type FolderLock } from '../core/node/folderLock.ts';
import { readGivenKey, type GivenKey } from '../core/node/givenKey.ts';
import type { LaunchOptions } from '../core/node/launch.ts';
import type { KeychainWorker } from '../core/node/keychain.ts';
import { KEYCHAIN_WORKER } from '../core/node/keychainWorkerPath.ts';
import { createLog } from '../core/node/log.ts';
import { createWallboard } from '../core/wallboard.ts';
import { createAppHandler, SCHEME_PRIVILEGES } from './appProtocol.ts';
import { desktopPorts } from './composition.ts';
import { bindCommands } from './ipc.ts';
import { decideLaunch, usageError, type End } from './launching.ts';
import { menuTemplate } from './menu.ts';
import { utilityKeychainWorker } from './keychainWorker.ts';
import { guardAllNavigation } from './navigation.ts';
import { API_PARTITION } from './netFetch.ts';
import { APP_SCHEME, startUrl } from './origin.ts';
import { denyAllPermissions } from './permissions.ts';
import { keepDisplayAwake, watchWaking } from './power.ts';
import { stopBeforeQuit } from './quitting.ts';
import { openElectronStore } from './settingsEngine.ts';
import { openWallWindow } from './wallWindow.ts';
import { windowOptions } from './window.ts';

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
function showWall({ launch: { dataDir, apiUrl, demo, kiosk, board }, givenKey, lock }: Given): void {
  const apiSession = session.fromPartition(API_PARTITION, { cache: false });
  const openKeychain = (): KeychainWorker => utilityKeychainWorker(utilityProcess, KEYCHAIN_WORKER);
  const ports = desktopPorts({ dataDir, apiSession, openSettings: openElectronStore, openKeychain, log });
  const about = { name: app.getName(), version: app.getVersion() };
  const wallboard = createWallboard(ports, { app: about, apiUrl, givenKey, demo });
  const stopWatching = watchWaking(powerMonitor, ports.clock, () => wallboard.resumed());
  stopBeforeQuit(
    app,
    async () => {
      stopWatching();
      await wallboard.stop();
      await lock.release();
    },
    { atMostMs: STOP_AT_MOST_MS, after: ports.clock.after },
  );
  bindCommands(ipcMain, { dispatch: wallboard.dispatch, isOwnWindow: (sender) => wall.owns(sender), log });
  keepDisplayAwake(powerSaveBlocker);
  const template = menuTemplate({ kiosk, platform: process.platform });
  Menu.setApplicationMenu(template === null ? null : Menu.buildFromTemplate(template));
  const wall = openWallWindow(
    BrowserWindow,
    windowOptions({ title: about.name, preload: join(OUT, 'preload', 'index.cjs'), kiosk, packaged: app.isPackaged }),
    { address: startUrl(board), kiosk },
  );
  wallboard.onChange((snapshot) => wall.push(snapshot));
  app.on('second-instance', () => wall.bringToFront());
  wallboard.start().catch(() => log.warn('startFailed'));
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
  showWall({ launch, givenKey: givenKey.value, lock: lock.value });
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
