import { expect, test } from 'vitest';
import { cardOf, HOUR_MS, start, summaryOf, SUNDAY_1405, type Row, type Sim } from './support.ts';

const sessions = (simulator: Sim, body: object): Promise<Row[]> => cardOf(simulator, 'CARDTOTALSESSIONS', body);

async function expectWithin(simulator: Sim, body: object, from: string, to: string): Promise<void> {
  const rows = await sessions(simulator, body);
  expect(rows.length).toBeGreaterThan(0);
  const times = rows.map((row) => Date.parse(String(row.created_date)));
  expect(times.reduce((a, b) => Math.min(a, b))).toBeGreaterThanOrEqual(Date.parse(from));
  expect(times.reduce((a, b) => Math.max(a, b))).toBeLessThan(Date.parse(to));
}

test('named filters cover the day, the week from Sunday, the month and the year, in both spellings', async () => {
  // A Wednesday, so that each period differs from the others.
  const simulator = await start({ startAtMs: Date.parse('2026-11-18T11:05:00Z') });
  const now = '2026-11-18T11:05:01Z';
  await expectWithin(simulator, { filter: 'daily' }, '2026-11-17T21:00:00Z', now);
  await expectWithin(simulator, { filter: 'weekly' }, '2026-11-14T21:00:00Z', now);
  await expectWithin(simulator, { filter: 'monthly' }, '2026-10-31T21:00:00Z', now);
  for (const [one, other] of [
    ['daily', 'TODAY'],
    ['weekly', 'WEEK'],
    ['monthly', 'MONTH'],
  ] as const)
    expect(await summaryOf(simulator, { filter: one })).toEqual(await summaryOf(simulator, { filter: other }));
  const total = async (filter: string): Promise<number> =>
    Number((await summaryOf(simulator, { filter })).totalSessions);
  expect(await total('weekly')).toBe(await total('2026-11-15 to 2026-11-18'));
  expect(await total('monthly')).toBe(await total('2026-11-01 to 2026-11-30'));
  expect(await total('weekly')).toBeGreaterThan(await total('daily'));
});

test('a range holds both of its days whole, and its parts add up to it', async () => {
  const simulator = await start();
  const total = async (filter: string): Promise<number> =>
    Number((await summaryOf(simulator, { filter })).totalSessions);
  await expectWithin(simulator, { filter: '2026-11-10 to 2026-11-11' }, '2026-11-09T21:00:00Z', '2026-11-11T21:00:00Z');
  expect((await total('2026-11-10 to 2026-11-10')) + (await total('2026-11-11 to 2026-11-11'))).toBe(
    await total('2026-11-10 to 2026-11-11'),
  );
  expect(await total('2027-01-01 to 2027-01-31')).toBe(0);
});

test('"today" is today in the offset that was sent: at 23:30 UTC it is already tomorrow at +03:00', async () => {
  const simulator = await start({ startAtMs: Date.parse('2026-11-18T23:30:00Z') });
  const until = '2026-11-18T23:30:01Z';
  await expectWithin(simulator, { timezoneOffset: '+03:00' }, '2026-11-18T21:00:00Z', until);
  await expectWithin(simulator, { timezoneOffset: '+00:00' }, '2026-11-18T00:00:00Z', until);
  await expectWithin(simulator, { timezoneOffset: '-08:00' }, '2026-11-18T08:00:00Z', until);
  await expectWithin(simulator, { timezoneOffset: '+05:30' }, '2026-11-18T18:30:00Z', until);
  await expectWithin(simulator, {}, '2026-11-18T21:00:00Z', until);
});

test('the day turns at midnight of the offset, not before', async () => {
  const simulator = await start({ startAtMs: Date.parse('2026-11-18T20:59:59Z') });
  const before = await summaryOf(simulator);
  simulator.clock.advance(1000);
  const after = await summaryOf(simulator);
  expect(before.totalSessions).toBeGreaterThan(1400);
  expect(after.totalSessions).toBeLessThan(3);
  simulator.clock.advance(1000);
  expect((await summaryOf(simulator, { timezoneOffset: '+00:00' })).totalSessions).toBeGreaterThan(1400);
});

