import { rm } from 'node:fs/promises';
import { join, posix } from 'node:path';
import type { App } from 'electron';
import { dataFolderFiles } from '../core/node/dataFolderFiles.ts';
import type { Environment } from '../core/node/environment.ts';
import type { LaunchOptions } from '../core/node/launch.ts';
import { dataDirSuffix } from '../core/node/services/service.ts';
import type { Log } from '../core/ports.ts';
import { autostartEntry } from './autostartEntry.ts';

/** What starting the app again takes. */
export interface Start {
  readonly platform: NodeJS.Platform;
  readonly appName: string;
  /** The program and its arguments. */
  readonly command: readonly [program: string, ...args: string[]];
  /** Tells this installation's entry from one for another data folder; empty for the usual folder. */
  readonly suffix: string;
}

export interface Machine {
  readonly platform: NodeJS.Platform;
  readonly env: Environment;
  readonly execPath: string;
}

/** What the app was asked to be this time, and is to be again at login. */
export type Asked = Pick<LaunchOptions, 'dataDir' | 'kiosk' | 'board' | 'demo' | 'apiUrl'>;

/** The AppImage the app runs from. A program started by another AppImage inherits that one's variables. */
function appImageOf({ env, execPath }: Machine): string | null {
  const { APPIMAGE: image, APPDIR: folder } = env;
  return image && folder && execPath.startsWith(posix.join(folder, '/')) ? image : null;
}

/**
 * How to start the app as it was started now. An AppImage is started by its file, since what it runs from is gone with the
 * process; from the sources, Electron needs the app's folder; what differs from a plain start has to be named.
 */
export function startOf(
  app: Pick<App, 'getName' | 'isPackaged' | 'getAppPath'>,
  machine: Machine,
  { dataDir, kiosk, board, demo, apiUrl }: Asked,
  usualDir: string,
): Start {
  const { platform, execPath } = machine;
  const isUsual = dataDir === usualDir;
  return {
    platform,
    appName: app.getName(),
    command: [
      (app.isPackaged ? appImageOf(machine) : null) ?? execPath,
      // Wayland lets no app place its own windows.
      ...(platform === 'linux' ? ['--ozone-platform=x11'] : []),
      ...(app.isPackaged ? [] : [app.getAppPath()]),
      ...(isUsual ? [] : ['--data-dir', dataDir]),
      ...(kiosk ? ['--kiosk'] : []),
      ...(board === null ? [] : ['--board', board]),
      ...(apiUrl === null ? [] : ['--api-url', apiUrl]),
      ...(demo ? ['--demo'] : []),
    ],
    suffix: dataDirSuffix(dataDir, usualDir),
  };
}

/**
 * Whether the system can be made to start the app like this. Only a packaged app is known to Windows and macOS under a name
 * of its own, and macOS passes no arguments.
 */
export function canOpenAtLogin({ platform, command }: Start, isPackaged: boolean): boolean {
  if (platform === 'linux') return true;
  if (!isPackaged) return false;
  return platform === 'win32' || (platform === 'darwin' && command.length === 1);
}

export interface LoginItem {
  /** Makes the system start the app when the user signs in, or no longer. */
  apply(on: boolean): void;
}

export type LoginItemApp = Pick<App, 'getLoginItemSettings' | 'setLoginItemSettings'>;

/** One part of a Windows command line. A backslash before the closing quote would take its meaning. */
const quoted = (part: string): string => (/\s/.test(part) ? `"${part.replace(/\\+$/, '$&$&')}"` : part);

/** The login item of Windows: a value of our name in the user's registry, which Electron joins from its parts as they are. */
export function windowsLoginItem(app: LoginItemApp, { appName, command, suffix }: Start): LoginItem {
  const [program, ...plainArgs] = command;
  const where = { path: quoted(program), args: plainArgs.map(quoted) };
  const name = appName + suffix;
  let isWritten = false;
  return {
    apply(on) {
      // `openAtLogin` tells of a value under another name than ours, so there is nothing to ask before taking ours away.
      if (!on) return app.setLoginItemSettings({ ...where, name, openAtLogin: false });
      const { launchItems } = app.getLoginItemSettings(where);
      const present = launchItems.find((item) => item.name === name && item.scope === 'user');
      if (present && isWritten) return;
      // Electron does not tell the options of an entry, so each start of the app writes it again: with what the user has
      // chosen for it in Task Manager.
      app.setLoginItemSettings({ ...where, name, openAtLogin: true, enabled: present?.enabled ?? true });
      isWritten = true;
    },
  };
}

/** The login item of macOS: the app itself, without arguments. */
export function macLoginItem(app: LoginItemApp): LoginItem {
  return {
    apply(on) {
      const { openAtLogin, status } = app.getLoginItemSettings();
      // What waits for the user's approval was asked for already.
      const isOn = openAtLogin || status === 'requires-approval';
      if (isOn !== on) app.setLoginItemSettings({ openAtLogin: on });
    },
  };
}

/** The user's folder of desktop entries that are started at login (XDG autostart specification). */
export function autostartFolder(env: Environment, home: string): string {
  const given = env['XDG_CONFIG_HOME'] ?? '';
  // The specification says relative values are to be ignored.
  return join(posix.isAbsolute(given) ? given : join(home, '.config'), 'autostart');
}

/** The login item of Linux desktops: one file of our own name, and no other. */
export function autostartFile(folder: string, start: Start, log: Pick<Log, 'warn'>): LoginItem {
  const name = `experia-wallboard${start.suffix}.desktop`;
  const files = dataFolderFiles(folder);
  const entry = autostartEntry(start.appName, start.command);
  let working = Promise.resolve();
  const put = async (on: boolean): Promise<void> => {
    if (!on) return rm(join(folder, name), { force: true });
    // A desktop notes in the file that it is switched off there; that stands while the command is the same.
    const present = await files.read(name);
    if (present?.split('\n').find((line) => line.startsWith('Exec=')) !== entry.exec)
      await files.write(name, entry.text);
  };
  return {
    apply(on) {
      working = working.then(() => put(on)).catch(() => log.warn('openAtLoginFailed'));
    },
  };
}
