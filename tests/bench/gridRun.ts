import type { Browser, Page } from '@playwright/test';
import { pageMemory } from './pageMemory.ts';
import type { Act, GridSelectors, Until } from './pageWatch.ts';
import { longestOf, startTrace } from './taskTrace.ts';

/** A table to be measured: how its page is reached and what its parts are called. */
export interface Grid {
  readonly name: string;
  readonly selectors: GridSelectors;
  /** Brings a page to where one click opens the rows. */
  prepare(page: Page): Promise<void>;
  readonly opener: string;
  /** The request or requests that bring the rows, by the end of their address. */
  readonly rowsFrom: string;
}

/** What is done with a table, in this order. */
export const PHASES = ['open', 'afterOpen', 'sortDate', 'sortText', 'filter', 'scroll', 'jump'] as const;
export type Phase = (typeof PHASES)[number];

export interface PhaseFigures {
  /** From the act until its effect was painted; the longest time without a frame while scrolling. In milliseconds. */
  readonly ms: number;
  /** The longest task of the main thread, until the page was at rest again. */
  readonly longestMs: number;
  /** The longest processor time of one task. */
  readonly longestCpuMs: number;
}

export interface Figures {
  readonly phases: Readonly<Record<Phase, PhaseFigures>>;
  /** First rows painted, from when the last of their text was in the page; in milliseconds. */
  readonly openFromTextMs: number;
  /** Frames while scrolling whose middle row had no text yet, in percent. */
  readonly blankPercent: number;
  readonly pageMb: number;
  readonly workersMb: number;
}

const REST_FRAMES = 30;
const WHEEL_STEPS = 60;
const WHEEL_PX = 700;
/** A channel that about three rows in a hundred have. */
const NEEDLE = 'telegram';

/** A stretch of the page's clock, and how long what it is named for took. */
interface Span {
  readonly from: number;
  readonly to: number;
  readonly ms: number;
}

const rest = (page: Page): Promise<number> => page.evaluate((frames) => window.bench.rest(frames), REST_FRAMES);

async function act(page: Page, grid: Grid, what: Act, until: Until): Promise<Span & { readonly paintedAt: number }> {
  const { ms, startedAt, paintedAt } = await page.evaluate(
    ([selectors, does, when]) => window.bench.run(selectors, does, when),
    [grid.selectors, what, until] as const,
  );
  return { from: startedAt, to: await rest(page), ms, paintedAt };
}

/** When the last answer with rows had come. */
const answeredAt = (page: Page, end: string): Promise<number> =>
  page.evaluate(
    (suffix) =>
      performance
        .getEntriesByType('resource')
        .filter((entry) => entry.name.endsWith(suffix))
        .reduce((last, entry) => Math.max(last, entry.startTime + entry.duration), 0),
    end,
  );

async function wheel(page: Page, stepPx: number): Promise<void> {
  for (let step = 0; step < WHEEL_STEPS; step += 1) await page.mouse.wheel(0, stepPx);
}

async function scroll(page: Page, grid: Grid): Promise<Span> {
  const box = await page.locator(grid.selectors.scroller).boundingBox();
  if (!box) throw new Error(`${grid.name} has nothing to scroll`);
  await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2);
  const from = await page.evaluate(() => performance.now());
  await wheel(page, WHEEL_PX);
  const to = await rest(page);
  const ms = await page.evaluate(
    (begin) => Math.max(...window.bench.frames.filter(({ at }) => at > begin).map(({ gapMs }) => gapMs)),
    from,
  );
  return { from, to, ms };
}

/** Scrolls back and looks at each frame, which takes time itself: the other figures are taken without it. */
async function blankFrames(page: Page, grid: Grid): Promise<number> {
  const from = await page.evaluate((selectors) => {
    window.bench.look = selectors;
    return performance.now();
  }, grid.selectors);
  await wheel(page, -WHEEL_PX);
  await rest(page);
  return page.evaluate((begin) => {
    window.bench.look = null;
    const frames = window.bench.frames.filter(({ at }) => at > begin);
    return (100 * frames.filter(({ blank }) => blank).length) / frames.length;
  }, from);
}

/** Opens, sorts, filters and scrolls one table once. */
export async function runGrid(browser: Browser, page: Page, grid: Grid): Promise<Figures> {
  await grid.prepare(page);
  await rest(page);
  const trace = await startTrace(browser, page);
  const opened = await act(page, grid, { kind: 'click', selector: grid.opener }, { kind: 'filled' });
  const textAt = await answeredAt(page, grid.rowsFrom);
  const sortDate = await act(page, grid, { kind: 'sort', heading: 'Ended' }, { kind: 'changed' });
  const sortText = await act(page, grid, { kind: 'sort', heading: 'Session' }, { kind: 'changed' });
  const filter = await act(page, grid, { kind: 'search', text: NEEDLE }, { kind: 'all', text: NEEDLE });
  await act(page, grid, { kind: 'search', text: '' }, { kind: 'notAll', text: NEEDLE });
  const scrolled = await scroll(page, grid);
  const jump = await act(page, grid, { kind: 'jumpToEnd' }, { kind: 'filled' });
  const tasks = await trace.stop();
  const figuresOf = ({ from, to, ms }: Span): PhaseFigures => {
    const { ms: longestMs, cpuMs: longestCpuMs } = longestOf(tasks, from, to);
    return { ms, longestMs, longestCpuMs };
  };
  const { paintedAt } = opened;
  return {
    phases: {
      open: figuresOf({ ...opened, to: paintedAt }),
      afterOpen: figuresOf({ ...opened, from: paintedAt }),
      sortDate: figuresOf(sortDate),
      sortText: figuresOf(sortText),
      filter: figuresOf(filter),
      scroll: figuresOf(scrolled),
      jump: figuresOf(jump),
    },
    openFromTextMs: paintedAt - textAt,
    blankPercent: await blankFrames(page, grid),
    ...(await pageMemory(page)),
  };
}
