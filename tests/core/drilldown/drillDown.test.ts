import { randomUUID } from 'node:crypto';
import { expect, test } from 'vitest';
import type { Access } from '../../../common/access.ts';
import { CARD_NAMES } from '../../../common/cards.ts';
import type { CommandResult } from '../../../common/contract.ts';
import type { CardOutcome, CardRows, OpenCard } from '../../../common/drilldown.ts';
import { NO_IDS } from '../../../common/idNames.ts';
import { DEFAULT_BOARD } from '../../../common/settings.ts';
import { createLog } from '../../../core/node/log.ts';
import type { Log } from '../../../core/ports.ts';
import type { Wallboard } from '../../../core/wallboard.types.ts';
import { start, summaryOf, type Sim } from '../simulator/support.ts';
import { board, files, keychain, live, save, until } from '../support/composed.ts';

const PHONE = '966501234567';
const EMAIL = 'canary.agent@example.com';
const ROW = { session_key: 'k1', username: PHONE, agent_email: EMAIL, note: `call +${PHONE}`, list: [{ EMAIL }] };

async function wall(simulator: Sim, log?: Log): Promise<Wallboard> {
  const givenKey = { key: simulator.key, source: 'file' } as const;
  const wallboard = board(keychain(), { apiUrl: simulator.url, givenKey, ...(log ? { log } : {}) });
  await wallboard.start();
  await until(wallboard, live);
  return wallboard;
}

const asking = (more: Partial<OpenCard> = {}): OpenCard => ({
  request: randomUUID(),
  board: 'main',
  card: 'CARDTOTALSESSIONS',
  spend: 'ifPlenty',
  ...more,
});

async function open(wallboard: Wallboard, input: OpenCard, access: Access = 'control'): Promise<CardOutcome> {
  const answer = await wallboard.dispatch('openCard', input, access);
  return answer.ok ? answer.value : expect.unreachable(answer.error.message);
}

async function opened(wallboard: Wallboard, input: OpenCard, access: Access = 'control'): Promise<CardRows> {
  const outcome = await open(wallboard, input, access);
  return outcome.kind === 'rows' ? outcome : expect.unreachable(JSON.stringify(outcome));
}

async function readAll(wallboard: Wallboard, ticket: string, access: Access = 'control'): Promise<unknown[]> {
  const rows: unknown[] = [];
  let from: number | null = 0;
  while (from !== null) {
    const answer: CommandResult<'readRows'> = await wallboard.dispatch('readRows', { ticket, from }, access);
    if (!answer.ok) return expect.unreachable(answer.error.message);
    rows.push(...(JSON.parse(answer.value.text) as unknown[]));
    from = answer.value.next;
  }
  return rows;
}

/** A number as JSON writes it, digit for digit. */
function number(digits: string): unknown {
  if (!('rawJSON' in JSON) || typeof JSON.rawJSON !== 'function')
    throw new Error('this Node cannot write such numbers');
  return JSON.rawJSON(digits) as unknown;
}

const cardRequests = (simulator: Sim): number => simulator.requests.filter(({ path }) => path.includes('/CARD')).length;

test('every one of the 21 cards opens, with its figure beside it where the summary has one', async () => {
  const wallboard = await wall(await start());
  const figures: string[] = [];
  for (const card of CARD_NAMES) {
    const rows = await opened(wallboard, asking({ card, spend: 'yes' }));
    expect(await readAll(wallboard, rows.ticket)).toHaveLength(rows.rowCount);
    if (rows.figure) figures.push(rows.figure.metric);
  }
  expect(new Set(figures).size).toBe(20);
});

test('a card asks with the query of its board, and with what was chosen in the dialog', async () => {
  const simulator = await start();
  const wallboard = await wall(simulator);
  await opened(wallboard, asking({ for: 'hospitality', email: EMAIL, shiftIDs: [2] }));
  const sent = simulator.requests.at(-1);
  expect(sent?.path).toBe('/v2/dashboard/CARDTOTALSESSIONS');
  expect(sent?.body).toMatchObject({
    filter: 'daily',
    timezoneOffset: '+03:00',
    sla: { waiting: 120 },
    for: 'hospitality',
    email: EMAIL,
    shiftIDs: [2],
  });
});

