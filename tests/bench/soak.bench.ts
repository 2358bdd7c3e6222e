/** A week alone: the real renderer in Chromium and the real core behind it, through a week of updates at a fast clock. */
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { cpus, loadavg } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { HOUR_MS, MINUTE_MS } from '../../common/time.ts';
import { ensureBuilt } from '../../scripts/build.ts';
import type { CoreFigures, CoreReady, CoreReport, ScreenShown, SoakOrder } from './soakCore.ts';
import { measureIdle } from './soakIdle.ts';
import { drillDown, openSoakPage, type PageFigures } from './soakPages.ts';
import { printSoak, type SoakDay } from './soakTable.ts';

const WEEK = '7';
/** The first day warms up, and a slope needs two. */
const LEAST_DAYS = 3;
const HOURS_A_DAY = 24;
const STEP_MS = 10 * MINUTE_MS;
const STEPS_AN_HOUR = HOUR_MS / STEP_MS;
/** Within each hour: half an hour after whatever goes wrong. */
const DRILL_DOWN_STEP = 3;
const DRILL_DOWN_HOURS = 2;
/** Hours since noon. */
const SLEEP_HOUR = 21;
const LIGHT_UP_HOUR = 12;
const SLEEP_MS = 20 * MINUTE_MS;
/** Hours since noon whose tasks are recorded: late and lost figures, light after the dark, another theme. */
const TRACED_HOURS: readonly number[] = [3, 7, 18, 23];
const [dataDir = ''] = process.argv.slice(2);
const { values: given } = parseArgs({
  args: process.argv.slice(3),
  options: { days: { type: 'string', default: WEEK } },
});
const dayCount = Number(given.days);
if (!(dayCount >= LEAST_DAYS)) throw new Error(`--days: at least ${LEAST_DAYS}`);

const built = await ensureBuilt();
if (!built.ok) throw new Error(built.error);

const core = fork(join(import.meta.dirname, 'soakCore.ts'), [dataDir], { execArgv: ['--expose-gc'] });
core.once('exit', (code) => {
  if (code !== 0) process.exit(1);
});
const ask = async (order: SoakOrder): Promise<CoreReport> => {
  const answered = once(core, 'message');
  core.send(order);
  const [report] = (await answered) as [CoreReport];
  return report;
};
const [{ wallUrl, deskUrl, token }] = (await once(core, 'message')) as [CoreReady];

const from = performance.now();
const tellShown = (screen: ScreenShown['screen']) => (sentAtMs: number) =>
  void core.send({ screen, sentAtMs } satisfies ScreenShown);
const wall = await openSoakPage(`${wallUrl}?board=floor`, tellShown('wall'));
const desk = await openSoakPage(`${deskUrl}#control=${token}`, tellShown('desk'));
const pages = [wall, desk];
const days: SoakDay[] = [];
let drillDowns = 0;
let opened = 0;
let { nowMs } = await ask({ do: 'advance', ms: 0 });
const startMs = nowMs;

async function advance(ms: number): Promise<void> {
  ({ nowMs } = await ask({ do: 'advance', ms }));
}

async function hour(day: number, of: number): Promise<void> {
  const hourFromMs = startMs + ((day - 1) * HOURS_A_DAY + of) * HOUR_MS;
  for (let step = 0; step < STEPS_AN_HOUR; step += 1) {
    // What a drill-down or a sleep took is part of the hour: what goes wrong does so at its hour on each day.
    await advance(Math.max(0, hourFromMs + (step + 1) * STEP_MS - nowMs));
    if (step !== DRILL_DOWN_STEP || of % DRILL_DOWN_HOURS !== 0) continue;
    await desk.phase('drill-down');
    drillDowns += 1;
    if (await drillDown(desk, advance)) opened += 1;
    await desk.phase('wall');
  }
  if (of % 6 === 5) await ask({ do: 'settings', theme: of % 12 === 5 ? 'light' : 'dark', slaResponse: 80 + (of % 5) });
  if (of % 4 === 2) await ask({ do: 'dropConnections' });
  if (of === LIGHT_UP_HOUR) await ask({ do: 'lightUp' });
  if (of === SLEEP_HOUR && day % 2 === 0) ({ nowMs } = await ask({ do: 'sleep', ms: SLEEP_MS }));
}

let updates = 0;
try {
  for (const page of pages) await page.phase('wall');
  for (let day = 1; day <= dayCount; day += 1) {
    let longestCpuMs = 0;
    for (let of = 0; of < HOURS_A_DAY; of += 1)
      if (!TRACED_HOURS.includes(of)) await hour(day, of);
      else longestCpuMs = Math.max(longestCpuMs, await wall.longestCpuMs(() => hour(day, of)));
    const report = await ask({ do: 'measure' });
    updates = report.updates;
    const figures = report.figures as CoreFigures;
    const [ofWall, ofDesk] = [await wall.measure(), await desk.measure()] as [PageFigures, PageFigures];
    days.push({ day, wall: ofWall, desk: ofDesk, core: figures, longestCpuMs });
  }
  const totals = [await wall.totals(), await desk.totals()] as const;
  await ask({ do: 'stop' });
  for (const page of pages) await page.close();
  const tookMs = performance.now() - from;
  const idle = await measureIdle();
  const load = `${loadavg()[0]?.toFixed(1)} on ${cpus().length} processors`;
  const kept = printSoak({ days, updates, drillDowns, opened, totals, idle, tookMs, load });
  process.exit(kept ? 0 : 1);
} finally {
  core.kill();
}
