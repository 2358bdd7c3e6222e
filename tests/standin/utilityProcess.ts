import { fork, type ChildProcess } from 'node:child_process';
import { EventEmitter } from 'node:events';
import { isReady } from './runtime.ts';

/** A utility process as a child of plain Node, in which `parentPort.ts` plays Electron's `process.parentPort`. */
class UtilityProcess extends EventEmitter {
  readonly #child: ChildProcess;
  #running = false;

  constructor(modulePath: string, args: readonly string[]) {
    super();
    const parentPort = new URL('./parentPort.ts', import.meta.url).href;
    this.#child = fork(modulePath, args, {
      execArgv: ['--import', parentPort],
      stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
    });
    this.#child.on('spawn', () => {
      this.#running = true;
      this.emit('spawn');
    });
    this.#child.on('message', (message) => this.emit('message', message));
    this.#child.on('exit', (code) => {
      this.#running = false;
      this.emit('exit', code ?? 1);
    });
  }

  /** Undefined until it has been spawned and after it has ended. */
  get pid(): number | undefined {
    return this.#running ? this.#child.pid : undefined;
  }

  postMessage(message: unknown): void {
    this.#child.send(message as object, () => undefined);
  }

  kill(): boolean {
    return this.#child.kill('SIGTERM');
  }
}

export const utilityProcess = {
  fork(modulePath: string, args: readonly string[] = []): UtilityProcess {
    if (!isReady()) throw new Error('utilityProcess cannot be created before app is ready.');
    return new UtilityProcess(modulePath, args);
  },
};
