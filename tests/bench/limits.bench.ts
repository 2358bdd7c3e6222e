import { limitsTable, simulateLimit, type LimitRow, type LimitScenario } from './simulateLimits.ts';

const HOURS = 25;
const COUNTINGS = ['rolling', 'fixed, on the hour', 'fixed, 17 past', 'fixed, since first'] as const;
const TELLINGS = ['nothing', 'Retry-After', 'X-RateLimit'] as const;
const OTHERS = ['nobody', 'steady 100/h', 'bursts of 50', 'a second wallboard', 'steady 150/h'] as const;

const scenarios: readonly LimitScenario[] = COUNTINGS.flatMap((counting) =>
  OTHERS.flatMap((others) => TELLINGS.map((telling) => ({ counting, telling, others, hours: HOURS }))),
);
const rows: LimitRow[] = [];
for (const scenario of scenarios) rows.push(await simulateLimit(scenario));
console.log(`a key that others use as well, over ${HOURS - 1} simulated hours after the first; 200 requests an hour`);
console.log(limitsTable(rows));
