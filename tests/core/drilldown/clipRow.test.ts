import { expect, test } from 'vitest';
import { clipRow } from '../../../core/drilldown/clipRow.ts';

test('rows of usual size stay as they are', () => {
  const row = { id: 1, name: 'x', nested: { list: [1, null, { a: true }] } };
  expect(clipRow(row)).toEqual(row);
  expect(clipRow([1, 'two', null])).toEqual([1, 'two', null]);
  expect(clipRow('text')).toBe('text');
});

test.each([
  ['a megabyte in a cell', { text: 'x'.repeat(1_000_000) }],
  ['a megabyte as the name of a field', { ['n'.repeat(1_000_000)]: 1 }],
  ['a hundred thousand values', { list: Array.from({ length: 100_000 }, (_, i) => ({ i })) }],
  ['a hundred thousand fields', Object.fromEntries(Array.from({ length: 100_000 }, (_, i) => [`f${i}`, i]))],
])('%s is cut, and says so', (_, row) => {
  const text = JSON.stringify(clipRow(row));
  expect(text.length).toBeLessThan(150_000);
  expect(text).toContain('…');
});

test('names that mean something to a language stay plain fields', () => {
  const row: unknown = JSON.parse('{"__proto__":{"x":1},"constructor":"c"}');
  expect(JSON.stringify(clipRow(row))).toBe('{"__proto__":{"x":1},"constructor":"c"}');
});
