import { expect, test, type Browser, type BrowserContext, type Page } from '@playwright/test';
import { boardClockAt } from '../server/support/shiftedClock.ts';
import { spawner, type Spawned } from '../server/support/spawned.ts';
import { figuresShown, launchChromium, measure, settledLayout, watchForTrouble } from './support/browserWall.ts';

/** Every figure of the demo has a value by then. */
const AFTERNOON = boardClockAt('14:05');
const HEROES = ['totalSessions', 'averageWaitingTime', 'CSAT'];
const SCREENS = [
  { width: 1280, height: 720, heroVh: 12, tileVh: 6 },
  { width: 1920, height: 1080, heroVh: 12, tileVh: 6 },
  { width: 3840, height: 2160, heroVh: 12, tileVh: 6 },
  { width: 1024, height: 768, heroVh: 12, tileVh: 6 },
  { width: 1080, height: 1920, heroVh: 6, tileVh: 4 },
] as const;
/** Enough to reload and look before the next poll is due. */
const QUIET_MS = 6_000;

const servers = spawner();
let browser: Browser;
let server: Spawned;
let context: BrowserContext;
let page: Page;

test.beforeAll(async () => {
  browser = await launchChromium();
  server = await servers.start(['--demo'], AFTERNOON);
});
test.afterAll(async () => {
  await browser.close();
  await servers.clear();
});
test.beforeEach(async () => {
  context = await browser.newContext({ viewport: { width: 1920, height: 1080 } });
  page = await context.newPage();
});
test.afterEach(() => context.close());

interface Budget {
  readonly used: number;
  readonly nextInMs: number | null;
}

/** The budget as any wall may read it. */
async function budget(of: Spawned = server): Promise<Budget> {
  const reply = await fetch(`${of.url}api/getSnapshot`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', 'X-Wallboard': '1', Origin: of.origin },
    body: '{}',
  });
  const { value } = (await reply.json()) as {
    value: { budget: { used: number }; boards: { nextInMs: number | null }[] };
  };
  return { used: value.budget.used, nextInMs: value.boards[0]?.nextInMs ?? null };
}

const accessOf = (screen: Page): Promise<unknown> =>
  screen.evaluate(async () => (await fetch('api/access', { headers: { 'X-Wallboard': '1' } })).json());

test('the demo wall is live: every tile has its figure, three gauges, fresh data, and it says that it is a demo', async () => {
  await page.goto(server.url);
  await figuresShown(page);
  await expect(page.locator('[data-view="wall"]')).toBeVisible();
  await expect(page.locator('[data-view="wall"] [data-metric]')).toHaveCount(11);
  for (const kind of ['response', 'waiting', 'service']) {
    const gauge = page.locator(`[data-gauge="${kind}"][role="meter"]`);
    await expect(gauge).toBeVisible();
    expect(Number(await gauge.getAttribute('aria-valuenow'))).toBeGreaterThan(0);
  }
  await expect(page.locator('[data-health="fresh"]').first()).toBeVisible();
  await expect(page.getByText('Demo data').first()).toBeVisible();
  for (const status of await page
    .locator('[data-metric]')
    .evaluateAll((tiles) => tiles.map((tile) => tile.getAttribute('data-status'))))
    expect(status).toMatch(/^(good|warn|bad|neutral)$/);
});

test('the wall puts nothing into the console, breaks no policy and misses no file', async () => {
  const trouble = await watchForTrouble(page);
  await page.goto(server.url);
  await figuresShown(page);
  // A new document: from the wall itself the link would only change the fragment.
  await page.goto('about:blank');
  await page.goto(`${server.url}#control=${server.token}`);
  await figuresShown(page);
  await expect.poll(() => accessOf(page)).toEqual({ access: 'control' });
  // Leaving the page ends what its worker and its stream were asked with, whose end the browser counts as a failure.
  const ended = /^failed: .*\/(events|assets\/followWorker-[\w-]+\.js)$/;
  expect((await trouble()).filter((line) => !ended.test(line))).toEqual([]);
});

test('a screen without the control link is read-only', async () => {
  await page.goto(server.url);
  await figuresShown(page);
  expect(await accessOf(page)).toEqual({ access: 'wall' });
  const statuses = await page.evaluate(async () => {
    const headers = { 'Content-Type': 'application/json', 'X-Wallboard': '1' };
    const names = ['getSettings', 'stopDemo', 'clearKey', 'testKey'];
    const replies = await Promise.all(
      names.map((name) => fetch(`api/${name}`, { method: 'POST', headers, body: '{}' })),
    );
    return replies.map((reply) => reply.status);
  });
  expect(statuses).toEqual([403, 403, 403, 403]);
  await expect(page.locator('[data-health="fresh"]').first()).toBeVisible();
});

