import { readFile } from 'node:fs/promises';
import { expect, test, type Browser, type Locator, type Page } from '@playwright/test';
import type { Simulator } from '../../core/simulator/server.ts';
import { readWorkbook } from '../renderer/drilldown/engine/support/workbook.ts';
import { spawner, type Spawned } from '../server/support/spawned.ts';
import { figuresShown, launchChromium, watchForTrouble } from './support/browserWall.ts';
import {
  askedFor,
  cardDialog,
  closePanel,
  firstNumber,
  frozenCentre,
  rowsShown,
  serveOn,
} from './support/drilldown.ts';

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
  server = await serveOn(servers, simulator);
  page = await browser.newPage({ viewport: { width: 1600, height: 900 } });
});
test.afterEach(async () => {
  await page.context().close();
  await servers.clear();
  await simulator.close();
});

async function atDesk(): Promise<void> {
  await page.goto(`${server.url}#control=${server.token}`);
  await figuresShown(page);
  await expect(page.locator('[data-opener="tile-totalSessions"]')).toBeAttached();
}

const tileText = (metric: string): Promise<string | null> =>
  page.locator(`[data-metric="${metric}"] [data-part="value"]`).textContent();

async function openSessions(): Promise<Locator> {
  await page.locator('[data-metric="totalSessions"]').click();
  await rowsShown(page, 'CARDTOTALSESSIONS');
  return cardDialog(page, 'CARDTOTALSESSIONS');
}

const rowCount = (dialog: Locator): Promise<number> =>
  dialog.locator('[data-part="count"]').textContent().then(firstNumber);

/** The drawn values of a column, from the top. */
async function columnValues(dialog: Locator, heading: string): Promise<string[]> {
  const headings = await dialog.getByRole('columnheader').allTextContents();
  const at = headings.findIndex((text) => text.trim() === heading);
  const rows = dialog.locator('.row-line');
  return rows.evaluateAll(
    (lines, column) =>
      lines
        .sort((one, other) => Number(one.getAttribute('data-index')) - Number(other.getAttribute('data-index')))
        .map((line) => line.querySelectorAll('[role="gridcell"]')[column]?.textContent?.trim() ?? ''),
    at,
  );
}

test('a tile opens its rows: as many as the tile says, without a fault in the console', async () => {
  const trouble = await watchForTrouble(page);
  await atDesk();
  const sessions = firstNumber(await tileText('totalSessions'));
  const dialog = await openSessions();
  expect(await rowCount(dialog)).toBe(sessions);
  await expect(dialog.locator('[data-part="figure"]')).toContainText(sessions.toLocaleString('en'));
  await expect(dialog.locator('canvas')).toBeVisible();
  expect((await trouble()).filter((line) => !/^failed: .*\/events$/.test(line))).toEqual([]);
});

test('a gauge opens the card behind it', async () => {
  await atDesk();
  await page.locator('[data-gauge="service"]').click();
  await rowsShown(page, 'CARDSERVICETIME');
});

test('one click leaves the rows over the threshold, each flagged', async () => {
  await atDesk();
  await page.locator('[data-metric="averageWaitingTime"]').click();
  await rowsShown(page, 'CARDWAITINGTIME');
  const dialog = cardDialog(page, 'CARDWAITINGTIME');
  const all = await rowCount(dialog);
  const over = dialog.locator('[data-over="waiting"]').first();
  const promised = Number((await over.locator('b').textContent())?.replaceAll(',', ''));
  expect(promised).toBeGreaterThan(0);
  await over.click();
  await expect.poll(() => rowCount(dialog)).toBe(promised);
  expect(promised).toBeLessThan(all);
  await expect(over).toHaveAttribute('aria-pressed', 'true');
  await expect
    .poll(async () => (await columnValues(dialog, 'Waiting time')).every((text) => text.startsWith('over')))
    .toBe(true);
});

