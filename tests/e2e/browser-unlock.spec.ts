import { expect, test, type Browser, type Page } from '@playwright/test';
import type { Simulator } from '../../core/simulator/server.ts';
import { asKiosk } from '../../scripts/kioskPage.ts';
import { spawner } from '../server/support/spawned.ts';
import { figuresShown, launchChromium } from './support/browserWall.ts';
import { frozenCentre, serveOn } from './support/drilldown.ts';

const servers = spawner();
let browser: Browser;
let simulator: Simulator;

test.beforeAll(async () => {
  browser = await launchChromium();
  simulator = await frozenCentre();
});
test.afterAll(async () => {
  await browser.close();
  await simulator.close();
});
test.afterEach(() => servers.clear());

const MOST_ARROWS = 12;

/** Goes in a direction until what has the focus is named so. */
async function goTo(page: Page, arrow: string, name: string): Promise<void> {
  const focused = page.locator(':focus');
  for (let pressed = 0; pressed < MOST_ARROWS; pressed += 1) {
    const words = (await focused.count()) === 0 ? '' : await focused.evaluate((one) => one.textContent?.trim() ?? '');
    if (words === name) return;
    await page.keyboard.press(arrow);
  }
  await expect(focused).toHaveText(name);
}

test('the arrows, Enter and Back of a remote control are enough to unlock a kiosk', async () => {
  const { url } = await serveOn(servers, simulator);
  const page = await browser.newPage({ viewport: { width: 1280, height: 720 }, reducedMotion: 'reduce' });
  const value = { unlocked: false, attemptsLeft: 3, retryInMs: null };
  await asKiosk(page, { snapshot: { pinSet: true }, commands: { unlock: { ok: true, value } } });
  await page.goto(url);
  await figuresShown(page);
  await page.keyboard.press('ArrowDown');
  for (let row = 0; row < 2; row += 1) await page.keyboard.press('ArrowRight');
  await goTo(page, 'ArrowDown', 'Unlock');
  await page.keyboard.press('Enter');
  const panel = page.locator('[data-panel="unlock"]');
  await expect(panel).toBeVisible();
  await goTo(page, 'ArrowDown', '1');
  for (let digit = 0; digit < 4; digit += 1) await page.keyboard.press('Enter');
  await expect(panel.getByRole('img', { name: '4 digits entered' })).toBeVisible();
  await goTo(page, 'ArrowDown', '7');
  await goTo(page, 'ArrowRight', '9');
  await goTo(page, 'ArrowDown', 'OK');
  await page.keyboard.press('Enter');
  await expect(panel).toContainText('Wrong PIN, 3 tries left');
  // The focus is where it was, so that the next try needs no pointer.
  await expect(page.locator(':focus')).toHaveText('OK');
  await page.evaluate(() =>
    document.activeElement?.dispatchEvent(
      new KeyboardEvent('keydown', { key: 'GoBack', bubbles: true, cancelable: true }),
    ),
  );
  await expect(panel).toHaveCount(0);
  await page.context().close();
});
