import { arch, release, type } from 'node:os';
import { noHistory } from '../core/journal/noHistory.ts';
import { dataFolderFiles } from '../core/node/dataFolderFiles.ts';
import { startDemoServer } from '../core/node/demoServer.ts';
import { forkKeychainWorker } from '../core/node/forkKeychainWorker.ts';
import { keychainStore } from '../core/node/keychain.ts';
import { settingsStore } from '../core/node/settingsStore.ts';
import { systemClock } from '../core/node/systemClock.ts';
import { undiciFetch } from '../core/node/undiciFetch.ts';
import type { Log, Ports } from '../core/ports.ts';

/** The core's view of the outside, as plain Node gives it. */
export function serverPorts(dataDir: string, log: Log): Ports {
  return {
    clock: systemClock(),
    random: Math.random,
    fetch: undiciFetch(),
    secrets: keychainStore(forkKeychainWorker),
    files: dataFolderFiles(dataDir),
    settings: settingsStore(dataDir),
    log,
    history: noHistory,
    shell: {
      kind: 'browser',
      versions: { node: process.versions.node, os: `${type()} ${release()} ${arch()}` },
      displays: () => [],
      canOpenAtLogin: false,
      update: () => ({ kind: 'unavailable', reason: 'notPackaged' }),
      logFolder: null,
    },
    startDemoServer,
  };
}
