/** The real core and browser shell under fake time, in a process of their own, told what to do by the soak. */
import { subscribe } from 'node:diagnostics_channel';
import { readdirSync, statSync } from 'node:fs';
import type { Socket } from 'node:net';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import type { Settings } from '../../common/settings.ts';
import { SECOND_MS } from '../../common/time.ts';
import { createLog, LOG_FOLDER } from '../../core/node/log.ts';
import { sqliteHistory } from '../../core/node/sqliteHistory.ts';
import type { Clock, SettingsStore } from '../../core/ports.ts';
import { createWallboard } from '../../core/wallboard.ts';
import type { Wallboard } from '../../core/wallboard.types.ts';
import type { Snapshot } from '../../common/snapshot.ts';
import type { Timers } from '../../server/events.ts';
import { createHttpShell } from '../../server/http.ts';
import { loadStaticFiles } from '../../server/staticFiles.ts';
import { memoryFiles, seededRandom, World } from '../core/support/world.ts';
import { SOAK_SETTINGS, soakFetch } from './soakWeek.ts';

export type SoakOrder =
  | { readonly do: 'advance'; readonly ms: number }
  | { readonly do: 'settings'; readonly theme: Settings['theme']; readonly slaResponse: number }
  | { readonly do: 'lightUp' }
  | { readonly do: 'dropConnections' }
  | { readonly do: 'sleep'; readonly ms: number }
  | { readonly do: 'measure' }
  | { readonly do: 'stop' };

/** A page has shown what the core told at this time of its wall clock. */
export interface ScreenShown {
  readonly screen: 'wall' | 'desk';
  readonly sentAtMs: number;
}

export interface CoreFigures {
  readonly heapBytes: number;
  /** What Node keeps a process alive for: sockets, timers, files. */
  readonly handles: number;
  /** Timers of the core that are set. */
  readonly timers: number;
  readonly logBytes: number;
  readonly historyBytes: number;
  /** Longest time the event loop of the core was held up by one write of the history, in milliseconds. */
  readonly worstWriteMs: number;
  readonly medianWriteMs: number;
}

export interface CoreReport {
  readonly nowMs: number;
  readonly updates: number;
  readonly figures: CoreFigures | null;
}

export interface CoreReady {
  readonly wallUrl: string;
  readonly deskUrl: string;
  readonly token: string;
}

const TOKEN = 'soak-'.padEnd(43, 'x');
/** One update of the screens: what the core told meanwhile is told as one, as to a screen that is slow. */
const STEP_MS = 20 * SECOND_MS;
/** The desk is there for its drill-downs and settings; it is told each tenth update. */
const STEPS_OF_DESK = 10;
/** Real time in which a screen shows what it is told, also when it must connect again first. */
const MOST_WAIT_MS = 60_000;
const dataDir = process.argv[2] ?? '';

/** Measured at noon of each day, when every board is lit. */
function nextNoon(): number {
  const noon = new Date();
  noon.setHours(36, 0, 0, 0);
  return noon.getTime();
}

const world = new World();
const startMs = nextNoon();
world.wallOffsetMs = startMs - world.trueMs;
let timers = 0;
const fakeClock = world.process().clock;
const clock: Clock = {
  ...fakeClock,
  after(delayMs, callback) {
    timers += 1;
    let isSet = true;
    const over = (): void => {
      if (isSet) timers -= 1;
      isSet = false;
    };
    const cancel = fakeClock.after(delayMs, () => {
      over();
      callback();
    });
    return () => {
      over();
      cancel();
    };
  },
};

const log = createLog({ write: () => true }, clock);
log.keepIn(join(dataDir, LOG_FOLDER));
const { fetch, good } = soakFetch(world, startMs);
let kept = SOAK_SETTINGS;
const settings: SettingsStore = {
  load: () => ({ settings: kept, notices: [] }),
  save(next) {
    kept = next;
    return { ok: true, value: null };
  },
};
const history = sqliteHistory({ folder: dataDir, clock, log });
const writesMs: number[] = [];
const random = seededRandom(7);
const wallboard = createWallboard(
  {
    clock,
    random,
    fetch,
    secrets: {
      get: () => Promise.resolve({ ok: true, value: null }),
      set: () => Promise.resolve({ ok: true, value: null }),
      clear: () => Promise.resolve({ ok: true, value: null }),
    },
    files: memoryFiles(),
    settings,
    log,
    history: {
      ...history,
      write(shown) {
        const from = performance.now();
        history.write(shown);
        writesMs.push(performance.now() - from);
      },
    },
    shell: {
      kind: 'browser',
      versions: {},
      displays: () => [],
      canOpenAtLogin: false,
      update: () => ({ kind: 'unavailable', reason: 'notPackaged' }),
      logFolder: null,
    },
    startDemoServer: () => Promise.reject(new Error('no demo here')),
  },
  {
    app: { name: 'Experia Wallboard', version: '0.0.0' },
    apiUrl: 'https://api.example.com',
    givenKey: { key: 'soak-key-not-a-secret', source: 'environment' },
    demo: false,
  },
);

