import type { BrowserWindow, BrowserWindowConstructorOptions, WebContents, WebPreferences } from 'electron';
import type { Access } from '../common/access.ts';
import { channelOf } from '../common/channels.ts';
import { forAccess } from '../core/state/forAccess.ts';
import type { OpenPage, OpenPages } from './openPages.ts';
import type { PageGuard } from './watchdog/pageGuard.ts';
import type { Watchdog } from './watchdog/watchdog.ts';

export type WindowClass = new (options: BrowserWindowConstructorOptions) => BrowserWindow;

export interface PageOptions {
  /** What the log calls the window. */
  readonly name: string;
  readonly address: string;
  readonly access: () => Access;
  readonly webPreferences: WebPreferences;
  /** Shows the window, once it has something to show. */
  readonly show: () => void;
  /** Called each time a page has come so far that it was told what it may do. */
  readonly arrived?: () => void;
  readonly pages: Pick<OpenPages, 'add'>;
  readonly watchdog: Pick<Watchdog, 'watch'>;
}

/**
 * Loads the app's page into a window and keeps it there. The window appears with its first picture, never as an empty frame,
 * unless the page does not come: then it appears with what takes the page's place.
 */
export function loadPage(window: BrowserWindow, options: PageOptions): Pick<PageGuard, 'load' | 'since'> {
  const { name, address, access, webPreferences, show, pages, watchdog } = options;
  let isShown = false;
  const showOnce = (): void => {
    if (isShown || window.isDestroyed()) return;
    isShown = true;
    show();
  };
  const pageOf = (contents: WebContents, arrived: () => void): OpenPage => ({
    owns: (sender) => sender === contents,
    access,
    push: (snapshot) => {
      if (!contents.isDestroyed() && !contents.isCrashed())
        contents.send(channelOf('snapshot'), forAccess(snapshot, access()));
    },
    arrived,
  });
  const guard = watchdog.watch(window, {
    name,
    address,
    webPreferences,
    admit: (contents, arrived) => pages.add(pageOf(contents, arrived)),
    due: showOnce,
  });
  const arrived = (): void => {
    guard.arrived();
    if (guard.since() !== null) options.arrived?.();
  };
  window.once('closed', pages.add(pageOf(window.webContents, arrived)));
  window.once('ready-to-show', showOnce);
  // The page's title names the board; the window keeps the app's name.
  window.on('page-title-updated', (event) => event.preventDefault());
  guard.load();
  return guard;
}
