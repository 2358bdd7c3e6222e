import { createHash } from 'node:crypto';
import { rm } from 'node:fs/promises';
import { join, posix } from 'node:path';
import type { App } from 'electron';
import { dataFolderFiles } from '../core/node/dataFolderFiles.ts';
import type { Environment } from '../core/node/environment.ts';
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

/**
 * How to start the app as it was started now. An AppImage is started by its file, since what it runs from is gone with the
 * process; from the sources, Electron needs the app's folder; a data folder that is not the usual one has to be named.
 */
export function startOf(
  app: Pick<App, 'getName' | 'isPackaged' | 'getAppPath'>,
  { platform, env, execPath }: Machine,
  data: { readonly dir: string; readonly usualDir: string },
): Start {
  const isUsual = data.dir === data.usualDir;
  return {
    platform,
    appName: app.getName(),
    command: [
      env['APPIMAGE'] || execPath,
      ...(app.isPackaged ? [] : [app.getAppPath()]),
      ...(isUsual ? [] : ['--data-dir', data.dir]),
    ],
    suffix: isUsual ? '' : `-${createHash('sha256').update(data.dir).digest('hex').slice(0, 8)}`,
  };
}

/** Only a packaged app is known to Windows and macOS under a name of its own. */
export const canOpenAtLogin = (platform: NodeJS.Platform, isPackaged: boolean): boolean =>
  platform === 'linux' || ((platform === 'win32' || platform === 'darwin') && isPackaged);

export interface LoginItem {
  /** Makes the system start the app when the user signs in, or no longer. */
  apply(on: boolean): void;
}

/** The login item of Windows and macOS. */
export function systemLoginItem(
  app: Pick<App, 'getLoginItemSettings' | 'setLoginItemSettings'>,
  { platform, appName, command: [path, ...args], suffix }: Start,
): LoginItem {
  // Windows joins the arguments as they are.
  const where = platform === 'win32' ? { path, args: args.map((arg) => (/\s/.test(arg) ? `"${arg}"` : arg)) } : {};
  const name = platform === 'win32' ? { name: appName + suffix } : {};
  return {
    apply(on) {
      if (app.getLoginItemSettings(where).openAtLogin !== on)
        app.setLoginItemSettings({ ...where, ...name, openAtLogin: on });
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
