import { describe, expect, it } from 'vitest';
import { elapsedMs } from '../../renderer/format/elapsed.ts';

const from = { monotonicMs: 1000, wallMs: 50_000 };
const after = (monotonicMs: number, wallMs: number): number =>
  elapsedMs(from, { monotonicMs: from.monotonicMs + monotonicMs, wallMs: from.wallMs + wallMs });

describe('time passed since a snapshot', () => {
  it('is what the monotonic clock says while the machine is awake', () => {
    expect(after(8000, 8200)).toBe(8000);
  });

  it('counts sleep, during which the monotonic clock may stand still', () => {
    expect(after(2000, 8 * 3_600_000)).toBe(8 * 3_600_000);
  });

  it('is not fooled by a wall clock set back', () => {
    expect(after(8000, -3_600_000)).toBe(8000);
  });

  it('is not fooled by a clock set for the first time after a boot', () => {
    expect(after(8000, 20 * 365 * 86_400_000)).toBe(8000);
  });

  it('is never negative', () => {
    expect(after(-10, -10)).toBe(0);
  });
});
