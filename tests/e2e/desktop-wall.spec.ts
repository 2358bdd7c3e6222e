import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test, type Page } from '@playwright/test';
import { METRICS, SLA_KINDS } from '../../common/metrics.ts';
import { DEFAULT_BOARD } from '../../common/settings.ts';
import type { Snapshot } from '../../common/snapshot.ts';
import { startSimulator, type Simulator } from '../../core/simulator/server.ts';
import { launchDesktop, type Desktop, type DesktopOptions } from './support/desktopLaunch.ts';
import { startElsewhere } from './support/desktopProbes.ts';

const KEY = 'wallboard-e2e-key-7f3a91';

async function withDesktop(options: DesktopOptions, work: (desktop: Desktop) => Promise<void>): Promise<void> {
  const desktop = await launchDesktop(options);
  try {
    await work(desktop);
  } finally {
    await desktop.close();
  }
}

async function withSimulator(work: (simulator: Simulator) => Promise<void>): Promise<void> {
  const simulator = await startSimulator({ key: KEY });
  try {
    await work(simulator);
  } finally {
    await simulator.close();
  }
}

const snapshotOf = (page: Page): Promise<Snapshot> =>
  page.evaluate(async () => {
    const result = await window.wallboard.call('getSnapshot', undefined);
    if (!result.ok) throw new Error(result.error.message);
    return result.value as Snapshot;
  });

async function expectLiveWall(page: Page): Promise<void> {
  await expect(page.locator('[data-view="wall"]')).toBeVisible();
  await expect(page.locator('[data-health]').first()).toHaveAttribute('data-health', 'fresh');
  for (const { metric } of DEFAULT_BOARD.tiles) {
    const value = page.locator(`[data-metric="${metric}"] [data-part="value"]`);
    // Shortly after midnight nobody has answered yet, and there may be nothing to average; a count is there at any hour.
    await expect(value, metric).toHaveText(METRICS[metric].unit === 'count' ? /\d/ : /\d|—/);
  }
  for (const kind of SLA_KINDS) {
    const gauge = page.locator(`[data-gauge="${kind}"]`);
    await expect(gauge).toHaveRole('meter');
    await expect(gauge).toHaveAttribute('aria-valuenow', /^\d/);
  }
}

test('--demo shows every tile and gauge of the default board live, and says that the data is made up', () =>
  withDesktop({ args: ['--demo'] }, async ({ page }) => {
    await expectLiveWall(page);
    await expect(page.getByText('Demo data').first()).toBeVisible();
  }));

test('the first start asks for a key or offers the demo, and the demo outlives a restart', async () => {
  const first = await launchDesktop();
  try {
    await expect(first.page.locator('[data-view="first-run"]')).toBeVisible();
    await first.page.getByRole('button', { name: 'Start the demo' }).click();
    await expectLiveWall(first.page);
    await first.app.close();
    await withDesktop({ dataDir: first.dataDir }, async ({ page }) => {
      await expectLiveWall(page);
      await expect(page.getByText('Demo data').first()).toBeVisible();
    });
  } finally {
    await first.close();
  }
});

test('a key is tested, kept for the session and cleared again through the first screen', () =>
  withSimulator((simulator) =>
    withDesktop({ env: { EXPERIA_API_URL: simulator.url } }, async ({ page }) => {
      const { key } = await snapshotOf(page);
      test.skip(key.keychain === 'available', 'would use the keychain of this machine');
      await page.getByLabel('API key').fill('not-the-key');
      await page.getByRole('button', { name: 'Test' }).click();
      await expect(page.getByRole('status').first()).toContainText('API key rejected');
      await page.getByLabel('API key').fill(KEY);
      await page.getByRole('button', { name: 'Test' }).click();
      await expect(page.getByRole('status').first()).toContainText('Key accepted');
      await expect(page.getByRole('status').first()).toContainText('Cost 1 request');
      // Without a keychain what works is chosen already.
      await expect(page.getByLabel('Keep the key until the app ends')).toBeChecked();
      await page.getByRole('button', { name: 'Save' }).click();
      await expectLiveWall(page);
      expect((await snapshotOf(page)).key).toMatchObject({ present: true, source: 'session' });
      await page.evaluate(() => window.wallboard.call('clearKey', undefined));
      await expect(page.locator('[data-view="first-run"]')).toBeVisible();
    }),
  ));

