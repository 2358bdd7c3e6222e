import { describe, expect, test } from 'vitest';
import { healthOf } from '../../common/freshness.ts';
import type { Hours } from '../../common/hours.ts';
import { DEFAULT_BOARD, DEFAULT_SETTINGS, type Board } from '../../common/settings.ts';
import { HOUR_MS, MINUTE_MS, SECOND_MS } from '../../common/time.ts';
import { boardScreen, leadMs, LIT_UP_MS } from '../../core/boardHours.ts';
import type { Wallboard } from '../../core/wallboard.types.ts';
import { start, type Sim } from './simulator/support.ts';
import { board, keychain, storedSettings } from './support/composed.ts';
import { mostInAnyHour } from './support/fakeExperia.ts';
import { memoryFiles, settled, World } from './support/world.ts';

/** Sunday 22 November 2026, 21:45 at +03:00. */
const EVENING_MS = Date.parse('2026-11-22T18:45:00Z');
const EVERY_DAY = [0, 1, 2, 3, 4, 5, 6];
/** Dimmed from 20:00, dark from 22:00 to 06:00, by the clock of the board. */
const NIGHT: Hours = {
  dimTo: 40,
  spans: [
    { screen: 'dim', days: EVERY_DAY, from: '20:00', to: '22:00' },
    { screen: 'dark', days: EVERY_DAY, from: '22:00', to: '06:00' },
  ],
};
const CALM_TURNS = 3;

const at = (clock: string): number => Date.parse(`2026-11-22T${clock}:00+03:00`);
const nightBoard: Board = { ...DEFAULT_BOARD, hours: NIGHT };

describe('what the screens of a board do', () => {
  test.each([
    ['19:59', 'light', 100, false],
    ['20:00', 'dim', 40, false],
    ['22:00', 'dark', 0, true],
    ['03:00', 'dark', 0, true],
    ['05:56', 'dark', 0, true],
    ['05:57', 'dark', 0, false],
    ['06:00', 'light', 100, false],
  ] as const)('at %s: %s, %i percent, resting: %s', (clock, light, brightness, resting) => {
    const times = { wallMs: at(clock), litForMs: 0, leadMs: leadMs(1) };
    expect(boardScreen(nightBoard, times)).toMatchObject({ light, brightness, resting });
  });

  test('lit up by hand they are in full light, whatever the hours say, and say until when', () => {
    const times = { wallMs: at('03:00'), litForMs: 5000, leadMs: leadMs(1) };
    expect(boardScreen(nightBoard, times)).toEqual({
      light: 'light',
      brightness: 100,
      changesInMs: 5000,
      next: { light: 'dark', brightness: 0, forMs: 3 * HOUR_MS - 5000 },
      resting: false,
    });
  });
});

describe('what comes next', () => {
  const next = (clock: string) =>
    boardScreen(nightBoard, { wallMs: at(clock), litForMs: 0, leadMs: leadMs(1) }).next ?? null;

  test('is told with how long it lasts, for a screen that will hear no more', () => {
    expect(next('19:00')).toEqual({ light: 'dim', brightness: 40, forMs: 2 * HOUR_MS });
    expect(next('21:00')).toEqual({ light: 'dark', brightness: 0, forMs: 8 * HOUR_MS });
    expect(next('23:00')).toEqual({ light: 'light', brightness: 100, forMs: 14 * HOUR_MS });
  });
});

describe('a clock that cannot be right', () => {
  test('darkens nothing and stops no figures: it might be noon', async () => {
    const night = await evening([nightBoard]);
    const right = night.world.wallOffsetMs;
    // Five in the morning of the first day that computers know.
    night.world.wallOffsetMs = Date.parse('1970-01-01T02:00:00Z') - night.world.trueMs;
    await night.world.advance(MINUTE_MS);
    const before = night.arrived();
    await night.world.advance(5 * MINUTE_MS);
    expect(screenOf(night).screen).toMatchObject({ light: 'light', resting: false, changesInMs: null });
    expect(night.arrived() - before).toBeGreaterThan(10);
    night.world.wallOffsetMs = right;
    await night.world.advance(16 * SECOND_MS);
    expect(screenOf(night).screen.light).toBe('dim');
  });
});

interface Night {
  readonly world: World;
  readonly simulator: Sim;
  readonly wallboard: Wallboard;
  /** Lets time pass up to a time of day of the board, today or tomorrow. */
  until(clock: string): Promise<void>;
  /** The same, while the machine is suspended. */
  sleepUntil(clock: string): void;
  arrived(): number;
}

