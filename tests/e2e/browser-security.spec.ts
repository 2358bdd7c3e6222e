import { expect, test, type Browser, type Page } from '@playwright/test';
import { DEFAULT_BOARD, DEFAULT_SETTINGS, type Board } from '../../common/settings.ts';
import { startSimulator, type Simulator } from '../../core/simulator/server.ts';
import { CANARY, ECHOING_FAULTS, leaksIn } from '../security/support/canaryKey.ts';
import { MARKER, NAUGHTY, naughtyRows } from '../security/support/naughtyStrings.ts';
import { SETTINGS_SECTIONS } from '../../renderer/stores/panels.ts';
import { spawner, type Spawned } from '../server/support/spawned.ts';
import { apiClient } from './support/apiCalls.ts';
import { figuresShown, launchChromium, watchForTrouble } from './support/browserWall.ts';
import { startElsewhere } from './support/desktopProbes.ts';
import { cardDialog, closePanel, openFromList, rowsShown, serveOn } from './support/drilldown.ts';
import { inlineParts, tourOfDesk } from './support/securityTour.ts';

const LONGEST_TITLE = 120;
const SETTLE_MS = 200;
/** A wall's row of a table, in pixels, whatever stands in it. */
const TALLEST_ROW = 80;

const servers = spawner();
let browser: Browser;
let simulator: Simulator;

test.beforeAll(async () => {
  browser = await launchChromium();
  simulator = await startSimulator();
});
test.afterAll(async () => {
  await browser.close();
  await simulator.close();
  await servers.clear();
});

/** Titles as long as the settings take them, none cut through a character. */
const TITLES = Object.entries(NAUGHTY).map(
  ([kind, text]) =>
    [
      kind,
      text
        .slice(0, LONGEST_TITLE)
        .toWellFormed()
        .replace(/\ufffd$/, ''),
    ] as const,
);
const BOARDS: readonly Board[] = TITLES.map(([kind, title]) => ({
  ...DEFAULT_BOARD,
  id: `n-${kind.toLowerCase()}`,
  title,
}));

interface Watched {
  readonly page: Page;
  /** Errors, breaches of policy, dialogs, and requests to anywhere but the server itself. */
  trouble(): Promise<string[]>;
}

async function open(server: Spawned, address: string): Promise<Watched> {
  const context = await browser.newContext({ viewport: { width: 1600, height: 900 } });
  const page = await context.newPage();
  const seen: string[] = [];
  context.on('page', () => seen.push('a page was opened'));
  page.on('dialog', (dialog) => {
    seen.push(`dialog: ${dialog.type()}`);
    void dialog.dismiss();
  });
  page.on('request', (request) => {
    if (!request.url().startsWith(server.url) && !request.url().startsWith('blob:')) seen.push(request.url());
  });
  const trouble = await watchForTrouble(page);
  await page.goto(address);
  // What is under way when a page goes elsewhere fails, and is no trouble.
  const isLeft = (line: string): boolean => line.startsWith(`failed: ${server.url}`);
  return { page, trouble: async () => [...seen, ...(await trouble())].filter((line) => !isLeft(line)) };
}

/** What a naughty text would have left behind had it been taken for more than a text. */
const brokenOut = (page: Page): Promise<string[]> =>
  page.evaluate((marker) => {
    const found = marker in globalThis ? ['a script ran'] : [];
    const planted = document.querySelectorAll(
      'iframe, object, embed, base, body style, [onerror], [onload], [onfocus], [onbegin], body script, img[src^="http"]',
    );
    return [...found, ...[...planted].map((element) => element.outerHTML.slice(0, 200))];
  }, MARKER);

test('naughty names of site and boards are shown as text, each apart from what stands beside it', async () => {
  const site = `${NAUGHTY['override']}${NAUGHTY['image']}`.slice(0, LONGEST_TITLE);
  const server = await serveOn(servers, simulator, { ...DEFAULT_SETTINGS, site, boards: [...BOARDS] });
  const { page, trouble } = await open(server, `${server.url}#control=${server.token}`);
  await figuresShown(page);
  await expect(page.locator('.site')).toHaveText(site, { useInnerText: false });
  await page.keyboard.press(',');
  await expect(page.locator('[data-panel="settings"] [role="tab"]').first()).toBeVisible();
  const isolated = await page.evaluate(() =>
    [...document.querySelectorAll('[data-panel="settings"] bdi')].map((element) => element.textContent),
  );
  for (const [kind, title] of TITLES) expect.soft(isolated, kind).toContain(title);
  expect(await brokenOut(page)).toEqual([]);
  await closePanel(page);
  for (const kind of ['script', 'override', 'combining', 'nul', 'longWord', 'isolates', 'words']) {
    const title = TITLES.find(([name]) => name === kind)?.[1] ?? '';
    await page.goto(`${server.url}?board=n-${kind.toLowerCase()}`);
    await figuresShown(page);
    expect.soft(await page.locator('.board-title bdi').textContent(), kind).toBe(title);
    const overflow = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
    expect.soft(overflow, kind).toBeLessThanOrEqual(0);
    expect.soft(await brokenOut(page), kind).toEqual([]);
  }
  expect(await trouble()).toEqual([]);
  await page.context().close();
});

