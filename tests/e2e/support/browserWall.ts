import { readFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { chromium, type Browser, type Page } from '@playwright/test';
import { findBrowser } from '../../../scripts/browser.ts';
import { pageClockScript, withoutTestClock } from '../../../scripts/testClock.ts';

const MOST_LOOKS = 60;
const ASSETS = join(import.meta.dirname, '../../../out/renderer/assets');

/** Starts the Chromium of this machine, wherever it comes from. */
export async function launchChromium(...more: readonly string[]): Promise<Browser> {
  const found = await findBrowser();
  if ('missing' in found) throw new Error(found.missing);
  const { executablePath, args, env } = found;
  const own = { ...withoutTestClock(process.env), ...env };
  const browser = await chromium.launch({ executablePath, args: [...args, ...more], env: own });
  const clock = pageClockScript();
  if (clock !== null) {
    const newContext = browser.newContext.bind(browser);
    // A page of its own comes from here too.
    browser.newContext = async (options) => {
      const context = await newContext(options);
      await context.addInitScript(clock);
      // No such script reaches a shared worker. One of another name than this machine's has to do without: Chromium lets a
      // worker that came from nowhere ask nothing of a server here.
      await context.route('**/followWorker-*.js', async (route) => {
        const { hostname, pathname } = new URL(route.request().url());
        if (hostname !== '127.0.0.1') return route.abort();
        const script = await readFile(join(ASSETS, basename(pathname)), 'utf8');
        return route.fulfill({ contentType: 'text/javascript', body: clock + script });
      });
      return context;
    };
  }
  return browser;
}

/** What a screen complained about: console errors, uncaught errors, breaches of the content security policy. */
export async function watchForTrouble(page: Page): Promise<() => Promise<string[]>> {
  const trouble: string[] = [];
  page.on('console', (message) => {
    if (message.type() === 'error' || message.type() === 'warning') trouble.push(`console: ${message.text()}`);
  });
  page.on('pageerror', (error) => trouble.push(`uncaught: ${error.message}`));
  page.on('requestfailed', (request) => trouble.push(`failed: ${request.url()}`));
  await page.addInitScript(() => {
    const breaches: string[] = [];
    Object.assign(window, { breaches });
    document.addEventListener('securitypolicyviolation', (event) =>
      breaches.push(`policy: ${event.violatedDirective} ${event.blockedURI}`),
    );
  });
  return async () => [
    ...trouble,
    ...(await page.evaluate(() => ('breaches' in window && Array.isArray(window.breaches) ? window.breaches : []))),
  ];
}

/**
 * Waits until the wall shows figures. They come all at once; shortly after midnight nobody has given a score yet, and its
 * tile has a dash.
 */
export async function figuresShown(page: Page): Promise<void> {
  await page.waitForFunction(() => {
    const values = [...document.querySelectorAll('[data-view="wall"] [data-metric] [data-part="value"]')];
    const gauges = [...document.querySelectorAll('[data-gauge][aria-valuenow]')];
    return values.length > 0 && gauges.length > 0 && values.some((value) => /\d/.test(value.textContent ?? ''));
  });
  await page.evaluate(() => document.fonts.ready);
}

export interface Layout {
  /** How far the page is larger than the screen, in pixels. */
  readonly overflow: { readonly right: number; readonly bottom: number };
  /** Names of the tiles and gauges whose content does not lie within them, or that leave the screen. */
  readonly clipped: readonly string[];
  /** Size of each tile's digits in hundredths of the screen's height, by metric. */
  readonly digitsVh: Readonly<Record<string, number>>;
  /** Smallest distance of a tile or gauge from the screen's edges, as a share of that side. */
  readonly marginShare: number;
}

/** Measures the wall as it stands. */
export function measure(page: Page): Promise<Layout> {
  return page.evaluate(() => {
    const SLACK_PX = 1;
    const [width, height] = [window.innerWidth, window.innerHeight];
    const inside = (inner: DOMRect, outer: { left: number; top: number; right: number; bottom: number }): boolean =>
      inner.left >= outer.left - SLACK_PX &&
      inner.top >= outer.top - SLACK_PX &&
      inner.right <= outer.right + SLACK_PX &&
      inner.bottom <= outer.bottom + SLACK_PX;
    /** The box of the letters themselves, which may stick out of their element. */
    const textBox = (element: Element): DOMRect => {
      const range = document.createRange();
      range.selectNodeContents(element);
      return range.getBoundingClientRect();
    };
    const screen = { left: 0, top: 0, right: width, bottom: height };
    const clipped: string[] = [];
    const digitsVh: Record<string, number> = {};
    let marginShare = 1;
    for (const part of document.querySelectorAll<HTMLElement>('[data-metric], [data-gauge]')) {
      const name = part.dataset['metric'] ?? part.dataset['gauge'] ?? '';
      const box = part.getBoundingClientRect();
      const value = part.querySelector<HTMLElement>('[data-part="value"]');
      if (!inside(box, screen)) clipped.push(`${name} leaves the screen`);
      if (value && !inside(textBox(value), box)) clipped.push(`${name} clips its value`);
      if (value && value.scrollWidth > value.clientWidth + SLACK_PX && getComputedStyle(value).display !== 'inline')
        clipped.push(`${name} overflows its value`);
      if (value && part.dataset['metric'])
        digitsVh[name] = (parseFloat(getComputedStyle(value).fontSize) / height) * 100;
      marginShare = Math.min(
        marginShare,
        box.left / width,
        box.top / height,
        1 - box.right / width,
        1 - box.bottom / height,
      );
    }
    const { scrollWidth, scrollHeight } = document.documentElement;
    return { overflow: { right: scrollWidth - width, bottom: scrollHeight - height }, clipped, digitsVh, marginShare };
  });
}

/**
 * Measures the wall once it stands still: a page hears of its new size, and is arranged anew, some frames after the
 * browser has it.
 */
export async function settledLayout(page: Page): Promise<Layout> {
  const size = page.viewportSize();
  await page.waitForFunction((wanted) => !wanted || window.innerWidth === wanted.width, size);
  let before = await measure(page);
  for (let look = 0; look < MOST_LOOKS; look += 1) {
    await page.evaluate(
      () => new Promise<void>((resolve) => requestAnimationFrame(() => requestAnimationFrame(() => resolve()))),
    );
    const now = await measure(page);
    if (isDeepStrictEqual(now, before)) return now;
    before = now;
  }
  throw new Error(`The wall does not come to rest in ${2 * MOST_LOOKS} frames`);
}
