import { expect, test, type Browser, type Page } from '@playwright/test';
import type { Simulator } from '../../core/simulator/server.ts';
import { SETTINGS_SECTIONS } from '../../renderer/stores/panels.ts';
import { spawner, type Spawned } from '../server/support/spawned.ts';
import { violations } from './support/axe.ts';
import { figuresShown, launchChromium } from './support/browserWall.ts';
import { asKiosk } from '../../scripts/kioskPage.ts';
import { cardDialog, closePanel, frozenCentre, openFromList, rowsShown, serveOn } from './support/drilldown.ts';
import { underHours } from './support/hours.ts';

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

  test(`axe finds nothing on a dark wall, in the hours of a board and in the PIN of a kiosk (${theme})`, async () => {
    const server = await serveOn(servers, simulator, { theme, ...underHours('dark') });
    const page = await browser.newPage({ viewport: { width: 1600, height: 900 }, reducedMotion: 'reduce' });
    await page.goto(server.url);
    await expect(page.locator('[data-part="night"]')).toBeVisible();
    expect.soft(await violations(page), 'dark').toEqual([]);
    await page.goto(`${server.url}?at=desk#control=${server.token}`);
    await expect(page.locator('.desk-bar')).toBeVisible();
    expect.soft(await violations(page), 'a desk whose figures rest').toEqual([]);
    await page.keyboard.press(',');
    const hours = page.locator('[data-panel="settings"] [data-part="hours"]');
    await hours.locator('[data-action="editSpan"]').click();
    await hours.getByRole('button', { name: 'Dim', exact: true }).click();
    await expect(hours.locator('.desk-dim')).toBeVisible();
    expect.soft(await violations(page), 'hours').toEqual([]);
    await page.context().close();
    const kiosk = await browser.newPage({ viewport: { width: 1600, height: 900 }, reducedMotion: 'reduce' });
    const value = { unlocked: false, attemptsLeft: 0, retryInMs: 240_000 };
    await asKiosk(kiosk, { snapshot: { pinSet: true }, commands: { unlock: { ok: true, value } } });
    await kiosk.goto(server.url);
    await kiosk.locator('[data-view="wall"]').waitFor();
    await kiosk.keyboard.press('Shift');
    await kiosk.locator('[data-action="unlock"]').click();
    await expect(kiosk.locator('[data-panel="unlock"]')).toBeVisible();
    expect.soft(await violations(kiosk), 'PIN').toEqual([]);
    await kiosk.keyboard.type('4071');
    await kiosk.keyboard.press('Enter');
    await expect(kiosk.getByText('Too many tries')).toBeVisible();
    expect.soft(await violations(kiosk), 'PIN locked').toEqual([]);
    await kiosk.context().close();
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
