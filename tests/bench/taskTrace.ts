import type { Browser, Page } from '@playwright/test';

/** A task of the page's main thread, by the page's own clock, in milliseconds. */
export interface Task {
  readonly at: number;
  /** From begin to end; on a busy machine also the time in which another process had the processor. */
  readonly ms: number;
  /** Time on the processor. */
  readonly cpuMs: number;
}

interface TraceEvent {
  readonly name: string;
  readonly ph: string;
  readonly pid: number;
  readonly tid: number;
  /** Microseconds of the browser's clock. */
  readonly ts: number;
  readonly dur?: number;
  readonly tdur?: number;
}

const CATEGORIES = ['toplevel', 'blink.user_timing'];
const MARK = 'bench-clock';

/** Records the tasks of a page from now on. */
export async function startTrace(browser: Browser, page: Page): Promise<{ stop(): Promise<readonly Task[]> }> {
  await browser.startTracing(page, { categories: CATEGORIES });
  // Names the page's main thread in the trace, and sets its clock beside the browser's.
  const markedAt = await page.evaluate((name) => performance.mark(name).startTime, MARK);
  return {
    async stop() {
      const { traceEvents } = JSON.parse((await browser.stopTracing()).toString()) as { traceEvents: TraceEvent[] };
      const mark = traceEvents.find(({ name }) => name === MARK);
      if (!mark) throw new Error('the trace does not know the page');
      return traceEvents.flatMap(({ name, ph, pid, tid, ts, dur, tdur }) =>
        ph === 'X' && name.endsWith('RunTask') && pid === mark.pid && tid === mark.tid && dur !== undefined
          ? [{ at: markedAt + (ts - mark.ts) / 1000, ms: dur / 1000, cpuMs: (tdur ?? dur) / 1000 }]
          : [],
      );
    },
  };
}

/** The longest task that ran between two moments of the page's clock, by time and by processor time. */
export function longestOf(
  tasks: readonly Task[],
  from: number,
  to: number,
): { readonly ms: number; readonly cpuMs: number } {
  let [ms, cpuMs] = [0, 0];
  for (const task of tasks) {
    if (task.at + task.ms < from || task.at >= to) continue;
    ms = Math.max(ms, task.ms);
    cpuMs = Math.max(cpuMs, task.cpuMs);
  }
  return { ms, cpuMs };
}
