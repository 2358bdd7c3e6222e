import fc from 'fast-check';
import { expect, test } from 'vitest';
import { clipTexts, createMask } from '../../../core/drilldown/masking.ts';

const mask = createMask(new Uint8Array(32).fill(7));
const masked = (row: unknown): string => JSON.stringify(mask(row));
const STAND_IN = /^[^@]*•••\S*#[a-z2-9]{5}$/;

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
])('the phone number %j is masked as a value, inside text, as a name of a field and inside nested values', (phone) => {
  const rows = [
    { username: phone },
    { note: `call ${phone}, please` },
    { [phone]: 3 },
    { deep: { list: [{ x: phone }] } },
    [phone],
    phone,
  ];
  for (const row of rows) expect(masked(row)).not.toContain(phone);
});

test.each(['agent@example.com', 'Sara.K+test@mail.example.co.uk', 'سارة@مثال.السعودية', "o'neil@example.org"])(
  'the e-mail address %j is masked wherever it stands',
  (email) => {
    for (const row of [{ agent_email: email }, { note: `from <${email}>.` }, { [email]: 1 }, [[email]], email])
      expect(masked(row)).not.toContain(email);
  },
);

test.each([
  ['username', '@sara_92'],
  ['client_name', 'سارة أحمد'],
  ['clientName', 'Sara Ahmed'],
  ['agent', 'Omar'],
  ['phoneNumber', '12345'],
  ['mobile', 1234567],
  ['customer_phone', 966501234567],
  ['contact', '555-0100'],
])('the whole value of %s is masked, whatever it looks like', (field, value) => {
  const row = mask({ [field]: value }) as Record<string, unknown>;
  expect(row[field]).toMatch(STAND_IN);
});

test('the name of somebody is masked where the field around it is a person', () => {
  expect(masked({ agent: { name: 'Omar', id: 5 } })).toMatch(/^\{"agent":\{"name":"•••#\w{5}","id":5\}\}$/);
  expect(mask({ tag: { name: 'Billing' } })).toEqual({ tag: { name: 'Billing' } });
});

test('a long number is taken for a phone number, unless its field says that it is something else', () => {
  expect(mask({ contact_id: 966501234567 })).not.toEqual({ contact_id: 966501234567 });
  const row = { created_at: 1_795_345_200_000, total_bytes: 123_456_789_012, session_key: '8412345678' };
  expect(mask(row)).toEqual(row);
});

test('what is no personal data stays as it is', () => {
  const row = {
    session_key: 'abc123xyz',
    client_id: 10001,
    created_date: '2026-01-15T10:30:00.000000Z',
    local: '2026-01-15 10:30:00',
    european: '15-01-2026 10:30',
    waiting_time: '00 00:01:15',
    share: 12.5,
    exact: '123456.7890123',
    peak: '14:00',
    status: 'CLOSED',
    type: 'whatsapp',
    tags: ['Billing', 'Refund 2026'],
    id: '550e8400-e29b-41d4-a716-446655440000',
    amount: '1,204,500',
    empty: '',
    nothing: null,
    flag: true,
  };
  expect(mask(row)).toEqual(row);
});

test('the same person gets the same stand-in in every spelling, other people and other secrets another one', () => {
  const of = (value: unknown): unknown => (mask({ username: value }) as { username: unknown }).username;
  expect(new Set(['+966 50 123 4567', '00966501234567', '966501234567', '٩٦٦٥٠١٢٣٤٥٦٧'].map(of)).size).toBe(1);
  expect(of('966501234568')).not.toBe(of('966501234567'));
  const other = createMask(new Uint8Array(32).fill(8));
  expect(other({ username: '966501234567' })).not.toEqual(mask({ username: '966501234567' }));
});

test('hundreds of agents keep apart, so that rows can still be counted by agent', () => {
  const emails = Array.from({ length: 500 }, (_, i) => `agent${i}@example.com`);
  expect(new Set(emails.map((email) => masked([email]))).size).toBe(emails.length);
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
      expect(masked(row)).not.toContain(digits.slice(0, -2));
    }),
  );
});

test('dangerous names of fields survive as plain fields, and a megabyte in a cell is cut', () => {
  const row = JSON.parse('{"__proto__":{"x":1},"constructor":"c","":"e"}') as unknown;
  expect(masked(row)).toBe('{"__proto__":{"x":1},"constructor":"c","":"e"}');
  const long = { text: 'x'.repeat(1_000_000), list: ['y'.repeat(1_000_000)] };
  expect(masked(long).length).toBeLessThan(50_000);
  expect(JSON.stringify(clipTexts(long)).length).toBeLessThan(50_000);
});
