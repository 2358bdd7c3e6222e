import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { IDLE_AFTER_MS, watchIdle } from '../../renderer/idlePointer.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const isIdle = (): boolean => 'idle' in document.documentElement.dataset;

test('the pointer is idle three seconds after the last sign of life, and awake at the next', () => {
  const stop = watchIdle(document);
  vi.advanceTimersByTime(IDLE_AFTER_MS - 1);
  expect(isIdle()).toBe(false);
  document.dispatchEvent(new Event('pointermove'));
  vi.advanceTimersByTime(IDLE_AFTER_MS - 1);
  expect(isIdle()).toBe(false);
  vi.advanceTimersByTime(1);
  expect(isIdle()).toBe(true);
  document.dispatchEvent(new Event('keydown'));
  expect(isIdle()).toBe(false);
  stop();
  vi.advanceTimersByTime(IDLE_AFTER_MS);
  expect(isIdle()).toBe(false);
});
