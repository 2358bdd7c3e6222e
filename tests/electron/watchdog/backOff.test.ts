import { describe, expect, it } from 'vitest';
import { MINUTE_MS, SECOND_MS } from '../../../common/time.ts';
import { createBackOff } from '../../../electron/watchdog/backOff.ts';

function setUp() {
  let nowMs = 0;
  const backOff = createBackOff({ monotonicMs: () => nowMs });
  return {
    pass: (ms: number) => (nowMs += ms),
    came: backOff.came,
    gone: backOff.gone,
    /** The page comes, stands so long, and goes. */
    stands(ms: number) {
      backOff.came();
      nowMs += ms;
      return backOff.gone();
    },
  };
}

describe('a page that is gone', () => {
  it('is loaded again after 1, 2, 4 … 300 seconds when it does not go too often', () => {
    const { stands } = setUp();
    const delays = Array.from({ length: 12 }, () => stands(4 * MINUTE_MS).delayMs / SECOND_MS);
    expect(delays).toEqual([1, 2, 4, 8, 16, 32, 64, 128, 256, 300, 300, 300]);
  });

  it('gives way to the safe page the fifth time within ten minutes, which is left every five minutes', () => {
    const { stands } = setUp();
    const tries = Array.from({ length: 5 }, () => stands(2 * MINUTE_MS));
    expect(tries.map(({ tooOften }) => tooOften)).toEqual([false, false, false, false, true]);
    expect(tries.at(-1)).toEqual({ delayMs: 5 * MINUTE_MS, inRow: 5, tooOften: true });
  });

  it('does not give way when five losses take ten minutes or more', () => {
    const { stands } = setUp();
    for (let times = 1; times <= 20; times += 1) expect(stands(2.5 * MINUTE_MS).tooOften).toBe(false);
  });

  it('stays with the safe page between tries until it has stood for thirty minutes', () => {
    const { stands, gone, pass } = setUp();
    for (let times = 1; times <= 5; times += 1) gone();
    pass(5 * MINUTE_MS);
    expect(stands(29 * MINUTE_MS)).toMatchObject({ delayMs: 5 * MINUTE_MS, tooOften: true });
    pass(5 * MINUTE_MS);
    expect(stands(30 * MINUTE_MS)).toEqual({ delayMs: SECOND_MS, inRow: 1, tooOften: false });
  });

  it('is counted on when it never came, however long that took', () => {
    const { gone, pass, stands } = setUp();
    expect(stands(SECOND_MS).inRow).toBe(1);
    pass(60 * MINUTE_MS);
    expect(gone().inRow).toBe(2);
  });
});
