import { expect, test } from 'vitest';
import { cardOf, HOUR_MS, secondsOf, send, start, summaryOf, SUNDAY_1405, type Row, type Sim } from './support.ts';

const DATE = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.000000Z$/;
const DURATION = /^\d\d \d\d:\d\d:\d\d$/;

const text = async (simulator: Sim, path: string, body: object): Promise<string> =>
  (await send(simulator, { path, body: JSON.stringify(body) })).text();

test('the same seed makes the same centre, whatever was asked before', async () => {
  const [one, two] = [await start({ seed: 7 }), await start({ seed: 7 })];
  await summaryOf(two, { filter: 'monthly' });
  for (const path of ['/v2/dashboard', '/v2/dashboard/CARDTOTALSESSIONS', '/v2/dashboard/CARDTOTALTIME']) {
    expect(await text(two, path, { filter: 'weekly' })).toBe(await text(one, path, { filter: 'weekly' }));
  }
});

test('another seed makes another centre', async () => {
  const [one, two] = [await start({ seed: 7 }), await start({ seed: 8 })];
  expect(await summaryOf(one)).not.toEqual(await summaryOf(two));
});

test('the past never changes as time runs: what has a value keeps it, and nothing disappears', async () => {
  const simulator = await start();
  const query = { filter: '2026-11-22 to 2026-11-22' };
  let before = await cardOf(simulator, 'CARDTOTALSESSIONS', query);
  for (const hours of [0.1, 1, 6, 30]) {
    simulator.clock.advance(hours * HOUR_MS);
    const after = await cardOf(simulator, 'CARDTOTALSESSIONS', query);
    const found = new Map(after.map((row) => [row.session_key, row]));
    for (const row of before) {
      const later = found.get(row.session_key);
      for (const field of ['client_id', 'username', 'created_date', 'taken_date', 'ended_date', 'type']) {
        if (row[field] !== null) expect(later?.[field]).toBe(row[field]);
      }
      if (row.status === 'CLOSED') expect(later).toEqual(row);
    }
    expect(after.length).toBeGreaterThanOrEqual(before.length);
    before = after;
  }
  expect(before.every((row) => row.status === 'CLOSED')).toBe(true);
});

test('a day long past reads the same a week later, to the byte', async () => {
  const simulator = await start();
  const query = { filter: '2026-11-10 to 2026-11-11' };
  const before = await text(simulator, '/v2/dashboard', query);
  simulator.clock.advance(7 * 24 * HOUR_MS);
  expect(await text(simulator, '/v2/dashboard', query)).toBe(before);
});

test('nothing in a reply lies in the future, and a session has only the dates it has reached', async () => {
  const simulator = await start();
  const now = simulator.now();
  const rows = await cardOf(simulator, 'CARDTOTALSESSIONS');
  const seen = new Set(rows.map((row) => row.status));
  expect(seen).toEqual(new Set(['PENDING', 'OPEN', 'CLOSED']));
  for (const row of rows) {
    for (const field of ['created_date', 'taken_date', 'ended_date']) {
      if (row[field] === null) continue;
      expect(row[field]).toMatch(DATE);
      expect(Date.parse(String(row[field]))).toBeLessThanOrEqual(now);
    }
    expect(row.taken_date === null).toBe(row.status === 'PENDING');
    expect(row.ended_date !== null).toBe(row.status === 'CLOSED');
    expect(row.agent_email === null).toBe(row.status === 'PENDING');
  }
  expect(new Set(rows.map((row) => row.session_key)).size).toBe(rows.length);
});

test('a transferred session belongs to its first agent until it is handed over, and to another one from then on', async () => {
  const simulator = await start();
  const open: (readonly [number, Row])[] = [];
  for (let look = 0; look < 20; look += 1) {
    const rows = await cardOf(simulator, 'CARDTOTALSESSIONS');
    open.push(...rows.filter((row) => row.status === 'OPEN').map((row) => [simulator.now(), row] as const));
    simulator.clock.advance(60_000);
  }
  const handedOver = new Map((await cardOf(simulator, 'CARDTOTALTRANSFERRED')).map((row) => [row.session_key, row]));
  for (const row of handedOver.values()) {
    const at = Date.parse(String(row.transferred_date));
    expect(row.agent_email).not.toBe(row.transferred_from);
    expect(at).toBeGreaterThan(Date.parse(String(row.taken_date)));
    if (row.ended_date !== null) expect(at).toBeLessThan(Date.parse(String(row.ended_date)));
  }
  const seen = { before: 0, after: 0 };
  for (const [lookedAt, row] of open) {
    const later = handedOver.get(row.session_key);
    if (!later) continue;
    const side = lookedAt < Date.parse(String(later.transferred_date)) ? 'before' : 'after';
    expect(row.agent_email).toBe(side === 'before' ? later.transferred_from : later.agent_email);
    seen[side] += 1;
  }
  expect(Math.min(seen.before, seen.after)).toBeGreaterThan(0);
});