test('rows are sorted by a heading, searched, and narrowed by a column', async () => {
  await atDesk();
  const dialog = await openSessions();
  const all = await rowCount(dialog);
  const heading = dialog.getByRole('columnheader', { name: 'Waiting' });
  await heading.locator('button').first().click();
  await expect(heading).toHaveAttribute('aria-sort', /ascending|descending/);
  await heading.locator('button').first().click();
  const direction = await heading.getAttribute('aria-sort');
  await expect
    .poll(async () => {
      const seconds = (await columnValues(dialog, 'Waiting'))
        .map((text) => text.replace(/^over/, ''))
        .filter((text) => /^\d+(:\d\d){1,2}$/.test(text))
        .map((text) => text.split(':').reduce((sum, part) => sum * 60 + Number(part), 0));
      const sorted = [...seconds].sort((one, other) => (direction === 'ascending' ? one - other : other - one));
      return seconds.length > 3 && seconds.join() === sorted.join();
    })
    .toBe(true);
  await dialog.getByRole('searchbox').first().fill('whatsapp');
  await expect.poll(() => rowCount(dialog)).toBeLessThan(all);
  await expect.poll(async () => new Set(await columnValues(dialog, 'Channel'))).toEqual(new Set(['whatsapp']));
  const searched = await rowCount(dialog);
  await dialog.getByRole('button', { name: 'Filter Status' }).click();
  await page.getByRole('checkbox', { name: /^OPEN/ }).click();
  await expect.poll(() => rowCount(dialog)).toBeLessThan(searched);
  await expect.poll(async () => new Set(await columnValues(dialog, 'Status'))).toEqual(new Set(['OPEN']));
});

test('the exported file holds the rows in sight under the headings in sight', async () => {
  await atDesk();
  const dialog = await openSessions();
  const all = await rowCount(dialog);
  await dialog.locator('[data-over="waiting"]').first().click();
  await expect.poll(() => rowCount(dialog)).toBeLessThan(all);
  const shown = await rowCount(dialog);
  const headings = (await dialog.getByRole('columnheader').allTextContents()).map((text) => text.trim());
  const download = page.waitForEvent('download');
  await dialog.locator('[data-action="export"]').click();
  const file = await download;
  expect(file.suggestedFilename()).toMatch(/\.csv$/);
  const text = await readFile(await file.path(), 'utf8');
  expect(text.startsWith('\ufeff')).toBe(true);
  const lines = text.slice(1).trimEnd().split('\r\n');
  const moments = ['Created', 'Taken', 'Ended'];
  expect(lines[0]?.split(',')).toEqual(headings.map((name) => (moments.includes(name) ? `${name} (UTC+03:00)` : name)));
  expect(lines).toHaveLength(shown + 1);
  await expect(dialog.locator('[data-part="export-said"]')).toHaveText(`${shown.toLocaleString('en')} rows saved`);
});

test('the exported workbook is packed in the worker, whose writer is fetched for it, within the policy of the page', async () => {
  const trouble = await watchForTrouble(page);
  const fetched: string[] = [];
  page.context().on('request', (request) => fetched.push(request.url()));
  await atDesk();
  const dialog = await openSessions();
  const shown = await rowCount(dialog);
  const isWriter = (url: string): boolean => url.includes('writeXlsx');
  expect(fetched.filter(isWriter)).toEqual([]);
  const download = page.waitForEvent('download');
  await dialog.locator('[data-action="export-xlsx"]').click();
  const file = await download;
  expect(file.suggestedFilename()).toMatch(/\.xlsx$/);
  const { cells } = await readWorkbook(new Blob([await readFile(await file.path())]));
  expect([...cells.keys()].filter((place) => /^A\d+$/.test(place))).toHaveLength(shown + 1);
  const dated = [...cells].filter(([place, { format }]) => place.endsWith('2') && format.startsWith('yyyy'));
  expect(dated.every(([, { type }]) => type === 'number')).toBe(true);
  expect(dated.length).toBeGreaterThan(0);
  await expect(dialog.locator('[data-part="export-said"]')).toHaveText(`${shown.toLocaleString('en')} rows saved`);
  expect(await trouble()).toEqual([]);
});

test('the same card within 30 s costs nothing, for anybody who asks', async () => {
  await atDesk();
  await openSessions();
  await closePanel(page);
  await openSessions();
  await expect(cardDialog(page, 'CARDTOTALSESSIONS')).toContainText('no request spent');
  const other = await browser.newPage();
  await other.goto(`${server.url}#control=${server.token}`);
  await figuresShown(other);
  await other.locator('[data-metric="totalSessions"]').click();
  await rowsShown(other, 'CARDTOTALSESSIONS');
  expect(askedFor(simulator, 'CARDTOTALSESSIONS')).toBe(1);
  await other.context().close();
});

