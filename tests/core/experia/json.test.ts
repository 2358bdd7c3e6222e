import fc from 'fast-check';
import { expect, test } from 'vitest';
import { MAX_JSON_DEPTH, parseJson } from '../../../core/experia/json.ts';

const parsed = (text: string): unknown => {
  const result = parseJson(text);
  return result.ok ? result.value : result.error;
};

test.each([
  ['9007199254740993', '9007199254740993'],
  ['-9007199254740993', '-9007199254740993'],
  ['123456789012345678901234567890', '123456789012345678901234567890'],
  ['1e999', '1e999'],
  ['-1e999', '-1e999'],
  ['1E+999', '1E+999'],
  ['1e-999', '1e-999'],
  ['1e20', '1e20'],
  ['9007199254740993.0', '9007199254740993.0'],
  ['7'.repeat(400), '7'.repeat(400)],
  ['7'.repeat(100_000), '7'.repeat(100_000)],
])('the number %s, which JavaScript cannot hold, is kept as a text with its very digits', (number, kept) => {
  expect(parsed(`[${number}]`)).toEqual([kept]);
  expect(parsed(`{"total" : ${number} , "rows":[{"client_id":${number}}]}`)).toEqual({
    total: kept,
    rows: [{ client_id: kept }],
  });
  expect(parsed(number)).toBe(kept);
});

test.each([
  ['9007199254740991', 9_007_199_254_740_991],
  ['-0', -0],
  ['0', 0],
  ['0.0', 0],
  ['0e5', 0],
  ['1e5', 100_000],
  ['12.5', 12.5],
  ['0.1234567890123456789', 0.12345678901234568],
  ['33.333333333333336', 33.333333333333336],
])('the number %s stays a number', (number, value) => {
  expect(parsed(`[${number}]`)).toEqual([value]);
});

test.each(['NaN', 'Infinity', '-Infinity'])('%s, which is no JSON, is no value and spoils no other', (word) => {
  expect(parsed(`[{"a":${word},"b":1},${word}]`)).toEqual([{ a: null, b: 1 }, null]);
});

test.each([
  '{9007199254740993:1}',
  '{ 1e999 : 1}',
  '[01234567890123456789]',
  '[1234567890123456.]',
  '[--1234567890123456]',
  '[Nan]',
  '[NaNa]',
  '[infinity]',
  '[- 1]',
  '[1',
  '',
  '["a]',
])('%s is no JSON and does not become any', (text) => {
  expect(parsed(text)).toBe('notJson');
});

test('what stands in strings is never touched', () => {
  const value = { NaN: 'NaN, 9007199254740993 and 1e999', '9007199254740993': '\\"1e999', 'x\\': '"', y: '[{' };
  expect(parsed(JSON.stringify(value))).toEqual(value);
});

test('all that JavaScript can hold is read as its own parser reads it', () => {
  fc.assert(
    fc.property(fc.jsonValue({ maxDepth: 5 }), fc.constantFrom(0, 2), (value, indent) => {
      fc.pre(!/\d{16}|e[+-]?\d{2}/.test(JSON.stringify(value)));
      expect(parsed(JSON.stringify(value, null, indent))).toEqual(JSON.parse(JSON.stringify(value)));
    }),
    { numRuns: 500 },
  );
});

test('depth is counted outside of strings, whatever is escaped in them', () => {
  const nested = (depth: number): string => `${'['.repeat(depth)}"\\\\\\"[[{"${']'.repeat(depth)}`;
  expect(parseJson(nested(MAX_JSON_DEPTH)).ok).toBe(true);
  expect(parsed(nested(MAX_JSON_DEPTH + 1))).toBe('shape');
});

test('lone surrogates are replaced, in names and values, and pairs stay', () => {
  expect(parsed('["\\ud83d","\\ud83d\\ude00",{"\\udc00":1}]')).toEqual(['\ufffd', '😀', { '\ufffd': 1 }]);
});
