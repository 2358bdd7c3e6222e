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

test.each(['00 24:00:00', '00 00:60:00', '1:2:3', 20, [], {}, true])('%s is no duration', (raw) => {
  expect(readDuration(raw)).toEqual({ kind: 'invalid' });
});

test.each([
  [0, 0],
  ['62.5', 62.5],
  [' 7 ', 7],
  [100, 100],
])('%s is the number %d', (raw, value) => {
  expect(readNumber(raw, PERCENT)).toEqual({ kind: 'value', value });
});

test.each([-1, 101, Infinity, '12px', '0x10', [5], { value: 5 }, true])('%s is no percentage', (raw) => {
  expect(readNumber(raw, PERCENT)).toEqual({ kind: 'invalid' });
});

test('times of day are kept as written and checked', () => {
  expect(readTimeOfDay('03:00')).toEqual({ kind: 'value', value: '03:00' });
  expect(readTimeOfDay('24:00')).toEqual({ kind: 'invalid' });
  expect(readTimeOfDay('3:00')).toEqual({ kind: 'invalid' });
});
