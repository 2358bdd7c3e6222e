/** Whether the app is on its way out, so that a locked kiosk no longer holds its windows. */
export interface Leaving {
  now(): boolean;
  /** For ends that announce themselves in no other way, such as that of the session or before an update. */
  begin(): void;
}

/**
 * Hears of the app's end. In a locked kiosk nobody can ask for it: there are no menu, no tray and no key for it, so what asks
 * is the system (SIGTERM, the end of the session), an update or the app itself.
 */
export function watchLeaving(
  app: { on(event: 'before-quit', listener: () => void): unknown },
  updater: { on(event: 'before-quit-for-update', listener: () => void): unknown },
): Leaving {
  let isLeaving = false;
  const begin = (): void => {
    isLeaving = true;
  };
  app.on('before-quit', begin);
  // On macOS an update closes the windows before it ends the app.
  updater.on('before-quit-for-update', begin);
  return { now: () => isLeaving, begin };
}
