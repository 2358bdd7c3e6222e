import { expect, test, type Browser, type Page } from '@playwright/test';
import { boardClockAt } from '../server/support/shiftedClock.ts';
import { exampleOf, freePort, PROXIES, startProxy, whyNot, type RunningProxy } from '../server/support/proxies.ts';
import { spawner } from '../server/support/spawned.ts';
import { figuresShown, launchChromium, watchForTrouble } from './support/browserWall.ts';

const servers = spawner();
let browser: Browser;
let proxy: RunningProxy | null = null;

test.beforeAll(async () => {
  browser = await launchChromium('--host-resolver-rules=MAP wall.example 127.0.0.1');
});
test.afterAll(() => browser.close());
test.afterEach(async () => {
  await proxy?.close();
  proxy = null;
  await servers.clear();
});

async function screen(): Promise<Page> {
  const context = await browser.newContext({ viewport: { width: 1600, height: 900 }, ignoreHTTPSErrors: true });
  return context.newPage();
}

for (const name of PROXIES)
  test(`behind ${name}, under a path and over TLS, screens and the desk work, and a leaked link is withdrawn`, async () => {
    const reason = whyNot(name);
    test.skip(reason !== null, reason ?? '');
    const port = await freePort();
    const address = `https://wall.example:${port}/board/`;
    const server = await servers.start(['--demo', '--public-url', address], boardClockAt('14:05'));
    proxy = await startProxy(name, exampleOf(name), { port, wallPort: Number(new URL(server.url).port) });

    const wall = await screen();
    const trouble = await watchForTrouble(wall);
    await wall.goto(address.slice(0, -1));
    await figuresShown(wall);
    expect(new URL(wall.url()).pathname).toBe('/board/');
    await expect(wall.locator('.desk-bar')).toHaveCount(0);

    const [desk, thief] = [await screen(), await screen()];
    for (const page of [desk, thief]) {
      await page.goto(`${address}#control=${server.token}`);
      await expect(page.locator('.desk-bar')).toBeVisible();
    }
    await desk.keyboard.press(',');
    const settings = desk.locator('[data-panel="settings"]');
    await settings.getByRole('tab', { name: 'Display' }).click();
    await expect(settings.locator('.desk-links a').first()).toHaveAttribute('href', `${address}?board=main`);
    await settings.locator('[data-action="newControlLink"]').click();
    await desk.getByRole('alertdialog').getByRole('button', { name: 'New control link' }).click();
    const link = await settings.locator('[data-part="controlLink"] input').inputValue();
    expect(link).toMatch(new RegExp(`^${address}#control=[\\w-]{43}$`));
    expect(link).not.toContain(server.token);
    expect(server.stdout()).toContain(`wallboard: new control link ${link}\n`);

    // Whoever had the old link has a wall, by itself; whoever withdrew it goes on.
    await expect(thief.locator('.desk-bar')).toHaveCount(0);
    await figuresShown(thief);
    await settings.getByRole('button', { name: 'Light' }).click();
    await expect(wall.locator('html')).toHaveAttribute('data-theme', 'light');
    await expect(settings.locator('[data-part="controlLink"] input')).toHaveValue(link);

    await thief.goto('about:blank');
    await thief.goto(link);
    await expect(thief.locator('.desk-bar')).toBeVisible();
    expect(await trouble()).toEqual([]);
    for (const page of [wall, desk, thief]) await page.context().close();
  });
