import { readFile } from 'node:fs/promises';
import { expect, test, type Browser, type Locator, type Page } from '@playwright/test';
import { DEFAULT_BOARD, DEFAULT_SETTINGS } from '../../common/settings.ts';
import type { Simulator } from '../../core/simulator/server.ts';
import { spawner, type Spawned } from '../server/support/spawned.ts';
import { figuresShown, launchChromium } from './support/browserWall.ts';
import { closePanel, frozenCentre, serveOn } from './support/drilldown.ts';

const NIGHT = { ...DEFAULT_BOARD, id: 'night', title: 'Night desk' };

const servers = spawner();
let browser: Browser;
let simulator: Simulator;
let server: Spawned & { readonly dataDir: string };
let desk: Page;
let wall: Page;

test.beforeAll(async () => {
  browser = await launchChromium();
});
test.afterAll(() => browser.close());
test.beforeEach(async () => {
  simulator = await frozenCentre();
  server = await serveOn(servers, simulator, { boards: [DEFAULT_BOARD, NIGHT] });
  desk = await newScreen();
  await desk.goto(`${server.url}#control=${server.token}`);
  await figuresShown(desk);
  await expect(desk.locator('.desk-bar')).toBeVisible();
  wall = await newScreen();
  await wall.goto(server.url);
  await figuresShown(wall);
});
test.afterEach(async () => {
  await desk.context().close();
  await wall.context().close();
  await servers.clear();
  await simulator.close();
});

const newScreen = (): Promise<Page> => browser.newPage({ viewport: { width: 1600, height: 900 } });
const scope = (screen: Page): Locator => screen.locator('.scope');
const titleOf = (screen: Page): Locator => screen.locator('.board-title');

/** Opens a part of the settings. */
async function settings(part: string): Promise<Locator> {
  await desk.keyboard.press(',');
  const dialog = desk.locator('[data-panel="settings"]');
  await dialog.getByRole('tab', { name: part }).click();
  return dialog;
}

test('the bar chooses the board of this window; a reload keeps it, and other screens keep theirs', async () => {
  await desk.locator('.desk-bar').getByLabel('Board').selectOption('night');
  await expect(titleOf(desk)).toContainText('Night desk');
  await expect.poll(() => new URL(desk.url()).search).toBe('?board=night');
  await desk.reload();
  await figuresShown(desk);
  await expect(titleOf(desk)).toContainText('Night desk');
  await expect(desk.locator('.desk-bar')).toBeVisible();
  await desk.keyboard.press('1');
  await expect(titleOf(desk)).not.toContainText('Night desk');
  await expect(titleOf(wall)).not.toContainText('Night desk');
});

test('another period is on every screen at once', async () => {
  await desk.locator('.desk-bar').getByLabel('Period').selectOption('WEEK');
  await expect(scope(desk)).toContainText('This week');
  await expect(scope(wall)).toContainText('This week');
});

test('a period that the arrow keys come past is on no screen; Enter takes the one they came to', async () => {
  const saved: string[] = [];
  desk.on('request', (request) => {
    if (request.url().endsWith('/saveSettings')) saved.push(request.postData() ?? '');
  });
  const period = desk.locator('.desk-bar').getByLabel('Period');
  await period.focus();
  await desk.keyboard.press('ArrowDown');
  await desk.keyboard.press('ArrowDown');
  await expect(period).toHaveValue('MONTH');
  await expect(desk.locator('.desk-bar')).toContainText('Enter takes it');
  expect(saved).toEqual([]);
  await desk.keyboard.press('Escape');
  await expect(period).toHaveValue('TODAY');
  await desk.keyboard.press('ArrowDown');
  await desk.keyboard.press('ArrowDown');
  await desk.keyboard.press('Enter');
  await expect(scope(wall)).toContainText('This month');
  expect(saved).toHaveLength(1);
});

test('an ID that no row had is asked about; one that rows had is offered', async () => {
  await desk.keyboard.press('c');
  await desk.locator('[data-open="CARDQUEUEREPORT"]').click();
  await expect(desk.locator('[role="dialog"][data-card="CARDQUEUEREPORT"] [role="grid"]')).toBeVisible();
  await closePanel(desk);
  await desk
    .locator('.desk-bar')
    .getByRole('button', { name: /^Groups/ })
    .click();
  const field = desk.getByRole('dialog', { name: 'Groups' });
  const offers = field.locator('[data-offer]');
  await expect(offers.first()).toBeVisible();
  await field.locator('input').fill('999');
  await desk.keyboard.press('Enter');
  await expect(field.locator('[data-part="id-question"]')).toContainText('999');
  await expect(scope(wall)).not.toContainText('group');
  await field.locator('[data-action="useId"]').click();
  await expect(wall.locator('[data-part="doubt"]')).toHaveText('No sessions: the filter may be why');
  await field.locator('.ui-tag-delete').click();
  await offers.first().click();
  await expect(scope(wall)).toContainText('1 group');
  await expect(wall.locator('[data-part="doubt"]')).toHaveCount(0);
});

test('a changed theme is on every screen at once, can be undone, and is in the settings file', async () => {
  const dialog = await settings('Display');
  await dialog.getByRole('button', { name: 'Light' }).click();
  for (const screen of [desk, wall]) await expect(screen.locator('html')).toHaveAttribute('data-theme', 'light');
  await expect
    .poll(async () => JSON.parse(await readFile(`${server.dataDir}/settings.json`, 'utf8')).theme)
    .toBe('light');
  await dialog.locator('[data-action="undo"]').click();
  for (const screen of [desk, wall]) await expect(screen.locator('html')).toHaveAttribute('data-theme', 'dark');
});