const sockets = new Set<Socket>();
subscribe('net.server.socket', (message) => {
  const { socket } = message as { socket: Socket };
  sockets.add(socket);
  socket.once('close', () => sockets.delete(socket));
});
const files = await loadStaticFiles(join(import.meta.dirname, '..', '..', 'out', 'renderer'));
const realTimers: Timers = {
  nowMs: () => performance.now(),
  every(intervalMs, callback) {
    const timer = setInterval(callback, intervalMs);
    return () => clearInterval(timer);
  },
};
let steps = 0;
interface Waiting {
  readonly sentAtMs: number;
  readonly resolve: () => void;
}

/** A browser shell whose one screen is told the state when it is asked to. */
async function openShell() {
  const listeners = new Set<(snapshot: Snapshot) => void>();
  const paced: Wallboard = {
    ...wallboard,
    onChange(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
  const shell = createHttpShell({
    ...{
      wallboard: paced,
      token: TOKEN,
      screenKey: TOKEN,
      publicUrl: null,
      trustedProxies: [],
      allowedNames: [],
      frameAncestors: [],
    },
    ...{ files, timers: realTimers, wallMs: Date.now, log },
  });
  const url = await shell.listen('127.0.0.1', 0);
  if (!url.ok) throw new Error(url.error);
  shell.ready();
  let waiting: Waiting | null = null;
  return {
    url: url.value,
    close: () => shell.close(),
    /** Resolves once the screen has shown it: each update is a task of its own. */
    async tell(): Promise<void> {
      const snapshot = wallboard.snapshot();
      const { sentAtMs } = snapshot;
      const giveUp = new AbortController();
      const shown = new Promise<void>((resolve) => (waiting = { sentAtMs, resolve }));
      for (const listener of listeners) listener(snapshot);
      const late = delay(MOST_WAIT_MS, null, { signal: giveUp.signal }).then(
        () => Promise.reject(new Error('a screen does not show what it is told')),
        () => undefined,
      );
      await Promise.race([shown, late]);
      giveUp.abort();
    },
    shown(sentAtMs: number): void {
      if (waiting && sentAtMs >= waiting.sentAtMs) waiting.resolve();
    },
  };
}

const sizeOf = (folder: string): number =>
  readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isFile())
    .reduce((sum, { name }) => sum + statSync(join(folder, name)).size, 0);

async function measured(): Promise<CoreFigures> {
  await log.flush();
  writesMs.sort((a, b) => a - b);
  const [medianWriteMs, worstWriteMs] = [writesMs[Math.floor(writesMs.length / 2)] ?? 0, writesMs.at(-1) ?? 0];
  writesMs.length = 0;
  globalThis.gc?.();
  globalThis.gc?.();
  return {
    heapBytes: process.memoryUsage().heapUsed,
    handles: process.getActiveResourcesInfo().length,
    timers,
    logBytes: sizeOf(join(dataDir, LOG_FOLDER)),
    historyBytes: sizeOf(dataDir),
    worstWriteMs,
    medianWriteMs,
  };
}

async function advance(ms: number): Promise<void> {
  let [wallShown, deskShown] = [Promise.resolve(), Promise.resolve()];
  for (let left = ms; left > 0; left -= STEP_MS) {
    // The core goes on while a screen draws, and tells it nothing before it has drawn.
    await world.advance(Math.min(left, STEP_MS));
    await wallShown;
    wallShown = wallShell.tell();
    steps += 1;
    if (steps % STEPS_OF_DESK !== 0 && left > STEP_MS) continue;
    await deskShown;
    deskShown = deskShell.tell();
  }
  await Promise.all([wallShown, deskShown]);
}

async function obey(order: SoakOrder): Promise<CoreFigures | null> {
  if (order.do === 'advance') await advance(order.ms);
  if (order.do === 'sleep') world.trueMs += order.ms;
  if (order.do === 'dropConnections') for (const socket of sockets) socket.destroy();
  if (order.do === 'lightUp') await wallboard.dispatch('lightUp', { board: 'floor' }, 'control');
  if (order.do === 'settings') {
    const now = wallboard.settings();
    const target = { warn: order.slaResponse, bad: 70 };
    const boards = now.boards.map((board) => ({ ...board, slaTargets: { ...board.slaTargets, response: target } }));
    const input = { settings: { ...now, theme: order.theme, boards }, basedOn: wallboard.snapshot().settingsRevision };
    const saved = await wallboard.dispatch('saveSettings', input, 'control');
    if (!saved.ok) throw new Error(saved.error.message);
  }
  if (order.do === 'stop') {
    await Promise.all([wallShell.close(), deskShell.close(), wallboard.stop()]);
    await log.flush();
  }
  return order.do === 'measure' ? measured() : null;
}

const started = wallboard.start();
await world.advance(SECOND_MS);
await started;
const [wallShell, deskShell] = [await openShell(), await openShell()];

// One order after the other.
let queue: Promise<unknown> = Promise.resolve();
process.on('message', (order: SoakOrder | ScreenShown) => {
  if ('screen' in order) return (order.screen === 'wall' ? wallShell : deskShell).shown(order.sentAtMs);
  queue = queue.then(async () => {
    const figures = await obey(order);
    const report: CoreReport = { nowMs: clock.wallMs(), updates: good(), figures };
    process.send?.(report);
    if (order.do === 'stop') process.disconnect();
  });
});
process.send?.({ wallUrl: wallShell.url, deskUrl: deskShell.url, token: TOKEN } satisfies CoreReady);
