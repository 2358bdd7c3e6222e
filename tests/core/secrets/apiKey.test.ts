import { expect, test } from 'vitest';
import { checkApiKey, hashApiKey } from '../../../core/secrets/apiKey.ts';

test.each([' abc-123 ', '\nabc-123\r\n', '"abc-123"', "'abc-123'", '“abc-123”', ' "abc-123"\n'])(
  '%j is the key abc-123',
  (text) => {
    expect(checkApiKey(text)).toEqual({ ok: true, value: 'abc-123' });
  },
);

test.each([
  ['', 'empty'],
  [' \n', 'empty'],
  ['""', 'empty'],
  ['a b', 'badCharacters'],
  ['a\nb', 'badCharacters'],
  ['مفتاح', 'badCharacters'],
  ['x'.repeat(10_240), 'tooLong'],
])('%j is refused before it is used', (text, problem) => {
  expect(checkApiKey(text)).toEqual({ ok: false, error: problem });
});

test('the name under which a key is counted gives nothing of it away', () => {
  expect(hashApiKey('secret')).toMatch(/^[0-9a-f]{32}$/);
  expect(hashApiKey('secret')).not.toBe(hashApiKey('secret2'));
});
