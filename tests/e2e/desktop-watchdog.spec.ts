import { readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import type { Snapshot } from '../../common/snapshot.ts';
import { DAY_MS, HOUR_MS, MINUTE_MS, parseOffsetMinutes } from '../../common/time.ts';
import { startSimulator } from '../../core/simulator/server.ts';
import { exitOf, freshFolder, IS_STAND_IN, launchDesktop, type Desktop } from './support/desktopLaunch.ts';
import { changeSettings, plugIn, unplug, windowsOf, withDesktop } from './support/desktopShell.ts';
import { crash, eventsOf, hurry, inTopPage, isLive, liveFigures, seenOn, warp } from './support/desktopWatch.ts';

const KEY = 'wallboard-e2e-key-7f3a91';

test('a page whose renderer crashed is back by itself with the same figures, and costs no request', async () => {
  const simulator = await startSimulator({ key: KEY });
  try {
    await withDesktop({ env: { EXPERIA_API_URL: simulator.url, EXPERIA_API_KEY: KEY } }, async (desktop) => {
      const before = await liveFigures(desktop);
      const requests = simulator.requests.length;
      await crash(desktop);
      await expect.poll(() => eventsOf(desktop)).toContain('page.back');
      await expect.poll(() => seenOn(desktop)).toEqual(before);
      expect(simulator.requests).toHaveLength(requests);
    });
  } finally {
    await simulator.close();
  }
});

test('a page that hangs, or shows nothing any more, is ended after half a minute and comes back', () =>
  withDesktop({ args: ['--demo'] }, async (desktop) => {
    await liveFigures(desktop);
    // What is asked of the page every ten seconds, and the thirty seconds it has to answer.
    await hurry(desktop, { from: 10_000, to: 30_000, part: 1 / 15 });
    await desktop.app.evaluate(({ BrowserWindow }) => {
      const contents = BrowserWindow.getAllWindows()[0]?.webContents;
      void contents?.executeJavaScript('setTimeout(() => { for (;;); })');
      contents?.emit('unresponsive');
    });
    await expect.poll(() => seenOn(desktop)).toBeNull();
    await expect.poll(() => eventsOf(desktop)).toContain('page.hung');
    await liveFigures(desktop);
    await inTopPage(desktop, 'document.body.replaceChildren()');
    await expect.poll(() => desktop.output()).toContain('"how":"empty"');
    await liveFigures(desktop);
  }));

test('a page that crashes five times in a row gives way to one without figures that says so, and is tried again', () =>
  withDesktop({ args: ['--demo'] }, async (desktop) => {
    await hurry(desktop, { from: 1000, to: 8000, part: 1 / 10 });
    for (let times = 1; times <= 5; times += 1) {
      await liveFigures(desktop);
      if (times === 5) await hurry(desktop, { from: 5 * MINUTE_MS, to: 5 * MINUTE_MS, part: 1 / 150 });
      await crash(desktop);
      await expect.poll(() => eventsOf(desktop).filter((event) => event === 'page.gone')).toHaveLength(times);
    }
    await expect.poll(() => seenOn(desktop)).toBe('stopped');
    const page = await inTopPage<{ text: string; scripts: number; background: string; fits: boolean }>(
      desktop,
      `({
        text: document.body.innerText,
        scripts: document.scripts.length,
        background: getComputedStyle(document.body).backgroundColor,
        fits: document.documentElement.scrollHeight <= innerHeight && document.documentElement.scrollWidth <= innerWidth,
      })`,
    );
    expect(page?.text).toMatch(
      /^Experia Wallboard\s+This screen has stopped showing figures\s+Not live since \d\d:\d\d\s+Trying again at \d\d:\d\d$/,
    );
    expect(page).toMatchObject({ scripts: 0, background: 'rgb(11, 16, 22)', fits: true });
    await liveFigures(desktop);
    // No button of a mouse leads back to the page that said so.
    await expect.poll(() => inTopPage(desktop, 'history.length')).toBe(1);
  }));

test('three crashes of the graphics process start the app anew without acceleration, until there is another version', async () => {
  test.skip(!IS_STAND_IN, 'would leave an app running that no test ends');
  const dataDir = await freshFolder();
  const accelerated = async (): Promise<boolean> => {
    const desktop = await launchDesktop({ dataDir, args: ['--demo'] });
    const answer = await desktop.app.evaluate(({ app }) => app.isHardwareAccelerationEnabled());
    await desktop.close();
    return answer;
  };
  try {
    const desktop = await launchDesktop({ dataDir, args: ['--demo'] });
    const ended = exitOf(desktop);
    desktop.app
      .evaluate(({ app }) => {
        const details = { type: 'GPU', reason: 'crashed', exitCode: 5 };
        for (let times = 0; times < 3; times += 1) app.emit('child-process-gone', {}, details);
      })
      .catch(() => {});
    expect(await ended).toBe(0);
    expect(desktop.output()).toContain('[standin] relaunch');
    expect(desktop.output().split('[standin] relaunch')).toHaveLength(2);
    expect(await accelerated()).toBe(false);
    const file = join(dataDir, 'graphics.json');
    const memory = JSON.parse(await readFile(file, 'utf8')) as object;
    await writeFile(file, JSON.stringify({ ...memory, app: '0.0.0-before' }));
    expect(await accelerated()).toBe(true);
  } finally {
    await rm(dataDir, { recursive: true, force: true, maxRetries: 5 });
  }
});

/** Milliseconds from now to a moment at least 13 hours away that lies in the hour after the board's quietest. */
function untilQuiet({ boards: [board] }: Snapshot): number {
  const quiet = /^(\d\d):\d\d$/.exec(String(board?.companions.weakTime.value))?.[1] ?? '04';
  const offset = parseOffsetMinutes(board?.query.timezone ?? '') ?? 0;
  const since = (Date.now() + offset * MINUTE_MS - Number(quiet) * HOUR_MS) % DAY_MS;
  return 2 * DAY_MS - since + 70 * MINUTE_MS;
}

test('a page is renewed at night, in a new process, and at no moment is there a window without figures', () =>
  withDesktop({ args: ['--demo'] }, async (desktop) => {
    await liveFigures(desktop);
    const snapshot = await inTopPage<Snapshot>(
      desktop,
      `wallboard.call('getSnapshot', undefined).then(({ value }) => value)`,
    );
    if (!snapshot) throw new Error('The page does not answer');
    const processId = (): Promise<number | undefined> =>
      desktop.app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.webContents.getOSProcessId());
    const before = await processId();
    await warp(desktop, untilQuiet(snapshot));
    await hurry(desktop, { from: 3000, to: 3000, part: 1 / 3 });
    await desktop.app.evaluate(({ powerMonitor }) => void powerMonitor.emit('resume'));
    await liveFigures(desktop);
    let seen = 0;
    while (!eventsOf(desktop).includes('page.renewed')) {
      expect(eventsOf(desktop)).not.toContain('page.notRenewed');
      const shown = await seenOn(desktop);
      expect(isLive(shown), JSON.stringify(shown)).toBe(true);
      seen += 1;
    }
    expect(seen).toBeGreaterThan(20);
    expect(isLive(await seenOn(desktop))).toBe(true);
    expect(await processId()).not.toBe(before);
    expect(await desktop.app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().length)).toBe(1);
    expect(eventsOf(desktop)).not.toContain('page.gone');
  }));

