import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach } from 'vitest';
import type { CommandResult } from '../../../common/contract.ts';
import { DEFAULT_SETTINGS, type Settings } from '../../../common/settings.ts';
import type { Snapshot } from '../../../common/snapshot.ts';
import { noHistory } from '../../../core/journal/noHistory.ts';
import { dataFolderFiles } from '../../../core/node/dataFolderFiles.ts';
import { startDemoServer } from '../../../core/node/demoServer.ts';
import { settingsStore } from '../../../core/node/settingsStore.ts';
import { systemClock } from '../../../core/node/systemClock.ts';
import { undiciFetch } from '../../../core/node/undiciFetch.ts';
import type { Fetch, Files, History, Log, Ports, SecretStore, SettingsStore } from '../../../core/ports.ts';
import { createWallboard } from '../../../core/wallboard.ts';
import type { Wallboard, WallboardOptions } from '../../../core/wallboard.types.ts';
import { silentLog } from './world.ts';

/** The composed core over real files and real HTTP; each test has a data folder of its own. */
let folder = '';
const running: Wallboard[] = [];
beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'wallboard-'))));
afterEach(async () => {
  await Promise.all(running.splice(0).map((wallboard) => wallboard.stop()));
  rmSync(folder, { recursive: true, force: true });
});

/** The settings file of this test's folder. */
export const storedSettings = (): SettingsStore => settingsStore(folder);

/** Takes a file out of this test's folder. */
export const removeFile = (name: string): void => rmSync(join(folder, name));

/** Puts a file into this test's folder. */
export const writeFile = (name: string, text: string): void => writeFileSync(join(folder, name), text);

/** The text of a file in this test's folder. */
export const readFile = (name: string): string => readFileSync(join(folder, name), 'utf8');

/** All that the data folder holds. */
export const files = (): string =>
  readdirSync(folder)
    .map((name) => readFileSync(join(folder, name), 'utf8'))
    .join('\n');

export { keychain } from './memoryKeychain.ts';

interface BoardParts extends Partial<WallboardOptions> {
  readonly log?: Log;
  readonly history?: History;
  readonly fetch?: Fetch;
  /** In place of this test's folder. */
  readonly files?: Files;
}

export function board(
  secrets: SecretStore,
  {
    log = silentLog,
    history = noHistory,
    fetch = undiciFetch(),
    files = dataFolderFiles(folder),
    ...options
  }: BoardParts = {},
  clock = systemClock(),
  demoServer = startDemoServer,
): Wallboard {
  const ports: Ports = {
    clock,
    random: Math.random,
    fetch,
    secrets,
    files,
    settings: settingsStore(folder),
    log,
    shell: {
      kind: 'browser',
      versions: { node: '24.0.0' },
      displays: () => [],
      canOpenAtLogin: false,
      update: () => ({ kind: 'unavailable', reason: 'notPackaged' }),
      logFolder: null,
    },
    history,
    startDemoServer: demoServer,
  };
  const app = { name: 'Experia Wallboard', version: '0.0.0' };
  const wallboard = createWallboard(ports, { app, apiUrl: null, givenKey: null, demo: false, ...options });
  running.push(wallboard);
  return wallboard;
}

/** The first snapshot, now or later, that is as wanted. */
export function until(wallboard: Wallboard, wanted: (snapshot: Snapshot) => boolean): Promise<Snapshot> {
  return new Promise((resolve) => {
    const stop = wallboard.onChange(check);
    function check(snapshot: Snapshot): void {
      if (!wanted(snapshot)) return;
      stop();
      resolve(snapshot);
    }
    check(wallboard.snapshot());
  });
}

export const live = (snapshot: Snapshot): boolean => snapshot.boards[0]?.ageMs !== null;

/** Saves the default settings with some changes, from the state as it is now. */
export const save = (wallboard: Wallboard, changes: Partial<Settings>): Promise<CommandResult<'saveSettings'>> =>
  wallboard.dispatch(
    'saveSettings',
    { settings: { ...DEFAULT_SETTINGS, ...changes }, basedOn: wallboard.snapshot().settingsRevision },
    'control',
  );