test('naughty texts and field names in the rows of a card are shown as text, isolated and cut, and a tour goes on as ever', async () => {
  const server = await serveOn(servers, simulator, { ...DEFAULT_SETTINGS, personalData: 'shownOnDesk' });
  const { page, trouble } = await open(server, `${server.url}#control=${server.token}`);
  await figuresShown(page);
  simulator.misbehave({ kind: 'patch', cardContent: naughtyRows() });
  await openFromList(page, 'CARDQUEUEREPORT');
  await rowsShown(page, 'CARDQUEUEREPORT');
  const dialog = cardDialog(page, 'CARDQUEUEREPORT');
  const cells = await dialog.locator('[role="gridcell"]').evaluateAll((all) =>
    all.map((cell) => ({
      text: cell.textContent ?? '',
      inBdi: [...cell.childNodes].every((node) => node.nodeName === 'BDI' || (node.textContent ?? '').trim() === ''),
      height: cell.getBoundingClientRect().height,
    })),
  );
  expect(cells.some(({ text }) => text.includes('<img src='))).toBe(true);
  expect(cells.filter(({ inBdi, text }) => !inBdi && text.includes('nty'))).toEqual([]);
  expect(Math.max(...cells.map(({ text }) => text.length))).toBeLessThan(25_000);
  expect(Math.max(...cells.map(({ height }) => height))).toBeLessThan(TALLEST_ROW);
  // The row in full, and one of its texts as a filter.
  await dialog.locator('[role="gridcell"]').first().click();
  await page.keyboard.press('Enter');
  await page.waitForTimeout(SETTLE_MS);
  expect(await brokenOut(page)).toEqual([]);
  simulator.misbehave(null);
  await page.reload();
  await tourOfDesk(page);
  expect(await brokenOut(page)).toEqual([]);
  expect(await trouble()).toEqual([]);
  await page.context().close();
});

test('no screen shows the key, in no part of its page, whatever the server does', async () => {
  const own = await startSimulator({ key: CANARY });
  const server = await serveOn(servers, own);
  const { page } = await open(server, `${server.url}#control=${server.token}`);
  await figuresShown(page);
  const control = await apiClient(server, 'control');
  const seen: string[] = [];
  for (const fault of ECHOING_FAULTS) {
    own.misbehave(fault);
    await control.call('testKey', {});
    seen.push(await page.content());
  }
  await page.keyboard.press(',');
  const tab = page.locator('[data-panel="settings"] [role="tab"]').nth(SETTINGS_SECTIONS.indexOf('key'));
  await tab.click();
  await expect(page.locator('[data-panel="settings"] input').first()).toBeVisible();
  const kept = await page.evaluate(() => {
    const fields = [...document.querySelectorAll('input, textarea')].map((field) =>
      'value' in field ? field.value : '',
    );
    return JSON.stringify([fields, { ...localStorage }, { ...sessionStorage }, location.href, document.cookie]);
  });
  seen.push(await page.content(), kept);
  expect(leaksIn(seen.join('\n'))).toEqual([]);
  await page.context().close();
  await own.close();
});

test('no script that gets into the page of the browser shell runs or reaches another server', async () => {
  const server = await serveOn(servers, simulator);
  const elsewhere = await startElsewhere();
  const { page } = await open(server, server.url);
  await figuresShown(page);
  const directives = [
    ...['base-uri', 'connect-src', 'form-action', 'frame-src', 'img-src', 'script-src', 'script-src-attr'],
    ...['script-src-elem', 'style-src-elem'],
  ];
  const blocked = await page.evaluate(
    async ({ target, settleMs, kinds }) => {
      const seen = new Set<string>();
      document.addEventListener('securitypolicyviolation', (event) => seen.add(event.effectiveDirective));
      const add = (tag: string, parts: object): void =>
        void document.head.append(Object.assign(document.createElement(tag), parts));
      add('script', { textContent: 'globalThis.nty = 1' });
      add('script', { src: target });
      add('style', { textContent: 'body { display: none }' });
      add('link', { rel: 'stylesheet', href: target });
      add('base', { href: target });
      setTimeout('globalThis.nty = 1');
      document.body.insertAdjacentHTML('beforeend', '<img src="x" onerror="globalThis.nty=1">');
      document.body.insertAdjacentHTML('beforeend', `<img src="${target}"><iframe src="${target}"></iframe>`);
      navigator.sendBeacon(target, 'x');
      await fetch(target, { mode: 'no-cors' }).catch(() => {});
      const form = Object.assign(document.createElement('form'), { action: target, method: 'post' });
      document.body.append(form);
      form.submit();
      // An image has to fail before its handler is refused; whatever is not refused gets that time to run, too.
      for (let looks = 0; looks < 100 && seen.size < kinds; looks += 1)
        await new Promise((resolve) => setTimeout(resolve, settleMs));
      await new Promise((resolve) => setTimeout(resolve, settleMs));
      return [...seen].sort();
    },
    { target: elsewhere.url, settleMs: SETTLE_MS, kinds: directives.length },
  );
  expect(blocked).toEqual(directives);
  expect(await page.evaluate(() => 'nty' in globalThis)).toBe(false);
  expect(elsewhere.hits()).toBe(0);
  expect(inlineParts(await (await fetch(server.url)).text())).toEqual([]);
  await page.context().close();
  await elsewhere.close();
});