test('the tile and the rows behind it agree, and both say when they were asked for', async () => {
  const wallboard = await wall(await start());
  const rows = await opened(wallboard, asking());
  expect(rows.figure?.reading.value).toBe(rows.rowCount);
  expect(rows.asOfMs).toBeGreaterThanOrEqual(rows.figure?.asOfMs ?? Infinity);
});

test('the same card within 30 s costs nothing, whoever asks', async () => {
  const simulator = await start();
  const wallboard = await wall(simulator);
  expect((await opened(wallboard, asking())).cost).toBe(1);
  const again = await opened(wallboard, asking(), 'kiosk');
  expect(again.cost).toBe(0);
  expect(await readAll(wallboard, again.ticket, 'kiosk')).toHaveLength(again.rowCount);
  expect(cardRequests(simulator)).toBe(1);
});

test('a request that is cancelled answers at once and ends at the server, and the wall goes on', async () => {
  const simulator = await start();
  const wallboard = await wall(simulator);
  simulator.misbehave({ kind: 'hang', at: 'request' });
  const input = asking();
  const asked = open(wallboard, input);
  await expect.poll(() => cardRequests(simulator)).toBe(1);
  expect(await wallboard.dispatch('cancelCard', { request: input.request }, 'control')).toMatchObject({
    value: { cancelled: true },
  });
  expect(await asked).toMatchObject({ kind: 'refused', code: 'cancelled', retryInMs: null, cost: 1 });
  simulator.misbehave(null);
  expect((await opened(wallboard, asking())).cost).toBe(1);
});

test('under a rate limit a card is refused with the time it will be possible, and nothing is sent', async () => {
  const simulator = await start();
  const wallboard = await wall(simulator);
  simulator.misbehave({ kind: 'status', status: 429, retryAfter: '600' });
  const first = await open(wallboard, asking());
  expect(first).toMatchObject({ kind: 'refused', code: 'limited', status: 429, cost: 1 });
  expect(first.kind === 'refused' && first.retryInMs).toBeGreaterThan(590_000);
  simulator.misbehave(null);
  // The wall rests for it as well, and has to say so.
  const { boards } = await until(wallboard, (snapshot) => snapshot.boards[0]?.failure?.code === 'limited');
  const [shown] = boards;
  expect(shown?.nextInMs).toBeGreaterThan(590_000);
  const refused = await open(wallboard, asking({ card: 'CARDCSAT' }));
  expect(refused).toMatchObject({ kind: 'refused', code: 'limited', cost: 0 });
  const wait = refused.kind === 'refused' ? refused.retryInMs : null;
  expect(wait).toBeGreaterThan(590_000);
  expect(wait).toBeLessThanOrEqual(600_000);
  expect(cardRequests(simulator)).toBe(1);
});

test('when the budget is low the cost is told before it is spent, and spent only when asked again', async () => {
  const simulator = await start();
  const wallboard = await wall(simulator);
  const emails = Array.from({ length: 80 }, (_, i) => `agent${i}@example.com`);
  let outcome: CardOutcome = await open(wallboard, asking());
  for (const email of emails) if (outcome.kind === 'rows') outcome = await open(wallboard, asking({ email }));
  expect(outcome).toMatchObject({ kind: 'costly', cost: 1 });
  if (outcome.kind !== 'costly') return;
  expect(outcome.intervalAfterMs).toBeGreaterThan(18_000 * 1.25);
  const sent = cardRequests(simulator);
  expect(sent).toBeGreaterThan(12);
  expect((await open(wallboard, asking({ email: 'z@example.com' }))).kind).toBe('costly');
  expect(cardRequests(simulator)).toBe(sent);
  expect((await opened(wallboard, asking({ email: 'z@example.com', spend: 'yes' }))).cost).toBe(1);
});

