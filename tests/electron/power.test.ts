import { EventEmitter } from 'node:events';
import { describe, expect, it } from 'vitest';
import { keepDisplayAwake, watchShutdown, watchWaking } from '../../electron/power.ts';
import { stopBeforeQuit } from '../../electron/quitting.ts';

/** A clock whose timers fire when they are due, or late when the machine slept. */
function fakeClock() {
  let nowMs = 0;
  let timers: { dueMs: number; callback: () => void }[] = [];
  const after = (delayMs: number, callback: () => void): (() => void) => {
    const timer = { dueMs: nowMs + delayMs, callback };
    timers.push(timer);
    return () => void (timers = timers.filter((other) => other !== timer));
  };
  const fire = (): void => {
    for (;;) {
      const due = timers.find((timer) => timer.dueMs <= nowMs);
      if (!due) return;
      timers = timers.filter((timer) => timer !== due);
      due.callback();
    }
  };
  return {
    monotonicMs: () => nowMs,
    after,
    pass(ms: number, stepMs = 1000) {
      for (let passed = 0; passed < ms; passed += stepMs) {
        nowMs += stepMs;
        fire();
      }
    },
    sleep(ms: number) {
      nowMs += ms;
      fire();
    },
    pending: () => timers.length,
  };
}

describe('waking up', () => {
  function setUp() {
    const events = new EventEmitter();
    const clock = fakeClock();
    let woken = 0;
    const stop = watchWaking(events, clock, () => (woken += 1));
    return { events, clock, stop, woken: () => woken };
  }

  it('is told by the system', () => {
    const { events, woken } = setUp();
    events.emit('resume');
    events.emit('unlock-screen');
    expect(woken()).toBe(2);
  });

  it('is noticed once after eight hours of sleep without a word from the system', () => {
    const { clock, woken } = setUp();
    clock.pass(60_000);
    expect(woken()).toBe(0);
    clock.sleep(8 * 3_600_000);
    clock.pass(60_000);
    expect(woken()).toBe(1);
  });

  it('is not seen in a timer that is merely a few seconds late', () => {
    const { clock, woken } = setUp();
    clock.pass(300_000, 12_000);
    expect(woken()).toBe(0);
  });

  it('is no longer watched for after the end', () => {
    const { clock, stop, woken } = setUp();
    stop();
    expect(clock.pending()).toBe(0);
    clock.sleep(8 * 3_600_000);
    expect(woken()).toBe(0);
  });
});

describe('the shutdown of the machine', () => {
  it('is held up until the app has ended in good order', () => {
    const events = new EventEmitter();
    const done: string[] = [];
    watchShutdown(events, () => done.push('quit'));
    events.emit('shutdown', { preventDefault: () => done.push('held') });
    expect(done).toEqual(['held', 'quit']);
  });
});

describe('the display', () => {
  it('is kept awake until told otherwise', () => {
    const running = new Set<number>();
    const blocker = {
      start: (type: string) => (type === 'prevent-display-sleep' ? (running.add(7), 7) : -1),
      stop: (id: number) => running.delete(id),
    };
    const release = keepDisplayAwake(blocker);
    expect([...running]).toEqual([7]);
    release();
    expect([...running]).toEqual([]);
  });
});

describe('quitting', () => {
  function setUp(stop: () => Promise<void>) {
    const events = new EventEmitter();
    const clock = fakeClock();
    let ended = 0;
    const quit = (): void => {
      let prevented = false;
      events.emit('before-quit', { preventDefault: () => (prevented = true) });
      if (!prevented) ended += 1;
    };
    const exits: number[] = [];
    const app = {
      on: (event: string, listener: (event: { preventDefault(): void }) => void) => events.on(event, listener),
      quit,
      exit: (exitCode: number) => void exits.push(exitCode),
    };
    const stopping = stopBeforeQuit(app, stop, {
      atMostMs: 2000,
      after: clock.after,
    });
    return { quit, clock, stopping, exits, ended: () => ended };
  }
  const settled = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

  it('waits for the core to stop, and stops it once', async () => {
    let stops = 0;
    const stopping = Promise.withResolvers<void>();
    const { quit, ended } = setUp(() => {
      stops += 1;
      return stopping.promise;
    });
    quit();
    quit();
    await settled();
    expect([stops, ended()]).toEqual([1, 0]);
    stopping.resolve();
    await settled();
    expect([stops, ended()]).toEqual([1, 1]);
  });

  it('goes on without a core that hangs, two seconds later', () => {
    const { quit, clock, ended } = setUp(() => new Promise(() => {}));
    quit();
    clock.pass(1000);
    expect(ended()).toBe(0);
    clock.pass(1000);
    expect(ended()).toBe(1);
  });

  it('in good order with an exit code of its own stops the core as well, once', async () => {
    let stops = 0;
    const { quit, stopping, exits, ended } = setUp(async () => void (stops += 1));
    stopping.endWith(1);
    quit();
    await settled();
    expect([stops, exits, ended()]).toEqual([1, [1], 0]);
  });

  it('goes on when stopping fails', async () => {
    const { quit, ended } = setUp(() => Promise.reject(new Error('disk full')));
    quit();
    await settled();
    expect(ended()).toBe(1);
  });
});
