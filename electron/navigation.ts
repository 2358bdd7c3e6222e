import type { App, MouseInputEvent, WebContents } from 'electron';
import type { Log } from '../core/ports.ts';
import { isStartPage } from './origin.ts';

interface Preventable {
  preventDefault(): void;
}

/** The parts of web contents that decide where a page may go. */
export type GuardedContents = Pick<WebContents, 'setWindowOpenHandler'> & {
  on(event: 'will-navigate' | 'will-frame-navigate' | 'will-redirect', listener: (event: Going) => void): unknown;
  on(event: 'will-attach-webview', listener: (event: Preventable) => void): unknown;
  on(event: 'before-mouse-event', listener: (event: Preventable, mouse: Pressed) => void): unknown;
};

/** A navigation about to happen. */
export interface Going extends Preventable {
  readonly url: string;
  readonly isMainFrame: boolean;
}

type Pressed = Pick<MouseInputEvent, 'type'> & { readonly button?: string };

/** The buttons of a mouse that mean something to a page; others go back and forward in its history. */
const PAGE_BUTTONS: ReadonlySet<string> = new Set(['left', 'middle', 'right']);

const leavesPage = ({ type, button }: Pressed): boolean =>
  (type === 'mouseDown' || type === 'mouseUp') && button !== undefined && !PAGE_BUTTONS.has(button);

/** Keeps a page where it is: it may load itself anew, and go nowhere else, in no frame, window or webview. */
export function guardNavigation(contents: GuardedContents, log: Pick<Log, 'warn'>): void {
  const veto = (event: Preventable, what: string): void => {
    event.preventDefault();
    log.warn('navigationRefused', { what });
  };
  contents.on('will-navigate', (event) => {
    if (!isStartPage(event.url)) veto(event, 'page');
  });
  contents.on('will-frame-navigate', (event) => {
    if (!event.isMainFrame || !isStartPage(event.url)) veto(event, 'frame');
  });
  contents.on('will-redirect', (event) => veto(event, 'redirect'));
  contents.on('will-attach-webview', (event) => veto(event, 'webview'));
  contents.on('before-mouse-event', (event, mouse) => {
    if (leavesPage(mouse)) event.preventDefault();
  });
  contents.setWindowOpenHandler(() => {
    log.warn('navigationRefused', { what: 'window' });
    return { action: 'deny' };
  });
}

/** Guards every page from the moment it exists, those nobody meant to create included. */
export function guardAllNavigation(app: Pick<App, 'on'>, log: Pick<Log, 'warn'>): void {
  app.on('web-contents-created', (_event, contents) => guardNavigation(contents, log));
}