test('openings at the same time are priced one after the other, not all as the first', async () => {
  const wallboard = await wall(await start());
  const emails = Array.from({ length: 60 }, (_, i) => `agent${i}@example.com`);
  for (let i = 0; i < emails.length; i += 6)
    await Promise.all(emails.slice(i, i + 6).map((email) => open(wallboard, asking({ email }))));
  const all = await Promise.all(
    Array.from({ length: 20 }, (_, i) => open(wallboard, asking({ email: `late${i}@example.com` }))),
  );
  expect(all.filter(({ kind }) => kind === 'costly').length).toBeGreaterThan(0);
  expect(all.filter(({ kind }) => kind === 'rows').length).toBeLessThan(9);
});

test('without a key a card is refused as such, and a screen that may only look is refused everything', async () => {
  const wallboard = board(keychain());
  await wallboard.start();
  expect(await wallboard.dispatch('openCard', asking(), 'control')).toMatchObject({ error: { code: 'unavailable' } });
  const forbidden = { ok: false, error: { code: 'forbidden' } };
  expect(await wallboard.dispatch('openCard', asking(), 'wall')).toMatchObject(forbidden);
  expect(await wallboard.dispatch('readRows', { ticket: randomUUID(), from: 0 }, 'wall')).toMatchObject(forbidden);
  expect(await wallboard.dispatch('cancelCard', { request: randomUUID() }, 'wall')).toMatchObject(forbidden);
});

test('a kiosk is not told whose sessions its board is filtered to', async () => {
  const wallboard = await wall(await start());
  await save(wallboard, { boards: [{ ...DEFAULT_BOARD, query: { ...DEFAULT_BOARD.query, email: EMAIL } }] });
  await until(wallboard, live);
  expect((await opened(wallboard, asking(), 'kiosk')).query.email).toBe('•••');
  expect((await opened(wallboard, asking(), 'control')).query.email).toBe(EMAIL);
});

test('rows of a source that is gone are gone with it', async () => {
  const wallboard = await wall(await start());
  const rows = await opened(wallboard, asking());
  await wallboard.dispatch('startDemo', undefined, 'control');
  expect(await wallboard.dispatch('readRows', { ticket: rows.ticket, from: 0 }, 'control')).toMatchObject({
    error: { code: 'unavailable' },
  });
});

test('a long list that came inside an object is a list of rows', async () => {
  const simulator = await start();
  const wallboard = await wall(simulator);
  const items = Array.from({ length: 2_000 }, (_, i) => ({ ...ROW, session_key: `k${i}` }));
  simulator.misbehave({ kind: 'patch', cardContent: { page: 1, items } });
  expect(await opened(wallboard, asking())).toMatchObject({ rowCount: 2_000, reply: 'list' });
});

test.each([
  ['control', 'masked', true],
  ['control', 'shownOnDesk', false],
  ['kiosk', 'masked', true],
  ['kiosk', 'shownOnDesk', true],
] as const)(
  'rows read with %s access while personal data is %s: masked is %s',
  async (access, personalData, masked) => {
    const simulator = await start();
    const wallboard = await wall(simulator);
    await save(wallboard, { personalData });
    simulator.misbehave({ kind: 'patch', cardContent: [ROW] });
    const rows = await opened(wallboard, asking(), access);
    expect(rows.masked).toBe(masked);
    const text = JSON.stringify(await readAll(wallboard, rows.ticket, access));
    for (const canary of [PHONE, EMAIL]) expect(text.includes(canary)).toBe(!masked);
  },
);

test('a ticket of the desk reads masked rows on a screen on the floor, and for the desk once masking is on again', async () => {
  const simulator = await start();
  const wallboard = await wall(simulator);
  await save(wallboard, { personalData: 'shownOnDesk' });
  simulator.misbehave({ kind: 'patch', cardContent: [ROW] });
  const first = await opened(wallboard, asking());
  expect(JSON.stringify(await readAll(wallboard, first.ticket, 'kiosk'))).not.toContain(PHONE);
  const second = await opened(wallboard, asking());
  await save(wallboard, { personalData: 'masked' });
  expect(JSON.stringify(await readAll(wallboard, second.ticket))).not.toContain(PHONE);
});

