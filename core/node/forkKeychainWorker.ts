import { fork } from 'node:child_process';
import type { KeychainWorker } from './keychain.ts';
import { KEYCHAIN_WORKER } from './keychainWorkerPath.ts';

/** The keychain worker as a child process of plain Node. */
export function forkKeychainWorker(workerPath = KEYCHAIN_WORKER): KeychainWorker {
  // The switches of this process (a debugger's port, a path relative to its folder) are not for the worker.
  const child = fork(workerPath, { execArgv: [], stdio: ['ignore', 'ignore', 'ignore', 'ipc'] });
  const kill = (): void => void child.kill('SIGKILL');
  process.once('exit', kill);
  child.once('exit', () => process.off('exit', kill));
  return {
    ask: (request) =>
      new Promise((resolve, reject) => {
        child.once('message', resolve);
        child.on('error', reject);
        child.once('exit', () => reject(new Error('The keychain worker ended without an answer')));
        child.send(request, (error) => {
          if (error) reject(error);
        });
      }),
    kill,
  };
}
