import { expect, test } from 'vitest';
import { maskFor, SESSIONS } from './support/maskFor.ts';

const mask = maskFor(SESSIONS);

const SESSION = {
  session_key: 'abc123xyz',
  client_id: 10001,
  username: '966501234567',
  created_date: '2026-01-15T10:30:00.000000Z',
  taken_date: '2026-01-15T10:31:10.500000Z',
  ended_date: null,
  status: 'CLOSED',
  type: 'whatsapp',
  agent_email: 'agent@example.com',
};

test('of a documented session row the client and the agent are masked, and nothing else', () => {
  expect(mask(SESSION)).toEqual({
    ...SESSION,
    username: expect.stringMatching(/^•••67#[a-z2-9]{7}$/),
    agent_email: expect.stringMatching(/^a•••@•••#[a-z2-9]{7}$/),
  });
});

test('a row is not changed itself: the desk may be shown what it holds', () => {
  const row = structuredClone({ ...SESSION, agents: ['Omar'], agent: { name: 'Omar' } });
  const before = structuredClone(row);
  mask(row);
  expect(row).toEqual(before);
});

test('what is no text and no number stays as it is', () => {
  const row = { text: '', note: ' ', reason: '-', source: null, flag: true, username: '', agent: '-', phone: null };
  expect(mask(row)).toEqual(row);
  for (const value of [null, true, 12.5, '', [], {}]) expect(mask(value)).toEqual(value);
});

test('50,000 clients have hardly any stand-in in common', () => {
  const standIns = new Set<unknown>();
  for (let index = 0; index < 50_000; index += 1) standIns.add(mask(`+96650${1_000_000 + index}`));
  expect(standIns.size).toBeGreaterThan(49_990);
});
