import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { app } from './app.ts';
import type { Cdp } from './cdp.ts';

/** Where Chromium puts downloads until the app has said where they go. */
export const downloadFolder = (): string => join(app.getPath('sessionData'), 'standin-downloads');

/** Tells Chromium so. A test driver that connects tells it a folder of its own, so this is repeated with each page. */
export async function claimDownloads(cdp: Cdp): Promise<void> {
  const downloadPath = downloadFolder();
  mkdirSync(downloadPath, { recursive: true });
  await cdp.send('Browser.setDownloadBehavior', { behavior: 'allowAndName', downloadPath, eventsEnabled: true });
}
