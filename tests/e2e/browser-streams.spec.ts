import { once } from 'node:events';
import { connect, createServer, type Socket } from 'node:net';
import { expect, test, type Browser, type BrowserContext, type Page } from '@playwright/test';
import { DEFAULT_BOARD, type Settings } from '../../common/settings.ts';
import { exampleOf, freePort, startProxy, whyNot, type RunningProxy } from '../server/support/proxies.ts';
import { spawner, type Spawned } from '../server/support/spawned.ts';
import { apiClient } from './support/apiCalls.ts';
import { figuresShown, launchChromium } from './support/browserWall.ts';
import { frozenCentre, serveOn } from './support/drilldown.ts';

/** What has to reach every screen, whatever is between it and the server, and however many there are. */

/** A browser has this many connections to a server, and a stream takes one of them. */
const CONNECTIONS = 6;
const TABS = 8;

const servers = spawner();
let browser: Browser;
let proxy: RunningProxy | null = null;
const contexts: BrowserContext[] = [];

test.beforeAll(async () => {
  browser = await launchChromium('--host-resolver-rules=MAP wall.example 127.0.0.1');
});
test.afterAll(() => browser.close());
test.afterEach(async () => {
  for (const context of contexts.splice(0)) await context.close();
  await proxy?.close();
  proxy = null;
  await servers.clear();
});

/** A browser of its own, with its own cookies and its own six connections. */
async function openBrowser(): Promise<BrowserContext> {
  const context = await browser.newContext({ viewport: { width: 1600, height: 900 }, ignoreHTTPSErrors: true });
  contexts.push(context);
  return context;
}

async function openWall(context: BrowserContext, address: string): Promise<Page> {
  const page = await context.newPage();
  await page.goto(address);
  await figuresShown(page);
  return page;
}

async function openDesk(context: BrowserContext, server: Spawned): Promise<Page> {
  const page = await context.newPage();
  await page.goto(`${server.url}#control=${server.token}`);
  await expect(page.locator('.desk-bar')).toBeVisible();
  return page;
}

async function change(server: Spawned, changes: Partial<Settings>): Promise<void> {
  const owner = await apiClient(server, 'control');
  const { result } = await owner.call('getSettings');
  if (!result.ok) throw new Error(result.error.message);
  const { settings, revision } = result.value;
  const saved = await owner.call('saveSettings', { settings: { ...settings, ...changes }, basedOn: revision });
  expect(saved.text).toContain('"ok":true');
}

/** Passes connections on from one port to another, as a container's port mapping does. Returns its own end. */
async function mapPort(from: number, to: number): Promise<() => Promise<void>> {
  const open = new Set<Socket>();
  const mapping = createServer((socket) => {
    const onward = connect(to, '127.0.0.1');
    for (const one of [socket, onward]) {
      open.add(one);
      one.on('error', () => undefined);
    }
    socket.pipe(onward).pipe(socket);
  }).listen(from, '127.0.0.1');
  await once(mapping, 'listening');
  return async () => {
    for (const socket of open) socket.destroy();
    mapping.close();
    await once(mapping, 'close');
  };
}

const siteOf = (page: Page) => page.locator('[data-view="wall"] h1');

test('eight tabs of one browser are all live on one stream, and each of them can still send commands', async () => {
  expect(TABS).toBeGreaterThan(CONNECTIONS);
  const server = await servers.start(['--demo', '--max-screens', '1']);
  const context = await openBrowser();
  const tabs = [await openDesk(context, server)];
  while (tabs.length < TABS) tabs.push(await openWall(context, server.url));
  await change(server, { site: 'Site for everybody' });
  for (const tab of tabs) await expect(siteOf(tab)).toHaveText('Site for everybody');
  for (const tab of tabs) {
    await tab.keyboard.press(',');
    await expect(tab.locator('[data-panel="settings"] input').first()).toBeVisible();
  }
});