test('pages are told the ages of now as soon as the machine wakes up', () =>
  withDesktop({}, async (desktop) => {
    const { app, page } = desktop;
    await expect(page.locator('[data-view="first-run"]')).toBeVisible();
    // The core tells its state every fifteen seconds anyway, but not now.
    await hurry(desktop, { from: 15_000, to: 15_000, part: 100 });
    await changeSettings(page, (settings) => ({ ...settings, site: 'Another name' }));
    await page.evaluate(() => void window.wallboard.onSnapshot(() => Object.assign(globalThis, { told: true })));
    await app.evaluate(({ powerMonitor }) => void powerMonitor.emit('resume'));
    await expect.poll(() => page.evaluate(() => 'told' in globalThis)).toBe(true);
  }));

test('without any display the app goes on, and a kiosk is back on its own display as soon as that is', () =>
  withDesktop({ args: ['--kiosk', '--demo'] }, async (desktop) => {
    test.skip(!IS_STAND_IN, 'needs displays that can be unplugged');
    const own = { x: 0, y: 0, width: 1920, height: 1080 };
    const other = { x: 1920, y: 0, width: 1280, height: 720 };
    const boundsOf = async (): Promise<unknown> => (await windowsOf(desktop))[0]?.bounds;
    const [first = 0] = await desktop.app.evaluate(({ screen }) => screen.getAllDisplays().map(({ id }) => id));
    const second = await plugIn(desktop, other);
    expect(await boundsOf()).toEqual(own);
    await unplug(desktop, first);
    await expect.poll(boundsOf).toEqual(other);
    await plugIn(desktop, own);
    await expect.poll(boundsOf).toEqual(own);
    await unplug(desktop, second);
    await unplug(desktop, first);
    expect(isLive(await liveFigures(desktop))).toBe(true);
    await plugIn(desktop, own);
    await expect.poll(async () => (await windowsOf(desktop))[0]).toMatchObject({ bounds: own, fullScreen: true });
  }));

