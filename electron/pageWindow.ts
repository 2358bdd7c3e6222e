import type { BrowserWindow, BrowserWindowConstructorOptions } from 'electron';
import type { Access } from '../common/access.ts';
import { channelOf } from '../common/channels.ts';
import { forAccess } from '../core/state/forAccess.ts';
import type { OpenPage, OpenPages } from './openPages.ts';

export type WindowClass = new (options: BrowserWindowConstructorOptions) => BrowserWindow;

export interface PageOptions {
  readonly address: string;
  readonly access: () => Access;
  /** Shows the window, once it has something to show. */
  readonly show: () => void;
  /** Called each time a page has come so far that it was told what it may do. */
  readonly arrived?: () => void;
  readonly pages: Pick<OpenPages, 'add'>;
}

/** Loads the app's page into a window; it appears with its first picture, never as an empty frame. */
export function loadPage(window: BrowserWindow, { address, access, show, arrived, pages }: PageOptions): void {
  const contents = window.webContents;
  const page: OpenPage = {
    owns: (sender) => sender === contents,
    access,
    push: (snapshot) => {
      if (!window.isDestroyed() && !contents.isCrashed())
        contents.send(channelOf('snapshot'), forAccess(snapshot, access()));
    },
    arrived: () => arrived?.(),
  };
  window.once('closed', pages.add(page));
  window.once('ready-to-show', show);
  // The page's title names the board; the window keeps the app's name.
  window.on('page-title-updated', (event) => event.preventDefault());
  // A failed load shows as an empty window; what failed is in the log of refused files.
  window.loadURL(address).catch(() => window.isDestroyed() || show());
}
