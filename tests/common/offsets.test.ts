import { expect, test } from 'vitest';
import { DEFAULT_QUERY, querySchema } from '../../common/query.ts';
import { offsetOf, parseOffsetMinutes } from '../../common/time.ts';

test('every quarter of an hour from −12:00 to +14:00 is an offset, and is written as it is read', () => {
  for (let minutes = -12 * 60; minutes <= 14 * 60; minutes += 15) {
    const text = offsetOf(minutes);
    expect(text).toMatch(/^[+-]\d\d:\d\d$/);
    expect(parseOffsetMinutes(text)).toBe(minutes);
  }
});

test.each([
  ['-03:30', -210],
  ['\u221203:30', -210],
  ['+5:45', 345],
  ['-00:00', 0],
])('%s is %d minutes east of UTC', (text, minutes) => {
  expect(parseOffsetMinutes(text)).toBe(minutes);
});

test.each(['-12:15', '+14:15', '+03:60', '03:00', '+3', 'UTC', ''])('%s is no offset', (text) => {
  expect(parseOffsetMinutes(text)).toBeNull();
});

test('an offset is sent as the API page has it, however it was written', () => {
  const sent = (timezone: string) => querySchema.parse({ ...DEFAULT_QUERY, timezone }).timezone;
  expect(sent('\u221203:30')).toBe('-03:30');
  expect(sent('+5:45')).toBe('+05:45');
  expect(sent('+03:00')).toBe('+03:00');
  expect(querySchema.safeParse({ ...DEFAULT_QUERY, timezone: '+15:00' }).success).toBe(false);
});
