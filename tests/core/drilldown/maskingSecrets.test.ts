import { expect, test } from 'vitest';
import { createMask } from '../../../core/drilldown/masking.ts';
import { createKnownSecrets } from '../../../core/secrets/knownSecrets.ts';
import { BREAKDOWN, SESSIONS } from './support/maskFor.ts';

const KEY = 'exp_live+9f/3A=="\\k7&Q2<z>';
const PLAIN_KEY = 'Zk29fQvTb7LmX4wR';
const NO_FIELDS: ReadonlySet<string> = new Set();
const RULES = [
  { card: SESSIONS, masked: false, shownFields: NO_FIELDS },
  { card: SESSIONS, masked: true, shownFields: new Set(['note']) },
  { card: BREAKDOWN, masked: true, shownFields: NO_FIELDS },
] as const;

function maskKnowing(...secrets: readonly string[]): (row: unknown) => string {
  const known = createKnownSecrets();
  const mask = createMask(new Uint8Array(32), known);
  // Secrets become known while the app runs.
  for (const secret of secrets) known.add(secret);
  return (row) => JSON.stringify(RULES.map((rules) => mask.prepare(row, rules)));
}

const ENCODINGS: Readonly<Record<string, (secret: string) => string>> = {
  'as it is': (secret) => secret,
  'in other letters': (secret) => secret.toLowerCase(),
  'inside a word': (secret) => `key${secret}end`,
  'in JSON': (secret) => `x ${JSON.stringify({ key: secret })}`,
  'in JSON in JSON': (secret) => `x ${JSON.stringify(JSON.stringify({ key: secret }))}`,
  'with escaped slashes': (secret) =>
    JSON.stringify(secret)
      .slice(1, -1)
      .replaceAll('/', String.raw`\/`),
  'in an address': (secret) => `https://x/?k=${encodeURIComponent(secret)}`,
  'in a form': (secret) => new URLSearchParams({ k: secret }).toString(),
  'in base64': (secret) => Buffer.from(secret).toString('base64'),
  'in base64 behind a name': (secret) => Buffer.from(`me:${secret}`).toString('base64'),
  'in base64 for addresses': (secret) => Buffer.from(`m:${secret}`).toString('base64url'),
  'in hexadecimal': (secret) => Buffer.from(secret).toString('hex'),
  'in HTML': (secret) => secret.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;'),
  'each character as a code': (secret) =>
    [...secret].map((sign) => `%${(sign.codePointAt(0) ?? 0).toString(16)}`).join(''),
  'with invisible characters between': (secret) => [...secret].join('\u200b'),
  'in wide letters': (secret) =>
    [...secret].map((sign) => String.fromCodePoint((sign.codePointAt(0) ?? 0) + 0xfee0)).join(''),
};

test.each(Object.entries(ENCODINGS))(
  'a known key %s is hidden in every card, in values and names, masked or not',
  (_, write) => {
    for (const key of [KEY, PLAIN_KEY]) {
      const text = maskKnowing(key);
      const written = write(key);
      const part = written.slice(4, 20);
      for (const row of [
        { note: written },
        { session_key: `a ${written} b` },
        { [written]: 1 },
        [{ deep: { list: [written] } }],
        written,
      ]) {
        expect(text(row)).not.toContain(JSON.stringify(part).slice(1, -1));
        expect(text(row)).not.toContain(written);
      }
    }
  },
);

test('what stands beside a key is left', () => {
  const text = maskKnowing(PLAIN_KEY);
  expect(text({ note: `your key ${PLAIN_KEY} works` })).toBe(
    JSON.stringify(RULES.map(() => ({ note: 'your key ••• works' }))),
  );
});

test('a key of digits alone is hidden as a number too', () => {
  const text = maskKnowing('820471936655');
  for (const row of [{ note: 820_471_936_655 }, [820_471_936_655], { total: 1_820_471_936_655 }])
    expect(text(row)).not.toContain('820471936655');
});

test('of a key that is cut off at the end of a long text nothing is left', () => {
  const text = maskKnowing(PLAIN_KEY);
  for (let before = 19_982; before <= 20_000; before += 1)
    expect(text({ note: `${'x '.repeat(before / 2)}${PLAIN_KEY}` })).not.toMatch(/Zk2/);
});

test('of a key that is cut off in the name of a field nothing is left', () => {
  const text = maskKnowing(PLAIN_KEY);
  for (let before = 180; before <= 200; before += 1)
    expect(text({ [`${'x'.repeat(before)} ${PLAIN_KEY}`]: 1 })).not.toMatch(/Zk2/);
});

test('secrets of less than twelve characters may be words, and stay', () => {
  expect(maskKnowing('welcome1234')({ note: 'welcome1234' })).toContain('welcome1234');
  expect(maskKnowing('welcome12345')({ note: 'welcome12345' })).not.toContain('welcome12345');
});

test('a key that becomes known later is hidden from then on', () => {
  const known = createKnownSecrets();
  const mask = createMask(new Uint8Array(32), known);
  const rules = RULES[2];
  expect(mask.prepare({ tag: PLAIN_KEY }, rules)).toEqual({ tag: PLAIN_KEY });
  known.add(PLAIN_KEY);
  expect(mask.prepare({ tag: PLAIN_KEY }, rules)).toEqual({ tag: '•••' });
});