test('a refused opening says why and when it will be possible', async () => {
  await atDesk();
  simulator.misbehave({ kind: 'otherConsumer', requests: 200 });
  await page.locator('[data-metric="totalSessions"]').click();
  const refusal = page.locator('[role="dialog"] [data-phase="refused"]');
  await expect(refusal).toHaveAttribute('data-error', 'limited');
  await expect(refusal).toContainText('Rate limit reached');
  // With its day where the hour ends on another one.
  await expect(refusal).toContainText(/Possible again at (?:[A-Z][a-z]{2} \d{1,2}, )?\d{2}:\d{2} \(in \d/);
});

test('an opening under way can be cancelled, and the request with it', async () => {
  await atDesk();
  simulator.misbehave({ kind: 'hang', at: 'request' });
  await page.locator('[data-metric="totalSessions"]').click();
  await expect.poll(() => askedFor(simulator, 'CARDTOTALSESSIONS')).toBe(1);
  await page.locator('[role="dialog"] [data-action="cancel"]').click();
  await expect(page.locator('[data-phase="asking"]')).toHaveCount(0);
  simulator.misbehave(null);
  // Two requests are never under way at once: the next one is answered only because the first has ended.
  await closePanel(page);
  await page.locator('[data-metric="CSAT"]').click();
  await rowsShown(page, 'CARDCSAT');
});

test('everything of a drill-down is reached by keyboard, and the focus comes back to its tile', async () => {
  await atDesk();
  await page.keyboard.press('ArrowDown');
  await expect(page.locator('[data-opener="tile-totalSessions"]')).toBeFocused();
  await page.keyboard.press('ArrowRight');
  await expect(page.locator('[data-opener="tile-averageWaitingTime"]')).toBeFocused();
  await page.keyboard.press('Enter');
  await rowsShown(page, 'CARDWAITINGTIME');
  const dialog = cardDialog(page, 'CARDWAITINGTIME');
  await expect(dialog.locator(':focus')).toHaveCount(1);
  await page.keyboard.press('Escape');
  await expect(page.locator('[data-opener="tile-averageWaitingTime"]')).toBeFocused();
  await page.keyboard.press('ArrowLeft');
  await page.keyboard.press('ArrowLeft');
  await expect(page.locator('[data-opener^="gauge-"]:focus')).toHaveCount(1);
});

test('a touch opens a tile', async () => {
  const context = await browser.newContext({ viewport: { width: 1280, height: 720 }, hasTouch: true });
  const touched = await context.newPage();
  await touched.goto(`${server.url}#control=${server.token}`);
  await figuresShown(touched);
  await expect(touched.locator('[data-opener="tile-CSAT"]')).toBeAttached();
  await touched.locator('[data-metric="CSAT"]').tap();
  await rowsShown(touched, 'CARDCSAT');
  await context.close();
});

test('a read-only wall opens nothing, asks for nothing of the desk, and is refused when it tries', async () => {
  const asked: string[] = [];
  page.on('request', (request) => asked.push(new URL(request.url()).pathname));
  await page.goto(server.url);
  await figuresShown(page);
  await page.locator('[data-metric="totalSessions"]').click();
  for (const key of ['ArrowDown', 'Enter', 'c', ',', '?']) await page.keyboard.press(key);
  await expect(page.locator('button, [role="dialog"], .desk-place')).toHaveCount(0);
  const status = await page.evaluate(async () => {
    const headers = { 'Content-Type': 'application/json', 'X-Wallboard': '1' };
    const input = { request: crypto.randomUUID?.(), board: 'main', card: 'CARDTOTALSESSIONS', spend: 'yes' };
    return (await fetch('api/openCard', { method: 'POST', headers, body: JSON.stringify({ input }) })).status;
  });
  expect(status).toBe(403);
  expect(askedFor(simulator, 'CARDTOTALSESSIONS')).toBe(0);
  expect(
    asked.filter((path) => /desk|dialog|card|settings|rowWorker|Ui[A-Z]/i.test(path.replace('/api/openCard', ''))),
  ).toEqual([]);
});
