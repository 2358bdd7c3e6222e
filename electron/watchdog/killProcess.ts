import type { Log } from '../../core/ports.ts';

/** Ends a process of this app without asking it. */
export function killProcess(id: number, log: Pick<Log, 'warn'>): void {
  // 0 and less would mean whole groups of processes.
  if (id <= 0) return;
  try {
    process.kill(id, 'SIGKILL');
    log.warn('process.killed');
  } catch {
    // It has ended meanwhile.
  }
}
