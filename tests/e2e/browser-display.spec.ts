import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, test, type Browser, type Page } from '@playwright/test';
import { spawner, type Spawned } from '../server/support/spawned.ts';
import { figuresShown, launchChromium } from './support/browserWall.ts';

const servers = spawner();
let browser: Browser;
let server: Spawned;

test.beforeAll(async () => {
  browser = await launchChromium();
  server = await servers.start(['--demo']);
});
test.afterAll(async () => {
  await browser.close();
  await servers.clear();
});

async function openDesk(options: Parameters<Browser['newPage']>[0]): Promise<Page> {
  const page = await browser.newPage(options);
  await page.goto(`${server.url}#control=${server.token}`);
  await figuresShown(page);
  await expect(page.locator('.desk-bar')).toBeVisible();
  return page;
}

test('on an enlarged page the bar of the desk covers nothing of the wall', async () => {
  for (const viewport of [
    { width: 720, height: 450 },
    { width: 960, height: 540 },
    { width: 1440, height: 900 },
  ]) {
    const page = await openDesk({ viewport });
    const [bar, title] = await Promise.all(
      ['.desk-bar', '.titles'].map((part) => page.locator(part).evaluate((element) => element.getBoundingClientRect())),
    );
    expect.soft(title?.top, `${viewport.width}`).toBeGreaterThanOrEqual(bar?.bottom ?? Infinity);
    await page.close();
  }
});

test('in colours that the system prescribes no plate covers a label, and what is chosen is seen', async () => {
  const page = await openDesk({ forcedColors: 'active', viewport: { width: 1440, height: 900 } });
  const adjusts = await page
    .locator('[data-part="value"]')
    .evaluateAll((values) => values.map((value) => getComputedStyle(value).forcedColorAdjust));
  expect(new Set(adjusts)).toEqual(new Set(['none']));
  await page.locator('[data-metric="averageWaitingTime"]').click();
  const segments = page.locator('[role="dialog"] .ui-segment');
  await expect(segments.first()).toBeVisible();
  const grounds = await segments.evaluateAll((all) =>
    all.map((one) => [one.getAttribute('data-state'), getComputedStyle(one).backgroundColor] as const),
  );
  const [chosen] = grounds.filter(([state]) => state === 'on');
  for (const [state, ground] of grounds) if (state !== 'on') expect(ground).not.toBe(chosen?.[1]);
  await page.close();
});

test('a gauge is drawn as sharp as the screen is, when that changes and the size of the page does not', async () => {
  const page = await openDesk({ viewport: { width: 1280, height: 720 } });
  const canvas = page.locator('[data-gauge="response"] canvas');
  const pixels = (): Promise<number> => canvas.evaluate((element) => (element as HTMLCanvasElement).width);
  const before = await pixels();
  const session = await page.context().newCDPSession(page);
  const metrics = { width: 1280, height: 720, mobile: false };
  await session.send('Emulation.setDeviceMetricsOverride', { ...metrics, deviceScaleFactor: 2 });
  await expect.poll(async () => (await pixels()) / before).toBeCloseTo(2, 1);
  await page.close();
});

/** A signage system of another site, which shows an address in a frame. */
async function startSignage(shown: () => string): Promise<{ origin: string; server: Server }> {
  const signage = createServer((_, response) =>
    response.setHeader('Content-Type', 'text/html').end(`<iframe src="${shown()}" width="1200" height="675"></iframe>`),
  );
  await once(signage.listen(0, '127.0.0.1'), 'listening');
  return { origin: `http://localhost:${(signage.address() as AddressInfo).port}`, server: signage };
}

test('a signage system shows the wall in a frame where it was named, and nowhere else', async () => {
  let address = server.url;
  const { origin, server: signage } = await startSignage(() => address);
  const named = await servers.start(['--demo', '--frame-ancestors', origin]);
  const page = await browser.newPage({ viewport: { width: 1280, height: 720 } });
  try {
    const frame = page.frameLocator('iframe');
    await page.goto(origin);
    await expect.poll(() => page.frames().map((one) => one.url())).toContain('chrome-error://chromewebdata/');
    address = `${named.url}#control=${named.token}`;
    await page.reload();
    await expect(frame.locator('[data-metric="totalSessions"] [data-part="value"]')).toHaveText(/\d/);
    await expect(frame.locator('.desk-bar')).toHaveCount(0);
  } finally {
    await page.close();
    signage.close();
  }
});

test('the Back of the browser closes what lies over the wall, and leaves the wall itself only when nothing does', async () => {
  const page = await browser.newPage({ viewport: { width: 1280, height: 720 } });
  await page.goto('about:blank');
  await page.goto(`${server.url}#control=${server.token}`);
  await figuresShown(page);
  await page.locator('[data-metric="averageWaitingTime"]').click();
  const dialog = page.locator('[role="dialog"][data-card="CARDWAITINGTIME"]');
  const rows = dialog.locator('[role="grid"]');
  await rows.focus();
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  const detail = dialog.locator('.row-detail');
  await expect(detail).toBeVisible();
  await page.goBack();
  await expect(detail).toHaveCount(0);
  await expect(rows).toBeVisible();
  await page.goBack();
  await expect(dialog).toHaveCount(0);
  await expect(page.locator('[data-view="wall"]')).toBeVisible();
  await page.locator('.desk-bar').getByRole('button', { name: 'About' }).click();
  const about = page.locator('[data-panel="about"]');
  await expect(about).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(about).toHaveCount(0);
  await page.goBack();
  await expect.poll(() => page.url()).toBe('about:blank');
  await page.close();
});
