import type { Clock, Files, Log } from '../../../core/ports.ts';

interface Timer {
  readonly at: number;
  readonly order: number;
  readonly callback: () => void;
}

export interface Process {
  readonly clock: Clock;
  readonly lives: <T>(promise: Promise<T>) => Promise<T>;
  kill(): void;
}

/**
 * Fake time with a machine in it: true time that only `advance` moves, boots that start monotonic time anew, a wall clock
 * that can be set, and processes whose timers die with them.
 */
export class World {
  trueMs = 1_000_000_000;
  wallOffsetMs = 1_795_000_000_000 - 1_000_000_000;
  /** What time waits for before each timer and after it: with real files and HTTP more than the promises of this process. */
  settle: () => Promise<void> = settled;
  #bootAt = 0;
  #boots = 0;
  #timers: Timer[] = [];
  #order = 0;

  constructor() {
    this.#bootAt = this.trueMs - 60_000;
  }

  /** A new boot: monotonic time starts anew and the boot id changes. */
  reboot(): void {
    this.#boots += 1;
    this.#bootAt = this.trueMs;
  }

  at(delayMs: number, callback: () => void): () => void {
    const timer = { at: this.trueMs + Math.max(0, delayMs), order: (this.#order += 1), callback };
    // Kept sorted; most timers are added near the end.
    let i = this.#timers.length;
    while (i > 0 && (this.#timers[i - 1]?.at ?? 0) > timer.at) i -= 1;
    this.#timers.splice(i, 0, timer);
    return () => {
      this.#timers = this.#timers.filter((other) => other !== timer);
    };
  }

  /** One process: after `kill` its timers never fire and nothing it waits for through `lives` comes back to it. */
  process(options: { readonly bootId?: string | null } = {}): Process {
    let alive = true;
    const bootAt = this.#bootAt;
    const clock: Clock = {
      wallMs: () => this.trueMs + this.wallOffsetMs,
      monotonicMs: () => this.trueMs - bootAt,
      bootId: options.bootId === undefined ? `boot-${this.#boots}` : options.bootId,
      after: (delayMs, callback) => this.at(delayMs, () => (alive ? callback() : undefined)),
    };
    const lives = <T>(promise: Promise<T>): Promise<T> =>
      new Promise((resolve, reject) => {
        promise.then(
          (value) => (alive ? resolve(value) : undefined),
          (thrown: unknown) => (alive ? reject(thrown) : undefined),
        );
      });
    return { clock, lives, kill: () => (alive = false) };
  }

  async advance(ms: number): Promise<void> {
    const end = this.trueMs + ms;
    await this.settle();
    for (let next = this.#timers[0]; next && next.at <= end; next = this.#timers[0]) {
      this.#timers.shift();
      // After a suspend, timers that were due meanwhile fire late; time does not go back for them.
      this.trueMs = Math.max(this.trueMs, next.at);
      next.callback();
      await this.settle();
    }
    this.trueMs = Math.max(this.trueMs, end);
  }
}

/** Lets every promise that can go on do so. */
export const settled = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

/** The same numbers in [0, 1) for the same seed (mulberry32). */
export function seededRandom(seed: number): () => number {
  let a = seed >>> 0;
  return () => {
    a = (a + 0x6d2b79f5) >>> 0;
    let t = Math.imul(a ^ (a >>> 15), 1 | a);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** A disk that survives processes; `failing` makes writes fail, as a full or read-only disk does. */
export function memoryFiles(): Files & { readonly content: Map<string, string>; failing: boolean } {
  const content = new Map<string, string>();
  const files = {
    content,
    failing: false,
    read: (name: string) => Promise.resolve(content.get(name) ?? null),
    write(name: string, text: string) {
      if (files.failing) return Promise.reject(new Error('no space left'));
      content.set(name, text);
      return Promise.resolve();
    },
    has: (name: string) => content.has(name),
    empty(name: string) {
      if (content.has(name)) content.set(name, '');
      return Promise.resolve();
    },
  };
  return files;
}

export const silentLog: Log = { info: () => undefined, warn: () => undefined };
