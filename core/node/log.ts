import type { Log } from '../ports.ts';

/** One JSON line per event to the given stream. Callers pass codes and counts, never texts from outside. */
export function createLog(stream: { write(text: string): unknown }): Log {
  const line =
    (level: 'info' | 'warn') =>
    (event: string, facts: Readonly<Record<string, unknown>> = {}): void => {
      stream.write(`${JSON.stringify({ at: new Date().toISOString(), level, event, ...facts })}\n`);
    };
  return { info: line('info'), warn: line('warn') };
}
