import { expect, test, type Browser, type Locator, type Page } from '@playwright/test';
import { DEFAULT_BOARD } from '../../common/settings.ts';
import type { Simulator } from '../../core/simulator/server.ts';
import { spawner, type Spawned } from '../server/support/spawned.ts';
import { figuresShown, launchChromium } from './support/browserWall.ts';
import { cardDialog, frozenCentre, rowsShown, serveOn } from './support/drilldown.ts';

/** A television's remote control has arrows, Enter and Back; everything here is done with these alone. */

const MOST_PRESSES = 60;

interface Spot {
  readonly x: number;
  readonly y: number;
}

async function middleOf(place: Locator): Promise<Spot> {
  const box = await place.boundingBox();
  if (!box) throw new Error(`${place} is not shown`);
  return { x: box.x + box.width / 2, y: box.y + box.height / 2 };
}

const holdsFocus = (place: Locator): Promise<boolean> =>
  place.evaluate((element) => element.contains(document.activeElement));

/** What has the focus, named for a report. */
const focusName = (page: Page): Promise<string> =>
  page.evaluate(() => {
    const { activeElement } = document;
    const name = activeElement?.getAttribute('aria-label') ?? activeElement?.textContent?.trim() ?? '';
    return `${activeElement?.tagName ?? 'BODY'} ${name.slice(0, 24)}`;
  });

/** The arrows that lead from one spot towards another, the longer way first. */
function arrowsTowards(from: Spot, to: Spot): readonly string[] {
  const upright = to.y < from.y ? 'ArrowUp' : 'ArrowDown';
  const sideways = to.x < from.x ? 'ArrowLeft' : 'ArrowRight';
  return Math.abs(to.y - from.y) > Math.abs(to.x - from.x) ? [upright, sideways] : [sideways, upright];
}

/**
 * Goes by arrows to a control as somebody with a remote control would: towards it, around what keeps an arrow.
 * @throws when it cannot be reached, with the way that was gone
 */
async function goTo(page: Page, target: Locator): Promise<void> {
  const way: string[] = [];
  for (let presses = 0; presses < MOST_PRESSES; presses += 1) {
    if (await holdsFocus(target)) return;
    const before = await page.evaluateHandle(() => document.activeElement);
    const arrows = arrowsTowards(await middleOf(page.locator(':focus')), await middleOf(target));
    for (const arrow of arrows) {
      await page.keyboard.press(arrow);
      way.push(`${arrow} → ${await focusName(page)}`);
      expect(way.at(-1), 'the focus is lost').not.toContain('BODY');
      if (!(await before.evaluate((element) => element === document.activeElement))) break;
    }
  }
  throw new Error(`Not reached:\n${way.join('\n')}`);
}

const servers = spawner();
let browser: Browser;
let simulator: Simulator;
let server: Spawned;
let page: Page;

test.beforeAll(async () => {
  browser = await launchChromium();
});
test.afterAll(() => browser.close());
test.beforeEach(async () => {
  simulator = await frozenCentre();
  server = await serveOn(servers, simulator, {
    boards: [DEFAULT_BOARD, { ...DEFAULT_BOARD, id: 'night', title: 'Night desk' }],
  });
  page = await browser.newPage({ viewport: { width: 1600, height: 900 } });
  await page.goto(`${server.url}#control=${server.token}`);
  await figuresShown(page);
  await expect(page.locator('.desk-bar')).toBeVisible();
  await page.keyboard.press('ArrowDown');
  await expect(page.locator('[data-opener="tile-totalSessions"]')).toBeFocused();
});
test.afterEach(async () => {
  await page.context().close();
  await servers.clear();
  await simulator.close();
});

const opener = (metric: string): Locator => page.locator(`[data-opener="tile-${metric}"]`);
const inBar = (name: string): Locator => page.locator('.desk-bar').getByRole('button', { name, exact: true });

test('a card is opened, narrowed to what is over its threshold, drawn another way, asked for anew and closed', async () => {
  await goTo(page, opener('averageWaitingTime'));
  await page.keyboard.press('Enter');
  await rowsShown(page, 'CARDWAITINGTIME');
  const dialog = cardDialog(page, 'CARDWAITINGTIME');
  await expect(dialog.getByRole('grid')).toBeFocused();

  const over = dialog.locator('[data-over="waiting"]');
  await goTo(page, over);
  await page.keyboard.press('Enter');
  await expect(over).toHaveAttribute('aria-pressed', 'true');

  const charts = dialog.locator('[data-part="chart-choice"]');
  await goTo(page, charts);
  await page.keyboard.press('ArrowRight');
  const chart = charts.locator(':focus');
  await page.keyboard.press('Enter');
  await expect(chart).toHaveAttribute('data-state', 'on');

  const refresh = dialog.locator('[data-action="refresh"]');
  await goTo(page, refresh);
  await page.keyboard.press('Enter');
  await rowsShown(page, 'CARDWAITINGTIME');

  await goTo(page, dialog.locator('.ui-dialog-close'));
  await page.keyboard.press('Enter');
  await expect(dialog).toHaveCount(0);
  await expect(opener('averageWaitingTime')).toBeFocused();
});

test('the table keeps the arrows for its rows, and lets them out at its first row', async () => {
  await page.keyboard.press('Enter');
  await rowsShown(page, 'CARDTOTALSESSIONS');
  const dialog = cardDialog(page, 'CARDTOTALSESSIONS');
  const grid = dialog.getByRole('grid');
  await expect(grid).toBeFocused();
  for (const key of ['ArrowDown', 'ArrowDown', 'ArrowUp']) await page.keyboard.press(key);
  await expect(grid).toBeFocused();
  await page.keyboard.press('ArrowUp');
  await expect(grid.locator('.column-head :focus')).toHaveCount(1);
  await page.keyboard.press('ArrowDown');
  await expect(grid).toBeFocused();
});

test('the settings are opened from the bar, a tile is changed there, and the wall comes back', async () => {
  await goTo(page, inBar('Settings'));
  await page.keyboard.press('Enter');
  const dialog = page.locator('[data-panel="settings"]');
  await expect(dialog.locator('.desk-tile-row').first()).toBeVisible();

  const limits = dialog.getByRole('button', { name: 'Thresholds of Avg waiting' });
  await goTo(page, limits);
  await page.keyboard.press('Enter');
  await expect(limits).toHaveAttribute('aria-expanded', 'true');
  await page.keyboard.press('Escape');
  await expect(dialog).toHaveCount(0);
  await expect(inBar('Settings')).toBeFocused();
  await goTo(page, opener('CSAT'));
});

test('arrows go along the bar past its lists, and change nothing on the way', async () => {
  const middle = page.locator('.row').first().locator('[data-opener]').nth(1);
  await goTo(page, middle);
  await page.keyboard.press('ArrowUp');
  await expect(page.locator('.desk-bar :focus')).toHaveCount(1);
  await goTo(page, inBar('Cards'));
  const lists = page.locator('.desk-bar select');
  const chosen = (): Promise<string[]> =>
    lists.evaluateAll((all) => all.map((list) => (list as HTMLSelectElement).value));
  const before = await chosen();
  await goTo(page, page.getByLabel('Board', { exact: true }));
  await page.keyboard.press('ArrowLeft');
  await goTo(page, inBar('Settings'));
  expect(await chosen()).toEqual(before);
});
