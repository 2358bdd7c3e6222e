import type { InjectionKey } from 'vue';
import type { MenuPanel } from '../common/bridge.ts';
import type { LinkTrouble } from './transport/http.ts';

/** What the page knows of the shell around it. */
export interface ShellSide {
  readonly kind: 'desktop' | 'browser';
  /** Calls back when the application menu asks for a panel; returns its own unsubscribe. */
  onPanel(listener: (panel: MenuPanel) => void): () => void;
  /** Notes the board this window shows, so that a reload shows it again. */
  keepBoard(boardId: string): void;
  /** Why the control link that this page was opened with gave no control; null when it did, or there was none. */
  readonly linkTrouble: Promise<LinkTrouble | null>;
  /** Loads the page anew, and so forgets all that was in it. */
  reload(): void;
}

/** Which shell the page is in, for panels that say so. */
export const SHELL_KIND: InjectionKey<ShellSide['kind']> = Symbol('shell');

/** A shell without a menu that keeps nothing. */
export const BARE_SHELL: ShellSide = {
  kind: 'browser',
  onPanel: () => () => undefined,
  keepBoard: () => undefined,
  linkTrouble: Promise.resolve(null),
  reload: () => undefined,
};

/** Puts the board into the page's address, without a new page. */
export function keepInAddress(boardId: string): void {
  const url = new URL(location.href);
  url.searchParams.set('board', boardId);
  history.replaceState(history.state, '', url);
}