test('tiles are moved and resized by keyboard alone, and the wall follows', async () => {
  const dialog = await settings('Boards');
  const first = wall.locator('[data-metric]').first();
  await expect(first).toHaveAttribute('data-metric', 'totalSessions');
  await dialog.getByRole('button', { name: 'Move Sessions down' }).focus();
  await desk.keyboard.press('Enter');
  await expect(first).toHaveAttribute('data-metric', 'averageWaitingTime');
  await expect(desk.locator(':focus')).toHaveCount(1);
  const size = dialog.getByRole('group', { name: 'Size of CSAT' });
  await size.getByRole('button', { name: 'Large' }).focus();
  await desk.keyboard.press('ArrowRight');
  await desk.keyboard.press('Space');
  await expect(wall.locator('[data-metric="CSAT"]')).toHaveAttribute('data-size', 'normal');
});

test('thresholds are previewed on the figures of now before they are kept', async () => {
  const dialog = await settings('Boards');
  await dialog.getByRole('button', { name: 'Thresholds of Avg waiting' }).click();
  const form = dialog.locator('[data-thresholds="averageWaitingTime"]');
  await expect(wall.locator('[data-metric="averageWaitingTime"]')).toHaveAttribute('data-status', 'good');
  await form.getByLabel('“Watch” above').fill('0:01');
  const preview = form.locator('[data-status]').first();
  await expect(preview).toHaveAttribute('data-status', 'warn');
  await form.getByLabel('“High” above').fill('0:02');
  await expect(preview).toHaveAttribute('data-status', 'bad');
  await desk.keyboard.press('Enter');
  await expect(wall.locator('[data-metric="averageWaitingTime"]')).toHaveAttribute('data-status', 'bad');
});

test('all settings but the key leave as one file and come back from it', async () => {
  const dialog = await settings('Export and import');
  const download = desk.waitForEvent('download');
  await dialog.locator('[data-action="exportSettings"]').click();
  const path = await (await download).path();
  const text = await readFile(path, 'utf8');
  expect(text).not.toContain(simulator.key);
  expect(JSON.parse(text)).toMatchObject({ boards: [{ id: 'main' }, { id: 'night' }] });
  const changed = { ...DEFAULT_SETTINGS, ...JSON.parse(text), site: 'Imported centre' };
  await dialog.locator('input[type="file"]').setInputFiles({
    name: 'settings.json',
    mimeType: 'application/json',
    buffer: Buffer.from(JSON.stringify(changed)),
  });
  await expect(wall.locator('h1')).toHaveText('Imported centre');
  await expect(dialog.getByText('Settings imported.')).toBeVisible();
});

test('a deleted board gives way to the first one, on the desk that showed it', async () => {
  await desk.keyboard.press('2');
  await expect(titleOf(desk)).toContainText('Night desk');
  const dialog = await settings('Boards');
  await dialog.getByRole('button', { name: /Actions for Night desk/ }).click();
  await desk.getByRole('menuitem', { name: 'Delete' }).click();
  await desk.getByRole('alertdialog').getByRole('button', { name: 'Delete' }).click();
  await expect(titleOf(desk)).not.toContainText('Night desk');
  await expect(dialog).toBeVisible();
});

test('the list of keys opens by its key and closes by the Back of a remote control', async () => {
  await desk.keyboard.press('?');
  const dialog = desk.locator('[data-panel="keys"]');
  await expect(dialog.locator('tr[data-action="settings"]')).toContainText('Ctrl');
  await dialog.dispatchEvent('keydown', { key: 'GoBack', bubbles: true, cancelable: true });
  await expect(dialog).toHaveCount(0);
});

test('in full screen the bar goes out of sight while nobody is there, and comes back with the focus', async () => {
  const place = desk.locator('.desk-place');
  await desk.keyboard.press('f');
  await expect.poll(() => desk.evaluate(() => document.fullscreenElement !== null)).toBe(true);
  await expect(place).toHaveCSS('opacity', '0');
  await place.getByRole('button', { name: 'Settings', exact: true }).focus();
  await expect(place).toHaveCSS('opacity', '1');
  await desk.keyboard.press('f');
  await expect.poll(() => desk.evaluate(() => document.fullscreenElement)).toBeNull();
});

test('a part that cannot be fetched says so, can be closed, and comes with a reload', async () => {
  const part = '**/assets/KeysDialog-*.js';
  await desk.route(part, (route) => route.abort());
  await desk.keyboard.press('?');
  const trouble = desk.locator('[data-part="panelTrouble"]');
  await expect(trouble).toContainText('could not be loaded');
  await desk.keyboard.press('Escape');
  await expect(trouble).toHaveCount(0);
  await desk.keyboard.press('?');
  await desk.unroute(part);
  const reloaded = desk.waitForEvent('load');
  await trouble.getByRole('button', { name: 'Reload the page' }).click();
  await reloaded;
  await figuresShown(desk);
  await expect(desk.locator('.desk-bar')).toBeVisible();
  await desk.keyboard.press('?');
  await expect(desk.locator('[data-panel="keys"]')).toBeVisible();
  await closePanel(desk);
});
