import { describe, expect, it } from 'vitest';
import { createFormats } from '../../renderer/format/formats.ts';
import { createTimes } from '../../renderer/format/times.ts';
import { words } from './mounting.ts';
import { SENT_AT } from './snapshots.ts';

const formats = createFormats('en', words);
const text = (seconds: number): string => formats.durationText(seconds).replaceAll('\u00a0', ' ');

describe('durations', () => {
  it.each([
    [0, '0s'],
    [45, '45s'],
    [59.9, '59s'],
    [60, '1m 00s'],
    [83, '1m 23s'],
    [3600, '1h 00m'],
    [56_972, '15h 49m'],
    [183_600, '2d 03h'],
    [10_713_600, '124d 00h'],
  ])('%d seconds show as their two largest units', (seconds, shown) => {
    expect(text(seconds)).toBe(shown);
  });

  it('mark units apart from digits, so that units can be small', () => {
    expect(formats.duration(83).map((part) => part.kind)).toEqual(['digits', 'unit', 'digits', 'unit']);
  });

  it.each([
    [30, '30 s'],
    [120, '2 min'],
    [90, '1 min 30 s'],
    [3600, '1 h'],
    [3725, '1 h 2 min 5 s'],
    [0, '0 s'],
    [90.5, '1 min 30.5 s'],
  ])('%d seconds read as a target in running text', (seconds, shown) => {
    expect(formats.span(seconds)).toBe(shown);
  });
});

describe('numbers', () => {
  it('a count is grouped and whole', () => {
    expect(formats.count(12_345_678)).toBe('12,345,678');
  });

  it('a real zero is a zero', () => {
    expect(formats.count(0)).toBe('0');
  });

  it.each([
    [12, '+12'],
    [-5, '−5'],
    [0, '0'],
  ])('points show their sign: %d', (value, shown) => {
    expect(formats.points(value)).toBe(shown);
  });

  it('a percentage has at most one decimal', () => {
    expect(formats.percent(62.46)).toBe('62.5 %');
  });
});

describe('ages', () => {
  it.each([
    [-5000, '0 s'],
    [7999, '7 s'],
    [119_999, '119 s'],
    [180_000, '3 min'],
    [3 * 3_600_000, '3 h'],
    [3 * 86_400_000, '3 d'],
  ])('%d ms is told in one unit and is never negative', (milliseconds, shown) => {
    expect(formats.age(milliseconds)).toBe(shown);
  });
});

describe('times', () => {
  it("are told in the board's timezone, whatever the machine's is", () => {
    expect(createTimes('en', '+03:00').clock(SENT_AT)).toBe('14:05');
    expect(createTimes('en', '-03:30').clockWithSeconds(SENT_AT)).toBe('07:35:19');
  });

  it('midnight is 00:00, not 24:00', () => {
    expect(createTimes('en', '+00:00').clock(Date.UTC(2026, 0, 1))).toBe('00:00');
  });

  it("name the day when it is not the board's today", () => {
    const times = createTimes('en', '+03:00');
    expect(times.moment(SENT_AT - 86_400_000, SENT_AT)).toContain('22');
    expect(times.moment(SENT_AT, SENT_AT)).toBe('14:05');
  });

  it('a range names both days', () => {
    const range = createTimes('en', '+03:00').range('2026-11-01', '2026-11-15');
    expect(range).toMatch(/1.*15.*2026/);
  });
});
