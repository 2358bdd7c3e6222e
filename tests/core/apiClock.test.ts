import { expect, test } from 'vitest';
import { createApiClock } from '../../core/apiClock.ts';

const TRUE_MS = Date.parse('2026-11-22T21:00:00Z');

test('until a reply has told it, the machine’s clock is taken for the API’s', () => {
  let wallMs = TRUE_MS;
  const api = createApiClock({ wallMs: () => wallMs, monotonicMs: () => 5000 });
  expect(api.atMs()).toBe(TRUE_MS);
  expect(api.atMs(4000)).toBe(TRUE_MS - 1000);
  wallMs += 60_000;
  expect(api.atMs()).toBe(TRUE_MS + 60_000);
});

test('a machine whose clock is right keeps it to the millisecond: a date tells no more than the second', () => {
  const api = createApiClock({ wallMs: () => TRUE_MS + 300, monotonicMs: () => 5300 });
  api.heard(TRUE_MS, 5000, 5300);
  expect(api.atMs()).toBe(TRUE_MS + 300);
});

test.each([-3_600_000, 95_000, -2500])(
  'a machine that is %i ms off is corrected to the second by the first reply',
  (offMs) => {
    const api = createApiClock({ wallMs: () => TRUE_MS + offMs, monotonicMs: () => 5000 });
    api.heard(TRUE_MS, 4800, 5000);
    expect(Math.abs(api.atMs() - TRUE_MS)).toBeLessThan(1200);
  },
);

test('from then on nothing that is done to the machine’s clock moves it', () => {
  let wallMs = TRUE_MS;
  const api = createApiClock({ wallMs: () => wallMs, monotonicMs: () => 5000 });
  api.heard(TRUE_MS, 4800, 5000);
  const before = api.atMs();
  wallMs += 48 * 3_600_000;
  expect(api.atMs()).toBe(before);
});
