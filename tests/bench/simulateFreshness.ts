import { DEFAULT_QUERY } from '../../common/query.ts';
import { API_HOURLY_LIMIT } from '../../common/settings.ts';
import { DAY_MS, HOUR_MS, SECOND_MS } from '../../common/time.ts';
import { openLedgerBook } from '../../core/budget/ledgerFile.ts';
import { createRequestLoop } from '../../core/poller/requestLoop.ts';
import type { LoopEvent } from '../../core/poller/requestLoop.types.ts';
import { fakeExperia, mostInAnyHour } from '../core/support/fakeExperia.ts';
import { memoryFiles, seededRandom, silentLog, World } from '../core/support/world.ts';

/** One request each 18 s makes data between 0 and 18 s old: 9 s on average is the best the API allows. */
export const LEAST_MEAN_AGE_S = HOUR_MS / API_HOURLY_LIMIT / 2 / SECOND_MS;

export interface FreshnessRow {
  readonly drillDownsPerHour: number;
  /** Time-weighted mean age of the shown data in seconds, from the moment its request was sent. */
  readonly meanAgeS: number;
  /** Mean age beside the physical limit. */
  readonly ratio: number;
  /** Age under which the data was 99 % of the time, and at worst, in seconds. */
  readonly p99AgeS: number;
  readonly worstAgeS: number;
  readonly polls: number;
  readonly drillDowns: number;
  /** Drill-downs that were not sent because the hour's requests were used up. */
  readonly refused: number;
  readonly mostInAnyHour: number;
}

/** How long the data had which age, from the moments it arrived. */
function ages(
  arrivals: readonly { readonly at: number; readonly asOf: number }[],
): Pick<FreshnessRow, 'meanAgeS' | 'p99AgeS' | 'worstAgeS'> {
  let area = 0;
  let span = 0;
  const peaks: { age: number; interval: number }[] = [];
  arrivals.slice(1).forEach((next, i) => {
    const shown = arrivals[i] ?? next;
    const from = shown.at - shown.asOf;
    const to = next.at - shown.asOf;
    area += ((from + to) / 2) * (to - from);
    span += to - from;
    peaks.push({ age: to, interval: to - from });
  });
  // Time spent above an age, over all intervals, falls as the age grows: bisect for one per cent.
  const above = (age: number): number =>
    peaks.reduce((sum, { age: peak, interval }) => sum + Math.min(interval, Math.max(0, peak - age)), 0);
  let low = 0;
  let high = Math.max(...peaks.map(({ age }) => age));
  const worst = high;
  while (high - low > 1) {
    const middle = (low + high) / 2;
    if (above(middle) > span / 100) low = middle;
    else high = middle;
  }
  return { meanAgeS: area / span / SECOND_MS, p99AgeS: high / SECOND_MS, worstAgeS: worst / SECOND_MS };
}

/** Runs the real budget and poller under fake time against a server with 100–900 ms of latency. */
export async function simulateFreshness(days: number, drillDownsPerHour: number): Promise<FreshnessRow> {
  const world = new World();
  const random = seededRandom(20_261_123);
  const { client, record } = fakeExperia(world, random, { latencyMs: () => 100 + random() * 800 });
  const { clock } = world.process();
  const book = await openLedgerBook(memoryFiles(), clock, silentLog);
  const arrivals: { at: number; asOf: number }[] = [];
  const report = (event: LoopEvent): void => {
    if (event.type === 'summaryArrived') arrivals.push({ at: clock.monotonicMs(), asOf: event.asOf });
  };
  const endpoint = { url: 'https://api.example.com', key: 'k' };
  const loop = createRequestLoop({ endpoint, keyHash: 'k', book, client, clock, random, log: silentLog, report });
  loop.setQueries([DEFAULT_QUERY]);
  let drillDowns = 0;
  let refused = 0;
  for (let end = world.trueMs + days * DAY_MS; world.trueMs < end;) {
    const gap = drillDownsPerHour === 0 ? HOUR_MS : (-Math.log(1 - random()) * HOUR_MS) / drillDownsPerHour;
    await world.advance(Math.min(gap, end - world.trueMs));
    if (drillDownsPerHour === 0) continue;
    drillDowns += 1;
    void loop
      .request('card', (to, cancel) => client.card(to, DEFAULT_QUERY, 'CARDWAITINGTIME', cancel))
      .then((result) => (refused += result.ok ? 0 : 1));
  }
  const figures = ages(arrivals);
  return {
    drillDownsPerHour,
    ...figures,
    ratio: figures.meanAgeS / LEAST_MEAN_AGE_S,
    polls: arrivals.length,
    drillDowns,
    refused,
    mostInAnyHour: mostInAnyHour(record.arrivals),
  };
}

/** The rows as the table that the tests and the bench print. */
export function freshnessTable(days: number, rows: readonly FreshnessRow[]): string {
  const head = `freshness over ${days} simulated days, one board; the API's limit is a mean age of ${LEAST_MEAN_AGE_S.toFixed(1)} s`;
  const lines = rows.map(
    (row) =>
      `  ${String(row.drillDownsPerHour).padStart(2)} drill-downs/h | mean ${row.meanAgeS.toFixed(2)} s = ${row.ratio.toFixed(3)} × limit` +
      ` | 99 % under ${row.p99AgeS.toFixed(1)} s, worst ${row.worstAgeS.toFixed(1)} s | ${row.polls} polls, ${row.drillDowns} drill-downs` +
      ` (${row.refused} refused) | busiest hour ${row.mostInAnyHour} of ${API_HOURLY_LIMIT}`,
  );
  return [head, ...lines].join('\n');
}