test('a field that nobody knows is masked and named until its owner allows it, and stays masked on the floor', async () => {
  const simulator = await start();
  const wallboard = await wall(simulator);
  const row = { session_key: 'k1', note: 'wants a refund', Omar: 'online', username: PHONE };
  simulator.misbehave({ kind: 'patch', cardContent: [row] });
  const first = await opened(wallboard, asking());
  const part = await wallboard.dispatch('readRows', { ticket: first.ticket, from: 0 }, 'control');
  const maskedFields = part.ok ? part.value.maskedFields : [];
  expect(maskedFields).toEqual(['note', expect.stringMatching(/^•••#[a-z2-9]{7}$/)]);
  for (const field of maskedFields)
    expect(await wallboard.dispatch('showField', { field }, 'control')).toMatchObject({ ok: true });
  expect(wallboard.settings().shownFields).toEqual(['note', 'Omar']);
  const text = async (access: Access): Promise<string> =>
    JSON.stringify(await readAll(wallboard, (await opened(wallboard, asking(), access)).ticket, access));
  expect(await text('control')).toContain('"note":"wants a refund","Omar":"online","username":"•••67#');
  expect(await text('kiosk')).not.toMatch(/refund|Omar|online/);
});

test('a screen on the floor is not told which fields are masked, and may allow none', async () => {
  const simulator = await start();
  const wallboard = await wall(simulator);
  simulator.misbehave({ kind: 'patch', cardContent: [{ note: 'wants a refund' }] });
  const { ticket } = await opened(wallboard, asking(), 'kiosk');
  expect(await wallboard.dispatch('readRows', { ticket, from: 0 }, 'kiosk')).toMatchObject({
    value: { maskedFields: [] },
  });
  expect(await wallboard.dispatch('showField', { field: 'note' }, 'kiosk')).toMatchObject({
    error: { code: 'forbidden' },
  });
});

test('a ticket shows no field that was allowed after it was opened, nor one that is no longer', async () => {
  const simulator = await start();
  const wallboard = await wall(simulator);
  await save(wallboard, { shownFields: ['remark'] });
  simulator.misbehave({ kind: 'patch', cardContent: [{ note: 'wants a refund', remark: 'is a regular' }] });
  const { ticket } = await opened(wallboard, asking());
  await save(wallboard, { shownFields: ['note'] });
  expect(JSON.stringify(await readAll(wallboard, ticket))).not.toMatch(/refund|regular/);
});

test.each(['username', 'Agent_Email', '+201012345678', 'omar@example.com', ' '])(
  'the field %j is never allowed by name',
  async (field) => {
    const wallboard = await wall(await start());
    expect(await wallboard.dispatch('showField', { field }, 'control')).toMatchObject({
      error: { code: 'invalidInput' },
    });
    expect(wallboard.settings().shownFields).toEqual([]);
  },
);

test('a field is allowed once however it is spelt, and can be undone', async () => {
  const wallboard = await wall(await start());
  for (const field of ['note', ' Note', 'NOTE']) await wallboard.dispatch('showField', { field }, 'control');
  expect(wallboard.settings().shownFields).toEqual(['note']);
  const { settingsRevision: basedOn } = wallboard.snapshot();
  await wallboard.dispatch('undoSettings', { basedOn }, 'control');
  expect(wallboard.settings().shownFields).toEqual([]);
});

test.each(['masked', 'shownOnDesk'] as const)(
  'the key that is in use, and one that was tried, are hidden in rows that echo them, while personal data is %s',
  async (personalData) => {
    const simulator = await start();
    const wallboard = await wall(simulator);
    await save(wallboard, { personalData, shownFields: ['note'] });
    const tried = 'another-key-0123456789';
    await wallboard.dispatch('testKey', { key: tried }, 'control');
    const echo = `${simulator.key} ${encodeURIComponent(simulator.key)} ${btoa(simulator.key)} ${tried}`;
    const cardContent = [{ note: echo, session_key: simulator.key, [`x ${tried}`]: { deep: [btoa(tried)] } }];
    for (const card of ['CARDTOTALSESSIONS', 'CARDTAGS'] as const) {
      simulator.misbehave({ kind: 'patch', cardContent });
      const { ticket } = await opened(wallboard, asking({ card, spend: 'yes' }));
      const text = JSON.stringify(await readAll(wallboard, ticket));
      expect(text).toContain('•••');
      for (const secret of [simulator.key, tried])
        for (const form of [secret, btoa(secret).slice(0, 12)]) expect(text).not.toContain(form);
    }
  },
);

test('what the shell hides in its log, such as the token of the control link, is hidden in rows too', async () => {
  const token = 'Kq8vZtR3mX7yLw2nB5cD9fGh';
  const log = createLog({ write: () => true });
  log.hide(token);
  const simulator = await start();
  const wallboard = await wall(simulator, log);
  await save(wallboard, { personalData: 'shownOnDesk' });
  simulator.misbehave({ kind: 'patch', cardContent: [{ note: `#control=${token}` }, { note: btoa(token) }] });
  const { ticket } = await opened(wallboard, asking());
  expect(await readAll(wallboard, ticket)).toEqual([{ note: '#control=•••' }, { note: '•••' }]);
});

test('one row with a number beyond all numbers spoils no card, and long integers keep every digit', async () => {
  const simulator = await start();
  const wallboard = await wall(simulator);
  await save(wallboard, { personalData: 'shownOnDesk' });
  const cardContent = [
    { client_id: number('9007199254740993'), score: number('1e999'), total: number('-1e999'), rate: number('-0') },
    { client_id: 7, note: number('9'.repeat(400)) },
  ];
  simulator.misbehave({ kind: 'patch', cardContent });
  const { ticket } = await opened(wallboard, asking());
  expect(await readAll(wallboard, ticket)).toEqual([
    { client_id: '9007199254740993', score: '1e999', total: '-1e999', rate: 0 },
    { client_id: 7, note: '9'.repeat(400) },
  ]);
  await save(wallboard, { personalData: 'masked' });
  const again = await opened(wallboard, asking());
  expect(await readAll(wallboard, again.ticket)).toHaveLength(2);
});

test('50,000 rows come whole, in parts that are small enough', async () => {
  const simulator = await start();
  const wallboard = await wall(simulator);
  simulator.misbehave({ kind: 'manyRows' });
  const rows = await opened(wallboard, asking());
  expect(rows.rowCount).toBe(50_000);
  const part = await wallboard.dispatch('readRows', { ticket: rows.ticket, from: 0 }, 'control');
  expect(part.ok && part.value.text.length).toBeLessThan(600_000);
  expect(await readAll(wallboard, rows.ticket)).toHaveLength(50_000);
  const gone = await wallboard.dispatch('readRows', { ticket: rows.ticket, from: 0 }, 'control');
  expect(gone).toMatchObject({ ok: false, error: { code: 'unavailable' } });
});

test('a part of a list says how long the whole list is, and when by its own clock the API sent it', async () => {
  const simulator = await start({ cards: { shape: 'paginator' } });
  const wallboard = await wall(simulator);
  const rows = await opened(wallboard, asking());
  const { totalSessions } = await summaryOf(simulator);
  expect(rows).toMatchObject({ rowCount: 100, total: totalSessions, hasMore: true });
  expect(rows.apiNowMs).toBe(Math.floor(simulator.now() / 1000) * 1000);
});

test.each(['byEmail', 'byEmailObjects'] as const)('people who are keys are masked as values are: %s', async (shape) => {
  const simulator = await start({ cards: { shape } });
  const wallboard = await wall(simulator);
  const { ticket, rowCount } = await opened(wallboard, asking({ card: 'CARDTOTALTIME' }));
  const text = JSON.stringify(await readAll(wallboard, ticket));
  expect(rowCount).toBeGreaterThan(5);
  expect(text).toContain('agent_email');
  expect(text).not.toContain('@example.com');
});

test('an empty card, one object and rows of any shape are rows', async () => {
  const simulator = await start();
  const wallboard = await wall(simulator);
  const shapes: readonly [unknown, number, 'list' | 'object'][] = [
    [[], 0, 'list'],
    [null, 0, 'list'],
    [{ score: 5 }, 1, 'object'],
    [[1, 'two', null, [3]], 4, 'list'],
  ];
  for (const [cardContent, count, reply] of shapes) {
    simulator.misbehave({ kind: 'patch', cardContent });
    const email = `${String(count)}${reply}@example.com`;
    const rows = await opened(wallboard, asking({ email, card: 'CARDQUEUEREPORT' }));
    expect(rows).toMatchObject({ rowCount: count, reply, figure: null });
    expect(await readAll(wallboard, rows.ticket)).toHaveLength(count);
  }
});

test('an unknown board, ticket or card is refused without a request', async () => {
  const simulator = await start();
  const wallboard = await wall(simulator);
  const before = simulator.requests.length;
  expect(await wallboard.dispatch('openCard', asking({ board: 'nope' }), 'control')).toMatchObject({ ok: false });
  expect(await wallboard.dispatch('openCard', { ...asking(), card: 'CARDNOPE' }, 'control')).toMatchObject({
    error: { code: 'invalidInput' },
  });
  expect(await wallboard.dispatch('readRows', { ticket: randomUUID(), from: 0 }, 'control')).toMatchObject({
    error: { code: 'unavailable' },
  });
  expect(simulator.requests).toHaveLength(before);
});

test('no log line, file, snapshot or diagnostics text holds anything of a row, or of what an owner typed', async () => {
  const lines: unknown[] = [];
  const log: Log = {
    info: (...line) => void lines.push(line),
    warn: (...line) => void lines.push(line),
  };
  const simulator = await start();
  const wallboard = await wall(simulator, log);
  simulator.misbehave({ kind: 'patch', cardContent: [ROW] });
  const rows = await opened(wallboard, asking({ email: EMAIL }));
  await readAll(wallboard, rows.ticket);
  simulator.misbehave({ kind: 'status', status: 500 });
  await open(wallboard, asking({ card: 'CARDCSAT', email: EMAIL }));
  const said = JSON.stringify([lines, wallboard.snapshot()]) + files();
  expect(said).toContain('card.opened');
  expect(said).toContain('card.refused');
  for (const canary of [PHONE, EMAIL, simulator.key]) expect(said).not.toContain(canary);
  const query = { ...DEFAULT_BOARD.query, email: EMAIL, channels: [PHONE], groupsID: [EMAIL], shiftIDs: [PHONE] };
  await save(wallboard, { site: `Call ${PHONE}`, boards: [{ ...DEFAULT_BOARD, title: EMAIL, query }] });
  const diagnostics = JSON.stringify(await wallboard.dispatch('getDiagnostics', undefined, 'control'));
  expect(diagnostics).toContain('agentFilter');
  for (const canary of [PHONE, EMAIL, simulator.key]) expect(diagnostics).not.toContain(canary);
});

test('the ids in rows that the desk has read are there to choose from, until figures come from elsewhere', async () => {
  const simulator = await start();
  const wallboard = await wall(simulator);
  const ask = async (access: Access = 'control') => wallboard.dispatch('getSeenIds', undefined, access);
  expect(await ask()).toEqual({ ok: true, value: NO_IDS });
  const queue = await opened(wallboard, asking({ card: 'CARDQUEUEREPORT', spend: 'yes' }), 'kiosk');
  await readAll(wallboard, queue.ticket, 'kiosk');
  expect(await ask()).toEqual({ ok: true, value: NO_IDS });
  const again = await opened(wallboard, asking({ card: 'CARDQUEUEREPORT', spend: 'yes' }));
  const rows = await readAll(wallboard, again.ticket);
  const groups = rows.map((row) => (row as { group_id: unknown }).group_id);
  expect(groups.length).toBeGreaterThan(1);
  expect(await ask()).toMatchObject({ ok: true, value: { groups } });
  expect(await ask('kiosk')).toMatchObject({ ok: false, error: { code: 'forbidden' } });
  await wallboard.dispatch('startDemo', undefined, 'control');
  expect(await ask()).toEqual({ ok: true, value: NO_IDS });
});