test('no answer, page, file or output of the app holds the key', () =>
  withSimulator((simulator) =>
    withDesktop({ env: { EXPERIA_API_URL: simulator.url, EXPERIA_API_KEY: KEY } }, async (desktop) => {
      const { page, dataDir } = desktop;
      await expectLiveWall(page);
      const answers = await page.evaluate(async () => [
        await window.wallboard.call('getSnapshot', undefined),
        await window.wallboard.call('getSettings', undefined),
        await window.wallboard.call('testKey', {}),
        await window.wallboard.call('setKey', { key: 'a key\nwith breaks', keep: 'session' }),
      ]);
      expect(answers[0]).toMatchObject({ ok: true, value: { key: { present: true, source: 'environment' } } });
      const files = await readdir(dataDir, { recursive: true, withFileTypes: true });
      const own = files.filter((file) => file.isFile() && !file.parentPath.includes('chromium'));
      const texts = await Promise.all(own.map((file) => readFile(join(file.parentPath, file.name), 'latin1')));
      const seen = [JSON.stringify(answers), await page.content(), desktop.output(), ...texts].join('\n');
      expect(own.length).toBeGreaterThan(0);
      expect(seen).not.toContain(KEY);
    }),
  ));

test('a reload shows the current figures at once and costs no request', () =>
  withSimulator((simulator) =>
    withDesktop({ env: { EXPERIA_API_URL: simulator.url, EXPERIA_API_KEY: KEY } }, async ({ page }) => {
      await expectLiveWall(page);
      const before = simulator.requests.length;
      expect(before).toBeGreaterThan(0);
      // Nothing that is asked from here on is answered: what is shown is what was there.
      simulator.misbehave({ kind: 'hang', at: 'request' });
      await page.reload();
      await expect(page.locator('[data-metric="totalSessions"] [data-part="value"]')).toHaveText(/\d/);
      expect(simulator.requests.length).toBe(before);
    }),
  ));

test('waking up again and again with fresh figures costs no request', () =>
  withSimulator((simulator) =>
    withDesktop({ env: { EXPERIA_API_URL: simulator.url, EXPERIA_API_KEY: KEY } }, async ({ app, page }) => {
      await expectLiveWall(page);
      const before = simulator.requests.length;
      const listeners = await app.evaluate(({ powerMonitor }) => {
        for (let i = 0; i < 5; i += 1) powerMonitor.emit('resume');
        return powerMonitor.listenerCount('resume');
      });
      expect(listeners).toBeGreaterThan(0);
      await page.waitForTimeout(500);
      expect(simulator.requests.length).toBe(before);
    }),
  ));

test('a redirect takes neither the request nor the key to another host', async () => {
  const elsewhere = await startElsewhere();
  try {
    await withSimulator((simulator) =>
      withDesktop({ env: { EXPERIA_API_URL: simulator.url, EXPERIA_API_KEY: KEY } }, async ({ page }) => {
        await expectLiveWall(page);
        simulator.misbehave({ kind: 'redirect', location: elsewhere.url });
        const result = await page.evaluate(() => window.wallboard.call('testKey', {}));
        expect(result).toMatchObject({ ok: true, value: { failure: 'portal' } });
        expect(elsewhere.hits()).toBe(0);
      }),
    );
  } finally {
    await elsewhere.close();
  }
});

test('normal use breaks no rule of the content security policy and logs no error', () =>
  withDesktop({}, async ({ page }) => {
    const complaints: string[] = [];
    page.on('console', (message) => message.type() === 'error' && complaints.push(message.text()));
    page.on('pageerror', (error) => complaints.push(error.message));
    await page.addInitScript(() => {
      document.addEventListener('securitypolicyviolation', (event) =>
        console.error(`policy: ${event.effectiveDirective} ${event.blockedURI}`),
      );
    });
    await page.reload();
    await page.getByRole('button', { name: 'Start the demo' }).click();
    await expectLiveWall(page);
    await page.setViewportSize({ width: 1920, height: 1080 });
    await page.reload();
    await expectLiveWall(page);
    expect(complaints).toEqual([]);
  }));
