import { expect, test } from 'vitest';
import { readDuration, readNumber, readTimeOfDay } from '../../common/wire.ts';

const PERCENT = { min: 0, max: 100 };

test.each([
  ['00 15:49:32', 56_972],
  ['00 00:00:00', 0],
  ['02 03:04:05', 183_845],
  ['2749 19:17:56', 237_583_076],
])('%s is %i seconds', (text, seconds) => {
  expect(readDuration(text)).toEqual({ kind: 'value', value: seconds });
});

test.each([null, undefined, '', '-', ' - ', 'NaN', NaN])('%s is no value, never zero', (raw) => {
  expect(readDuration(raw)).toEqual({ kind: 'none' });
  expect(readNumber(raw, PERCENT)).toEqual({ kind: 'none' });
  expect(readTimeOfDay(raw)).toEqual({ kind: 'none' });
});

test.each<[unknown, number]>([
  ['26:03:04', 93_784],
  ['131:09:58', 472_198],
  ['00 24:00:00', 86_400],
  ['7 01:02:03', 608_523],
  ['123456 00:00:00', 10_666_598_400],
  ['4:52', 17_520],
  ['00:00:20.5', 20.5],
  [20, 20],
  [20.25, 20.25],
  ['20', 20],
  ['1,234.5', 1234.5],
  ['٠٠ ٠٠:٠١:٣٠', 90],
])('%s is a duration of %d seconds, though the API page writes it otherwise', (raw, seconds) => {
  expect(readDuration(raw)).toEqual({ kind: 'value', value: seconds });
});

test.each(['00 00:60:00', '1:2:3', 'soon', '4:5', -20, '-00 00:00:20', Infinity, [], {}, true])(
  '%s is no duration',
  (raw) => {
    expect(readDuration(raw)).toEqual({ kind: 'invalid' });
  },
);

test.each([
  [0, 0],
  ['62.5', 62.5],
  [' 7 ', 7],
  [100, 100],
  ['85.5%', 85.5],
  ['85,5 %', 85.5],
  ['٨٥٫٥٪', 85.5],
  ['5e1', 50],
])('%s is the number %d', (raw, value) => {
  expect(readNumber(raw, PERCENT)).toEqual({ kind: 'value', value });
});

test.each<[unknown, number]>([
  ['1,234,567', 1_234_567],
  ['1.234.567', 1_234_567],
  ['1 234', 1234],
  ['1\u202f234', 1234],
  ["12'345", 12_345],
  ['1,234', 1234],
  ['458.0', 458],
  ['1,234.00', 1234],
  ['١٬٢٣٤', 1234],
])('%s is the count %d', (raw, count) => {
  expect(readNumber(raw, { min: 0, max: 1e12, whole: true })).toEqual({ kind: 'value', value: count });
});

test.each(['1,234', '1,23,456', '12,345', '1,234,56', '--5', '5%%', '1 2', '12 %%', '5'.repeat(80)])(
  '%s may be two numbers or none, and is not guessed at',
  (raw) => {
    expect(readNumber(raw, { min: 0, max: 1e6 })).toEqual({ kind: 'invalid' });
  },
);

test('a count has no decimals', () => {
  expect(readNumber(458.5, { min: 0, max: 1e12, whole: true })).toEqual({ kind: 'invalid' });
});

test.each([-1, 101, Infinity, '12px', '0x10', [5], { value: 5 }, true])('%s is no percentage', (raw) => {
  expect(readNumber(raw, PERCENT)).toEqual({ kind: 'invalid' });
});

test.each<[unknown, string]>([
  ['03:00', '03:00'],
  ['3:00', '03:00'],
  ['10:00:00', '10:00'],
  ['7', '07:00'],
  [0, '00:00'],
  ['٠٩:٣٠', '09:30'],
])('%s is the time of day %s', (raw, time) => {
  expect(readTimeOfDay(raw)).toEqual({ kind: 'value', value: time });
});

test.each(['24:00', 24, -1, 9.5, '9:5', '10:60', 'noon', {}])('%s is no time of day', (raw) => {
  expect(readTimeOfDay(raw)).toEqual({ kind: 'invalid' });
});
