import type { Log } from '../../core/ports.ts';
import type { Graphics } from './graphics.ts';

export interface ChildProcessEvents {
  on(
    event: 'child-process-gone',
    listener: (event: unknown, details: { readonly type: string; readonly reason: string }) => void,
  ): unknown;
  on(event: 'before-quit', listener: () => void): unknown;
}

/**
 * Hears of processes of Chromium that are gone, other than pages: each starts again by itself, only graphics may do better
 * without acceleration.
 * @param startAgain is called when the app is to start again without acceleration, at most once
 */
export function watchChildProcesses(
  app: ChildProcessEvents,
  graphics: Pick<Graphics, 'crashed'>,
  log: Pick<Log, 'info' | 'warn'>,
  startAgain: () => void,
): void {
  let isEnding = false;
  app.on('before-quit', () => (isEnding = true));
  app.on('child-process-gone', (_event, { type, reason }) => {
    // At the app's end its processes are killed.
    if (reason === 'clean-exit' || isEnding) return log.info('process.ended', { type });
    log.warn('process.gone', { type, reason });
    if (type !== 'GPU' || !graphics.crashed()) return;
    log.warn('graphics.withoutAcceleration');
    startAgain();
  });
}
