import { EventEmitter } from 'node:events';
import { homedir, tmpdir } from 'node:os';
import { join } from 'node:path';
import { claimInstance } from './singleInstance.ts';
import { preventable } from './notEmulated.ts';
import { isReady } from './runtime.ts';

/** A window as quitting sees it. */
export interface Closable {
  /** Asks the window to close; false when a listener refused. */
  tryClose(): boolean;
}

/** Switches of Chromium: they are known, and nothing comes of them. */
class CommandLine {
  readonly #switches = new Map(
    process.argv.flatMap((argument) => {
      const [, name = '', value = ''] = /^--([a-z-]+)(?:=(.*))?$/s.exec(argument) ?? [];
      return name === '' ? [] : [[name, value] as const];
    }),
  );

  hasSwitch(name: string): boolean {
    return this.#switches.has(name);
  }

  appendSwitch(name: string, value = ''): void {
    this.#switches.set(name, value);
  }
}

export class App extends EventEmitter {
  readonly isPackaged = false;
  readonly commandLine = new CommandLine();
  readonly windows = new Set<Closable>();
  #about = { path: process.cwd(), name: 'Electron', version: '0.0.0' };
  readonly #paths = new Map<string, string>();
  readonly #whenReady = Promise.withResolvers<void>();
  #quitting = false;
  #sandboxed = false;
  #accelerated = true;

  describe(about: { path: string; name: string; version: string }): void {
    this.#about = about;
  }

  fireReady(): void {
    this.emit('ready', {}, {});
    this.#whenReady.resolve();
  }

  whenReady(): Promise<void> {
    return this.#whenReady.promise;
  }

  isReady(): boolean {
    return isReady();
  }

  getName(): string {
    return this.#about.name;
  }

  getVersion(): string {
    return this.#about.version;
  }

  getAppPath(): string {
    return this.#about.path;
  }

  getPath(name: string): string {
    const userData = this.#paths.get('userData') ?? join(homedir(), '.config', this.getName());
    const known: Record<string, string> = {
      userData,
      sessionData: userData,
      temp: tmpdir(),
      home: homedir(),
      downloads: join(homedir(), 'Downloads'),
    };
    const path = this.#paths.get(name) ?? known[name];
    if (path === undefined) throw new Error(`Failed to get '${name}' path`);
    return path;
  }

  setPath(name: string, path: string): void {
    this.#paths.set(name, path);
  }

  enableSandbox(): void {
    if (isReady()) throw new Error('app.enableSandbox() can only be called before app is ready');
    this.#sandboxed = true;
  }

  /** Whether every renderer is sandboxed whatever its window asks for. */
  get sandboxed(): boolean {
    return this.#sandboxed;
  }

  disableHardwareAcceleration(): void {
    if (isReady()) throw new Error('app.disableHardwareAcceleration() can only be called before app is ready');
    this.#accelerated = false;
  }

  isHardwareAccelerationEnabled(): boolean {
    return this.#accelerated;
  }

  /** What would be started after this process's end is said instead: nobody would end it in a test. */
  relaunch({ execPath, args }: { execPath?: string; args?: readonly string[] } = {}): void {
    const command = [execPath ?? process.execPath, ...(args ?? process.argv.slice(1))];
    process.on('exit', () => process.stderr.write(`[standin] relaunch ${JSON.stringify(command)}\n`));
  }

  requestSingleInstanceLock(): boolean {
    return claimInstance(this.getPath('userData'), (argv, cwd) => this.emit('second-instance', {}, argv, cwd, null));
  }

  quit(): void {
    if (this.#quitting) return;
    const before = preventable({});
    this.emit('before-quit', before);
    if (before.defaultPrevented) return;
    this.#quitting = true;
    for (const window of this.windows) {
      if (window.tryClose()) continue;
      this.#quitting = false;
      return;
    }
    this.exit(0);
  }

  /** Called when a window is gone. */
  windowClosed(window: Closable): void {
    this.windows.delete(window);
    if (this.windows.size > 0 || this.#quitting) return;
    if (this.listenerCount('window-all-closed') > 0) this.emit('window-all-closed');
    else this.quit();
  }

  exit(code = 0): never {
    this.emit('quit', {}, code);
    process.exit(code);
  }
}

export const app = new App();
process.on('SIGTERM', () => app.quit());
process.on('SIGINT', () => app.quit());