const ENDS: readonly { what: string; end: (desktop: Desktop) => Promise<unknown> }[] = [
  {
    what: 'the machine shuts down',
    end: ({ app }) => app.evaluate(({ powerMonitor }) => void powerMonitor.emit('shutdown', { preventDefault() {} })),
  },
  {
    what: "the user's session ends",
    end: ({ app }) =>
      app.evaluate(({ BrowserWindow }) => void BrowserWindow.getAllWindows()[0]?.emit('session-end', {})),
  },
];

for (const { what, end } of ENDS)
  test(`when ${what}, the app ends in good order and what is to be saved is saved`, async () => {
    const dataDir = await freshFolder();
    const desktop = await launchDesktop({ dataDir });
    try {
      const ended = exitOf(desktop);
      await desktop.app.evaluate(({ BrowserWindow }) =>
        BrowserWindow.getAllWindows()[0]?.setBounds({ x: 140, y: 90, width: 1000, height: 700 }),
      );
      end(desktop).catch(() => {});
      expect(await ended).toBe(0);
      expect(await readFile(join(dataDir, 'windows.json'), 'utf8')).toContain('140');
      expect(eventsOf(desktop)).toContain('wallboard.stopped');
    } finally {
      await desktop.close();
      await rm(dataDir, { recursive: true, force: true, maxRetries: 5 });
    }
  });

test('a fault in the main process that nobody caught ends the app with exit code 1, it starts again, and the message stays unsaid', () =>
  // With a key in the environment, which it could not hand on, a real app does not start itself again.
  withDesktop({ env: IS_STAND_IN ? {} : { EXPERIA_API_KEY: KEY } }, async (desktop) => {
    const ended = exitOf(desktop);
    desktop.app
      .evaluate(() => {
        setTimeout(() => {
          throw new TypeError('secret-7f3a');
        });
      })
      .catch(() => {});
    expect(await ended).toBe(1);
    expect(desktop.output()).toMatch(/"event":"process.fault","origin":"uncaughtException","name":"TypeError"/);
    expect(desktop.output()).not.toContain('secret-7f3a');
    expect(desktop.output().includes('[standin] relaunch')).toBe(IS_STAND_IN);
  }));
