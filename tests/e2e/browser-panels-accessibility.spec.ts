import { expect, test, type Browser, type Page } from '@playwright/test';
import type { Simulator } from '../../core/simulator/server.ts';
import { SETTINGS_SECTIONS } from '../../renderer/stores/panels.ts';
import { spawner, type Spawned } from '../server/support/spawned.ts';
import { violations } from './support/axe.ts';
import { figuresShown, launchChromium } from './support/browserWall.ts';
import { cardDialog, closePanel, frozenCentre, openFromList, rowsShown, serveOn } from './support/drilldown.ts';

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

async function atDesk(server: Spawned): Promise<Page> {
  const page = await browser.newPage({ viewport: { width: 1600, height: 900 }, reducedMotion: 'reduce' });
  await page.goto(`${server.url}#control=${server.token}`);
  await figuresShown(page);
  await expect(page.locator('.desk-bar')).toBeVisible();
  return page;
}

for (const theme of ['dark', 'light'] as const) {
  test(`axe finds nothing on the desk and on a tile in focus (${theme})`, async () => {
    const page = await atDesk(await serveOn(servers, simulator, { theme }));
    expect(await violations(page)).toEqual([]);
    await page.keyboard.press('ArrowDown');
    expect(await violations(page)).toEqual([]);
    await page.context().close();
  });

  test(`axe finds nothing in drill-downs of session rows and of other rows (${theme})`, async () => {
    const page = await atDesk(await serveOn(servers, simulator, { theme }));
    for (const card of ['CARDWAITINGTIME', 'CARDQUEUEREPORT', 'CARDTAGS'] as const) {
      await openFromList(page, card);
      await rowsShown(page, card);
      expect.soft(await violations(page), card).toEqual([]);
      await closePanel(page);
    }
    await openFromList(page, 'CARDTOTALSESSIONS');
    await rowsShown(page, 'CARDTOTALSESSIONS');
    await cardDialog(page, 'CARDTOTALSESSIONS').getByRole('button', { name: 'Filter Status' }).click();
    await expect(page.getByRole('checkbox', { name: /^OPEN/ })).toBeVisible();
    expect.soft(await violations(page), 'column filter').toEqual([]);
    await page.context().close();
  });

  test(`axe finds nothing in the lists of cards and keys, in About and in every part of the settings (${theme})`, async () => {
    const page = await atDesk(await serveOn(servers, simulator, { theme }));
    for (const [key, panel] of [
      ['c', 'cards'],
      ['?', 'keys'],
    ] as const) {
      await page.keyboard.press(key);
      await expect(page.locator(`[data-panel="${panel}"]`)).toBeVisible();
      expect.soft(await violations(page), panel).toEqual([]);
      await closePanel(page);
    }
    await page.getByRole('button', { name: 'About' }).click();
    await expect(page.locator('[data-panel="about"]')).toBeVisible();
    expect.soft(await violations(page), 'about').toEqual([]);
    await closePanel(page);
    await page.keyboard.press(',');
    const tabs = page.locator('[data-panel="settings"] [role="tab"]');
    await expect(tabs).toHaveCount(SETTINGS_SECTIONS.length);
    for (const tab of await tabs.all()) {
      await tab.click();
      await expect(tab).toHaveAttribute('aria-selected', 'true');
      expect.soft(await violations(page), String(await tab.textContent())).toEqual([]);
    }
    await page.context().close();
  });
}