test('the control link gives control, and its token vanishes from the address', async () => {
  await page.goto(`${server.url}#control=${server.token}`);
  await figuresShown(page);
  await expect.poll(() => page.url()).toBe(server.url);
  await expect.poll(() => accessOf(page)).toEqual({ access: 'control' });
  expect(await page.evaluate(() => document.cookie)).toBe('');
  expect(
    await page.evaluate(() => JSON.stringify([history.state, { ...localStorage }, { ...sessionStorage }])),
  ).not.toContain(server.token);
  await page.reload();
  await figuresShown(page);
  expect(await accessOf(page)).toEqual({ access: 'control' });
  const other = await (await browser.newContext()).newPage();
  await other.goto(server.url);
  expect(await accessOf(other)).toEqual({ access: 'wall' });
  await other.context().close();
});

test('a control link that is wrong or damaged says so, over a wall that works, and its token is not kept', async () => {
  const guest = await (await browser.newContext({ viewport: { width: 400, height: 800 } })).newPage();
  const note = guest.locator('[data-part="wrongLink"]');
  for (const token of [server.token.slice(0, -4), `${server.token}).`]) {
    await guest.goto('about:blank');
    await guest.goto(`${server.url}#control=${token}`);
    await expect(note).toContainText('This control link is not valid');
    await expect.poll(() => guest.url()).toBe(server.url);
    await figuresShown(guest);
    expect(await accessOf(guest)).toEqual({ access: 'wall' });
    // All of it can be read on a phone, too.
    expect(await note.evaluate((element) => element.scrollHeight <= element.clientHeight)).toBe(true);
  }
  await note.getByRole('button').click();
  await expect(note).toHaveCount(0);
  await guest.context().close();
});

test('the control link pasted into an open wall gives it control', async () => {
  await page.goto(server.url);
  await figuresShown(page);
  await page.evaluate((token) => void (location.hash = `#control=${token}`), server.token);
  await expect.poll(() => accessOf(page).catch(() => null)).toEqual({ access: 'control' });
  await expect.poll(() => page.url()).toBe(server.url);
  await figuresShown(page);
});

test('a reload shows the figures at once and costs no request', async () => {
  await page.goto(server.url);
  await figuresShown(page);
  await expect.poll(async () => ((await budget()).nextInMs ?? 0) > QUIET_MS).toBe(true);
  const before = await budget();
  for (let times = 0; times < 3; times++) {
    await page.reload();
    await figuresShown(page);
  }
  expect((await budget()).used).toBe(before.used);
});

for (const { width, height, heroVh, tileVh } of SCREENS)
  test(`at ${width}×${height} nothing scrolls, nothing clips and the digits are large enough`, async () => {
    await page.setViewportSize({ width, height });
    await page.goto(server.url);
    await figuresShown(page);
    const layout = await settledLayout(page);
    expect(layout.clipped).toEqual([]);
    expect(layout.overflow).toEqual({ right: 0, bottom: 0 });
    // 5 %, less the 1.5 % by which the picture moves.
    expect(layout.marginShare).toBeGreaterThan(0.0345);
    for (const [metric, size] of Object.entries(layout.digitsVh))
      expect.soft(size, metric).toBeGreaterThanOrEqual((HEROES.includes(metric) ? heroVh : tileVh) - 0.05);
  });

test('a screen follows a change of its size without a reload', async () => {
  await page.goto(server.url);
  await figuresShown(page);
  await page.setViewportSize({ width: 1080, height: 1920 });
  await expect
    .poll(() => measure(page).then(({ clipped, overflow }) => ({ clipped, overflow })))
    .toEqual({
      clipped: [],
      overflow: { right: 0, bottom: 0 },
    });
});

test('the wall says so when its server goes away, and recovers by itself', async () => {
  const own = await servers.start(['--demo'], AFTERNOON);
  await page.goto(own.url);
  await figuresShown(page);
  /** Trouble is told in the header's own room: digits keep their size. */
  const sizesOnEveryScreen = async (): Promise<unknown[]> => {
    const sizes: unknown[] = [];
    for (const { width, height } of SCREENS) {
      await page.setViewportSize({ width, height });
      const layout = await settledLayout(page);
      expect(layout.clipped).toEqual([]);
      sizes.push(layout.digitsVh);
    }
    return sizes;
  };
  // Other figures may need other sizes: no poll may come between the two looks.
  await expect.poll(async () => ((await budget(own)).nextInMs ?? 0) > QUIET_MS).toBe(true);
  const calm = await sizesOnEveryScreen();
  const dataDir = await servers.folder();
  await own.end();
  await expect(page.getByText('No connection to the wallboard').first()).toBeVisible();
  expect(await sizesOnEveryScreen()).toEqual(calm);
  await servers.start(['--demo', '--data-dir', dataDir, `--port=${new URL(own.url).port}`], AFTERNOON);
  await expect(page.getByText('No connection to the wallboard')).toHaveCount(0);
});
