export interface QuittingApp {
  on(event: 'before-quit', listener: (event: { preventDefault(): void }) => void): unknown;
  quit(): void;
  exit(exitCode: number): void;
}

export interface Stopping {
  /** Ends the app in good order, with an exit code of its own. */
  endWith(exitCode: number): void;
}

/**
 * Holds the app's end until `stop` is done, at most the given time: a hanging disk or network must not keep a wall from
 * being closed.
 * @param after calls back once after a delay in milliseconds
 */
export function stopBeforeQuit(
  app: QuittingApp,
  stop: () => Promise<void>,
  { atMostMs, after }: { atMostMs: number; after: (delayMs: number, callback: () => void) => void },
): Stopping {
  let state: 'running' | 'stopping' | 'stopped' = 'running';
  let leave = (): void => app.quit();
  const finish = (): void => {
    if (state === 'stopped') return;
    state = 'stopped';
    leave();
  };
  const begin = (): void => {
    if (state !== 'running') return;
    state = 'stopping';
    after(atMostMs, finish);
    stop().then(finish, finish);
  };
  app.on('before-quit', (event) => {
    if (state === 'stopped') return;
    event.preventDefault();
    begin();
  });
  return {
    endWith(exitCode) {
      leave = () => app.exit(exitCode);
      begin();
    },
  };
}
