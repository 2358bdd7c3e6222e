import { expect, test, type Browser, type Page } from '@playwright/test';
import { HOUR_MS } from '../../common/time.ts';
import type { Simulator } from '../../core/simulator/server.ts';
import { spawner } from '../server/support/spawned.ts';
import { figuresShown, launchChromium, measure } from './support/browserWall.ts';
import { frozenCentre, serveOn } from './support/drilldown.ts';
import { boardClock, underHours } from './support/hours.ts';

const servers = spawner();
let browser: Browser;
let simulator: Simulator;

test.beforeAll(async () => {
  browser = await launchChromium();
});
test.afterAll(() => browser.close());
test.beforeEach(async () => {
  simulator = await frozenCentre();
});
test.afterEach(async () => {
  await servers.clear();
  await simulator.close();
});

const SIZES = [
  { width: 1280, height: 720 },
  { width: 1920, height: 1080 },
  { width: 3840, height: 2160 },
  { width: 1080, height: 1920 },
] as const;
/** A wall's margin of 5 % less the shift of 1.5 %, and a pixel. */
const LEAST_MARGIN = 0.034;

async function openPage(url: string, viewport: { width: number; height: number } = SIZES[0]): Promise<Page> {
  const page = await browser.newPage({ viewport, reducedMotion: 'reduce' });
  await page.goto(url);
  await expect(page.locator('[data-view="wall"]')).toBeVisible();
  return page;
}

test('a dark board is asked for nothing, shows the time and its end only, and a key shows a plain wall for what it is', async () => {
  const hours = underHours('dark');
  const { url } = await serveOn(servers, simulator, hours);
  const page = await openPage(url);
  const wall = page.locator('[data-view="wall"]');
  await expect(wall).toHaveAttribute('data-light', 'dark');
  const until = hours.boards[0]?.hours.spans[0]?.to ?? '';
  await expect(page.locator('[data-part="night"]')).toContainText(`Dark until ${until}`);
  await expect(page.locator('[data-part="night"] time')).toHaveText(/^\d\d:\d\d$/);
  // Nothing of the wall is spoken.
  const spoken = await page.locator('body').ariaSnapshot();
  expect(spoken).toContain('Dark until');
  expect(spoken).not.toContain('Sessions');
  expect(spoken).not.toContain('meter');
  const ground = await page.locator('[data-part="night"]').evaluate((night) => {
    const { left, top, right, bottom } = night.getBoundingClientRect();
    return { box: [left, top, right, bottom], scroll: document.documentElement.scrollHeight };
  });
  expect(ground).toEqual({ box: [0, 0, SIZES[0].width, SIZES[0].height], scroll: SIZES[0].height });

  await page.keyboard.press('x');
  await expect(wall).toHaveAttribute('data-light', 'light');
  await expect(page.locator('[data-part="reason"]')).toHaveText(`Figures rest, dark until ${until}`);
  await expect(page.locator('[data-metric="totalSessions"]')).toHaveAttribute('data-status', 'none');
  expect(simulator.requests).toEqual([]);
  await page.context().close();
});

test('whoever sits at the desk of a dark board has its figures with one press, and the walls light up with them', async () => {
  const { url, token } = await serveOn(servers, simulator, underHours('dark'));
  const wall = await openPage(url);
  const desk = await openPage(`${url}#control=${token}`);
  await expect(desk.locator('[data-view="wall"]')).toHaveAttribute('data-light', 'light');
  await expect(desk.locator('[data-part="next"]')).toContainText('Figures rest, dark until');
  await desk.locator('[data-action="lightUp"]').click();
  await figuresShown(desk);
  await expect(desk.locator('[data-action="lightUp"]')).toHaveCount(0);
  await expect(wall.locator('[data-view="wall"]')).toHaveAttribute('data-light', 'light');
  await figuresShown(wall);
  expect(simulator.requests.length).toBeGreaterThan(0);
  await desk.context().close();
  await wall.context().close();
});

test('a dimmed wall has an even shade over all of it, which takes no click and moves nothing', async () => {
  const { url } = await serveOn(servers, simulator, underHours('dim'));
  for (const size of SIZES) {
    const page = await openPage(url, size);
    await figuresShown(page);
    const shade = await page.locator('.shade').evaluate((element) => {
      const { left, top, right, bottom } = element.getBoundingClientRect();
      const under = document.elementFromPoint(right / 2, bottom / 2);
      return { box: [left, top, right, bottom], isUnder: Boolean(under?.closest('[data-view="wall"]')) };
    });
    expect(shade).toEqual({ box: [0, 0, size.width, size.height], isUnder: true });
    const { clipped, overflow } = await measure(page);
    expect({ clipped, overflow }).toEqual({ clipped: [], overflow: { right: 0, bottom: 0 } });
    await page.context().close();
  }
});

test('a dark screen without a connection is light again in time, and says that it has none', async () => {
  const server = await serveOn(servers, simulator, underHours('dark', 4));
  const page = await browser.newPage({ viewport: SIZES[0] });
  await page.clock.install({ time: Date.now() });
  await page.goto(server.url);
  const wall = page.locator('[data-view="wall"]');
  await expect(wall).toHaveAttribute('data-light', 'dark');
  await server.end('SIGKILL');
  await page.clock.fastForward('01:00');
  await expect(wall).toHaveAttribute('data-light', 'dark');
  await page.clock.fastForward('05:00');
  await expect(wall).toHaveAttribute('data-light', 'light');
  await expect(page.locator('[data-part="link"]')).toHaveText('No connection to the wallboard');
  await page.context().close();
});

