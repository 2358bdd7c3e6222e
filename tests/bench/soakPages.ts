import { chromium, type Browser, type CDPSession, type Page } from '@playwright/test';
import { findBrowser } from '../../scripts/browser.ts';
import { figuresShown } from '../e2e/support/browserWall.ts';
import { heapShares } from './heapShares.ts';
import { installSoak } from './soakPage.ts';
import { longestOf, startTrace } from './taskTrace.ts';

const SCREEN = { width: 1280, height: 720 };
const CARD = 'CARDWAITINGTIME';
const DIALOG = `[role="dialog"][data-card="${CARD}"]`;
const SHOWN = '.row-line bdi, [data-phase="empty"]';
const UNPACED = ['--disable-frame-rate-limit', '--disable-gpu-vsync'];
const SHOWN_BINDING = 'soakShown' satisfies keyof Window;

export interface PageFigures {
  /** All that is in use after a collection. */
  readonly heapBytes: number;
  /** Everything but compiled code: objects, texts and what the browser keeps for the document. */
  readonly ownBytes: number;
  readonly codeBytes: number;
  readonly nodes: number;
  readonly listeners: number;
  readonly documents: number;
  readonly canvases: number;
}

export type LongTasks = Readonly<Record<string, { readonly count: number; readonly longestMs: number }>>;

/** One screen of the soak, in a browser of its own. */
export interface SoakPage {
  readonly page: Page;
  phase(name: string): Promise<void>;
  measure(): Promise<PageFigures>;
  /** The longest task of the page's main thread while `work` runs, by processor time: other processes do not count. */
  longestCpuMs(work: () => Promise<void>): Promise<number>;
  totals(): Promise<{
    readonly snapshots: number;
    readonly connections: number;
    readonly longTasks: LongTasks;
  }>;
  close(): Promise<void>;
}

async function measure(page: Page, session: CDPSession): Promise<PageFigures> {
  for (let turn = 0; turn < 3; turn += 1) await session.send('HeapProfiler.collectGarbage');
  const { usedSize } = await session.send('Runtime.getHeapUsage');
  const { nodes, jsEventListeners, documents } = await session.send('Memory.getDOMCounters');
  const canvases = await page.evaluate(() => window.soak.canvases());
  const shares = await heapShares(session);
  return { heapBytes: usedSize, ...shares, nodes, listeners: jsEventListeners, documents, canvases };
}

/** Frames follow one another without a wait for the screen's next refresh, of which a week has too many. */
async function launchUnpaced(): Promise<Browser> {
  const found = await findBrowser();
  if ('missing' in found) throw new Error(found.missing);
  const { executablePath, args, env } = found;
  return chromium.launch({ executablePath, args: [...args, ...UNPACED], env: { ...process.env, ...env } });
}

/** @param onShown called with the time of each snapshot once the page has shown it */
export async function openSoakPage(url: string, onShown: (sentAtMs: number) => void): Promise<SoakPage> {
  const browser = await launchUnpaced();
  const page = await (await browser.newContext({ viewport: SCREEN })).newPage();
  await page.addInitScript(installSoak);
  const session = await page.context().newCDPSession(page);
  session.on('Runtime.bindingCalled', ({ name, payload }) => {
    if (name === SHOWN_BINDING) onShown(Number(payload));
  });
  await session.send('Runtime.enable');
  await session.send('Runtime.addBinding', { name: SHOWN_BINDING });
  await page.goto(url);
  await figuresShown(page);
  return {
    page,
    phase: (name) => page.evaluate((to) => void (window.soak.phase = to), name),
    measure: () => measure(page, session),
    async longestCpuMs(work) {
      const trace = await startTrace(browser, page);
      await work();
      return longestOf(await trace.stop(), -Infinity, Infinity).cpuMs;
    },
    totals: () => page.evaluate(() => ({ ...window.soak, canvases: undefined, longTasks: window.soak.longTasks })),
    close: () => browser.close(),
  };
}

/** Opens a drill-down as somebody at the desk does, while the core's time goes on, and closes it. */
export async function drillDown({ page }: SoakPage, advance: (ms: number) => Promise<unknown>): Promise<boolean> {
  const STEP_MS = 1_000;
  const MOST_STEPS = 60;
  await page.keyboard.press('c');
  await page.locator(`[data-open="${CARD}"]`).click();
  const dialog = page.locator(DIALOG);
  await dialog.waitFor();
  const [rows, spend, refused] = [SHOWN, '[data-action="spend"]', '[data-action="again"]'].map((what) =>
    dialog.locator(what),
  );
  let opened = false;
  for (let step = 0; step < MOST_STEPS && !opened; step += 1) {
    await advance(STEP_MS);
    if (await spend?.isVisible()) await spend?.click();
    if (await refused?.isVisible()) break;
    opened = (await rows?.first().isVisible()) ?? false;
  }
  for (let press = 0; press < 3 && (await page.locator('[role="dialog"]').count()) > 0; press += 1) {
    await page.keyboard.press('Escape');
    await page
      .locator('[role="dialog"]')
      .first()
      .waitFor({ state: 'detached', timeout: 2_000 })
      .catch(() => undefined);
  }
  return opened;
}
