import { describe, expect, test } from 'vitest';
import { figuresEndAt, isRunning } from '../../common/boardPeriod.ts';

const ms = (text: string): number => Date.parse(text);
const end = (filter: string, timezone: string, at: string): string | null => {
  const endMs = figuresEndAt({ filter, timezone }, ms(at));
  return endMs === null ? null : new Date(endMs).toISOString();
};

describe('figures end with their period, on the board’s clock', () => {
  test.each([
    ['daily', '+03:00', '2026-11-22T11:05:00Z', '2026-11-22T21:00:00.000Z'],
    ['TODAY', '+03:00', '2026-11-22T20:59:59.999Z', '2026-11-22T21:00:00.000Z'],
    ['daily', '+03:00', '2026-11-22T21:00:00Z', '2026-11-23T21:00:00.000Z'],
    ['daily', '-03:30', '2026-11-22T11:05:00Z', '2026-11-23T03:30:00.000Z'],
    ['daily', '+14:00', '2026-12-31T09:59:00Z', '2026-12-31T10:00:00.000Z'],
    ['daily', '+00:00', '2028-02-28T23:00:00Z', '2028-02-29T00:00:00.000Z'],
    // A Tuesday: whichever day the API's week begins on, it does not begin before Saturday.
    ['weekly', '+03:00', '2026-11-24T12:00:00Z', '2026-11-27T21:00:00.000Z'],
    ['WEEK', '+03:00', '2026-11-28T12:00:00Z', '2026-11-28T21:00:00.000Z'],
    ['weekly', '+03:00', '2026-11-29T12:00:00Z', '2026-11-29T21:00:00.000Z'],
    ['weekly', '+03:00', '2026-11-30T12:00:00Z', '2026-12-04T21:00:00.000Z'],
    ['monthly', '+03:00', '2026-11-22T12:00:00Z', '2026-11-30T21:00:00.000Z'],
    ['MONTH', '+03:00', '2026-12-31T21:30:00Z', '2027-01-31T21:00:00.000Z'],
    ['YEAR', '+03:00', '2026-12-31T20:59:00Z', '2026-12-31T21:00:00.000Z'],
    ['2026-11-25 to 2026-11-26', '+03:00', '2026-11-22T12:00:00Z', '2026-11-24T21:00:00.000Z'],
  ])('%s at %s, asked at %s: %s', (filter, offset, at, expected) => {
    expect(end(filter, offset, at)).toBe(expected);
  });

  test('the days of a range that has begun stay what they are', () => {
    expect(end('2026-11-01 to 2026-11-22', '+03:00', '2026-11-22T12:00:00Z')).toBeNull();
    expect(end('2026-11-01 to 2026-11-22', '+03:00', '2026-12-22T12:00:00Z')).toBeNull();
  });
});

describe('figures change while their days run', () => {
  test.each([
    ['2026-11-01 to 2026-11-22', '2026-10-31T20:59:59Z', false],
    ['2026-11-01 to 2026-11-22', '2026-10-31T21:00:00Z', true],
    ['2026-11-01 to 2026-11-22', '2026-11-22T20:59:59Z', true],
    ['2026-11-01 to 2026-11-22', '2026-11-22T21:00:00Z', false],
    ['daily', '2026-11-22T21:00:00Z', true],
    ['YEAR', '2026-11-22T21:00:00Z', true],
  ])('%s at %s: %s', (filter, at, running) => {
    expect(isRunning({ filter, timezone: '+03:00' }, ms(at))).toBe(running);
  });

  test('and by a clock that nobody has set they might', () => {
    expect(isRunning({ filter: '2026-11-01 to 2026-11-22', timezone: '+03:00' }, 0)).toBe(true);
  });
});
