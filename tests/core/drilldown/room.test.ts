import { expect, test } from 'vitest';
import { createMask } from '../../../core/drilldown/masking.ts';
import { createKnownSecrets } from '../../../core/secrets/knownSecrets.ts';
import { BREAKDOWN, maskFor, SESSIONS } from './support/maskFor.ts';

const NO_FIELDS: ReadonlySet<string> = new Set();
const unmasked = createMask(new Uint8Array(32), createKnownSecrets());
/** A row as the desk gets it when its owner shows personal data. */
const shown = (row: unknown): unknown =>
  unmasked.prepare(row, { card: SESSIONS, masked: false, shownFields: NO_FIELDS });

test('rows of usual size stay as they are', () => {
  const row = { id: 1, name: 'x', nested: { list: [1, null, { a: true }] } };
  expect(shown(row)).toEqual(row);
  expect(shown([1, 'two', null])).toEqual([1, 'two', null]);
  expect(shown('text')).toBe('text');
});

const HUGE: readonly (readonly [string, unknown])[] = [
  ['a megabyte in a cell', { text: 'x'.repeat(1_000_000) }],
  ['a megabyte as the name of a field', { ['n'.repeat(1_000_000)]: 1 }],
  ['a hundred thousand values', { list: Array.from({ length: 100_000 }, (_, i) => ({ i })) }],
  ['a hundred thousand fields', Object.fromEntries(Array.from({ length: 100_000 }, (_, i) => [`f${i}`, i]))],
  ['a thousand long texts', { list: Array.from({ length: 1_000 }, () => '1'.repeat(20_000)) }],
];

test.each(HUGE)('%s is cut, and says so', (_, row) => {
  const text = JSON.stringify(shown(row));
  expect(text.length).toBeLessThan(150_000);
  expect(text).toContain('…');
});

test.each(HUGE)('%s makes no masked row longer than what a screen can hold', (_, row) => {
  for (const card of [SESSIONS, BREAKDOWN]) expect(JSON.stringify(maskFor(card)(row)).length).toBeLessThan(200_000);
});

test('names that mean something to a language stay plain fields', () => {
  const row: unknown = JSON.parse('{"__proto__":{"x":1},"constructor":"c"}');
  expect(JSON.stringify(shown(row))).toBe('{"__proto__":{"x":1},"constructor":"c"}');
});

test('a number or an address that is cut is masked as a whole, wherever the cut falls', () => {
  const mask = maskFor(BREAKDOWN);
  for (let before = 19_980; before <= 20_000; before += 1) {
    const row = JSON.stringify(mask({ tag: `${'x'.repeat(before - 1)} +201012345678` }));
    expect(row).not.toMatch(/2010|x \+2/);
    expect(JSON.stringify(mask({ tag: `${'x'.repeat(before - 1)} canary@example.com` }))).not.toContain('canary');
  }
});
