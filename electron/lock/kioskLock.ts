import type { BrowserWindow } from 'electron';
import { channelOf } from '../../common/channels.ts';
import { MINUTE_MS } from '../../common/time.ts';
import type { Clock, Log } from '../../core/ports.ts';
import { bindFullScreenKey } from '../kiosk.ts';
import { watchDisuse } from './disuse.ts';
import { holdShut } from './holdShut.ts';
import type { Leaving } from './leaving.ts';

/** A desk that was let out of its kiosk goes back after so long without a key, click or movement; a wall after so long. */
export const RELOCK_AFTER_MS = 10 * MINUTE_MS;

/** A window that can be a kiosk. */
export interface LockedWindow {
  /** True while the window is a kiosk. */
  readonly isKiosk: () => boolean;
  /** Into the kiosk or out of it, in the window's own way; a wall closes. */
  readonly toggle: () => void;
  /** Fills the screen again, where a window manager has ended that. */
  readonly fill?: () => void;
  /** True when the window began as a kiosk, and belongs back in it. */
  readonly returns: boolean;
  /** Opens a window again that leaves its kiosk by closing. */
  readonly reopen?: () => void;
}

export interface KioskLockContext {
  /** True when a PIN is set. */
  readonly isPinSet: () => boolean;
  /** Resolves when `isPinSet` tells the truth; until then every kiosk counts as locked. */
  readonly known: Promise<unknown>;
  readonly leaving: Leaving;
  readonly clock: Pick<Clock, 'monotonicMs' | 'after'>;
  readonly platform: NodeJS.Platform;
  readonly log: Pick<Log, 'info'>;
}

export interface KioskLock {
  /** Keeps a window in its kiosk while a PIN is set. It binds the full-screen key, with or without a PIN. */
  guard(window: BrowserWindow, role: LockedWindow): void;
  /** A page has given the right PIN: its window may leave its kiosk. */
  unlocked(sender: object): void;
}

interface Guarded {
  readonly window: BrowserWindow;
  readonly role: LockedWindow;
  /** Ends the watch that locks the window again. */
  stopWatching: () => void;
}

/**
 * The lock of all kiosks. Without a PIN a kiosk is left by the full-screen key alone, so that no owner locks himself out by
 * `--kiosk`; with one, that key asks the page for it.
 */
export function createKioskLock(context: KioskLockContext): KioskLock {
  const { isPinSet, leaving, clock, platform, log } = context;
  const windows = new Map<object, Guarded>();
  let isKnown = false;
  let waiting: (() => void)[] = [];
  context.known.then(
    () => {
      isKnown = true;
      waiting.splice(0).forEach((act) => act());
    },
    // A start that failed has read no PIN, and does not say that there is none.
    () => undefined,
  );

  const isLocked = ({ isKiosk }: LockedWindow): boolean => isKiosk() && (!isKnown || isPinSet());

  function reopenLater(reopen: () => void): void {
    if (!isPinSet()) return;
    clock.after(RELOCK_AFTER_MS, () => {
      if (!isPinSet() || leaving.now()) return;
      log.info('kiosk.lockedAgain');
      reopen();
    });
  }

  function toggle(guarded: Guarded): void {
    const { window, role } = guarded;
    guarded.stopWatching();
    role.toggle();
    if (role.reopen && window.isDestroyed()) return reopenLater(role.reopen);
    if (!role.returns || window.isDestroyed() || role.isKiosk()) return;
    const unused = (): void => {
      // The menu leads back into the kiosk as well.
      if (role.isKiosk()) return guarded.stopWatching();
      if (!isPinSet()) return;
      log.info('kiosk.lockedAgain');
      toggle(guarded);
    };
    guarded.stopWatching = watchDisuse(window, clock, { afterMs: RELOCK_AFTER_MS, unused });
  }

  /** The full-screen key: out of the kiosk, or the question for the PIN. */
  function asked(guarded: Guarded): void {
    const { window, role } = guarded;
    if (window.isDestroyed()) return;
    if (role.isKiosk() && !isKnown) waiting = [() => asked(guarded)];
    else if (isLocked(role)) window.webContents.send(channelOf('panel'), 'unlock');
    else toggle(guarded);
  }

  return {
    guard(window, role) {
      const contents = window.webContents;
      const guarded: Guarded = { window, role, stopWatching: () => {} };
      windows.set(contents, guarded);
      window.on('session-end', leaving.begin);
      window.once('closed', () => windows.delete(contents));
      bindFullScreenKey(contents, () => asked(guarded), platform);
      holdShut(window, { isLocked: () => isLocked(role), fill: role.fill, isLeaving: leaving.now, platform });
    },
    unlocked(sender) {
      // Without a PIN anything would be the right one: then the key alone opens a kiosk, not a page.
      if (!isKnown || !isPinSet()) return;
      const guarded = windows.get(sender);
      if (guarded && isLocked(guarded.role)) toggle(guarded);
    },
  };
}
