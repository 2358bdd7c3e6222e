import type { CoreFigures } from './soakCore.ts';
import type { IdleFigures } from './soakIdle.ts';
import type { LongTasks, PageFigures } from './soakPages.ts';

export interface SoakDay {
  readonly day: number;
  readonly wall: PageFigures;
  readonly desk: PageFigures;
  readonly core: CoreFigures;
  /** Longest task of the wall's page in the hours that were recorded, by processor time. */
  readonly longestCpuMs: number;
}

interface PageTotals {
  readonly snapshots: number;
  readonly connections: number;
  readonly longTasks: LongTasks;
}

export interface SoakResult {
  readonly days: readonly SoakDay[];
  readonly updates: number;
  readonly drillDowns: number;
  readonly opened: number;
  readonly totals: readonly [wall: PageTotals, desk: PageTotals];
  readonly idle: IdleFigures;
  readonly tookMs: number;
  readonly load: string;
}

/** Promised: a heap grows by no more than this from the second day to the last, plainly and by the line of least squares. */
const MOST_GROWTH_PERCENT = 5;
/** Nodes and listeners that a page may hold more on some day than on another: what is on screen differs by the hour. */
const NODE_SLACK_PERCENT = 5;
const LONGEST_TASK_MS = 50;
/** What keeps a process alive differs with the connections of the moment. */
const HANDLE_SLACK = 6;
const MOST_LOG_BYTES = 50 * 1024 * 1024;
const MOST_HISTORY_BYTES = 200 * 1024 * 1024;
const LEAST_UPDATES_A_DAY = 4_000;
const KILOBYTE = 1e3;
const MEGABYTE = 1e6;
const LABEL_WIDTH = 56;

/** The line of least squares through values of one day after the other: its slope a day and its value on the first. */
function lineThrough(values: readonly number[]): { readonly slope: number; readonly first: number } {
  const meanX = (values.length - 1) / 2;
  const meanY = values.reduce((sum, value) => sum + value, 0) / values.length;
  const top = values.reduce((sum, value, x) => sum + (x - meanX) * (value - meanY), 0);
  const bottom = values.reduce((sum, _value, x) => sum + (x - meanX) ** 2, 0);
  const slope = top / bottom;
  return { slope, first: meanY - slope * meanX };
}

/** Growth in percent from the first value to the last: plain, or by the line where that is more. */
function growthPercent(values: readonly number[]): number {
  const { slope, first } = lineThrough(values);
  const [from = 0, to = 0] = [values[0], values.at(-1)];
  return 100 * Math.max(to / from - 1, (slope * (values.length - 1)) / first);
}

const signed = (value: number, digits: number): string => `${value < 0 ? '−' : '+'}${Math.abs(value).toFixed(digits)}`;

const spreadPercent = (values: readonly number[]): number =>
  ((Math.max(...values) - Math.min(...values)) / Math.min(...values)) * 100;

