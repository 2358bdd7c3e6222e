import { expect } from '@playwright/test';
import type { Desktop } from './desktopLaunch.ts';

/** What a page shows: the figures of its wall, or the name of another view; null when there is nothing to see. */
export type Seen = readonly string[] | string | null;

/** A page that hangs says nothing for longer than this, in milliseconds. */
const SILENT_MS = 900;
/** A page may be on the safe page for some seconds first. */
const BACK_WITHIN_MS = 120_000;
const LOOK_EVERY_MS = 50;

const SEEN = `(() => {
  const wall = document.querySelector('[data-view="wall"]');
  if (wall === null) return document.querySelector('[data-view]')?.getAttribute('data-view') ?? null;
  return [...wall.querySelectorAll('[data-metric] [data-part="value"]')].map(({ textContent }) => textContent);
})()`;

/** Runs text in the page that lies on top of the first window; null when there is none that answers. */
export const inTopPage = <T>({ app }: Desktop, expression: string): Promise<T | null> =>
  app.evaluate(
    async ({ BrowserWindow }, { text, silentMs }) => {
      const [window] = BrowserWindow.getAllWindows();
      if (!window) return null;
      const covers = window.contentView.children.filter((view) => 'webContents' in view && view.getBounds().x === 0);
      const contents = [window, ...covers].map((part) => (part as typeof window).webContents).at(-1);
      if (!contents || contents.isDestroyed() || contents.isCrashed()) return null;
      const silent = new Promise<null>((resolve) => setTimeout(() => resolve(null), silentMs));
      return Promise.race([contents.executeJavaScript(text).catch(() => null), silent]);
    },
    { text: expression, silentMs: SILENT_MS },
  ) as Promise<T | null>;

export const seenOn = (desktop: Desktop): Promise<Seen> => inTopPage<Seen>(desktop, SEEN);

/** Figures are there. Shortly after midnight some have no value yet, such as a score that nobody has given. */
export const isLive = (seen: Seen): boolean => Array.isArray(seen) && seen.some((value) => /\d/.test(String(value)));

/** Waits for a wall with figures, in a window whose page the test driver may have lost. */
export async function liveFigures(desktop: Desktop): Promise<Seen> {
  const patience = { timeout: BACK_WITHIN_MS, intervals: [LOOK_EVERY_MS] };
  await expect.poll(async () => isLive(await seenOn(desktop)), patience).toBe(true);
  return seenOn(desktop);
}

/** Really ends the renderer of the first window's page. */
export const crash = ({ app }: Desktop): Promise<void> =>
  app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.webContents.forcefullyCrashRenderer());

interface Hurry {
  readonly from: number;
  readonly to: number;
  readonly part: number;
}

/** Makes the main process wait a part of the time it means to, for waits between two bounds in milliseconds; the latest counts. */
export const hurry = ({ app }: Desktop, change: Hurry): Promise<void> =>
  app.evaluate((_electron, next) => {
    const hurried = globalThis as { hurries?: Hurry[] };
    if (hurried.hurries) return void hurried.hurries.push(next);
    const hurries = (hurried.hurries = [next]);
    const usual = globalThis.setTimeout;
    const wait = (act: () => void, ms = 0, ...inputs: unknown[]): unknown => {
      const part = hurries.findLast(({ from, to }) => ms >= from && ms <= to)?.part ?? 1;
      return usual(act, ms * part, ...(inputs as []));
    };
    Object.assign(globalThis, { setTimeout: wait });
  }, change);

/** Lets the main process believe that so much more time has passed. */
export const warp = ({ app }: Desktop, ms: number): Promise<void> =>
  app.evaluate((_electron, later) => {
    const [wall, monotonic] = [Date.now.bind(Date), performance.now.bind(performance)];
    Date.now = () => wall() + later;
    performance.now = () => monotonic() + later;
  }, ms);

/** Events of the log so far. */
export const eventsOf = (desktop: Desktop): string[] =>
  [...desktop.output().matchAll(/"event":"([\w.]+)"/g)].map(([, event]) => event ?? '');