/** The composed core over real HTTP in fake time, from 21:45 on. */
async function evening(boards: readonly Board[]): Promise<Night> {
  const world = new World();
  world.wallOffsetMs = EVENING_MS - world.trueMs;
  const clock = { wallMs: () => world.trueMs + world.wallOffsetMs, monotonicMs: () => world.trueMs };
  const simulator = await start({ clock, startAtMs: EVENING_MS, limit: 200 });
  storedSettings().save({ ...DEFAULT_SETTINGS, boards: [...boards] });
  const wallboard = board(
    keychain(),
    { apiUrl: simulator.url, givenKey: { key: simulator.key, source: 'environment' }, files: memoryFiles() },
    world.process().clock,
  );
  let isAsking = false;
  wallboard.onChange(({ budget }) => (isAsking = budget.requesting));
  world.settle = async () => {
    for (let calm = 0; calm < CALM_TURNS; calm += 1) {
      await settled();
      if (isAsking) calm = -1;
    }
  };
  await wallboard.start();
  await world.settle();
  const msUntil = (time: string): number => {
    const ahead = at(time) - clock.wallMs();
    return ahead >= 0 ? ahead : ahead + 24 * HOUR_MS;
  };
  return {
    world,
    simulator,
    wallboard,
    until: (time) => world.advance(msUntil(time)),
    sleepUntil: (time) => void (world.trueMs += msUntil(time)),
    arrived: () => simulator.requests.length,
  };
}

/** Boards that each ask for something of their own. */
const others = (count: number): Board[] =>
  Array.from({ length: count }, (_, n) => ({
    ...DEFAULT_BOARD,
    id: `board-${n}`,
    query: { ...DEFAULT_BOARD.query, sla: { ...DEFAULT_BOARD.query.sla, service: 61 + n } },
  }));

const screenOf = (night: Night, id = 'main') =>
  night.wallboard.snapshot().boards.find((one) => one.id === id) ?? expect.unreachable('no such board');

describe('while a board is dark', () => {
  test('nothing is asked; just before it gets light it is, and the first light shows fresh figures', async () => {
    const night = await evening([nightBoard]);
    await night.until('21:59');
    expect(screenOf(night).screen).toMatchObject({ light: 'dim', brightness: 40 });
    const before = night.arrived();
    expect(before).toBeGreaterThan(40);
    await night.until('22:01');
    const dark = night.arrived();
    expect(dark - before).toBeLessThanOrEqual(4);
    expect(screenOf(night).screen).toMatchObject({ light: 'dark', brightness: 0, resting: true });
    await night.until('05:56');
    expect(night.arrived()).toBe(dark);
    await night.world.advance(MINUTE_MS + 30 * SECOND_MS);
    expect(night.arrived()).toBeGreaterThan(dark);
    await night.until('06:00');
    const shown = screenOf(night);
    expect(shown.screen).toMatchObject({ light: 'light', brightness: 100, resting: false });
    expect(shown.ageMs).toBeLessThan(20 * SECOND_MS);
    expect(shown.failure).toBeNull();
  });

  test('a first try before the light that fails leaves time for a second', async () => {
    const night = await evening([nightBoard]);
    night.sleepUntil('05:50');
    await night.until('05:56');
    night.simulator.misbehave({ kind: 'status', status: 503, times: 1 });
    await night.until('06:00');
    expect(screenOf(night)).toMatchObject({ failure: null });
    expect(screenOf(night).ageMs).toBeLessThan(leadMs(1));
  });

  test('after it there is no burst: an hour across the morning holds no more than the limit', async () => {
    const night = await evening([nightBoard, ...others(2).map((other) => ({ ...other, hours: NIGHT }))]);
    night.sleepUntil('05:50');
    await night.world.advance(MINUTE_MS);
    const before = night.arrived();
    await night.until('07:00');
    const times = night.simulator.requests.slice(before).map(({ atMs }) => atMs);
    expect(times.length).toBeGreaterThan(180);
    expect(mostInAnyHour(times)).toBeLessThanOrEqual(200);
    const firstMinute = times.filter((time) => time < (times[0] ?? 0) + MINUTE_MS);
    expect(firstMinute.length).toBeLessThanOrEqual(10);
    expect(night.simulator.requests.every(({ status }) => status === 200)).toBe(true);
  });

  test('of two boards with one query, one dark: the other is asked for as ever', async () => {
    const night = await evening([nightBoard, { ...DEFAULT_BOARD, id: 'open' }]);
    night.sleepUntil('22:30');
    await night.world.advance(MINUTE_MS);
    const before = night.arrived();
    await night.world.advance(5 * MINUTE_MS);
    expect(night.arrived() - before).toBeGreaterThanOrEqual(15);
    expect(screenOf(night).screen).toMatchObject({ light: 'dark', resting: true });
    expect(screenOf(night, 'open').screen).toMatchObject({ light: 'light', resting: false });
    expect(screenOf(night).ageMs).toBe(screenOf(night, 'open').ageMs);
  });

  test('the others are judged by their own pace: figures that do not come any more are late as soon as ever', async () => {
    const asleep = others(3).map((other) => ({ ...other, hours: NIGHT }));
    const night = await evening([{ ...DEFAULT_BOARD, id: 'open' }, ...asleep]);
    night.sleepUntil('22:30');
    await night.world.advance(2 * MINUTE_MS);
    expect(screenOf(night, 'open')).toMatchObject({ failure: null });
    night.simulator.misbehave({ kind: 'status', status: 503 });
    await night.world.advance(70 * SECOND_MS);
    const { ageMs, intervalMs } = screenOf(night, 'open');
    expect(healthOf(ageMs, intervalMs)).toBe('late');
  });

  test('with many boards all are fresh when it gets light', async () => {
    const night = await evening(others(40).map((other) => ({ ...other, hours: NIGHT })));
    night.sleepUntil('05:30');
    await night.until('06:00');
    const { boards } = night.wallboard.snapshot();
    expect(boards.map(({ ageMs, intervalMs }) => healthOf(ageMs, intervalMs))).toEqual(boards.map(() => 'fresh'));
  });

  test('a wall clock that is set is followed within seconds', async () => {
    const night = await evening([nightBoard]);
    night.world.wallOffsetMs += 4 * HOUR_MS;
    await night.world.advance(16 * SECOND_MS);
    expect(screenOf(night).screen.light).toBe('dark');
    night.world.wallOffsetMs -= 4 * HOUR_MS;
    await night.world.advance(16 * SECOND_MS);
    expect(screenOf(night).screen.light).toBe('dim');
  });
});