test('survey answers come after the end of their session', async () => {
  const simulator = await start();
  for (const name of ['CARDCSAT', 'CARDFCR']) {
    const rows = await cardOf(simulator, name);
    expect(rows.length).toBeGreaterThan(50);
    for (const row of rows) {
      expect(Date.parse(String(row.answered_date))).toBeGreaterThan(Date.parse(String(row.ended_date)));
      expect(Date.parse(String(row.answered_date))).toBeLessThanOrEqual(simulator.now());
    }
  }
});

test('values have the formats of the API page', async () => {
  const summary = await summaryOf(await start());
  for (const field of ['averageWaitingTime', 'averageResponseTime', 'averageServiceTime', 'minServiceTime'])
    expect(summary[field]).toMatch(DURATION);
  for (const field of ['CSAT', 'FCR', 'totalTagsPercent']) {
    expect(summary[field]).toBeGreaterThanOrEqual(0);
    expect(summary[field]).toBeLessThanOrEqual(100);
  }
  expect(summary.peakTime).toMatch(/^\d\d:00$/);
  expect(summary.status).toBe('SUCCESS');
});

test('with nothing to measure, numbers are null, texts are a dash and counts are a real 0', async () => {
  const summary = await summaryOf(await start(), { channels: ['no such channel'] });
  expect(summary).toMatchObject({ totalSessions: 0, totalMsg: 0, CSAT: null, FCR: null, NPS: null });
  expect(summary).toMatchObject({
    averageWaitingTime: '-',
    minServiceTime: '-',
    peakTime: '-',
    totalTagsPercent: null,
  });
  expect(summary.sla).toEqual({ response: null, waiting: null, service: null });
});

test('the figures look like a contact centre on every seed', async () => {
  for (const seed of [1, 2, 3, 4, 5, 6]) {
    const summary = await summaryOf(await start({ seed }));
    const between = (value: number | null | undefined, least: number, most: number): void => {
      expect(value).toBeGreaterThanOrEqual(least);
      expect(value).toBeLessThanOrEqual(most);
    };
    between(Number(summary.totalSessions), 1000, 1457);
    between(secondsOf(summary.averageWaitingTime), 20, 180);
    between(secondsOf(summary.averageServiceTime), 300, 7200);
    between(Number(summary.CSAT), 60, 90);
    between(Number(summary.NPS), -10, 40);
    between(summary.sla.response, 78, 92);
    between(summary.sla.waiting, 85, 97);
    between(summary.sla.service, 55, 78);
    between(Number(summary.totalTransferred) / Number(summary.totalSessions), 0.02, 0.12);
  }
});

test('the Saudi weekend is lighter than the working week', async () => {
  const simulator = await start();
  const sessionsOn = async (day: string): Promise<number> =>
    Number((await summaryOf(simulator, { filter: `${day} to ${day}` })).totalSessions);
  const friday = await sessionsOn('2026-11-20');
  const saturday = await sessionsOn('2026-11-21');
  for (const day of ['2026-11-15', '2026-11-16', '2026-11-17', '2026-11-18', '2026-11-19']) {
    expect(await sessionsOn(day)).toBeGreaterThan(Math.max(friday, saturday));
  }
});

test('agents have Arabic and Latin names, and are online only about as long as their shift', async () => {
  const rows: Row[] = await cardOf(await start(), 'CARDTOTALTIME', { filter: '2026-11-18 to 2026-11-18' });
  expect(rows.some((row) => /\p{Script=Arabic}/u.test(String(row.agent_name)))).toBe(true);
  expect(rows.some((row) => /^[A-Za-z ]+$/.test(String(row.agent_name)))).toBe(true);
  expect(new Set(rows.map((row) => row.agent_email)).size).toBe(rows.length);
  for (const row of rows) expect(secondsOf(row.online_time)).toBeLessThan(9 * 3600);
});

test('simulated time starts where it is told and runs as fast as it is told', async () => {
  const simulator = await start({ speed: 60 });
  expect(simulator.now()).toBe(SUNDAY_1405);
  const before = await summaryOf(simulator);
  simulator.clock.advance(HOUR_MS / 60);
  expect(simulator.now()).toBe(SUNDAY_1405 + HOUR_MS);
  expect(Number((await summaryOf(simulator)).totalSessions)).toBeGreaterThan(Number(before.totalSessions) + 30);
});
