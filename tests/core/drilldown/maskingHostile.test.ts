import { expect, test } from 'vitest';
import { parseJson } from '../../../core/experia/json.ts';
import { BREAKDOWN, maskFor, SESSIONS } from './support/maskFor.ts';

const CARDS = [SESSIONS, BREAKDOWN] as const;
const FIELDS = [
  'session_key',
  'client_id',
  'username',
  'created_date',
  'status',
  'type',
  'agent_email',
  'note',
  'total',
];
const MEGABYTE = 1_000_000;
const LONG: readonly string[] = [
  '1',
  '٠',
  '@',
  '+',
  ' ',
  '(',
  'a',
  '%31',
  '&#49;',
  '1 ',
  'a@',
  '{"',
  '[',
  '\u200b',
  '"',
  '\\',
  '-',
];

test.each(LONG)('a megabyte of %j in any field, or as a name of one, makes a short row', (part) => {
  const text = part.repeat(MEGABYTE / part.length);
  for (const card of CARDS) {
    const mask = maskFor(card);
    for (const field of FIELDS) expect(JSON.stringify(mask({ [field]: text })).length).toBeLessThan(150_000);
    expect(JSON.stringify(mask({ [text]: text, [`${text}x`]: [text] })).length).toBeLessThan(150_000);
  }
});

test('numbers that JavaScript cannot hold spoil no row', () => {
  const read = parseJson('[1e999,-1e999,1e-999,-0,9007199254740993,{"total":1e999,"client_id":9007199254740993}]');
  for (const card of CARDS) {
    const rows = read.ok && Array.isArray(read.value) ? read.value.map(maskFor(card)) : [];
    expect(rows).toHaveLength(6);
  }
  // What has no JSON, made by something else than a reply.
  for (const card of CARDS) for (const value of [Infinity, -Infinity, NaN]) maskFor(card)({ x: value, total: value });
});

test('of a list that never ends no more values are looked at than a row may have', () => {
  let looks = 0;
  const list = new Proxy(
    Array.from({ length: 200_000 }, (_, index) => index),
    {
      get(target, name): unknown {
        looks += 1;
        return Reflect.get(target, name);
      },
    },
  );
  for (const card of CARDS) {
    looks = 0;
    maskFor(card)({ note: list });
    expect(looks).toBeLessThan(20_000);
  }
});

test('thousands of names that are spelt alike lose no value', () => {
  const names = Array.from(
    { length: 3_000 },
    (_, index) => `05012345${'\u200b'.repeat(index % 20)}67${'\u200c'.repeat(index)}`,
  );
  const row = Object.fromEntries(names.map((name, index) => [name.slice(0, 150), index]));
  for (const card of CARDS) expect(Object.keys(maskFor(card)(row) as object)).toHaveLength(Object.keys(row).length);
});

test('texts of JSON inside texts of JSON come to an end', () => {
  let text = '"0501234567"';
  for (let depth = 0; depth < 12; depth += 1) text = JSON.stringify([text]);
  for (const card of CARDS) expect(JSON.stringify(maskFor(card)({ note: text }))).not.toContain('12345');
});
