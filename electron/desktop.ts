import { homedir } from 'node:os';
import type * as Electron from 'electron';
import type { LaunchOptions } from '../core/node/launch.ts';
import type { Ports } from '../core/ports.ts';
import type { Wallboard } from '../core/wallboard.types.ts';
import { openDesk } from './deskWindow.ts';
import { watchDisplays, type Displays } from './displays.ts';
import { guardDownloads } from './downloads.ts';
import { bindCommands } from './ipc.ts';
import { createKioskLock } from './lock/kioskLock.ts';
import { watchLeaving } from './lock/leaving.ts';
import { createManners } from './manners.ts';
import {
  autostartFile,
  autostartFolder,
  macLoginItem,
  windowsLoginItem,
  type LoginItem,
  type Start,
} from './openAtLogin.ts';
import { createOpenPages } from './openPages.ts';
import { startUrl } from './origin.ts';
import type { Placements } from './placements.ts';
import { createTrayIcon } from './tray.ts';
import { openWallWindow } from './wallWindow.ts';
import { createWallWindows } from './wallWindows.ts';
import { killProcess } from './watchdog/killProcess.ts';
import { createWatchdog } from './watchdog/watchdog.ts';
import { windowOptions } from './window.ts';
import { wordsOf } from './words.ts';

export interface DesktopContext {
  readonly electron: Pick<
    typeof Electron,
    | 'app'
    | 'autoUpdater'
    | 'BrowserWindow'
    | 'clipboard'
    | 'ipcMain'
    | 'Menu'
    | 'nativeImage'
    | 'screen'
    | 'session'
    | 'Tray'
    | 'WebContentsView'
  >;
  readonly launch: LaunchOptions;
  /** How the system is to start the app when the user signs in. */
  readonly loginStart: Start;
  /** Whether the desk's window opens as a kiosk. */
  readonly kiosk: boolean;
  readonly ports: Ports;
  readonly wallboard: Wallboard;
  /** Settles when the wallboard has started, well or not. */
  readonly started: Promise<unknown>;
  readonly placements: Placements;
  /** Absolute path of the built preload script. */
  readonly preload: string;
}

function loginItemFor({ electron: { app }, loginStart, ports }: DesktopContext): LoginItem | null {
  if (!ports.shell.canOpenAtLogin) return null;
  const { platform, env } = process;
  if (platform === 'linux') return autostartFile(autostartFolder(env, homedir()), loginStart, ports.log);
  return platform === 'win32' ? windowsLoginItem(app, loginStart) : macLoginItem(app);
}

export interface Desktop {
  /** The machine woke up. */
  woke(): void;
}

/** Opens the app's windows on a running core, and keeps all that belongs to them in line with it. */
export function openDesktop(context: DesktopContext): Desktop {
  const { electron, launch, kiosk, ports, wallboard, placements, preload } = context;
  const { app, BrowserWindow, Menu, session } = electron;
  const { log } = ports;
  const { platform } = process;
  const displays: Displays = electron.screen;
  const pages = createOpenPages();
  const watchdog = createWatchdog({
    ports,
    View: electron.WebContentsView,
    kill: (processId) => killProcess(processId, log),
    snapshot: wallboard.snapshot,
  });
  const look = { title: app.getName(), preload, packaged: app.isPackaged };

  const lock = createKioskLock({
    isPinSet: () => wallboard.snapshot().pinSet,
    known: context.started,
    leaving: watchLeaving(app, electron.autoUpdater),
    clock: ports.clock,
    platform,
    log,
  });
  bindCommands(electron.ipcMain, { dispatch: wallboard.dispatch, ...pages, unlocked: lock.unlocked, log });
  guardDownloads(session.defaultSession, {
    accessOf: pages.accessOf,
    folder: () => app.getPath('downloads'),
    words: () => wordsOf(wallboard.settings().locale),
  });
  const desk = openDesk(BrowserWindow, windowOptions({ ...look, kiosk }), {
    address: startUrl(launch.board),
    kiosk,
    pages,
    displays,
    placements,
    after: ports.clock.after,
    lock,
    watchdog,
    kioskChanged: () => manners.refresh(),
  });
  const walls = createWallWindows(
    (place) =>
      openWallWindow(BrowserWindow, windowOptions({ ...look, kiosk: false }), place, {
        platform,
        pages,
        lock,
        watchdog,
        keepFocus: desk.keepFocus,
        reopen() {
          walls.reopen(place);
          manners.refresh();
        },
      }),
    () => displays.getAllDisplays(),
    () => manners.refresh(),
  );
  const manners = createManners({
    wallboard,
    desk,
    walls,
    displays,
    loginItem: loginItemFor(context),
    createTray: (actions) =>
      createTrayIcon({ ...electron, buildMenu: (template) => Menu.buildFromTemplate(template) }, actions),
    menu: Menu,
    clipboard: electron.clipboard,
    machine: { platform, appName: app.getName() },
    quit: () => app.quit(),
    log,
  });
  manners.refresh();
  watchDisplays(displays, () => {
    log.info('displays.changed', { count: displays.getAllDisplays().length });
    desk.displaysChanged();
    walls.apply(wallboard.settings().desktop.walls);
    manners.refresh();
  });
  wallboard.onChange((snapshot) => {
    pages.push(snapshot);
    manners.apply(snapshot);
  });
  app.on('second-instance', desk.bringToFront);
  // The app ends with its desk: walls without it could not be closed by hand.
  desk.onClosed(walls.end);
  desk.onSessionEnd(() => {
    log.info('session.ended');
    app.quit();
  });
  return {
    woke() {
      // Timers stood still with the machine: nobody is to see the ages of before.
      pages.push(wallboard.snapshot());
      watchdog.woke();
    },
  };
}