test('a tab that opens the control link makes desks of the walls of the same browser', async () => {
  const server = await servers.start(['--demo']);
  const context = await openBrowser();
  const wall = await openWall(context, server.url);
  const elsewhere = await openWall(await openBrowser(), server.url);
  await openDesk(context, server);
  await expect(wall.locator('.desk-bar')).toBeVisible();
  await expect(elsewhere.locator('.desk-bar')).toHaveCount(0);
});

for (const what of ['without shared workers', 'whose shared workers do not start'] as const)
  test(`a browser ${what} has its wall all the same`, async () => {
    const server = await servers.start(['--demo']);
    const context = await openBrowser();
    if (what === 'without shared workers')
      await context.addInitScript(() => void Reflect.deleteProperty(window, 'SharedWorker'));
    else await context.route('**/followWorker-*.js', (route) => route.abort());
    const page = await openWall(context, server.url);
    await change(server, { site: 'Site for everybody' });
    await expect(siteOf(page)).toHaveText('Site for everybody');
    await expect(page.locator('[data-part="link"], [data-part="polled"]')).toHaveCount(0);
  });

test('one screen too many is told so, not that there is no connection, and comes in when another goes', async () => {
  const server = await servers.start(['--demo', '--max-screens', '1']);
  const first = await openWall(await openBrowser(), server.url);
  // Its figures may be there before its stream is.
  await expect.poll(async () => (await fetch(`${server.url}events`, { method: 'HEAD' })).status).toBe(503);
  const second = await (await openBrowser()).newPage();
  await second.goto(server.url);
  // On a page of its own, or over figures where the first answer was quicker than the refusal.
  await expect(second.getByText('Too many screens are connected')).toBeVisible();
  await expect(second.getByText('No connection')).toHaveCount(0);
  await first.context().close();
  await figuresShown(second);
});

test('behind a proxy that holds streams back the wall has its figures, follows changes and says so', async () => {
  const reason = whyNot('nginx');
  test.skip(reason !== null, reason ?? '');
  const port = await freePort();
  const address = `https://wall.example:${port}/board/`;
  const server = await servers.start(['--demo', '--public-url', address]);
  // As many proxies do that nobody has told otherwise: what a server asks of nginx is not listened to.
  const holding = exampleOf('nginx').replace(
    'proxy_http_version 1.1;',
    'proxy_http_version 1.1; proxy_buffering on; proxy_ignore_headers X-Accel-Buffering;',
  );
  proxy = await startProxy('nginx', holding, { port, wallPort: Number(new URL(server.url).port) });
  const wall = await openWall(await openBrowser(), address);
  await expect(wall.locator('[data-part="polled"]')).toContainText('A proxy holds back live updates');
  await expect(wall.locator('[data-part="link"]')).toHaveCount(0);
  for (const site of ['North', 'South']) {
    await change(server, { site });
    await expect(siteOf(wall)).toHaveText(site);
  }
});

test('an open desk and an open wall go on after a restart of the server, until the control link is withdrawn', async () => {
  const dataDir = await servers.folder();
  const port = String(await freePort());
  const start = (...more: string[]): Promise<Spawned> =>
    servers.start(['--demo', '--data-dir', dataDir, '--port', port, ...more]);
  const first = await start();
  const context = await openBrowser();
  const desks = [await openDesk(context, first), await openDesk(context, first)];
  const wall = await openWall(await openBrowser(), first.url);

  await first.end();
  const second = await start();
  await change(second, { site: 'After the restart' });
  for (const page of [wall, ...desks]) await expect(siteOf(page)).toHaveText('After the restart');
  const [desk] = desks;
  await desk?.keyboard.press(',');
  await desk?.locator('[data-panel="settings"]').getByRole('tab', { name: 'Display' }).click();
  await desk?.locator('[data-panel="settings"]').getByRole('button', { name: 'Light' }).click();
  await expect(wall.locator('html')).toHaveAttribute('data-theme', 'light');

  await second.end();
  const third = await start('--new-control-link');
  for (const page of desks) {
    await expect(page.locator('[data-part="signedOut"]')).toContainText('Open the control link again');
    await expect(page.locator('.desk-bar, [role="dialog"]')).toHaveCount(0);
  }
  await figuresShown(wall);
  await expect(wall.locator('[data-part="signedOut"]')).toHaveCount(0);
  await openDesk(context, third);
  for (const page of desks) await expect(page.locator('.desk-bar')).toBeVisible();
});

