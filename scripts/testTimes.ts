/**
 * `npm run test:times [-- NAME …]`: both suites at times and places where tests tend to break, and on a busy machine. It takes
 * over an hour, so it is not part of `npm test`. The clock is moved by faketime (Debian: `apt-get install faketime`).
 */
import { spawn } from 'node:child_process';
import { access } from 'node:fs/promises';
import { DAY_MS, HOUR_MS } from '../common/time.ts';
import { clockEnvironment } from './testClock.ts';
import { findBrowser } from './browser.ts';
import { summarise, type Outcome } from './testReports.ts';
import { clearReports, runBuild, runPlaywright, runVitest } from './testRunners.ts';

interface Condition {
  readonly name: string;
  readonly what: string;
  /** When the run starts; the machine's own time where it is left out. */
  readonly at?: string;
  readonly zone?: string;
  /** Processes that keep the processor busy meanwhile. */
  readonly load?: number;
}

const CONDITIONS: readonly Condition[] = [
  { name: 'midnight', what: '23:50 on the board’s clock', at: `${tomorrow()}T20:50:00Z` },
  { name: 'new-year', what: 'New Year’s Eve, 23:50 on the board’s clock', at: '2026-12-31T20:50:00Z' },
  { name: 'leap-day', what: '29 February, 02:20 on the board’s clock', at: '2028-02-28T23:20:00Z' },
  { name: 'leap-night', what: '29 February, 23:50 on the board’s clock', at: '2028-02-29T20:50:00Z' },
  { name: 'spring', what: 'ten minutes before clocks go ahead', at: '2027-03-14T06:50:00Z', zone: 'America/New_York' },
  { name: 'autumn', what: 'ten minutes before clocks go back', at: '2027-10-31T00:50:00Z', zone: 'Europe/Berlin' },
  { name: 'west', what: 'eleven hours behind UTC', zone: 'Pacific/Pago_Pago' },
  { name: 'east', what: 'fourteen hours ahead of UTC', zone: 'Pacific/Kiritimati' },
  { name: 'load', what: 'a load of ten', load: 10 },
];
const LIBRARIES = ['x86_64', 'aarch64'].map((machine) => `/usr/lib/${machine}-linux-gnu/faketime/libfaketime.so.1`);

/** The machine's next day in UTC. Any day will do; one ahead is never a day of which a file of today is in the future. */
function tomorrow(): string {
  return new Date(Date.now() + DAY_MS).toISOString().slice(0, 'YYYY-MM-DD'.length);
}

async function faketime(): Promise<string | null> {
  for (const path of LIBRARIES) {
    const isThere = await access(path).then(
      () => true,
      () => false,
    );
    if (isThere) return path;
  }
  return null;
}

/** Keeps the processor busy until it is stopped, or for six hours. */
function burden(processes: number): () => void {
  const busy = `const until = performance.now() + ${6 * HOUR_MS}; while (performance.now() < until);`;
  const children = Array.from({ length: processes }, () => spawn(process.execPath, ['-e', busy], { stdio: 'ignore' }));
  return () => children.forEach((child) => child.kill('SIGKILL'));
}

async function runUnder({ at, zone, load = 0 }: Condition, library: string | null): Promise<Outcome[] | string> {
  if (at !== undefined && library === null) return 'faketime is missing: apt-get install faketime';
  const clock = at === undefined || library === null ? {} : clockEnvironment(Date.parse(at) - Date.now(), library);
  const env = { ...clock, TZ: zone ?? 'UTC' };
  await clearReports();
  const unburden = burden(load);
  try {
    return [await runVitest(env), await runPlaywright(true, env)];
  } finally {
    unburden();
  }
}

const wanted = process.argv.slice(2);
const unknown = wanted.filter((name) => !CONDITIONS.some((condition) => condition.name === name));
if (unknown.length > 0) {
  console.error(`No such time: ${unknown.join(', ')}. There are ${CONDITIONS.map(({ name }) => name).join(', ')}.`);
  process.exit(2);
}
const build = await runBuild();
if (build.failed > 0) process.exit(1);
// Unpacked here, where the clock is the machine's.
await findBrowser();
const library = await faketime();
const results: string[] = [];
let failed = 0;
for (const condition of CONDITIONS.filter(({ name }) => wanted.length === 0 || wanted.includes(name))) {
  console.error(`\n=== ${condition.name}: ${condition.what}`);
  const outcomes = await runUnder(condition, library);
  if (typeof outcomes === 'string') {
    results.push(`${condition.name}: skipped (${outcomes})`);
    continue;
  }
  const sum = summarise(outcomes);
  failed += sum.failed;
  results.push(`${condition.name}: ${sum.lines.at(-1)} (${condition.what})`);
}
console.log(`\n${results.join('\n')}`);
process.exitCode = failed === 0 ? 0 : 1;
