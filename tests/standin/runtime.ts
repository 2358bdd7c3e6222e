import type { Cdp } from './cdp.ts';

/** The one browser behind all windows; there is none before the app is ready. */
let browser: Cdp | null = null;

export const isReady = (): boolean => browser !== null;

export function setBrowser(cdp: Cdp): void {
  browser = cdp;
}

export function getBrowser(): Cdp {
  if (browser === null) throw new Error('[standin] not before the app is ready');
  return browser;
}
