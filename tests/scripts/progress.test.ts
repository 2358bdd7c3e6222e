import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { withProgress } from '../../scripts/progress.ts';

let written = '';
const output = (isTTY: boolean) => ({ isTTY, write: (text: string) => (written += text) });

beforeEach(() => {
  written = '';
  vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval', 'performance'] });
});
afterEach(() => void vi.useRealTimers());

it('what takes long counts its seconds on a terminal, in one line', async () => {
  const { promise, resolve } = Promise.withResolvers<string>();
  const waiting = withProgress('building', () => promise, output(true));
  expect(written).toBe('\rwallboard: building … 0 s');
  vi.advanceTimersByTime(2_000);
  resolve('done');
  expect(await waiting).toBe('done');
  expect(written).toBe('\rwallboard: building … 0 s\rwallboard: building … 1 s\rwallboard: building … 2 s\n');
  vi.advanceTimersByTime(5_000);
  expect(written).toMatch(/2 s\n$/);
});

it('elsewhere it is said once', async () => {
  await withProgress('building', () => Promise.resolve(), output(false));
  vi.advanceTimersByTime(5_000);
  expect(written).toBe('wallboard: building\n');
});

it('a failure comes through, and leaves the line ended', async () => {
  await expect(withProgress('building', () => Promise.reject(new Error('no')), output(true))).rejects.toThrow('no');
  expect(written).toMatch(/\n$/);
});
