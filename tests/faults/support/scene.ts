import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach } from 'vitest';
import { COMMAND_NAMES } from '../../../common/channels.ts';
import { COMMANDS } from '../../../common/contract.ts';
import type { Snapshot } from '../../../common/snapshot.ts';
import { noHistory } from '../../../core/journal/noHistory.ts';
import { dataFolderFiles } from '../../../core/node/dataFolderFiles.ts';
import { startDemoServer } from '../../../core/node/demoServer.ts';
import { settingsStore } from '../../../core/node/settingsStore.ts';
import { undiciFetch } from '../../../core/node/undiciFetch.ts';
import type { Fetch, Files, Log, Ports, SecretStore } from '../../../core/ports.ts';
import { startSimulator, type Simulator } from '../../../core/simulator/server.ts';
import { createWallboard } from '../../../core/wallboard.ts';
import type { Wallboard, WallboardOptions } from '../../../core/wallboard.types.ts';
import { keychain } from '../../core/support/memoryKeychain.ts';
import { seededRandom, settled, World } from '../../core/support/world.ts';
import { CANARY, cameOut, folderCameOut } from './canary.ts';
import { showWall, type Seen, type WallScreen } from './screen.ts';

/** Sunday 22 November 2026, 14:05 at +03:00. */
export const START_MS = Date.parse('2026-11-22T11:05:00Z');

/** Real seconds after which something that should have happened by itself has not. */
const PATIENCE_MS = 120_000;
/** Turns of the event loop in a row without anything under way, before time goes on. */
const CALM_TURNS = 3;

/** Hours of requests are written one by one, each flushed to the disk: where there is a disk in memory, that. */
const MEMORY_DISK = '/dev/shm';
const DISK = existsSync(MEMORY_DISK) ? MEMORY_DISK : tmpdir();

/**
 * What time waits for: replies; or only that requests have reached the simulator, or have left at all, where no more will come.
 */
export type Pause = 'answered' | 'arrived' | 'departed';

export interface Opening extends Partial<WallboardOptions> {
  readonly secrets?: SecretStore;
  readonly ports?: Partial<Ports>;
  readonly wait?: Pause;
}

/** One run of the core, from its start to its end or its death. */
export interface Life {
  readonly wallboard: Wallboard;
  /** Lets fake time pass while files and HTTP are as real and as quick as they are. */
  advance(ms: number, wait?: Pause): Promise<void>;
  /** Waits, without any fake time, until nothing is under way. */
  settle(wait?: Pause): Promise<void>;
  /** What is on the wall now. */
  look(): Promise<Seen>;
  /** Another screen with its own rights, such as the supervisor's. */
  show: typeof showWall;
  snapshot(): Snapshot;
  stop(): Promise<void>;
  /** As `SIGKILL`: nothing of it happens any more. */
  kill(): void;
}

export interface Scene {
  readonly world: World;
  readonly simulator: Simulator;
  readonly folder: string;
  /** The text of a file in the data folder. */
  file(name: string): Promise<string>;
  /** While true, nothing can be written to the data folder, though files can be emptied and deleted. */
  readonly disk: { full: boolean };
  /** Takes a file or a folder out of the data folder. */
  remove(name: string): void;
  /** Lines of the log so far. */
  readonly log: readonly string[];
  /** Requests that left, whether or not they came anywhere. */
  departed(): number;
  /** Requests that arrived at the simulator. */
  arrived(): number;
  /** Bytes of bodies that the core took in, after decompression. */
  bytesRead(): number;
  open(opening?: Opening): Promise<Life>;
}

/** Files that count what is being written. */
function countedFiles(files: Files, io: { pending: number }, disk: Scene['disk']): Files {
  const counted = async <T>(work: Promise<T>): Promise<T> => {
    io.pending += 1;
    try {
      return await work;
    } finally {
      io.pending -= 1;
    }
  };
  return {
    read: (name) => counted(files.read(name)),
    write: (name, text) => counted(disk.full ? Promise.reject(new Error('ENOSPC')) : files.write(name, text)),
    has: (name) => files.has(name),
    empty: (name) => counted(files.empty(name)),
  };
}

/** Fetch that counts what leaves and what is read. */
function countedFetch(fetch: Fetch, io: { departed: number; bytes: number }): Fetch {
  return async (url, request) => {
    io.departed += 1;
    const response = await fetch(url, request);
    const counter = new TransformStream<Uint8Array, Uint8Array>({
      transform(chunk, out) {
        io.bytes += chunk.byteLength;
        out.enqueue(chunk);
      },
    });
    return { status: response.status, headers: response.headers, body: response.body?.pipeThrough(counter) ?? null };
  };
}

const ended: (() => Promise<void>)[] = [];
// Hooks run last come first: the key is looked for (canary.ts) after all this has come out.
afterEach(async () => {
  for (const end of ended.splice(0).reverse()) await end();
});

