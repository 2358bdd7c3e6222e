import fc from 'fast-check';
import { expect, test } from 'vitest';
import { digitsLeft } from './support/digitsLeft.ts';
import { BREAKDOWN, maskFor, SESSIONS } from './support/maskFor.ts';

const mask = maskFor(BREAKDOWN);
const inSessions = maskFor(SESSIONS);
/** What a reader gets of a row in cards of either kind. */
const masked = (row: unknown): string => JSON.stringify([mask(row), inSessions(row)]);

test.each([
  '966501234567',
  '+966 50 123 4567',
  '00966501234567',
  '0501234567',
  '050-123-4567',
  '(050) 123 4567',
  '+966\u200e501\u202c234567',
  '٠٥٠١٢٣٤٥٦٧',
  '+٩٦٦ ٥٠ ١٢٣ ٤٥٦٧',
  '۰۵۰۱۲۳۴۵۶۷',
  '050/123/4567',
  '050_123_4567',
  '966,501,234,567',
  '٠٥٠،١٢٣،٤٥٦٧',
  '050·123·4567',
  '050*123*4567',
  '050|123|4567',
  '050:123:4567',
  '966+50+123+4567',
  '050ـ123ـ4567',
  '\u061c050\u061c123\u061c4567',
  '+966\u2060501\u2060234567',
  '050\u2212123\u22124567',
  '（050）123－4567',
  '0️⃣5️⃣0️⃣1️⃣2️⃣3️⃣4️⃣5️⃣6️⃣7️⃣',
  '⓪⑤⓪①②③④⑤⑥⑦',
  '𝟎𝟓𝟎𝟏𝟐𝟑𝟒𝟓𝟔𝟕',
  '9   6   6   5   0   1   2   3   4   5   6   7',
  '0501\n234567',
  '966501234567.0',
  '050.1234567',
  '966.501234567',
  '77.0501234567',
  '0501-23-4567',
  '9665-01-23-4567',
  '966-50-12-34567',
  '2050-12-34567',
  '05.01.2345.67',
  '00000000-0000-0000-0000-966501234567',
  '%39%36%36%35%30%31%32%33%34%35%36%37',
  '&#57;&#54;&#54;&#53;&#48;&#49;&#50;&#51;&#52;&#53;&#54;&#55;',
  'https://wa.me/966501234567?text=hello',
  'wa-966501234567-20260115',
])(
  'the phone number in %j is masked as a value, inside text, as a name of a field and inside nested values',
  (phone) => {
    const rows = [
      { username: phone },
      { note: `call ${phone}, please` },
      { [phone]: 3 },
      { deep: { list: [{ x: phone }] } },
      { reply: JSON.stringify({ to: [phone] }) },
      [phone],
      phone,
    ];
    for (const row of rows) expect(digitsLeft(masked(row))).not.toMatch(/12345|34567/);
  },
);

/** Digits that stand beside a number in rows, and by themselves are left as they are. */
const NEIGHBOURS = [
  '',
  '5',
  '12345',
  '12345678',
  '2026-01-15',
  '15-01-2026',
  '15/01/2026',
  '2026-01-15T10:30:00.123456Z',
  '20260115103000',
  '10:30',
  '00 15:49:32',
  '08.00 - 16.00',
  '1768473000000',
  '1.204.500.000',
  '12.3456789 %',
  '550e8400-e29b-41d4-a716-446655440000',
  'no digits',
  '0507654321',
  '966507654321',
  '+966 50 765 4321',
];
const JOINTS = [' ', '  ', '\n', '\t', ',', ', ', ';', '/', ' - ', '-', '_', '.', ':', '|', ' و '];
const FIELDS = [
  'x',
  'note',
  'session_key',
  'total',
  'created_at',
  'agent',
  'summary',
  'account',
  'updated_by',
  'message',
];

