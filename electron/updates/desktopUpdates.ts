import { readFile } from 'node:fs/promises';
import type { App } from 'electron';
import type { UpdateState } from '../../common/about.ts';
import type { DesktopSettings } from '../../common/settings.ts';
import type { Ports } from '../../core/ports.ts';
import { comesBack, startAgain, type Restart } from '../watchdog/startAgain.ts';
import { readRelease } from './release.ts';
import { createUpdates, type Updates } from './updates.ts';

export interface UpdatesStart {
  readonly ports: Pick<Ports, 'clock' | 'random' | 'log'>;
  readonly chosen: () => DesktopSettings['updates'];
  /** How the app was started, which is how it comes back. */
  readonly restart: Restart;
  /** Ends the app in good order, with an exit code of its own. */
  readonly exitWith: (exitCode: number) => void;
}

export interface DesktopUpdates {
  state(): UpdateState;
  /** Begins to look for releases, where this installation has any and as long as the owner wants them. */
  start(how: UpdatesStart): void;
  stop(): void;
}

/** What the installer of Windows and the Finder add to a command by themselves. */
const OF_SYSTEM = /^(--updated$|-psn_)/;

/**
 * Whether the app is the same again after an update at night. The installer of Windows starts it without the options it had;
 * macOS besides without its environment, and outside of the agent that looks after it.
 */
export function comesBackUpdated(restart: Restart): boolean {
  const [, ...args] = restart.command;
  const { platform, env } = restart;
  const who = comesBack(restart);
  if (who === 'not' || platform === 'linux') return who !== 'not';
  if (platform === 'darwin' && (who === 'bySystem' || Object.keys(env).some((name) => name.startsWith('EXPERIA_'))))
    return false;
  return args.every((argument) => OF_SYSTEM.test(argument));
}

/** The updates of this installation: nothing of the updater is loaded before one is looked for. */
export async function openUpdates(
  app: Pick<App, 'isPackaged' | 'getAppPath' | 'relaunch' | 'quit'>,
): Promise<DesktopUpdates> {
  const { platform, arch, env, execPath, resourcesPath = '' } = process;
  const read = (path: string): Promise<string> => readFile(path, 'utf8');
  const { isPackaged } = app;
  const release = await readRelease({
    isPackaged,
    platform,
    env,
    execPath,
    appPath: app.getAppPath(),
    resourcesPath,
    read,
  });
  let updates: Updates | null = null;
  return {
    state: () => (release.kind === 'unavailable' ? release : (updates?.state() ?? { kind: 'off' })),
    start({ ports, chosen, restart, exitWith }) {
      if (release.kind === 'unavailable') return ports.log.info('update.unavailable', { reason: release.reason });
      updates = createUpdates({
        ...ports,
        chosen,
        hourOf: (wallMs) => new Date(wallMs).getHours(),
        openEngine: async () => {
          const { openEngine } = await import('./openEngine.ts');
          return openEngine(release, { platform, arch });
        },
        comesBack: () => comesBackUpdated(restart),
        startAgain: () => void startAgain(app, restart, exitWith),
      });
    },
    stop: () => updates?.stop(),
  };
}
