import { release, type } from 'node:os';
import { join } from 'node:path';
import type { Session } from 'electron';
import { dataFolderFiles } from '../core/node/dataFolderFiles.ts';
import { startDemoServer } from '../core/node/demoServer.ts';
import { keychainStore, type KeychainWorker } from '../core/node/keychain.ts';
import { LOG_FOLDER } from '../core/node/log.ts';
import { settingsStore, type OpenEngine } from '../core/node/settingsStore.ts';
import { sqliteHistory } from '../core/node/sqliteHistory.ts';
import { systemClock } from '../core/node/systemClock.ts';
import type { Log, Ports, Shell } from '../core/ports.ts';
import { describeDisplays, type Displays } from './displays.ts';
import { createNetFetch } from './netFetch.ts';

export interface DesktopParts {
  /** Absolute path of the folder for settings and ledger. */
  readonly dataDir: string;
  /** Opens a session for the API's own requests. */
  readonly openApiSession: (partition: string) => Session;
  readonly openSettings: OpenEngine;
  readonly openKeychain: () => KeychainWorker;
  readonly log: Log;
  readonly shell: Shell;
}

/** What only the desktop shell knows of the machine. */
export function desktopShell(
  displays: Displays,
  { canOpenAtLogin, update }: Pick<Shell, 'canOpenAtLogin' | 'update'>,
): Shell {
  const { electron = '', chrome = '', node } = process.versions;
  return {
    kind: 'desktop',
    versions: { electron, chromium: chrome, node, os: `${type()} ${release()} ${process.arch}` },
    displays: () => describeDisplays(displays),
    canOpenAtLogin,
    update,
    logFolder: null,
  };
}

/** The core's view of the outside, as the desktop app gives it. */
export function desktopPorts({ dataDir, openApiSession, openSettings, openKeychain, log, shell }: DesktopParts): Ports {
  const clock = systemClock();
  return {
    clock,
    random: Math.random,
    fetch: createNetFetch(openApiSession),
    secrets: keychainStore(openKeychain),
    files: dataFolderFiles(dataDir),
    settings: settingsStore(dataDir, openSettings),
    log,
    history: sqliteHistory({ folder: dataDir, clock, log }),
    shell: { ...shell, logFolder: join(dataDir, LOG_FOLDER) },
    startDemoServer,
  };
}
