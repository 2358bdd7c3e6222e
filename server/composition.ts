import { arch, release, type } from 'node:os';
import { join } from 'node:path';
import { dataFolderFiles } from '../core/node/dataFolderFiles.ts';
import { startDemoServer } from '../core/node/demoServer.ts';
import { forkKeychainWorker } from '../core/node/forkKeychainWorker.ts';
import { keychainStore } from '../core/node/keychain.ts';
import { LOG_FOLDER } from '../core/node/log.ts';
import { settingsStore } from '../core/node/settingsStore.ts';
import { sqliteHistory } from '../core/node/sqliteHistory.ts';
import { systemClock } from '../core/node/systemClock.ts';
import { undiciFetch } from '../core/node/undiciFetch.ts';
import type { Log, Ports } from '../core/ports.ts';

/** The core's view of the outside, as plain Node gives it. */
export function serverPorts(dataDir: string, log: Log, newControlLink: () => Promise<string>): Ports {
  const clock = systemClock();
  return {
    clock,
    random: Math.random,
    fetch: undiciFetch(),
    secrets: keychainStore(forkKeychainWorker),
    files: dataFolderFiles(dataDir),
    settings: settingsStore(dataDir),
    log,
    history: sqliteHistory({ folder: dataDir, clock, log }),
    shell: {
      kind: 'browser',
      versions: { node: process.versions.node, os: `${type()} ${release()} ${arch()}` },
      displays: () => [],
      canOpenAtLogin: false,
      update: () => ({ kind: 'unavailable', reason: 'notPackaged' }),
      logFolder: join(dataDir, LOG_FOLDER),
      newControlLink,
    },
    startDemoServer,
  };
}
