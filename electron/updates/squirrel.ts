/** The updater of macOS itself, as far as it is used here. */
export interface Squirrel {
  on(event: 'update-downloaded', listener: () => void): unknown;
  on(event: 'error', listener: (error: Error) => void): unknown;
  removeListener(event: 'update-downloaded', listener: () => void): unknown;
  removeListener(event: 'error', listener: (error: Error) => void): unknown;
  removeAllListeners(event: 'update-downloaded' | 'error'): unknown;
  checkForUpdates(): void;
  quitAndInstall(): void;
}

/** The system does not take the app for one of the same maker. */
class RefusedBySystem extends Error {
  readonly code = 'ERR_UPDATER_INVALID_SIGNATURE';
}

/**
 * Hands what was fetched to the system, which cannot be told to forget it again: it installs it whenever the app ends.
 * @returns when the system has checked and taken it; rejects when it refuses it
 */
export async function handOver(squirrel: Squirrel): Promise<void> {
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  const taken = (): void => resolve();
  const refused = (error: Error): void =>
    reject(/code signature/i.test(error.message) ? new RefusedBySystem(error.message) : error);
  squirrel.on('update-downloaded', taken);
  squirrel.on('error', refused);
  try {
    squirrel.checkForUpdates();
    await promise;
  } finally {
    squirrel.removeListener('update-downloaded', taken);
    squirrel.removeListener('error', refused);
  }
}

/** Every updater of the library listens for ever: those of one that is given up are in the way of the next. */
export function withoutListeners(squirrel: Squirrel): void {
  squirrel.removeAllListeners('update-downloaded');
  squirrel.removeAllListeners('error');
}
