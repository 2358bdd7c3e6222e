import { readFileSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import { startSimulator } from '../../core/simulator/server.ts';
import { figuresShown, launchChromium } from '../e2e/support/browserWall.ts';
import { spawner } from '../server/support/spawned.ts';

const IDLE_MS = 30_000;
const SETTLE_MS = 3_000;
const MS_PER_TICK = 10;
const SCREEN = { width: 1920, height: 1080 };

/** A page with nothing but a clock of one second. */
const EMPTY = `data:text/html,<p id=c></p><script>setInterval(() => c.textContent = Date.now(), 1000)</script>`;

export interface IdleFigures {
  /** Processor time in percent of one core. */
  readonly wall: number;
  readonly emptyPage: number;
  /** Null where the system does not tell. */
  readonly core: number | null;
}

/** Processor time of a process so far, user and system (proc_pid_stat(5)). */
function cpuMs(pid: number): number | null {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return (Number(fields[11]) + Number(fields[12])) * MS_PER_TICK;
  } catch {
    return null;
  }
}

/** A browser with one page; its renderer's processor time in milliseconds, as the browser counts it. */
async function openPage(url: string) {
  const browser = await launchChromium();
  const page = await (await browser.newContext({ viewport: SCREEN })).newPage();
  await page.goto(url);
  const session = await browser.newBrowserCDPSession();
  const rendererMs = async (): Promise<number> => {
    const { processInfo } = await session.send('SystemInfo.getProcessInfo');
    const renderers = processInfo.filter(({ type }) => type === 'renderer');
    return renderers.reduce((sum, { cpuTime }) => sum + cpuTime, 0) * 1000;
  };
  return { page, rendererMs, close: () => browser.close() };
}

/** What a wall costs while nothing but its own updates happens, in real time, beside an empty page in the same browser. */
export async function measureIdle(): Promise<IdleFigures> {
  const servers = spawner();
  const simulator = await startSimulator();
  try {
    const server = await servers.start([], { EXPERIA_API_URL: simulator.url, EXPERIA_API_KEY: simulator.key });
    const [wall, empty] = [await openPage(server.url), await openPage(EMPTY)];
    try {
      await figuresShown(wall.page);
      await delay(SETTLE_MS);
      const pid = server.child.pid ?? 0;
      const look = async () => ({
        atMs: performance.now(),
        wall: await wall.rendererMs(),
        empty: await empty.rendererMs(),
        core: cpuMs(pid),
      });
      const from = await look();
      await delay(IDLE_MS);
      const to = await look();
      const share = (a: number, b: number): number => ((b - a) / (to.atMs - from.atMs)) * 100;
      return {
        wall: share(from.wall, to.wall),
        emptyPage: share(from.empty, to.empty),
        core: from.core === null || to.core === null ? null : share(from.core, to.core),
      };
    } finally {
      await Promise.all([wall.close(), empty.close()]);
    }
  } finally {
    await servers.clear();
    await simulator.close();
  }
}