test('peak hour moves with the offset', async () => {
  const simulator = await start();
  const day = { filter: '2026-11-17 to 2026-11-17' };
  const at = async (timezoneOffset: string): Promise<unknown> =>
    (await summaryOf(simulator, { ...day, timezoneOffset })).peakTime;
  expect([await at('+03:00'), await at('+04:00')]).toEqual(['10:00', '11:00']);
});

test('channels, groups, agent and shifts each narrow the sessions to their own', async () => {
  const simulator = await start();
  const all = await sessions(simulator, {});
  const whatsapp = await sessions(simulator, { channels: [101] });
  expect(new Set(whatsapp.map((row) => row.type))).toEqual(new Set(['whatsapp']));
  expect(whatsapp).toEqual(all.filter((row) => row.type === 'whatsapp'));
  expect(await sessions(simulator, { channels: ['101', 102] })).toEqual(
    all.filter((row) => row.type === 'whatsapp' || row.type === 'webchat'),
  );
  const own = await sessions(simulator, { email: 'Reem.Alghamdi@example.com' });
  expect(own.length).toBeGreaterThan(5);
  expect(own).toEqual(all.filter((row) => row.agent_email === 'reem.alghamdi@example.com'));
  expect(await sessions(simulator, { email: 'nobody@example.com' })).toEqual([]);
  const byGroup = await Promise.all([11, 12, 13, 14, 15].map((id) => sessions(simulator, { groupsID: [id] })));
  expect(byGroup.every((rows) => rows.length > 0)).toBe(true);
  expect(byGroup.flat().length).toBe(all.length);
  const night = await sessions(simulator, { shiftIDs: [3] });
  const morningStart = Date.parse('2026-11-22T04:00:00Z');
  expect(night).toEqual(all.filter((row) => Date.parse(String(row.created_date)) < morningStart));
});

test('groups and shifts narrow the agents of the online time too', async () => {
  const simulator = await start();
  const shifts = new Set((await cardOf(simulator, 'CARDTOTALTIME', { shiftIDs: [1] })).map((row) => row.shift));
  expect(shifts).toEqual(new Set(['Morning']));
  const groups = new Set((await cardOf(simulator, 'CARDTOTALTIME', { groupsID: [12] })).map((row) => row.group));
  expect(groups).toEqual(new Set(['Sales']));
});

test('hospitality is a category of its own on cards, and the summary counts sessions only', async () => {
  const simulator = await start();
  const plain = await sessions(simulator, {});
  expect(await sessions(simulator, { for: 'session' })).toEqual(plain);
  expect(await sessions(simulator, { for: '' })).toEqual(plain);
  const hospitality = await sessions(simulator, { for: 'hospitality' });
  expect(hospitality.length).toBeGreaterThan(20);
  const keys = new Set(plain.map((row) => row.session_key));
  expect(hospitality.some((row) => keys.has(row.session_key))).toBe(false);
  expect((await summaryOf(simulator, { for: 'hospitality' })).totalSessions).toBe(plain.length);
});

test('service levels are computed from the seconds the request sent', async () => {
  const simulator = await start();
  const at = async (seconds: number): Promise<number> =>
    Number(
      (await summaryOf(simulator, { sla: { response: seconds, waiting: seconds, service: seconds } })).sla.waiting,
    );
  expect(await at(0)).toBe(0);
  expect(await at(30)).toBeLessThan(await at(120));
  expect(await at(100_000)).toBe(100);
  expect((await summaryOf(simulator)).sla).toEqual(
    (await summaryOf(simulator, { sla: { service: 60, response: 30, waiting: 120 } })).sla,
  );
});

test('a yearly figure counts the whole year', async () => {
  const year = await summaryOf(await start(), { filter: 'YEAR' });
  expect(year.totalSessions).toBeGreaterThan(500_000);
});

test('an hour that is still running is never the quietest one', async () => {
  const simulator = await start({ startAtMs: SUNDAY_1405 - 5 * 60_000 + 1000 });
  expect((await summaryOf(simulator)).weakTime).not.toBe('14:00');
  simulator.clock.advance(HOUR_MS);
  const hours = (await cardOf(simulator, 'CARDWEAKTIME')).map((row) => row.hour);
  expect(hours).toContain('14:00');
  expect(hours).not.toContain('15:00');
});