test('a number is masked however it is grouped, whatever stands beside it, in whatever field', () => {
  const neighbour = fc.constantFrom(...NEIGHBOURS);
  const input = fc.record({
    code: fc.constantFrom('+966', '00966', '966', '0'),
    rest: fc.stringMatching(/^5[0-9]{8}$/),
    groups: fc.constantFrom(/^(..)(...)(.*)$/, /^(..)(....)(.*)$/, /^(...)(...)(.*)$/, /^(.)(....)(.*)$/, /^()()(.*)$/),
    gap: fc.constantFrom(' ', '-', '.', '/', '_', ' - ', '\u200e', '\u00a0'),
    before: neighbour,
    after: neighbour,
    joint: fc.constantFrom(...JOINTS),
    field: fc.constantFrom(...FIELDS),
  });
  fc.assert(
    fc.property(input, ({ code, rest, groups, gap, before, after, joint, field }) => {
      const number = [code, ...rest.replace(groups, '$1 $2 $3').split(' ')].filter((group) => group !== '').join(gap);
      const text = `${before}${joint}${groups.source.startsWith('^()') ? code + rest : number}${joint}${after}`;
      // All but the two that a stand-in shows.
      const hidden = rest.slice(0, -2);
      fc.pre(!digitsLeft(before + after).includes(hidden));
      expect(digitsLeft(masked({ [field]: text }))).not.toContain(hidden);
    }),
    { numRuns: 2_000 },
  );
});

test('no row of any shape keeps more of a phone number than its last two digits', () => {
  const phone = fc.stringMatching(/^(\+|00)[1-9][0-9]{9,12}$/);
  const shape = phone.chain((number) =>
    fc.record({
      number: fc.constant(number),
      row: fc.object({ maxDepth: 3, values: [fc.constant(number), fc.constant(`x ${number} y`), fc.string()] }),
    }),
  );
  fc.assert(
    fc.property(shape, ({ number, row }) => {
      const digits = number.replace(/^\+|^00/, '');
      expect(digitsLeft(masked(row))).not.toContain(digits.slice(0, -2));
    }),
  );
});

test.each(['session_key', 'total_bytes', 'created_at', 'account', 'summary', 'sentiment', 'corporate', 'candidate'])(
  'no name of a field, not even %s, hides a number that shows what it is',
  (field) => {
    for (const value of [
      '+201012345678',
      '00201012345678',
      '0501234567',
      '966501234567',
      'wa_966501234567',
      966501234567,
    ])
      expect(digitsLeft(masked({ [field]: value }))).not.toMatch(/12345/);
  },
);

test.each([966501234567, -966501234567, 966501234567.5, 9665012345670000, 123456789])(
  'the JSON number %d is taken for a phone number',
  (value) => {
    expect(mask({ x: value })).toEqual({ x: expect.stringMatching(/^•••\d\d#[a-z2-9]{7}$/) });
  },
);

test('several numbers in one text are told apart, and what stands between them stays', () => {
  const text = String(mask('0501234567, 0501234568\n0501234569; ext 12'));
  expect(text).toMatch(/^•••67#\w{7}, •••68#\w{7}\n•••69#\w{7}; ext 12$/);
  expect(mask('2026-01-15 966501234567 10:30')).toMatch(/^2026-01-15 •••67#\w{7} 10:30$/);
});

test('the same person gets the same stand-in in every spelling, other people and other secrets another one', () => {
  const of = (value: unknown): unknown => (mask({ username: value }) as { username: unknown }).username;
  const spellings = [
    '+966 50 123 4567',
    '00966501234567',
    '966501234567',
    '٩٦٦٥٠١٢٣٤٥٦٧',
    '0501234567',
    '(050) 123-4567',
  ];
  expect(new Set(spellings.map(of)).size).toBe(1);
  expect(of('966501234568')).not.toBe(of('966501234567'));
  const other = maskFor(BREAKDOWN, { secretByte: 8 });
  expect(other({ username: '966501234567' })).not.toEqual(mask({ username: '966501234567' }));
});
