import { EventEmitter } from 'node:events';
import { copyFileSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { fromChromium } from './addresses.ts';
import { BrowserWindow } from './browserWindow.ts';
import type { Cdp } from './cdp.ts';
import { preventable } from './notEmulated.ts';

interface Begun {
  readonly guid: string;
  readonly frameId: string;
  readonly url: string;
  readonly suggestedFilename: string;
}

interface Progress {
  readonly guid: string;
  readonly state: 'inProgress' | 'completed' | 'canceled';
}

class DownloadItem extends EventEmitter {
  readonly #begun: Begun;
  #savePath = '';
  #dialog: object = {};
  #state: 'progressing' | 'completed' | 'cancelled' = 'progressing';

  constructor(begun: Begun) {
    super();
    this.#begun = begun;
  }

  getURL(): string {
    return fromChromium(this.#begun.url);
  }

  getFilename(): string {
    return this.#begun.suggestedFilename;
  }

  setSavePath(path: string): void {
    this.#savePath = path;
  }

  getSavePath(): string {
    return this.#savePath;
  }

  setSaveDialogOptions(options: object): void {
    this.#dialog = options;
  }

  getSaveDialogOptions(): object {
    return this.#dialog;
  }

  getState(): string {
    return this.#state;
  }

  finish(state: 'completed' | 'cancelled'): void {
    this.#state = state;
    this.emit('done', {}, state);
  }
}

/** Asks the app about each download. One that needs a save dialog is cancelled: nobody is there to answer it. */
export async function watchDownloads(cdp: Cdp, folder: string): Promise<void> {
  const downloadPath = join(folder, 'standin-downloads');
  const items = new Map<string, DownloadItem>();
  cdp.on(':Browser.downloadWillBegin', (begun: Begun) => {
    const contents = BrowserWindow.fromTarget(begun.frameId)?.webContents;
    if (!contents || items.has(begun.guid)) return;
    const item = new DownloadItem(begun);
    const event = preventable({});
    contents.session.emit('will-download', event, item, contents);
    items.set(begun.guid, item);
    if (event.defaultPrevented || item.getSavePath() === '') {
      cdp.send('Browser.cancelDownload', { guid: begun.guid }).catch(() => {});
      item.finish('cancelled');
      items.delete(begun.guid);
    }
  });
  cdp.on(':Browser.downloadProgress', ({ guid, state }: Progress) => {
    const item = items.get(guid);
    if (!item || state !== 'completed') return;
    items.delete(guid);
    copyFileSync(join(downloadPath, guid), item.getSavePath());
    item.finish('completed');
  });
  mkdirSync(downloadPath, { recursive: true });
  await cdp.send('Browser.setDownloadBehavior', { behavior: 'allowAndName', downloadPath, eventsEnabled: true });
}
