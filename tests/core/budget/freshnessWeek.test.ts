import { expect, test } from 'vitest';
import { freshnessTable, simulateFreshness } from '../../bench/simulateFreshness.ts';

const DAYS = 7;
const MOST_RATIO = 1.15;

test(
  `over a simulated week the mean age of the data stays within ${MOST_RATIO} of the limit, with and without drill-downs`,
  { timeout: 900_000 },
  async () => {
    const rows = [await simulateFreshness(DAYS, 0), await simulateFreshness(DAYS, 10)];
    console.log(freshnessTable(DAYS, rows));
    for (const row of rows) {
      expect(row.ratio).toBeLessThan(MOST_RATIO);
      expect(row.mostInAnyHour).toBeLessThanOrEqual(200);
      expect(row.worstAgeS).toBeLessThan(60);
      expect(row.refused).toBeLessThanOrEqual(row.drillDowns * 0.05);
    }
  },
);
