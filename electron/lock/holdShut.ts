import type { BrowserWindow, WebContents } from 'electron';
import { passesLock } from './lockKeys.ts';

export interface HeldWindow {
  readonly isLocked: () => boolean;
  /** Fills the screen again, where something has ended that. */
  readonly fill?: (() => void) | undefined;
  /** True once the app is ending: then its windows may close. */
  readonly isLeaving: () => boolean;
  readonly platform: NodeJS.Platform;
}

/**
 * Shuts every way out of a window that is locked: keys, zoom, developer tools, closing, and what a window manager does to
 * windows. `window.destroy()` and `app.exit()` are not hindered: the app itself must be able to replace a broken window.
 */
export function holdShut(window: BrowserWindow, held: HeldWindow): void {
  const { isLocked, isLeaving } = held;
  const whileLocked = (act: () => void) => (): void => {
    if (isLocked() && !window.isDestroyed()) act();
  };
  holdPage(window.webContents, held);
  window.on('close', (event) => {
    if (isLocked() && !isLeaving()) event.preventDefault();
  });
  window.on(
    'minimize',
    whileLocked(() => window.restore()),
  );
  window.on(
    'leave-full-screen',
    whileLocked(() => held.fill?.()),
  );
}

function holdPage(contents: WebContents, { isLocked, platform }: HeldWindow): void {
  const plainSize = (): void => {
    if (!isLocked()) return;
    contents.setZoomFactor(1);
    // A page that goes away meanwhile is followed by one that is asked again.
    contents.setVisualZoomLevelLimits(1, 1).catch(() => {});
  };
  contents.on('before-input-event', (event, input) => {
    if (isLocked() && !passesLock(input, platform)) event.preventDefault();
  });
  contents.on('zoom-changed', plainSize);
  contents.on('did-finish-load', plainSize);
  contents.on('devtools-opened', () => {
    if (isLocked()) contents.closeDevTools();
  });
}
