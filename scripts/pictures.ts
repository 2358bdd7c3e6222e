/**
 * `npm run pictures`: takes the pictures of docs/images from the built browser shell, with real data of the simulator and
 * real faults. Late and lost come by themselves, so it takes two minutes.
 */
import { spawn, type ChildProcess } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium, type Browser, type Page } from '@playwright/test';
import type { Hours } from '../common/hours.ts';
import { DEFAULT_BOARD, DEFAULT_SETTINGS, type Settings } from '../common/settings.ts';
import { HOUR_MS, MINUTE_MS, parseOffsetMinutes } from '../common/time.ts';
import { startSimulator } from '../core/simulator/server.ts';
import { findBrowser } from './browser.ts';
import { ensureBuilt } from './build.ts';
import { takeDeskPictures, takeHistoryPicture, takeKioskPicture } from './deskPictures.ts';
import { withoutKey } from './run.ts';

const ROOT = join(import.meta.dirname, '..');
const IMAGES = join(ROOT, 'docs', 'images');
const LATE_AFTER_MS = 48_000;
const LOST_AFTER_MS = 110_000;
const FULL_HD = { width: 1920, height: 1080 };
/** Pictures of walls are all at their own place. */
const mine: Settings = { ...DEFAULT_SETTINGS, site: 'Riyadh contact centre', pixelShift: false };

interface Shell {
  readonly url: string;
  readonly controlLink: string;
  stop(): Promise<void>;
}

/** The settings under which the wall is dim or dark at a moment, and four hours more. */
function dimOrDark(screen: 'dim' | 'dark', atMs: number): Settings {
  const offsetMs = (parseOffsetMinutes(DEFAULT_BOARD.query.timezone) ?? 0) * MINUTE_MS;
  const onTheHour = (ms: number): string => `${new Date(ms + offsetMs).toISOString().slice(11, 13)}:00`;
  const span = { screen, days: [0, 1, 2, 3, 4, 5, 6], from: onTheHour(atMs), to: onTheHour(atMs + 5 * HOUR_MS) };
  const hours: Hours = { dimTo: 40, spans: [span] };
  return { ...mine, boards: [{ ...DEFAULT_BOARD, hours }] };
}

const scratch: string[] = [];
const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

/** The built browser shell, with its wall clock shifted so that the time on the wall is the simulator's. */
async function serve(settings: Settings, env: NodeJS.ProcessEnv, shiftMs = 0): Promise<Shell> {
  const dataDir = mkdtempSync(join(tmpdir(), 'pictures-'));
  scratch.push(dataDir);
  writeFileSync(join(dataDir, 'settings.json'), JSON.stringify(settings));
  const shift = `data:text/javascript,const now=Date.now;Date.now=()=>now()+${Math.round(shiftMs)}`;
  const args = ['--import', shift, join(ROOT, 'out/server/main.js'), '--port', '0', '--data-dir', dataDir];
  const child: ChildProcess = spawn(process.execPath, args, {
    stdio: ['ignore', 'pipe', 'ignore'],
    env: { ...withoutKey(process.env), ...env },
  });
  const printed = await new Promise<string>((resolve, reject) => {
    let text = '';
    child.stdout?.setEncoding('utf8').on('data', (more: string) => {
      text += more;
      if (text.includes('#control=')) resolve(text);
    });
    child.once('exit', (code) => reject(new Error(`the browser shell ended with ${code}`)));
  });
  const stop = (): Promise<void> =>
    new Promise((resolve) => {
      child.once('exit', () => resolve());
      child.kill('SIGTERM');
    });
  return {
    url: /listening on (\S+)/.exec(printed)?.[1] ?? '',
    controlLink: /control link (\S+)/.exec(printed)?.[1] ?? '',
    stop,
  };
}

async function take(browser: Browser, url: string, name: string, viewport = FULL_HD): Promise<void> {
  const page = await browser.newPage({ viewport });
  await page.goto(url);
  await page.locator('[data-view="wall"], [data-view="first-run"]').waitFor();
  await page.evaluate('document.fonts.ready');
  await pause(500);
  await save(page, name);
  await page.close();
}

async function save(page: Page, name: string): Promise<void> {
  await page.screenshot({ path: join(IMAGES, `${name}.png`) });
  console.log(`docs/images/${name}.png`);
}

await ensureBuilt();
const found = await findBrowser();
if ('missing' in found) throw new Error(found.missing);
const browser = await chromium.launch({
  executablePath: found.executablePath,
  args: [...found.args],
  env: { ...process.env, ...found.env },
});
mkdirSync(IMAGES, { recursive: true });
const simulator = await startSimulator();
const env = { EXPERIA_API_URL: simulator.url, EXPERIA_API_KEY: simulator.key };
const shiftMs = simulator.now() - Date.now();
try {
  const empty = await serve(mine, {});
  await take(browser, empty.controlLink, 'first-run');
  await empty.stop();

  const light = await serve({ ...mine, theme: 'light' }, env, shiftMs);
  await pause(2000);
  await take(browser, light.url, 'wall-light');
  await light.stop();

  for (const screen of ['dim', 'dark'] as const) {
    const shell = await serve(dimOrDark(screen, simulator.now()), env, shiftMs);
    await pause(2000);
    await take(browser, shell.url, `wall-${screen}`);
    await shell.stop();
  }

  const wall = await serve(mine, env, shiftMs);
  await pause(2000);
  await take(browser, wall.url, 'wall-1920x1080');
  await take(browser, wall.url, 'wall-1280x720', { width: 1280, height: 720 });
  await take(browser, wall.url, 'wall-3840x2160', { width: 3840, height: 2160 });
  await take(browser, wall.url, 'wall-1080x1920', { width: 1080, height: 1920 });
  await takeDeskPictures(browser, wall.controlLink, simulator, save);
  await takeKioskPicture(browser, wall.url, save);
  simulator.misbehave({ kind: 'status', status: 503 });
  await pause(LATE_AFTER_MS);
  await take(browser, wall.url, 'wall-late');
  await pause(LOST_AFTER_MS - LATE_AFTER_MS);
  await take(browser, wall.url, 'wall-lost');
  await takeHistoryPicture(browser, wall.controlLink, save);
  await wall.stop();
} finally {
  await browser.close();
  await simulator.close();
  for (const folder of scratch) rmSync(folder, { recursive: true, force: true });
}