describe('somebody who lights a dark board up', () => {
  test('sees fresh figures at once, for a quarter of an hour, then it is dark and at rest again', async () => {
    const night = await evening([nightBoard]);
    night.sleepUntil('23:00');
    await night.world.advance(MINUTE_MS);
    const before = night.arrived();
    expect(await night.wallboard.dispatch('lightUp', { board: 'main' }, 'kiosk')).toEqual({
      ok: true,
      value: { forMs: LIT_UP_MS },
    });
    await night.world.advance(2 * SECOND_MS);
    expect(screenOf(night).screen).toMatchObject({ light: 'light', resting: false });
    expect(night.arrived()).toBe(before + 1);
    expect(screenOf(night).ageMs).toBeLessThan(3 * SECOND_MS);
    await night.world.advance(LIT_UP_MS - 5 * SECOND_MS);
    expect(screenOf(night).screen.light).toBe('light');
    await night.world.advance(5 * SECOND_MS);
    const lit = night.arrived();
    expect(screenOf(night).screen).toMatchObject({ light: 'dark', resting: true });
    await night.world.advance(10 * MINUTE_MS);
    expect(night.arrived()).toBeLessThanOrEqual(lit + 1);
  });

  test('lights no other board, and none that is not there', async () => {
    const other = { ...nightBoard, id: 'other', query: { ...DEFAULT_BOARD.query, email: 'reem.alghamdi@example.com' } };
    const night = await evening([nightBoard, other]);
    night.sleepUntil('23:00');
    await night.world.advance(MINUTE_MS);
    await night.wallboard.dispatch('lightUp', { board: 'main' }, 'kiosk');
    await night.world.advance(MINUTE_MS);
    expect([screenOf(night).screen.light, screenOf(night, 'other').screen.light]).toEqual(['light', 'dark']);
    expect(await night.wallboard.dispatch('lightUp', { board: 'none' }, 'kiosk')).toMatchObject({ ok: false });
    expect(await night.wallboard.dispatch('lightUp', { board: 'main' }, 'wall')).toMatchObject({
      error: { code: 'forbidden' },
    });
  });
});
