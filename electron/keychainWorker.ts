import type { utilityProcess } from 'electron';
import type { KeychainWorker } from '../core/node/keychain.ts';

/** The keychain worker as a utility process: a packaged app cannot run as plain Node. Only after the app is ready. */
export function utilityKeychainWorker(
  utility: Pick<typeof utilityProcess, 'fork'>,
  workerPath: string,
): KeychainWorker {
  const child = utility.fork(workerPath, [], { serviceName: 'Keychain', execArgv: [], stdio: 'ignore' });
  let isUnwanted = false;
  const end = (): void => {
    // `kill()` alone asks politely (SIGTERM); a process with a blocked thread may not listen.
    if (child.pid !== undefined) process.kill(child.pid, 'SIGKILL');
  };
  child.once('spawn', () => {
    if (isUnwanted) end();
  });
  return {
    ask: (request) =>
      new Promise((resolve, reject) => {
        child.once('message', resolve);
        child.once('exit', () => reject(new Error('The keychain worker ended without an answer')));
        child.postMessage(request);
      }),
    kill() {
      isUnwanted = true;
      try {
        end();
      } catch {
        child.kill();
      }
    },
  };
}
