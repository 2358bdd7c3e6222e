import { expect, test } from 'vitest';
import { cardQueryKey, DEFAULT_QUERY, distinctQueries, summaryQueryKey, type Query } from '../../common/query.ts';

const query = (change: Partial<Query>): Query => ({ ...DEFAULT_QUERY, ...change });

test.each<[string, Partial<Query>, Partial<Query>]>([
  ['today', { filter: 'daily' }, { filter: 'TODAY' }],
  ['this week', { filter: 'weekly' }, { filter: 'WEEK' }],
  ['this month', { filter: 'monthly' }, { filter: 'MONTH' }],
  ['channels in another order', { channels: [1, 2, 3] }, { channels: [3, 1, 2] }],
  ['a channel named twice', { channels: [1, 2] }, { channels: [1, 2, 2] }],
  ['an agent in capitals', { email: 'Reem@Example.com' }, { email: ' reem@example.com' }],
  ['shifts and category, which go to cards only', {}, { shiftIDs: [1], for: 'hospitality' }],
  ['thresholds of the same seconds', { sla: { service: 60, response: 30, waiting: 120 } }, {}],
])('%s is one question of the summary, however it is written', (_what, one, other) => {
  expect(summaryQueryKey(query(one))).toBe(summaryQueryKey(query(other)));
  expect(distinctQueries([query(one), query(other)]).size).toBe(1);
});

test.each<[string, Partial<Query>]>([
  ['period', { filter: 'weekly' }],
  ['range', { filter: '2026-11-01 to 2026-11-22' }],
  ['channel', { channels: [1] }],
  ['kind of id, a text instead of a number,', { channels: ['101'] }],
  ['group', { groupsID: [1] }],
  ['agent', { email: 'reem@example.com' }],
  ['timezone', { timezone: '+02:00' }],
  ['threshold', { sla: { service: 61, response: 30, waiting: 120 } }],
])('another %s is another question', (_what, change) => {
  const asked = query({ channels: [101] });
  const other = { ...asked, ...change };
  expect(summaryQueryKey(other)).not.toBe(summaryQueryKey(asked));
  expect([...distinctQueries([asked, other]).values()]).toEqual([asked, other]);
});

test('the rows of a card are one question too, and another where shifts or category differ', () => {
  const one = query({ filter: 'TODAY', shiftIDs: [1, 2], channels: ['7'] });
  expect(cardQueryKey(one)).toBe(cardQueryKey(query({ shiftIDs: [2, 1], channels: ['7'] })));
  expect(cardQueryKey(one)).not.toBe(cardQueryKey({ ...one, shiftIDs: [1] }));
  expect(cardQueryKey(one)).not.toBe(cardQueryKey({ ...one, shiftIDs: ['1', 2] }));
  expect(cardQueryKey(one)).not.toBe(cardQueryKey({ ...one, for: 'hospitality' }));
});
