import { join } from 'node:path';
import type { FileFilter, SaveDialogOptions } from 'electron';
import type { Access } from '../common/access.ts';
import type { SaveOutcome } from '../common/bridge.ts';
import { channelOf } from '../common/channels.ts';
import { isOwnAddress } from './origin.ts';
import type { Words } from './words.ts';

export interface Download {
  getURL(): string;
  getFilename(): string;
  setSaveDialogOptions(options: SaveDialogOptions): void;
  once(event: 'done', listener: (event: unknown, state: string) => void): unknown;
}

/** The page that a download comes from. */
export interface Downloader {
  isDestroyed(): boolean;
  send(channel: string, outcome: SaveOutcome): void;
}

export interface DownloadSession {
  on(
    event: 'will-download',
    listener: (event: { preventDefault(): void }, item: Download, contents: Downloader | undefined) => void,
  ): unknown;
}

export interface DownloadContext {
  readonly accessOf: (sender: object) => Access | null;
  /** Absolute path of the user's folder for downloads. */
  readonly folder: () => string;
  readonly words: () => Words;
}

/** What a page of ours made itself; nothing from a network, not even from our own files. */
const isOwnBlob = (address: string): boolean =>
  address.startsWith('blob:') && isOwnAddress(address.slice('blob:'.length));

/** What the page saves, by the ending of the file's name. */
function filtersFor(name: string, { save }: Words): FileFilter[] {
  const kinds = { csv: save.csv, tsv: save.tsv, xlsx: save.xlsx, json: save.json };
  return Object.entries(kinds).flatMap(([extension, label]) =>
    name.toLowerCase().endsWith(`.${extension}`) ? [{ name: label, extensions: [extension] }] : [],
  );
}

/**
 * Lets a window with full access save what its page made, where the user says; everything else is cancelled. A kiosk must
 * not open a dialog, which shows the files of the machine. The page hears whether its file was saved.
 */
export function guardDownloads(session: DownloadSession, { accessOf, folder, words }: DownloadContext): void {
  session.on('will-download', (event, item, contents) => {
    const access = contents === undefined ? null : accessOf(contents);
    if (access !== 'control' || !isOwnBlob(item.getURL())) return event.preventDefault();
    const name = item.getFilename();
    item.setSaveDialogOptions({
      title: words().save.title,
      defaultPath: join(folder(), name),
      filters: filtersFor(name, words()),
    });
    const address = item.getURL();
    item.once('done', (_event, state) => {
      if (contents && !contents.isDestroyed())
        contents.send(channelOf('saved'), { address, saved: state === 'completed' });
    });
  });
}
