import { expect, test } from 'vitest';
import { BREAKDOWN, maskFor, SESSIONS } from './support/maskFor.ts';

const mask = maskFor(BREAKDOWN);
const inSessions = maskFor(SESSIONS);
/** What a reader gets of a row in cards of either kind. */
const masked = (row: unknown): string => JSON.stringify([mask(row), inSessions(row)]);

test.each([
  'agent',
  'user',
  'owner',
  'operator',
  'supervisor',
  'employee',
  'login',
  'sender',
  'contact',
  'assignedTo',
  'username',
  'username1',
  'userName',
  'user_name',
  'AGENT_NAME',
  'AgentName',
  'Agent Name',
  'agentname',
  'agent_full_name',
  'agent.name',
  'agent/name',
  'name_of_agent',
  'client_name_ar',
  'employee_name',
  'doctor_name',
  'display_name',
  'created_by',
  'closed_by',
  'taken_by',
  'transferred_from',
  'from_agent',
  'to_agent',
  'agent_from',
  'email',
  'whatsapp',
  'اسم العميل',
  'الموظف',
])('whoever is in %s is masked, alone, in a list, inside and in a text of JSON', (field) => {
  const values = [
    'Omar',
    ['Omar', 'Omar'],
    { value: 'Omar' },
    { label: 'Omar' },
    [{ x: 'Omar' }],
    { a: { b: 'Omar' } },
  ];
  for (const value of values) {
    expect(masked({ [field]: value })).not.toContain('Omar');
    expect(masked({ reply: JSON.stringify({ [field]: value }) })).not.toContain('Omar');
  }
});

test.each([
  ['phone', '12345'],
  ['phoneNumber', '12345'],
  ['mobile', 1234567],
  ['username', 12345],
  ['agent_name', 12345],
  ['customer_phone', 966501234567],
  ['contact', '555-0100'],
  ['ani', '1234567'],
  ['cell', '1234567'],
  ['fax', '1234567'],
  ['tel.', '1234567'],
  ['Tel No', '1234567'],
  ['wa_id', '11234567'],
  ['number', '1234567'],
  ['from', '11234567'],
  ['رقم الجوال', '1234567'],
])('in %s a short number is masked too: %j', (field, value) => {
  expect(mask({ [field]: value })).toEqual({ [field]: expect.stringMatching(/^•••(\d\d)?#[a-z2-9]{7}$/) });
});

test('a number in parts is masked in each part', () => {
  expect(masked({ phone: { country: '966', local: '1234567' } })).not.toContain('12345');
});

test('people as names of fields are masked, the fields that tell of them are not', () => {
  for (const maskCard of [mask, inSessions]) {
    const text = (row: unknown): string => JSON.stringify(maskCard(row));
    expect(text({ agents: { Omar: 3, Sara: 4 } })).toMatch(/^\{"agents":\{"•••#\w{7}":3,"•••#\w{7}":4\}\}$/);
    expect(text({ by_agent: { Omar: { sessions: 3 } } })).toMatch(/^\{"by_agent":\{"•••#\w{7}":\{"sessions":3\}\}\}$/);
  }
  const told = { agent: { id: 5, count: 3, status: 'online', last_seen: 1_768_473_000 } };
  expect(mask(told)).toEqual(told);
});

test('a bare name is that of somebody where the record or the field around it is about somebody', () => {
  expect(JSON.stringify(mask({ agent: { name: 'Omar', id: 5 } }))).toMatch(
    /^\{"agent":\{"name":"•••#\w{7}","id":5\}\}$/,
  );
  expect(masked({ agent: { profile: { name: 'Omar' } } })).not.toContain('Omar');
  expect(masked({ agent_id: 5, name: 'Omar' })).not.toContain('Omar');
  expect(masked({ email: 'omar@example.com', name: 'Omar' })).not.toContain('Omar');
  for (const row of [
    { tag: { name: 'Billing' } },
    { tag_id: 5, name: 'Billing', total: 3 },
    { name: 'Web', email: 44 },
  ])
    expect(mask(row)).toEqual(row);
});

test('JSON that was cut or spoilt is masked as a whole: whose its texts are cannot be told', () => {
  expect(mask('{"agent_name":"Omar", "note":"x')).toMatch(/^•••#\w{7}$/);
  expect(mask('[not JSON]')).toBe('[not JSON]');
});

test('two spellings of one number as names of fields lose neither value', () => {
  const row = mask({ '0501234567': 1, '+966501234567': 2, 'a@example.com': 3, 'A@example.com': 4 });
  expect(Object.values(row as object)).toEqual([1, 2, 3, 4]);
});

test('dangerous names of fields survive as plain fields', () => {
  const row = JSON.parse('{"__proto__":{"x":1},"constructor":"c","":"e"}') as unknown;
  expect(JSON.stringify(mask(row))).toBe('{"__proto__":{"x":1},"constructor":"c","":"e"}');
  expect(Object.keys(inSessions(row) as object)).toHaveLength(3);
});

test('a text that is nested deeper than anything is read hides what is at its bottom', () => {
  const deep = `${'['.repeat(9_000)}"0501234567"${']'.repeat(9_000)}`;
  expect(mask({ note: deep })).toEqual({ note: expect.not.stringContaining('12345') });
});
