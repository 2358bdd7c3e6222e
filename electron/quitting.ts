export interface QuittingApp {
  on(event: 'before-quit', listener: (event: { preventDefault(): void }) => void): unknown;
  quit(): void;
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
): void {
  let state: 'running' | 'stopping' | 'stopped' = 'running';
  const finish = (): void => {
    if (state === 'stopped') return;
    state = 'stopped';
    app.quit();
  };
  app.on('before-quit', (event) => {
    if (state === 'stopped') return;
    event.preventDefault();
    if (state === 'stopping') return;
    state = 'stopping';
    after(atMostMs, finish);
    stop().then(finish, finish);
  });
}
