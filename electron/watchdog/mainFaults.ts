/** Long enough for the last lines of the log to reach their file. */
const LEAVE_AFTER_MS = 200;

export interface FaultSource {
  on(event: 'uncaughtException' | 'unhandledRejection', listener: (fault: unknown) => void): unknown;
}

/**
 * Ends the app on a fault that nobody caught, so that it is started again: by the system or, where that does not, by itself
 * (startAgain.ts). Electron would show a dialog, which on a wall stands for ever. The fault itself is noted by the log (core/node/log.ts).
 */
export function endOnFaults(source: FaultSource, end: () => void): void {
  let isEnding = false;
  const leave = (): void => {
    if (isEnding) return;
    isEnding = true;
    setTimeout(end, LEAVE_AFTER_MS);
  };
  source.on('uncaughtException', leave);
  source.on('unhandledRejection', leave);
}