/** Replaces texts by `<font>` elements as Chrome's translator does, and goes on doing so with all that is new. */
function translatePage(): void {
  const translate = (): void => {
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    const texts: Text[] = [];
    for (let node = walker.nextNode(); node; node = walker.nextNode())
      if (node instanceof Text && node.data.trim() !== '' && !node.data.startsWith('«')) texts.push(node);
    for (const text of texts) {
      const outer = document.createElement('font');
      outer.appendChild(document.createElement('font')).textContent = `«${text.data}»`;
      text.replaceWith(outer);
    }
  };
  translate();
  new MutationObserver(translate).observe(document.body, { childList: true, subtree: true, characterData: true });
}

/** What is written on tiles and gauges, part by part, without the marks of the translator. */
const written = (page: Page): Promise<string[]> =>
  page.evaluate(() =>
    [...document.querySelectorAll('[data-metric], [data-gauge], .titles')].map((part) =>
      (part.textContent ?? '').replaceAll(/[«»]/g, ''),
    ),
  );

test('a page that is translated against its wish shows the same words as one that is not, after every change', async () => {
  const simulator = await frozenCentre();
  try {
    const server = await serveOn(servers, simulator);
    const plain = await openWall(await openBrowser(), server.url);
    const translated = await openWall(await openBrowser(), server.url);
    await expect(translated.locator('html')).toHaveAttribute('translate', 'no');
    await translated.evaluate(translatePage);
    const trouble: string[] = [];
    translated.on('pageerror', (error) => trouble.push(error.message));
    const seen = new Set<string>();
    const { tiles } = DEFAULT_BOARD;
    for (const [round, target] of [100, 1, 100].entries()) {
      const limits = round % 2 === 0 ? { warn: 1, bad: 2 } : { warn: 80_000, bad: 90_000 };
      const judged = tiles.map((tile) =>
        tile.metric === 'averageWaitingTime' ? { ...tile, thresholds: limits } : tile,
      );
      const level = { warn: target, bad: target - 1 };
      const board = {
        ...DEFAULT_BOARD,
        // Tiles come and go too.
        tiles: judged.slice(0, judged.length - round),
        slaTargets: { response: level, waiting: level, service: level },
      };
      await change(server, { site: `Site ${round}`, boards: [board] });
      for (const page of [plain, translated]) await expect(siteOf(page)).toContainText(`Site ${round}`);
      const right = await written(plain);
      await expect.poll(() => written(translated)).toEqual(right);
      seen.add(right.join());
    }
    expect([seen.size, trouble]).toEqual([3, []]);
  } finally {
    await simulator.close();
  }
});

test('a page whose script does not get through says so instead of staying blank', async () => {
  const server = await servers.start(['--demo']);
  const page = await (await openBrowser()).newPage();
  await page.route('**/assets/index-*.js', (route) => route.abort());
  await page.goto(server.url);
  await expect(page.getByText('its script did not get through')).toBeVisible();
  await page.unroute('**/assets/index-*.js');
  await page.reload();
  await figuresShown(page);
  await expect(page.getByText('its script did not get through')).toHaveCount(0);
});

test('a wall is served under an allowed name at another port, as behind a port mapping, whatever Origin its files are asked with', async () => {
  const port = await freePort();
  const server = await servers.start(['--demo', '--allow-names', 'wall.example']);
  const mapping = await mapPort(port, Number(new URL(server.url).port));
  try {
    const desk = await (await openBrowser()).newPage();
    await desk.goto(`http://wall.example:${port}/#control=${server.token}`);
    await figuresShown(desk);
    await expect(desk.locator('.desk-bar')).toBeVisible();
    const other = await desk.request.get(`http://127.0.0.1:${port}/`, { headers: { accept: 'text/html' } });
    expect([other.status(), await other.text()]).toEqual([421, expect.stringContaining('--allow-names')]);
  } finally {
    await mapping();
  }
});
