const CHECK_MS = 200;

/**
 * Ends this process as SIGTERM would once the process that started it is gone. Ended by a signal, npm ends its shell,
 * and the shell does not pass the signal on: without this, `npm run serve` would leave a server behind.
 */
export function followParent(): void {
  // Started by hand or by a service manager, a process may well outlive its parent.
  if (process.env['npm_lifecycle_event'] === undefined) return;
  const parent = process.ppid;
  const timer = setInterval(() => {
    if (process.ppid === parent) return;
    clearInterval(timer);
    process.kill(process.pid, 'SIGTERM');
  }, CHECK_MS);
  timer.unref();
}
