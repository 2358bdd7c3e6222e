/** What occupies a thread of Node's pool while it lasts: files and name look-ups. */
const POOL_WORK = /^(FSReq|GetAddrInfo|GetNameInfo)/;

/**
 * Ends this process now. Node's own exit waits for every thread of its pool, and a thread that asks a network folder or
 * a name server whose machine is away may not come back.
 */
export function endProcess(exitCode: number): never {
  if (!process.getActiveResourcesInfo().some((kind) => POOL_WORK.test(kind))) process.exit(exitCode);
  try {
    // Another program in place of this one keeps the exit code, and nothing is waited for.
    process.execve?.('/bin/sh', ['sh', '-c', `exit ${exitCode}`], {});
  } catch {
    // Windows has no such thing; there the exit code is lost.
  }
  process.kill(process.pid, 'SIGKILL');
  return process.exit(exitCode);
}
