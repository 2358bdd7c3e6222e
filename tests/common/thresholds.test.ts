import { expect, test } from 'vitest';
import { healthOf } from '../../common/freshness.ts';
import { DEFAULT_BOARD } from '../../common/settings.ts';
import { defaultThresholds, levelOf, type Level } from '../../common/thresholds.ts';

const csat = defaultThresholds('CSAT', DEFAULT_BOARD);
const waiting = defaultThresholds('averageWaitingTime', DEFAULT_BOARD);

test('defaults follow the metric and the board’s own SLA seconds', () => {
  expect(csat).toMatchObject({ warn: 85, bad: 75 });
  expect(waiting).toMatchObject({ warn: 120, bad: 240 });
  expect(defaultThresholds('totalSessions', DEFAULT_BOARD)).toBeNull();
});

test.each<[number, Level]>([
  [85, 'good'],
  [84.9, 'warn'],
  [75, 'warn'],
  [74.9, 'bad'],
  [0, 'bad'],
])('CSAT %d is %s', (value, level) => {
  expect(levelOf(value, 'higher', csat)).toBe(level);
});

test.each<[number, Level]>([
  [120, 'good'],
  [121, 'warn'],
  [241, 'bad'],
])('an average waiting time of %d s against 2 min is %s', (value, level) => {
  expect(levelOf(value, 'lower', waiting)).toBe(level);
});

test('a status follows its value at once, back over the limit too', () => {
  const seen = [84.9, 85.1, 74.9, 75, 90].map((value) => levelOf(value, 'higher', csat));
  expect(seen).toEqual(['warn', 'good', 'bad', 'warn', 'good']);
});

test('a board without SLA seconds has no thresholds for the average of that time', () => {
  const query = { ...DEFAULT_BOARD.query, sla: { service: 60, response: 30, waiting: 0 } };
  expect(defaultThresholds('averageWaitingTime', { ...DEFAULT_BOARD, query })).toBeNull();
});

test('how long a service takes is judged once a board has a target for it', () => {
  expect(defaultThresholds('averageServiceTime', DEFAULT_BOARD)).toBeNull();
  const slaTargets = { ...DEFAULT_BOARD.slaTargets, service: { warn: 80, bad: 70 } };
  expect(defaultThresholds('averageServiceTime', { ...DEFAULT_BOARD, slaTargets })).toEqual({ warn: 60, bad: 120 });
});

test('no value has no level', () => {
  expect(levelOf(null, 'higher', csat)).toBe('neutral');
});

test('data is late after two missed intervals and lost after five', () => {
  expect(healthOf(null, 18_000)).toBe('none');
  expect(healthOf(36_000, 18_000)).toBe('fresh');
  expect(healthOf(36_001, 18_000)).toBe('late');
  expect(healthOf(90_001, 18_000)).toBe('lost');
});
