import { describe, expect, test } from 'vitest';
import { limitsTable, simulateLimit, type LimitRow } from '../../bench/simulateLimits.ts';

const HOURS = 13;
const MOST_REFUSED_PERCENT = 1;
const MOST_SILENT_MINUTES = 20;

const COUNTINGS = ['rolling', 'fixed, on the hour', 'fixed, 17 past', 'fixed, since first'] as const;
const TELLINGS = ['nothing', 'Retry-After', 'X-RateLimit'] as const;
const HALF_USERS = ['steady 100/h', 'bursts of 50', 'a second wallboard'] as const;
const SEEDS = [1, 2];

describe(`fault 33: others take half of the key, for ${HOURS - 1} hours after the first`, () => {
  test.each(COUNTINGS.flatMap((counting) => HALF_USERS.map((others) => ({ counting, others }))))(
    'where the hour is $counting and others are $others, fewer than one call in a hundred is refused, and figures come within 20 minutes',
    { timeout: 1_800_000 },
    async ({ counting, others }) => {
      const rows: LimitRow[] = [];
      for (const telling of TELLINGS)
        for (const seed of telling === 'nothing' ? SEEDS : SEEDS.slice(0, 1))
          rows.push(await simulateLimit({ counting, telling, others, hours: HOURS }, seed));
      console.log(limitsTable(rows));
      for (const row of rows) {
        expect(row.refusedPercent).toBeLessThan(MOST_REFUSED_PERCENT);
        expect(row.longestSilenceMinutes).toBeLessThan(MOST_SILENT_MINUTES);
        expect(row.mostInAnyHour).toBeLessThanOrEqual(200);
        // It takes its half of the key, or nearly, as well.
        expect(row.calls / (HOURS - 1)).toBeGreaterThan(60);
      }
    },
  );

  test.each(COUNTINGS)(
    'with nobody else on the key an hour that is %s costs nothing: no refusal, and the best pace',
    async (counting) => {
      const row = await simulateLimit({ counting, telling: 'nothing', others: 'nobody', hours: 5 });
      expect(row.refusedPercent).toBe(0);
      expect(row.calls / 4).toBeGreaterThanOrEqual(194);
    },
  );
});
