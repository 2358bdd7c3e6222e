import { expect, test, type Browser, type Page } from '@playwright/test';
import { boardClockAt } from '../server/support/shiftedClock.ts';
import { spawner, type Spawned } from '../server/support/spawned.ts';
import { violations } from './support/axe.ts';
import { figuresShown, launchChromium } from './support/browserWall.ts';

const servers = spawner();
let browser: Browser;

test.beforeAll(async () => {
  browser = await launchChromium();
});
test.afterAll(async () => {
  await browser.close();
  await servers.clear();
});

async function onScreen(
  args: readonly string[],
  address: (server: Spawned) => string,
  look: (page: Page) => Promise<void>,
): Promise<void> {
  const server = await servers.start([...args], boardClockAt('14:05'));
  const page = await browser.newPage({ viewport: { width: 1920, height: 1080 } });
  await page.goto(address(server));
  await look(page);
  await page.close();
}

const controlled = ({ url, token }: Spawned): string => `${url}#control=${token}`;

test('axe finds nothing on the wall, live or without its server', () =>
  onScreen(['--demo'], controlled, async (page) => {
    await figuresShown(page);
    expect(await violations(page)).toEqual([]);
    await servers.clear();
    await expect(page.locator('[data-part="link"]')).toBeVisible();
    expect(await violations(page)).toEqual([]);
  }));

test('axe finds nothing on the first-run screen, and every control of it is reached by keyboard', () =>
  onScreen([], controlled, async (page) => {
    await expect(page.locator('[data-view="first-run"]')).toBeVisible();
    expect(await violations(page)).toEqual([]);
    await page.getByLabel('API key').fill('not a key');
    await page.keyboard.press('Tab');
    const reached: string[] = [];
    for (let i = 0; i < 8; i += 1) {
      reached.push(await page.evaluate(() => document.activeElement?.textContent?.trim() ?? ''));
      await page.keyboard.press('Tab');
    }
    for (const name of ['Test', 'Save', 'Start the demo']) expect(reached).toContain(name);
  }));

test('axe finds nothing where the wall is not set up yet or the board is unknown', async () => {
  await onScreen(
    [],
    ({ url }) => url,
    async (page) => {
      await expect(page.locator('[data-view="waiting"]')).toBeVisible();
      expect(await violations(page)).toEqual([]);
    },
  );
  await onScreen(
    ['--demo'],
    ({ url }) => `${url}?board=nope`,
    async (page) => {
      await expect(page.locator('[data-view="no-board"]')).toBeVisible();
      expect(await violations(page)).toEqual([]);
    },
  );
});
