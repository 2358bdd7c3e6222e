import { describe, expect, test } from 'vitest';
import { CARD_NAMES } from '../../../common/cards.ts';
import { SUMMARY_FIELDS } from '../../../common/metrics.ts';
import { cardOf, mean, secondsOf, start, sum, summaryOf, tenth, type Row } from './support.ts';

const QUERIES: Readonly<Record<string, object>> = {
  'today, everything': {},
  'this month, one channel': { filter: 'monthly', channels: [101] },
  'the week at −05:00, one group': { filter: 'WEEK', groupsID: ['13'], timezoneOffset: '-05:00' },
  'one agent': { filter: 'daily', email: 'reem.alghamdi@example.com' },
  'three past days with other thresholds': {
    filter: '2026-11-10 to 2026-11-12',
    sla: { service: 600, response: 10, waiting: 45 },
  },
};

const count = (rows: readonly Row[]): number => rows.length;
const total = (rows: readonly Row[]): number => sum(rows.map((row) => Number(row.total)));
const durations = (rows: readonly Row[], field: string): number[] => rows.map((row) => secondsOf(row[field]));
const share = (rows: readonly Row[], passes: (row: Row) => boolean): number =>
  tenth((rows.filter(passes).length / rows.length) * 100);

describe.each(Object.entries(QUERIES))('a tile and its card agree: %s', (_, query) => {
  test('counts are the number or the sum of the rows', async () => {
    const simulator = await start();
    const summary = await summaryOf(simulator, query);
    const card = (name: string): Promise<Row[]> => cardOf(simulator, name, query);
    expect(summary.totalSessions).toBeGreaterThan(10);
    expect(count(await card('CARDTOTALSESSIONS'))).toBe(summary.totalSessions);
    expect(count(await card('CARDTOTALCLOSEDSESSIONS'))).toBe(summary.totalClosedSessions);
    expect(count(await card('CARDTOTALTRANSFERRED'))).toBe(summary.totalTransferred);
    expect(count(await card('CARDNEWCLIENTS'))).toBe(summary.totalClient);
    expect(total(await card('CARDTOTALMESSAGES'))).toBe(summary.totalMsg);
    expect(total(await card('CARDTAGS'))).toBe(summary.totalTags);
    expect(total(await card('CARDTAGSPERCENTAGE'))).toBe(summary.totalTags);
    expect(total(await card('CARDTEMPLATEUSAGE'))).toBe(summary.totalTemplateUsage);
    expect(total(await card('CARDPREDEFINEDMESSAGES'))).toBe(summary.totalPredefinedMessages);
    expect(sum((await card('CARDQUEUEREPORT')).map((row) => Number(row.sessions)))).toBe(summary.totalSessions);
    expect(sum((await card('CARDNEWCLIENTS')).map((row) => Number(row.sessions)))).toBe(summary.totalSessions);
  });

  test('times, service levels and hours follow from the rows', async () => {
    const simulator = await start();
    const summary = await summaryOf(simulator, query);
    const card = (name: string): Promise<Row[]> => cardOf(simulator, name, query);
    const waiting = await card('CARDWAITINGTIME');
    const response = await card('CARDAVGRESPONSETIME');
    const service = await card('CARDSERVICETIME');
    const within = (row: Row): boolean => row.within_sla === true;
    expect(secondsOf(summary.averageWaitingTime)).toBe(Math.round(mean(durations(waiting, 'waiting_time'))));
    expect(secondsOf(summary.averageResponseTime)).toBe(Math.round(mean(durations(response, 'response_time'))));
    expect(secondsOf(summary.averageServiceTime)).toBe(Math.round(mean(durations(service, 'service_time'))));
    expect(summary.sla).toEqual({
      response: share(response, within),
      waiting: share(waiting, within),
      service: share(service, within),
    });
    expect((await card('CARDMINSERVICETIME'))[0]?.service_time).toBe(summary.minServiceTime);
    expect((await card('CARDMAXSERVICETIME'))[0]?.service_time).toBe(summary.maxServiceTime);
    expect(Math.min(...durations(service, 'service_time'))).toBe(secondsOf(summary.minServiceTime));
    expect(Math.max(...durations(service, 'service_time'))).toBe(secondsOf(summary.maxServiceTime));
    expect((await card('CARDPEAKTIME'))[0]?.hour).toBe(summary.peakTime);
    expect((await card('CARDWEAKTIME'))[0]?.hour).toBe(summary.weakTime);
    expect(sum(durations(await card('CARDTOTALTIME'), 'online_time'))).toBe(secondsOf(summary.agentTotalTimeOnline));
  });

  test('satisfaction figures follow from the answers', async () => {
    const simulator = await start();
    const summary = await summaryOf(simulator, query);
    const csat = await cardOf(simulator, 'CARDCSAT', query);
    const fcr = await cardOf(simulator, 'CARDFCR', query);
    const nps = await cardOf<Row>(simulator, 'CARDNPS', query);
    const tags = await cardOf(simulator, 'CARDTAGSPERCENTAGE', query);
    const answered = Number(nps.promoters) + Number(nps.passives) + Number(nps.detractors);
    expect(summary.CSAT).toBe(share(csat, (row) => Number(row.csat) >= 4));
    expect(summary.FCR).toBe(share(fcr, (row) => row.first_contact_resolved === true));
    expect(summary.NPS).toBe(nps.nps);
    expect(nps.nps).toBe(tenth(((Number(nps.promoters) - Number(nps.detractors)) / answered) * 100));
    expect(summary.totalTagsPercent).toBe(
      tenth((Number(summary.totalTags) / Number(summary.totalClosedSessions)) * 100),
    );
    expect(Math.abs(sum(tags.map((row) => Number(row.percentage))) - Number(summary.totalTagsPercent))).toBeLessThan(1);
  });
});

test('the times in a waiting, response or service row are the differences of its dates', async () => {
  const simulator = await start();
  const seconds = (row: Row, from: string, to: string): number =>
    (Date.parse(String(row[to])) - Date.parse(String(row[from]))) / 1000;
  for (const row of await cardOf(simulator, 'CARDWAITINGTIME')) {
    expect(secondsOf(row.waiting_time)).toBe(seconds(row, 'created_date', 'taken_date'));
  }
  for (const row of await cardOf(simulator, 'CARDSERVICETIME')) {
    expect(secondsOf(row.service_time)).toBe(seconds(row, 'taken_date', 'ended_date'));
  }
  for (const row of await cardOf(simulator, 'CARDAVGRESPONSETIME')) {
    expect(secondsOf(row.response_time)).toBe(seconds(row, 'taken_date', 'first_response_date'));
  }
});

test('a summary has exactly the documented fields, and every card answers under its own name', async () => {
  const simulator = await start();
  expect(Object.keys(await summaryOf(simulator)).sort()).toEqual([...SUMMARY_FIELDS, 'sla', 'status'].sort());
  for (const name of CARD_NAMES) {
    const content = await cardOf(simulator, name);
    expect(Array.isArray(content), name).toBe(name !== 'CARDNPS');
    expect(Object.keys(content).length, name).toBeGreaterThan(0);
  }
});
