/** 50,000 session rows in our drill-down and in Tabulator, side by side: the same rows, the same Chromium, by turns. */
import { join } from 'node:path';
import { cpus, loadavg } from 'node:os';
import { startSimulator } from '../../core/simulator/server.ts';
import { ensureBuilt } from '../../scripts/build.ts';
import { figuresShown, launchChromium } from '../e2e/support/browserWall.ts';
import { spawner } from '../server/support/spawned.ts';
import { manySessionRows } from './drilldownRows.ts';
import { PHASES, runGrid, type Figures, type Grid, type Phase } from './gridRun.ts';
import { installWatch } from './pageWatch.ts';
import { servePeer } from './servePeer.ts';

const RUNS = 5;
const SCREEN = { width: 1600, height: 900 };
const CARD = 'CARDWAITINGTIME';
const dataDir = process.argv[2] ?? '';

const median = (values: readonly number[]): number =>
  [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? NaN;

const ours = (url: string): Grid => ({
  name: 'ours',
  selectors: {
    scroller: '[role="dialog"] [role="grid"]',
    row: '.row-line',
    filled: '[role="gridcell"] bdi',
    sorter: 'button.column-sort',
    search: '[role="dialog"] input[type="search"]',
  },
  opener: `[data-open="${CARD}"]`,
  rowsFrom: 'api/readRows',
  async prepare(page) {
    await page.goto(url);
    await figuresShown(page);
    await page.keyboard.press('c');
    await page.locator(`[data-open="${CARD}"]`).waitFor();
  },
});

const tabulator = (url: string): Grid => ({
  name: 'Tabulator',
  selectors: {
    scroller: '.tabulator-tableholder',
    row: '.tabulator-row',
    filled: '.tabulator-cell:not(:empty)',
    sorter: '.tabulator-col-title',
    search: 'input[type="search"]',
  },
  opener: '#open',
  rowsFrom: 'rows.json',
  async prepare(page) {
    await page.goto(url);
    await page.locator('#open').waitFor();
  },
});

/** One run in a browser of its own, so that no run pays for the one before. */
async function runOnce(grid: Grid): Promise<Figures> {
  const browser = await launchChromium();
  try {
    const page = await (await browser.newContext({ viewport: SCREEN })).newPage();
    await page.addInitScript(installWatch);
    return await runGrid(browser, page, grid);
  } finally {
    await browser.close();
  }
}

const NAMES: Readonly<Record<Phase, string>> = {
  open: 'open: first rows painted, from the click',
  afterOpen: 'after first paint',
  sortDate: 'sort by a date',
  sortText: 'sort by 50,000 different texts',
  filter: 'filter by text in any column',
  scroll: 'scroll 60 wheel steps: longest time without a frame',
  jump: 'jump to the last row',
};

interface Line {
  readonly label: string;
  readonly unit: 'ms' | '%' | 'MB';
  readonly of: (figures: Figures) => number;
}

const LINES: readonly Line[] = [
  { label: 'first rows painted, once all text is in the page', unit: 'ms', of: (run) => run.openFromTextMs },
  ...PHASES.flatMap((phase): Line[] => [
    ...(phase === 'afterOpen'
      ? []
      : [{ label: NAMES[phase], unit: 'ms', of: (run: Figures) => run.phases[phase].ms } as const]),
    {
      label: `  ${phase === 'afterOpen' ? 'after first paint: ' : ''}longest task`,
      unit: 'ms',
      of: (run) => run.phases[phase].longestMs,
    },
    { label: '  longest processor time of a task', unit: 'ms', of: (run) => run.phases[phase].longestCpuMs },
  ]),
  { label: 'scroll back: frames whose middle row had no text yet', unit: '%', of: (run) => run.blankPercent },
  { label: 'JavaScript memory of the page', unit: 'MB', of: (run) => run.pageMb },
  { label: '  and of its workers', unit: 'MB', of: (run) => run.workersMb },
];

const LABEL_WIDTH = 54;
const CELL_WIDTH = 11;

function line({ label, unit, of }: Line, ours: readonly Figures[], peer: readonly Figures[]): string {
  const cell = (value: number): string => `${value.toFixed(value < 10 ? 1 : 0)} ${unit}`.padStart(CELL_WIDTH);
  const [own, other] = [median(ours.map(of)), median(peer.map(of))];
  const ratio = other > 0 ? `${(own / other).toFixed(2)} ×` : '–';
  const worst = cell(Math.max(...ours.map(of)));
  return `  ${label.padEnd(LABEL_WIDTH)}${cell(own)}${cell(other)}${ratio.padStart(CELL_WIDTH)}${worst}`;
}

function print(ours: readonly Figures[], peer: readonly Figures[]): void {
  const heads = ['ours', 'Tabulator', 'ratio', 'our worst'].map((head) => head.padStart(CELL_WIDTH)).join('');
  console.log(`50,000 session rows in Chromium, ${SCREEN.width} × ${SCREEN.height}, medians of ${RUNS} runs by turns`);
  console.log(`  load of the machine: ${loadavg()[0]?.toFixed(1)} on ${cpus().length} processors`);
  console.log(`  ${''.padEnd(LABEL_WIDTH)}${heads}`);
  for (const one of LINES) console.log(line(one, ours, peer));
  console.log('  a task holds up the page for its whole time, in which other processes may have had the processor');
  console.log('  ours: the click also asks the API and masks; columns are read and derived, cells searched as shown');
  console.log('  Tabulator: virtual DOM, rows as they came, from one file on a loopback server');
}

const built = await ensureBuilt();
if (!built.ok) throw new Error(built.error);
const rows = manySessionRows();
const servers = spawner();
const simulator = await startSimulator();
simulator.misbehave({ kind: 'patch', cardContent: rows });
const peer = await servePeer(join(dataDir, 'peer'), JSON.stringify(rows));
const figures: Record<'ours' | 'peer', Figures[]> = { ours: [], peer: [] };
try {
  for (let run = 0; run < RUNS; run += 1) {
    // A server of its own: within 30 s the rows of the run before would be shared.
    const server = await servers.start([], { EXPERIA_API_URL: simulator.url, EXPERIA_API_KEY: simulator.key });
    figures.ours.push(await runOnce(ours(`${server.url}#control=${server.token}`)));
    await server.end();
    figures.peer.push(await runOnce(tabulator(peer.url)));
  }
  print(figures.ours, figures.peer);
} finally {
  await servers.clear();
  await simulator.close();
  peer.close();
}
