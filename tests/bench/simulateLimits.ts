import { DEFAULT_QUERY } from '../../common/query.ts';
import { err, ok } from '../../common/result.ts';
import { HOUR_MS, MINUTE_MS, SECOND_MS } from '../../common/time.ts';
import { openLedgerBook } from '../../core/budget/ledgerFile.ts';
import { failure } from '../../core/experia/classify.ts';
import type { ExperiaClient } from '../../core/experia/client.ts';
import { createRequestLoop } from '../../core/poller/requestLoop.ts';
import { makeRateLimit, type Counting, type RateLimit } from '../../core/simulator/rateLimit.ts';
import { mostInAnyHour, someSummary } from '../core/support/fakeExperia.ts';
import { memoryFiles, seededRandom, silentLog, World } from '../core/support/world.ts';

/** What a refusal and a reply tell about the limit. */
export type Telling = 'nothing' | 'Retry-After' | 'X-RateLimit';

export interface LimitScenario {
  readonly counting: 'rolling' | 'fixed, on the hour' | 'fixed, 17 past' | 'fixed, since first';
  readonly telling: Telling;
  /** Bursts come every half hour. */
  readonly others: 'nobody' | 'steady 100/h' | 'bursts of 50' | 'a second wallboard' | 'steady 150/h';
  readonly hours: number;
}

export interface LimitRow {
  readonly scenario: LimitScenario;
  readonly calls: number;
  /** Percent of this wallboard's calls that were refused, after the first hour. */
  readonly refusedPercent: number;
  /** The longest time between two good replies after the first hour, in minutes, and the same within the first. */
  readonly longestSilenceMinutes: number;
  readonly firstHourSilenceMinutes: number;
  readonly meanAgeS: number;
  readonly mostInAnyHour: number;
}

const LATENCY_MS = 300;
const LIMIT = 200;

/** The API in fake time behind the simulator's own limiter. */
function limitedClient(
  world: World,
  limit: RateLimit,
  telling: Telling,
  seen: (at: number, accepted: boolean) => void,
): ExperiaClient {
  const exchange: ExperiaClient['summary'] = (_endpoint, _query, _cancel, heard) =>
    new Promise((resolve) => {
      world.at(LATENCY_MS / 2, () => {
        const waitMs = limit.take(world.trueMs);
        const { remaining, resetMs } = limit.state(world.trueMs);
        const rate = telling === 'X-RateLimit' ? { limit: LIMIT, remaining, resetMs } : null;
        const dateMs = Math.floor((world.trueMs + world.wallOffsetMs) / SECOND_MS) * SECOND_MS;
        seen(world.trueMs, waitMs === 0);
        world.at(LATENCY_MS / 2, () => {
          heard?.({ dateMs, rate });
          const retryAfterMs = telling === 'Retry-After' ? Math.ceil(waitMs / SECOND_MS) * SECOND_MS : null;
          resolve(waitMs === 0 ? ok(someSummary()) : err(failure('limited', { status: 429, retryAfterMs })));
        });
      });
    });
  return { summary: exchange, card: () => Promise.reject(new Error('no cards here')) };
}

function countingOf({ counting }: LimitScenario, world: World): Counting {
  const wallMs = world.trueMs + world.wallOffsetMs;
  const hourMs = world.trueMs - (wallMs % HOUR_MS);
  if (counting === 'rolling') return { kind: 'rolling' };
  if (counting === 'fixed, since first') return { kind: 'sinceFirst' };
  return { kind: 'fixed', beginsAtMs: counting === 'fixed, on the hour' ? hourMs : hourMs + 17 * MINUTE_MS };
}

/** Other users of the key, who take what they need whatever comes back. */
function othersUse(world: World, limit: RateLimit, others: LimitScenario['others']): void {
  const every = (gapMs: () => number, requests: number): void =>
    void world.at(gapMs(), () => {
      limit.takeMany(world.trueMs, requests);
      every(gapMs, requests);
    });
  if (others === 'steady 100/h') every(() => 36 * SECOND_MS, 1);
  if (others === 'steady 150/h') every(() => 24 * SECOND_MS, 1);
  if (others === 'bursts of 50') every(() => 30 * MINUTE_MS, 50);
}

/** Runs the real budget and poller under fake time on a key that others use as well. */
export async function simulateLimit(scenario: LimitScenario, seed = 20_261_123): Promise<LimitRow> {
  const world = new World();
  const random = seededRandom(seed);
  const limit = makeRateLimit(LIMIT, countingOf(scenario, world));
  othersUse(world, limit, scenario.others);
  const begin = world.trueMs;
  const own: { at: number; accepted: boolean }[] = [];
  const start = async (seen: (at: number, accepted: boolean) => void): Promise<void> => {
    const { clock } = world.process();
    const book = await openLedgerBook(memoryFiles(), clock, silentLog);
    const client = limitedClient(world, limit, scenario.telling, seen);
    const endpoint = { url: 'https://api.example.com', key: 'k' };
    const report = (): void => undefined;
    createRequestLoop({ endpoint, keyHash: 'k', book, client, clock, random, log: silentLog, report }).setQueries([
      DEFAULT_QUERY,
    ]);
  };
  await start((at, accepted) => own.push({ at, accepted }));
  if (scenario.others === 'a second wallboard') {
    await world.advance(7 * SECOND_MS);
    await start(() => undefined);
  }
  await world.advance(scenario.hours * HOUR_MS);
  const end = world.trueMs;
  const learned = begin + HOUR_MS;
  const later = own.filter(({ at }) => at >= learned);
  const good = own.filter(({ accepted }) => accepted).map(({ at }) => at);
  const silence = (from: number, to: number): number => {
    const times = [from, ...good.filter((at) => at >= from && at <= to), to];
    return Math.max(...times.slice(1).map((at, i) => at - (times[i] ?? at))) / MINUTE_MS;
  };
  const after = good.filter((at) => at >= learned);
  const ages = after.slice(1).map((at, i) => at - (after[i] ?? at));
  const meanAgeMs =
    ages.reduce((sum, gap) => sum + gap * (gap / 2 + LATENCY_MS), 0) / ages.reduce((sum, gap) => sum + gap, 0);
  return {
    scenario,
    calls: later.length,
    refusedPercent: (later.filter(({ accepted }) => !accepted).length / later.length) * 100,
    longestSilenceMinutes: silence(learned, end),
    firstHourSilenceMinutes: silence(begin, learned),
    meanAgeS: meanAgeMs / SECOND_MS,
    mostInAnyHour: mostInAnyHour(own.map(({ at }) => at)),
  };
}

/** The rows as the table that the bench prints. */
export function limitsTable(rows: readonly LimitRow[]): string {
  const head = ['limit', 'tells', 'others', 'calls', 'refused', 'longest silence (first hour)', 'mean age'];
  const lines = rows.map(({ scenario, ...row }) => [
    scenario.counting,
    scenario.telling,
    scenario.others,
    String(row.calls),
    `${row.refusedPercent.toFixed(2)} %`,
    `${row.longestSilenceMinutes.toFixed(1)} min (${row.firstHourSilenceMinutes.toFixed(1)} min)`,
    `${row.meanAgeS.toFixed(1)} s`,
  ]);
  const widths = head.map((title, i) => Math.max(title.length, ...lines.map((line) => line[i]?.length ?? 0)));
  return [head, ...lines].map((line) => line.map((cell, i) => cell.padEnd(widths[i] ?? 0)).join('  ')).join('\n');
}
