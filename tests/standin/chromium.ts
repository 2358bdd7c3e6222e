import { spawn, type ChildProcess } from 'node:child_process';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { findBrowser } from '../../scripts/browser.ts';
import { withoutTestClock } from '../../scripts/testClock.ts';
import { Cdp } from './cdp.ts';

const START_TIMEOUT_MS = 120_000;
/** How long Chromium's helper processes outlive it, and go on writing to the profile. */
const DYING_MS = 100;

const SWITCHES = [
  '--headless',
  '--hide-scrollbars',
  '--remote-debugging-port=0',
  '--no-first-run',
  '--no-default-browser-check',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--disable-breakpad',
  '--disable-dev-shm-usage',
  '--disable-renderer-backgrounding',
  '--disable-backgrounding-occluded-windows',
  '--disable-background-timer-throttling',
  '--password-store=basic',
  '--force-color-profile=srgb',
];

export interface RunningChromium {
  readonly cdp: Cdp;
  readonly version: string;
}

/** Starts a Chromium with a fresh profile in the given folder, ended and cleared away with this process. */
export async function startChromium(folder: string): Promise<RunningChromium> {
  const browser = await findBrowser();
  if ('missing' in browser) throw new Error(browser.missing);
  const profile = join(folder, `standin-profile-${process.pid}`);
  const child = spawn(browser.executablePath, [...SWITCHES, ...browser.args, `--user-data-dir=${profile}`], {
    stdio: ['ignore', 'ignore', 'pipe'],
    env: { ...withoutTestClock(process.env), ...browser.env },
  });
  process.on('exit', () => {
    child.kill('SIGKILL');
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, DYING_MS);
    rmSync(profile, { recursive: true, force: true, maxRetries: 10, retryDelay: 50 });
  });
  const address = await devToolsAddress(child);
  const cdp = await Cdp.connect(address);
  const { product } = await cdp.send<{ product: string }>('Browser.getVersion');
  // Playwright's Electron driver waits for this line.
  process.stderr.write(`\nDevTools listening on ${address}\n`);
  return { cdp, version: product.split('/')[1] ?? '' };
}

function devToolsAddress(child: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    let said = '';
    const timer = setTimeout(() => reject(new Error(`[standin] Chromium did not start\n${said}`)), START_TIMEOUT_MS);
    child.stderr?.setEncoding('utf8').on('data', (text: string) => {
      said = (said + text).slice(-4000);
      const address = /DevTools listening on (ws:\S+)/.exec(said)?.[1];
      if (!address) return;
      clearTimeout(timer);
      resolve(address);
    });
    child.once('error', reject);
    child.once('exit', (code) => reject(new Error(`[standin] Chromium ended with ${code}\n${said}`)));
  });
}
