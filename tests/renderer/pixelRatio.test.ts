import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { keepSharp } from '../../renderer/pixelRatio.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

it('has a chart drawn anew with each pixel ratio within a second, until it is ended', () => {
  const drawn: unknown[] = [];
  const chart = {
    options: {} as { devicePixelRatio?: unknown },
    resize: () => drawn.push(chart.options.devicePixelRatio),
  };
  const pass = (ratio: number): void => {
    vi.stubGlobal('devicePixelRatio', ratio);
    vi.advanceTimersByTime(3_000);
  };
  vi.stubGlobal('devicePixelRatio', 1);
  const end = keepSharp(() => chart);
  [1, 1.5, 2, 2].forEach(pass);
  expect(drawn).toEqual([1.5, 2]);
  end();
  pass(1);
  expect(drawn).toEqual([1.5, 2]);
});