/** Prints the table of the soak; whether every promise was kept. */
export function printSoak({ days, updates, drillDowns, opened, totals, idle, tookMs, load }: SoakResult): boolean {
  let kept = true;
  const line = (label: string, text: string, ok: boolean | null = null): void => {
    if (ok === false) kept = false;
    console.log(`  ${ok === null ? ' ' : ok ? '✓' : '✗'} ${label.padEnd(LABEL_WIDTH)}${text}`);
  };
  const measured = days.slice(1);
  const heap = (label: string, of: (day: SoakDay) => number, promised: boolean): void => {
    const values = measured.map(of);
    const growth = growthPercent(values);
    const all = values.map((value) => (value / MEGABYTE).toFixed(2)).join(' ');
    const slope = signed(lineThrough(values).slope / KILOBYTE, 1);
    line(label, `${all}  ${slope} KB a day, ${signed(growth, 2)} %`, promised ? growth <= MOST_GROWTH_PERCENT : null);
  };
  const flat = (label: string, of: (day: SoakDay) => number): void => {
    const values = measured.map(of);
    const ok = growthPercent(values) <= NODE_SLACK_PERCENT && spreadPercent(values) <= 2 * NODE_SLACK_PERCENT;
    line(label, values.join(' '), ok);
  };
  const [wall, desk] = totals;
  console.log(`a week alone: ${days.length} days at a fast clock in ${(tookMs / 1000).toFixed(0)} s, load ${load}`);
  line(
    'updates, snapshots at wall and desk',
    `${updates}, ${wall.snapshots}, ${desk.snapshots}`,
    Math.min(updates, wall.snapshots) >= days.length * LEAST_UPDATES_A_DAY,
  );
  line('connections of wall and desk', `${wall.connections}, ${desk.connections}`);
  line('drill-downs opened and closed', `${opened} of ${drillDowns}`, opened === drillDowns);
  line('megabytes after collection from the second day on', 'slope by least squares, growth to the last day');
  for (const [name, of] of [
    ['wall', (day: SoakDay) => day.wall],
    ['desk', (day: SoakDay) => day.desk],
  ] as const) {
    heap(`${name}: heap without compiled code`, (day) => of(day).ownBytes, true);
    heap(`${name}: compiled code`, (day) => of(day).codeBytes, false);
    // A desk goes on compiling what somebody opens now and then; a wall has run all of its code by the second day.
    heap(`${name}: JavaScript heap, code and all`, (day) => of(day).heapBytes, name === 'wall');
  }
  heap('core: heap, code and all', (day) => day.core.heapBytes, true);
  flat('wall: nodes of the document', (day) => day.wall.nodes);
  flat('wall: event listeners', (day) => day.wall.listeners);
  flat('wall: canvases (one a chart)', (day) => day.wall.canvases);
  flat('desk: nodes of the document', (day) => day.desk.nodes);
  flat('desk: event listeners', (day) => day.desk.listeners);
  flat('desk: canvases (one a chart)', (day) => day.desk.canvases);
  flat('documents, wall', (day) => day.wall.documents);
  const handles = measured.map((day) => day.core.handles);
  line('core: open handles', handles.join(' '), Math.max(...handles) - Math.min(...handles) <= HANDLE_SLACK);
  const timers = measured.map((day) => day.core.timers);
  line('core: timers set', timers.join(' '), Math.max(...timers) - Math.min(...timers) <= HANDLE_SLACK);
  const cpu = days.map(({ longestCpuMs }) => longestCpuMs);
  const each = cpu.map((ms) => ms.toFixed(0)).join(' ');
  line('wall: longest task of four hours of each day, CPU ms', each, Math.max(...cpu) <= LONGEST_TASK_MS);
  const told = (label: string, { longTasks }: PageTotals, phase: string): void => {
    const { count, longestMs } = longTasks[phase] ?? { count: 0, longestMs: 0 };
    line(label, `${count}, longest ${longestMs.toFixed(0)} ms (with the time other processes had)`);
  };
  told('wall: updates over 50 ms on the clock', wall, 'wall');
  told('desk: updates over 50 ms on the clock', desk, 'wall');
  told('desk: drill-downs, tasks over 50 ms', desk, 'drill-down');
  const last = days.at(-1)?.core;
  const first = days[0]?.core;
  if (last && first) {
    const logs = `${(last.logBytes / 1024).toFixed(0)} KB, ${((last.logBytes - first.logBytes) / 1024 / (days.length - 1)).toFixed(0)} KB a day`;
    line('log files', logs, last.logBytes <= MOST_LOG_BYTES);
    line('history', `${(last.historyBytes / MEGABYTE).toFixed(1)} MB`, last.historyBytes <= MOST_HISTORY_BYTES);
    const worst = Math.max(...days.map(({ core }) => core.worstWriteMs));
    line('history: a write, median and worst', `${(last.medianWriteMs * 1000).toFixed(0)} µs, ${worst.toFixed(1)} ms`);
  }
  line(
    'idle: wall, in % of one core',
    `${idle.wall.toFixed(2)} (an empty page with a clock: ${idle.emptyPage.toFixed(2)})`,
  );
  line('idle: core, in % of one core', idle.core === null ? 'not told by this system' : idle.core.toFixed(2));
  return kept;
}
