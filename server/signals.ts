export interface Ending {
  /** Resolves with the exit code once the process is asked to end, or something broke. */
  readonly asked: Promise<number>;
  readonly isAsked: () => boolean;
}

const SIGNALS = ['SIGTERM', 'SIGINT', 'SIGHUP'] as const;
const EXIT_FAILED = 1;

/** Listens for the signals that end a service, and for errors nobody caught, which end it with exit code 1. */
export function listenForEnd(target: NodeJS.Process, report: (line: string) => void): Ending {
  let isAsked = false;
  const asked = new Promise<number>((resolve) => {
    const end = (exitCode: number): void => {
      isAsked = true;
      resolve(exitCode);
    };
    for (const signal of SIGNALS) target.on(signal, () => end(0));
    // Only the kind: a message could quote what must not be printed.
    const fail = (error: unknown): void => {
      report(`Stopped by an internal error (${error instanceof Error ? error.name : typeof error})`);
      end(EXIT_FAILED);
    };
    target.on('uncaughtException', fail);
    target.on('unhandledRejection', fail);
  });
  return { asked, isAsked: () => isAsked };
}