/** What every command answers to who may see all, as far as it changes and costs nothing. */
async function answersCameOut(wallboard: Wallboard): Promise<void> {
  const inputs = { getShown: { board: 'main', atMs: START_MS }, openCard: { card: 'NOT-A-CARD' } };
  for (const name of COMMAND_NAMES.filter((command) => command.startsWith('get') || command in inputs)) {
    const input: unknown = name in inputs ? inputs[name as keyof typeof inputs] : undefined;
    cameOut(await wallboard.dispatch(name, input, COMMANDS[name].access));
  }
}

/** A simulator that is asked with the canary key, a data folder, and fake time that both live in. */
export async function scene(options: Parameters<typeof startSimulator>[0] = {}): Promise<Scene> {
  const world = new World();
  world.wallOffsetMs = START_MS - world.trueMs;
  const time = { wallMs: () => world.trueMs + world.wallOffsetMs, monotonicMs: () => world.trueMs };
  const simulator = await startSimulator({ key: CANARY, clock: time, startAtMs: START_MS, ...options });
  const folder = mkdtempSync(join(DISK, 'wallboard-fault-'));
  const log: string[] = [];
  const io = { pending: 0, departed: 0, bytes: 0 };
  const disk = { full: false };
  /** Lives that wait for an answer. */
  const asking = new Set<Wallboard>();
  let pause: Pause = 'answered';

  const isUnderWay = (): boolean => {
    if (io.pending > 0) return true;
    if (asking.size === 0) return false;
    return pause === 'answered' || (pause === 'arrived' && simulator.requests.length < io.departed);
  };
  world.settle = async () => {
    const givenUpAt = performance.now() + PATIENCE_MS;
    for (let calm = 0; calm < CALM_TURNS; calm += 1) {
      await settled();
      if (isUnderWay()) calm = -1;
      if (performance.now() > givenUpAt) throw new Error(`nothing has ${pause} for ${PATIENCE_MS} ms`);
    }
  };
  const write =
    (level: string): Log['info'] =>
    (event, facts = {}) =>
      void log.push(JSON.stringify({ level, event, ...facts }));
  ended.push(async () => {
    cameOut(log);
    folderCameOut(folder);
    await simulator.close();
    rmSync(folder, { recursive: true, force: true });
  });

  async function open({ secrets, ports, wait = 'answered', ...given }: Opening = {}): Promise<Life> {
    const process = world.process();
    const all: Ports = {
      clock: process.clock,
      random: seededRandom(4711),
      fetch: countedFetch(undiciFetch(), io),
      secrets: secrets ?? keychain(),
      files: countedFiles(dataFolderFiles(folder), io, disk),
      settings: settingsStore(folder),
      log: { info: write('info'), warn: write('warn') },
      history: noHistory,
      shell: {
        kind: 'browser',
        versions: { node: '24.0.0' },
        displays: () => [],
        canOpenAtLogin: false,
        update: () => ({ kind: 'unavailable', reason: 'notPackaged' }),
        logFolder: null,
      },
      startDemoServer,
      ...ports,
    };
    const wallboard = createWallboard(all, {
      app: { name: 'Experia Wallboard', version: '0.0.0' },
      apiUrl: simulator.url,
      givenKey: { key: CANARY, source: 'environment' },
      demo: false,
      ...given,
    });
    let told = '';
    wallboard.onChange((snapshot) => {
      const { key, notices, boards, budget } = snapshot;
      const news = JSON.stringify([key, notices, boards.map(({ failure }) => failure?.code), budget.requesting]);
      // Hours of the same state with other ages would be many megabytes to search.
      if (news !== told) cameOut(JSON.stringify(snapshot));
      told = news;
      if (budget.requesting) asking.add(wallboard);
      else asking.delete(wallboard);
    });
    let wall: WallScreen | null = null;
    let isOver = false;
    const settle = async (how: Pause = 'answered'): Promise<void> => {
      pause = how;
      await world.settle();
    };
    const stop = async (): Promise<void> => {
      if (isOver) return;
      isOver = true;
      await answersCameOut(wallboard);
      await wallboard.stop();
      asking.delete(wallboard);
    };
    ended.push(stop);
    await wallboard.start();
    await settle(wait);
    return {
      wallboard,
      settle,
      async advance(ms, how = 'answered') {
        pause = how;
        await world.advance(ms);
      },
      async look() {
        wall ??= await showWall(wallboard);
        return wall.look();
      },
      show: showWall,
      snapshot: () => wallboard.snapshot(),
      stop,
      kill() {
        process.kill();
        isOver = true;
        asking.delete(wallboard);
      },
    };
  }

  return {
    world,
    simulator,
    folder,
    disk,
    file: (name) => readFile(join(folder, name), 'utf8'),
    remove: (name) => rmSync(join(folder, name), { recursive: true }),
    log,
    departed: () => io.departed,
    arrived: () => simulator.requests.length,
    bytesRead: () => io.bytes,
    open,
  };
}
