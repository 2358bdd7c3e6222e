import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { CommandResult } from '../../../../common/contract.ts';
import { SUMMARY_FIELDS } from '../../../../common/metrics.ts';
import { DEFAULT_SETTINGS, type Settings } from '../../../../common/settings.ts';
import type { ShownAt } from '../../../../common/shown.ts';
import { createLog } from '../../../../core/node/log.ts';
import { sqliteHistory } from '../../../../core/node/sqliteHistory.ts';
import type { History, SettingsStore } from '../../../../core/ports.ts';
import { createWallboard } from '../../../../core/wallboard.ts';
import type { Wallboard } from '../../../../core/wallboard.types.ts';
import { memoryFiles, seededRandom, World } from '../../support/world.ts';

export const KEY = 'journal-canary-key-7f3a';
const LATENCY_MS = 200;

export interface Line {
  readonly at: string;
  readonly event: string;
  readonly [fact: string]: unknown;
}

/** The machine that a wall stands on: its time, its disk, and the API it asks. It survives the processes on it. */
export class TimedWall {
  readonly world = new World();
  readonly folder = mkdtempSync(join(tmpdir(), 'wallboard-journal-'));
  readonly lines: Line[] = [];
  readonly settings: { current: Settings } = { current: DEFAULT_SETTINGS };
  /** What the API answers instead of figures. */
  trouble: { readonly status: number; readonly retryAfter?: string } | 'offline' | null = null;
  wallboard: Wallboard | null = null;
  #files = memoryFiles();
  #replies = 0;
  #end = (): void => undefined;

  get nowMs(): number {
    return this.world.trueMs + this.world.wallOffsetMs;
  }

  /** The figure of every reply: its number. */
  get replies(): number {
    return this.#replies;
  }

  /** Starts a process with the composed core, a real log and a real history. */
  async start(): Promise<Wallboard> {
    const process = this.world.process();
    const { clock } = process;
    let alive = true;
    const write = (line: string): void => void (alive && this.lines.push(JSON.parse(line) as Line));
    const log = createLog({ write }, clock);
    const kept: History = sqliteHistory({ folder: this.folder, clock, log });
    const store: SettingsStore = {
      load: () => ({ settings: this.settings.current, notices: [] }),
      save: (settings) => {
        this.settings.current = settings;
        return { ok: true, value: null };
      },
    };
    const secrets = {
      get: () => Promise.resolve({ ok: true, value: KEY } as const),
      set: () => Promise.resolve({ ok: true, value: null } as const),
      clear: () => Promise.resolve({ ok: true, value: null } as const),
    };
    const wallboard = createWallboard(
      {
        clock,
        random: seededRandom(1),
        fetch: () => this.#answer(),
        secrets,
        files: this.#files,
        settings: store,
        log,
        history: kept,
        shell: {
          kind: 'browser',
          versions: { node: '24.0.0' },
          displays: () => [],
          canOpenAtLogin: false,
          update: () => ({ kind: 'unavailable', reason: 'notPackaged' }),
          logFolder: null,
        },
        startDemoServer: () => Promise.reject(new Error('no demo')),
      },
      { app: { name: 'Experia Wallboard', version: '1.2.3' }, apiUrl: null, givenKey: null, demo: false },
    );
    this.#end = () => {
      alive = false;
      process.kill();
      kept.close();
    };
    this.wallboard = wallboard;
    const started = wallboard.start();
    await this.advance(1_000);
    await started;
    return wallboard;
  }

  /** Ends the process at once: its timers never fire, and its database is left as it is. */
  kill(): void {
    this.#end();
  }

  async stop(): Promise<void> {
    await this.wallboard?.stop();
    this.kill();
  }

  advance(ms: number): Promise<void> {
    return this.world.advance(ms);
  }

  async shownAt(atMs: number, board = 'main'): Promise<ShownAt> {
    const answer: CommandResult<'getShown'> | undefined = await this.wallboard?.dispatch(
      'getShown',
      { board, atMs: Math.round(atMs) },
      'control',
    );
    if (!answer?.ok) throw new Error(answer?.error.message ?? 'nothing runs');
    return answer.value;
  }

  of(event: string): Line[] {
    return this.lines.filter((line) => line.event === event);
  }

  /** All bytes of the folder as text. */
  disk(): string {
    return readdirSync(this.folder)
      .map((name) => readFileSync(join(this.folder, name), 'latin1'))
      .join('\n');
  }

  clear(): void {
    this.kill();
    rmSync(this.folder, { recursive: true, force: true });
  }

  #answer(): Promise<Response> {
    return new Promise((resolve, reject) => {
      this.world.at(LATENCY_MS, () => {
        const { trouble } = this;
        if (trouble === 'offline') return reject(Object.assign(new TypeError('fetch failed'), { code: 'ENETUNREACH' }));
        if (trouble) {
          const headers: HeadersInit = trouble.retryAfter ? { 'Retry-After': trouble.retryAfter } : {};
          return resolve(new Response('{}', { status: trouble.status, headers }));
        }
        this.#replies += 1;
        const fields = Object.fromEntries(SUMMARY_FIELDS.map((field) => [field, null]));
        const summary = { ...fields, totalSessions: this.#replies, status: 'SUCCESS' };
        resolve(new Response(JSON.stringify(summary), { headers: { 'Content-Type': 'application/json' } }));
      });
    });
  }
}
