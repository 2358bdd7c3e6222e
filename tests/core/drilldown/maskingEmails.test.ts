import { expect, test } from 'vitest';
import { BREAKDOWN, maskFor, SESSIONS } from './support/maskFor.ts';

const mask = maskFor(BREAKDOWN);
const inSessions = maskFor(SESSIONS);
/** What a reader gets of a row in cards of either kind. */
const masked = (row: unknown): string => JSON.stringify([mask(row), inSessions(row)]);
/** What an address is found by in these tests, accents and invisible characters aside. */
const bare = (text: string): string => text.normalize('NFKD').replace(/[\p{M}\p{Cf}\s]/gu, '');

test.each([
  'canary@example.com',
  'Canary.K+test@mail.example.co.uk',
  "o'canary@example.org",
  'كناري@مثال.السعودية',
  'रमेशि.canary@उदाहरण.भारत',
  'canary@xn--mgbh0fb.example.com',
  'canary%40example.com',
  'canary%40example%2Ecom',
  'canary&#64;example.com',
  'canary&commat;example.com',
  'canary [at] example [dot] com',
  'canary＠example.com',
  'canary﹫example.com',
  'canary\u200b@\u200bexample.com',
  'can\u200bary@example.com',
  'canary@exa\u0301mple.com',
  'canary@example。com',
  'canary @ example.com',
  '"canary user"@example.com',
  'canary@[10.0.0.1]',
  'canary@localhost',
  'canary@exam_ple.com',
  'canary#1@example.com',
  'canary/sales@example.com',
  'canary!x@example.com',
  '😀canary@example.com',
  `${'canary'.repeat(14)}@example.com`,
  'canary@a.b.c.d.e.f.g.h.i.j.example.com',
  'canary@example.com@example.com',
  'canary%2540example.com',
  'canary&amp;commat;example.com',
  'canary at example dot com',
  'canary\\x40example.com',
])('the e-mail address %j is masked wherever it stands, in one piece', (email) => {
  const rows = [
    { agent_email: email },
    { note: `from <${email}>.` },
    { note: `a ${email} b` },
    { [email]: 1 },
    [email],
  ];
  for (const row of rows) {
    expect(bare(masked(row))).not.toMatch(/canary|كناري|example|مثال|उदहरण|localhost/i);
    expect(masked(row)).toMatch(/•••#|@•••#/);
  }
  expect(mask(`a ${email} b`)).toMatch(/^a \S•••@•••#\w{7} b$|^a .{1,2}•••@•••#\w{7} b$/u);
});

test.each(['lunch @ noon', '5 @ 3', '@sara_92', 'a @', '100%', 'Q&A', '[at] home'])('%j is no address', (text) => {
  expect(mask({ note: text })).toEqual({ note: text });
});

test('a list of addresses gets as many stand-ins, each the same in every spelling', () => {
  const text = String(mask('a@example.com;b@example.com, A＠EXAMPLE.com'));
  expect(text).toMatch(/^a•••@•••#(\w{7});b•••@•••#(?!\1)\w{7}, a•••@•••#\1$/);
});

test('hundreds of agents keep apart, so that rows can still be counted by agent', () => {
  const emails = Array.from({ length: 500 }, (_, i) => `agent${i}@example.com`);
  expect(new Set(emails.map((email) => masked([email]))).size).toBe(emails.length);
});
