import type { Environment } from '../../core/node/environment.ts';
import { SERVICE_VARIABLE } from '../../core/node/services/service.ts';

export interface Restart {
  /** How the app was started: the program and its arguments. */
  readonly command: readonly [program: string, ...args: string[]];
  readonly platform: NodeJS.Platform;
  readonly env: Environment;
  /** True when the API key came in the environment, which was cleared of it. */
  readonly keyFromEnvironment: boolean;
}

/** How the app comes back after it has ended: the system starts it, it starts itself, or it had better not end. */
export type ComesBack = 'bySystem' | 'byItself' | 'not';

/**
 * Who would start the app again. A service manager ends everything that its service has started, so a service that starts
 * itself again would be gone; and an app that was given its key in the environment cannot hand it on.
 */
export function comesBack({ platform, env, keyFromEnvironment }: Omit<Restart, 'command'>): ComesBack {
  // The unit says so itself: what systemd starts at the login from an autostart entry, it does not start again.
  if (platform === 'linux' && env[SERVICE_VARIABLE] === 'systemd') return 'bySystem';
  const job = env['XPC_SERVICE_NAME'] ?? '0';
  // What the Dock or the login starts has a name as well, but nobody who starts it again.
  if (platform === 'darwin' && job !== '0' && !job.startsWith('application.')) return 'bySystem';
  return keyFromEnvironment ? 'not' : 'byItself';
}

export interface RestartingApp {
  relaunch(options: { execPath: string; args: string[] }): void;
  quit(): void;
}

/**
 * Has the app start itself again once it has ended with a fault, where nobody else would.
 * @param may is asked, and counts, only where the app would start itself
 */
export function startAgainAfterFault(app: Pick<RestartingApp, 'relaunch'>, restart: Restart, may: () => boolean): void {
  const [execPath, ...args] = restart.command;
  if (comesBack(restart) === 'byItself' && may()) app.relaunch({ execPath, args });
}

/**
 * Ends the app in good order so that it runs anew.
 * @param exitWith ends it in good order with an exit code other than 0, on which a service manager starts it again
 * @returns false when it goes on, because nobody would start it again
 */
export function startAgain(app: RestartingApp, restart: Restart, exitWith: (exitCode: number) => void): boolean {
  switch (comesBack(restart)) {
    case 'bySystem':
      exitWith(1);
      return true;
    case 'byItself': {
      const [execPath, ...args] = restart.command;
      app.relaunch({ execPath, args });
      app.quit();
      return true;
    }
    case 'not':
      return false;
  }
}
