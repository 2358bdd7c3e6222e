import type {
  BrowserWindow,
  WebContents,
  WebContentsView,
  WebContentsViewConstructorOptions,
  WebPreferences,
} from 'electron';
import { WINDOW_BACKGROUND } from '../window.ts';

export type ViewClass = new (options: WebContentsViewConstructorOptions) => WebContentsView;

/** A second page of a window, that is to lie over the first for a while. */
export interface Cover {
  readonly contents: WebContents;
  /** Lays it over the window's own page. */
  show(): void;
  /** Takes it away for good; the window's own page is seen again. */
  remove(): void;
}

/** So much of a page that waits beside its window lies in it: what is wholly outside may not be painted. */
const SEEN_PIXELS = 1;

/**
 * Opens a page in a window beside the window's own, as large as that and painted, but out of sight. It takes no input: what
 * keeps a kiosk closed is bound to the window's own page.
 */
export function openCover(View: ViewClass, window: BrowserWindow, webPreferences: WebPreferences): Cover {
  // Whoever types in a panel goes on typing there.
  const view = new View({ webPreferences: { ...webPreferences, focusOnNavigation: false } });
  const contents = view.webContents;
  let isShown = false;
  const refuse = (event: { preventDefault(): void }): void => event.preventDefault();
  contents.on('before-input-event', refuse);
  contents.on('before-mouse-event', refuse);
  const place = (): void => {
    const { width, height } = window.contentView.getBounds();
    view.setBounds({ x: isShown ? 0 : width - SEEN_PIXELS, y: 0, width, height });
  };
  view.setBackgroundColor(WINDOW_BACKGROUND);
  place();
  window.contentView.addChildView(view);
  window.on('resize', place);
  let isRemoved = false;
  return {
    contents,
    show() {
      isShown = true;
      place();
    },
    remove() {
      if (isRemoved) return;
      isRemoved = true;
      const hadFocus = !contents.isDestroyed() && contents.isFocused();
      if (!window.isDestroyed()) {
        window.off('resize', place);
        window.contentView.removeChildView(view);
        // A click may have given it the focus; the system gives that back to nobody.
        if (hadFocus && window.isFocused()) window.webContents.focus();
      }
      // A view's page outlives its window unless it is closed.
      if (!contents.isDestroyed()) contents.close();
    },
  };
}