/** The boxes of a wall's parts, as seen from the wall. */
const boxesOf = (page: Page): Promise<Readonly<Record<string, readonly number[]>>> =>
  page.evaluate(() => {
    const wall = document.querySelector('[data-view="wall"]');
    const from = wall?.getBoundingClientRect() ?? new DOMRect();
    const parts = [...document.querySelectorAll('.header, .footer, [data-metric], [data-gauge], canvas')];
    return Object.fromEntries(
      parts.map((part, index) => {
        const { left, top, width, height } = part.getBoundingClientRect();
        return [`${part.className} ${index}`, [left - from.left, top - from.top, width, height].map(Math.round)];
      }),
    );
  });

test('the picture of a wall moves every minute without any change of its layout', async () => {
  const server = await serveOn(servers, simulator);
  const page = await browser.newPage({ viewport: SIZES[1] });
  await page.clock.install({ time: Date.now() });
  await page.goto(server.url);
  await figuresShown(page);
  // Time goes on for the page alone: a snapshot would bring the true one back.
  await server.end('SIGKILL');
  await page.evaluate(() => {
    const resized: string[] = [];
    const known = new Set<Element>();
    const watch = new ResizeObserver((entries) => {
      // It tells of each part once as it is.
      for (const { target } of entries)
        if (known.has(target)) resized.push(target.className);
        else known.add(target);
    });
    for (const part of document.querySelectorAll('.wall, .header, .board, .footer, .card, canvas')) watch.observe(part);
    Object.assign(window, { resized });
  });
  const place = (): Promise<string> => page.locator('.wall').evaluate((wall) => getComputedStyle(wall).transform);
  const before = await boxesOf(page);
  const places = new Set([await place()]);
  for (let minute = 0; minute < 3; minute += 1) {
    await page.clock.fastForward('01:00');
    await expect.poll(place).not.toBe([...places].at(-1));
    places.add(await place());
    expect(await boxesOf(page)).toEqual(before);
  }
  expect(places.size).toBe(4);
  expect(await page.evaluate(() => ('resized' in window ? window.resized : null))).toEqual([]);
  await page.context().close();
});

test('at every extreme of its way a wall is whole and nothing scrolls, on every size of screen', async () => {
  const { url } = await serveOn(servers, simulator);
  for (const size of SIZES) {
    const page = await openPage(url, size);
    await figuresShown(page);
    for (const [x, y] of [
      [-1, -1],
      [1, -1],
      [1, 1],
      [-1, 1],
    ] as const) {
      const far = [Math.trunc(x * size.width * 0.015), Math.trunc(y * size.height * 0.015)] as const;
      await page.locator('.wall').evaluate((wall, [right, down]) => {
        if (wall instanceof HTMLElement) wall.style.transform = `translate(${right}px, ${down}px)`;
      }, far);
      const { clipped, overflow, marginShare } = await measure(page);
      expect.soft({ clipped, overflow }).toEqual({ clipped: [], overflow: { right: 0, bottom: 0 } });
      expect.soft(marginShare).toBeGreaterThanOrEqual(LEAST_MARGIN);
    }
    await page.context().close();
  }
});

test('the hours of a board are set in the settings, and its walls follow at once', async () => {
  const { url, token } = await serveOn(servers, simulator);
  const wall = await openPage(url);
  await expect(wall.locator('[data-view="wall"]')).toHaveAttribute('data-light', 'light');
  const desk = await openPage(`${url}#control=${token}`);
  await expect(desk.locator('.desk-bar')).toBeVisible();
  await desk.keyboard.press(',');
  const hours = desk.locator('[data-panel="settings"] [data-part="hours"]');
  // Which of the changes is the one that darkens the screens at once depends on the hour; one of them does.
  let questions = 0;
  await desk.addLocatorHandler(desk.getByRole('button', { name: 'Darken' }), async (yes) => {
    questions += 1;
    await yes.click();
  });
  await hours.locator('[data-action="addSpan"]').click();
  const now = Date.now();
  const [from, to] = [boardClock(now - HOUR_MS), boardClock(now + HOUR_MS)];
  for (const [index, time] of [from, to].entries()) {
    await hours.locator('input[data-part="time"]').nth(index).fill(time);
    await desk.keyboard.press('Enter');
    // What is typed before that is saved is asked about once more.
    await expect(hours.locator('.desk-span-words')).toContainText(time);
  }
  await expect(hours.locator('.desk-span-words')).toHaveText(`Every day ${from}–${to} · Dark`);
  expect(questions).toBe(1);
  await expect(wall.locator('[data-view="wall"]')).toHaveAttribute('data-light', 'dark');
  await expect(desk.locator('[data-saving="saved"]').first()).toBeVisible();
  await hours.locator('[data-action="removeSpan"]').click();
  await expect(wall.locator('[data-view="wall"]')).toHaveAttribute('data-light', 'light');
  await desk.context().close();
  await wall.context().close();
});
