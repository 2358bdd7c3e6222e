import type { Browser, Locator, Page } from '@playwright/test';
import type { CardName } from '../common/cards.ts';
import type { Simulator } from '../core/simulator/server.ts';
import { asKiosk } from './kioskPage.ts';

/** Saves what is on the page under a name. */
export type Save = (page: Page, name: string) => Promise<void>;

const VIEWPORT = { width: 1600, height: 900 };

/** Rows of no documented shape: nested values, durations, shares, dates, and what not every row has. */
const UNKNOWN_ROWS = ['Customer care', 'Sales', 'Technical support', 'Billing', 'الشكاوى'].map((queue, index) => ({
  queue,
  sessions: { waiting: index % 3, inProgress: 12 - index, closed: 486 - 90 * index },
  longest_waiting: `00 00:${String(29 - 4 * index).padStart(2, '0')}:04`,
  within_sla: 91.5 - 3.2 * index,
  open: index % 2 === 0,
  updated_at: `2026-11-23T11:0${index}:00.000000Z`,
  channels: index % 2 === 0 ? ['whatsapp', 'webchat'] : ['email'],
  ...(index === 3 ? { note: 'Call back on 0501234567 after 16:00' } : {}),
}));

const dialogOf = (page: Page, card: CardName): Locator => page.locator(`[role="dialog"][data-card="${card}"]`);

/** Pictures are of what stands still, loaded and drawn. */
async function settled(page: Page): Promise<void> {
  await page.evaluate('document.fonts.ready');
  await page.evaluate('Promise.allSettled(document.getAnimations().map((animation) => animation.finished))');
  await page.mouse.move(0, VIEWPORT.height - 1);
}

async function openCard(page: Page, card: CardName): Promise<Locator> {
  await page.keyboard.press('c');
  await page.locator(`[role="dialog"] [data-open="${card}"]`).click();
  await dialogOf(page, card).locator('[role="gridcell"] bdi').first().waitFor();
  return dialogOf(page, card);
}

async function close(page: Page): Promise<void> {
  await page.keyboard.press('Escape');
  await page.locator('[role="dialog"]').waitFor({ state: 'detached' });
}

/** Takes the pictures of drill-downs, settings and lists, at the desk that a control link opens. */
export async function takeDeskPictures(
  browser: Browser,
  controlLink: string,
  simulator: Simulator,
  save: Save,
): Promise<void> {
  const page = await browser.newPage({ viewport: VIEWPORT, reducedMotion: 'reduce' });
  const keep = async (name: string): Promise<void> => {
    await settled(page);
    await save(page, name);
  };
  await page.goto(controlLink);
  await page.locator('[data-opener]').first().waitFor();
  await page.locator('.desk-bar').waitFor();
  await keep('desk');

  const waiting = await openCard(page, 'CARDWAITINGTIME');
  await waiting.locator('canvas').waitFor();
  await keep('drilldown');
  await waiting.locator('[data-over="waiting"]').click();
  await waiting.locator('[data-part="count"]', { hasText: ' of ' }).waitFor();
  await keep('drilldown-over-threshold');
  await close(page);

  simulator.misbehave({ kind: 'patch', cardContent: UNKNOWN_ROWS });
  await openCard(page, 'CARDQUEUEREPORT');
  await keep('drilldown-unknown-rows');
  await close(page);

  simulator.misbehave({ kind: 'manyRows' });
  await openCard(page, 'CARDTOTALSESSIONS');
  await keep('drilldown-50000-rows');
  simulator.misbehave(null);
  await close(page);

  await page.keyboard.press('c');
  await page.locator('[data-panel="cards"]').waitFor();
  await keep('cards');
  await close(page);

  await page.keyboard.press('?');
  await page.locator('[data-panel="keys"]').waitFor();
  await keep('keys');
  await close(page);

  await page.keyboard.press(',');
  const settings = page.locator('[data-panel="settings"]');
  await settings.getByRole('button', { name: 'Thresholds of Avg waiting' }).waitFor();
  await keep('settings-boards');
  await settings.getByRole('button', { name: 'Thresholds of Avg waiting' }).click();
  await settings.getByLabel('“Watch” above').fill('1:00');
  await keep('settings-thresholds');
  await takeHours(page, settings);
  await keep('settings-hours');
  await page.close();
}

/** Nights and evenings of a week that begins on Sunday. */
async function takeHours(page: Page, settings: Locator): Promise<void> {
  const hours = settings.locator('[data-part="hours"]');
  const add = async (from: string, to: string): Promise<void> => {
    await hours.locator('[data-action="addSpan"]').click();
    for (const [index, time] of [from, to].entries()) {
      await hours.locator('.ui-time-input').nth(index).fill(time);
      await page.keyboard.press('Enter');
    }
    for (const day of [5, 6]) await hours.locator(`button[data-day="${day}"]`).click();
  };
  await add('22:00', '06:00');
  await add('18:30', '22:00');
  await hours.getByRole('button', { name: 'Dim', exact: true }).click();
  await hours.locator('.desk-dim').waitFor();
  await hours.evaluate((element) => element.scrollIntoView());
}

/** The PIN of a locked kiosk, after a wrong one. */
export async function takeKioskPicture(browser: Browser, url: string, save: Save): Promise<void> {
  const page = await browser.newPage({ viewport: VIEWPORT, reducedMotion: 'reduce' });
  const value = { unlocked: false, attemptsLeft: 3, retryInMs: null };
  await asKiosk(page, { snapshot: { pinSet: true }, commands: { unlock: { ok: true, value } } });
  await page.goto(url);
  await page.locator('[data-action="unlock"]').click();
  const panel = page.locator('[data-panel="unlock"]');
  await panel.getByRole('button', { name: '5' }).waitFor();
  for (const keys of ['4071', 'Enter', '40'])
    await (keys === 'Enter' ? page.keyboard.press(keys) : page.keyboard.type(keys));
  await settled(page);
  await save(page, 'kiosk-pin');
  await page.close();
}

/** What the wall showed a minute before now. */
export async function takeHistoryPicture(browser: Browser, controlLink: string, save: Save): Promise<void> {
  const page = await browser.newPage({ viewport: VIEWPORT, reducedMotion: 'reduce' });
  await page.goto(controlLink);
  await page.locator('.desk-bar').waitFor();
  await page.keyboard.press(',');
  await page.locator('[data-panel="settings"]').getByRole('tab', { name: 'History' }).click();
  for (let minute = 0; minute < 9; minute += 1) await page.locator('[data-action="later"]').click();
  await page.locator('[data-part="shown"], [data-part="unknown"]').waitFor();
  await settled(page);
  await save(page, 'settings-history');
  await page.close();
}
