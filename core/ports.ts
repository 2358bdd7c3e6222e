import type { DisplayInfo, UpdateState } from '../common/about.ts';
import type { Result } from '../common/result.ts';
import type { KeychainState, Notice } from '../common/snapshot.ts';
import type { Settings } from '../common/settings.ts';
import type { Shown, ShownAt } from '../common/shown.ts';
import type { KnownSecrets } from './secrets/knownSecrets.ts';

/** Time from outside. All of the core runs on it, so all of it runs under fake time. */
export interface Clock {
  /** Milliseconds since 1970 UTC; may jump either way. */
  wallMs(): number;
  /** Milliseconds since boot, suspend included; never goes back; the same for every process of one boot. */
  monotonicMs(): number;
  /** Differs from boot to boot; null where the system does not tell. */
  readonly bootId: string | null;
  /** Calls back once after the delay (clamped to what a timer can hold); returns its own cancel. */
  after(delayMs: number, callback: () => void): () => void;
}

/** A number in [0, 1). */
export type Random = () => number;

export interface HttpRequest {
  readonly method: 'POST';
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  readonly signal: AbortSignal;
}

export interface HttpResponse {
  readonly status: number;
  readonly headers: { get(name: string): string | null };
  readonly body: ReadableStream<Uint8Array> | null;
}

/**
 * One HTTP exchange: exactly one request on the wire. It must not follow redirects (a 3xx comes back as it is, or it rejects
 * with a redirect error), must give up connecting after 10 s, and stops when the signal aborts, the body included.
 */
export interface Fetch {
  (url: string, request: HttpRequest): Promise<HttpResponse>;
  /** True where the network stack below may repeat a request once without telling: then each call is counted twice until its end shows that it was one. */
  readonly mayRepeat?: boolean;
}

/** Why the keychain did not do what it was asked. */
export type KeychainFault = Exclude<KeychainState, 'available'>;

/**
 * Where API keys are kept: the operating system's keychain, one entry per API address, so that a key never goes to another
 * address than the one it was entered for. Every call ends within 10 s, whatever the keychain does.
 */
export interface SecretStore {
  get(address: string): Promise<Result<string | null, KeychainFault>>;
  set(address: string, secret: string): Promise<Result<null, KeychainFault>>;
  clear(address: string): Promise<Result<null, KeychainFault>>;
}

/** Small text files in the app's data folder, written atomically and durably. */
export interface Files {
  /** The file's text, or null when it does not exist. Throws when it cannot be read. */
  read(name: string): Promise<string | null>;
  /** Resolves once the text would survive a power cut. Throws when it cannot be written; the file is then as it was. */
  write(name: string, text: string): Promise<void>;
  /** Whether there is anything of that name now, if only a link to nowhere. Throws when that cannot be found out. */
  has(name: string): boolean;
  /** Makes a file that exists empty, which needs no room on the disk. Throws when that is impossible. */
  empty(name: string): Promise<void>;
}

/** The settings file behind electron-store or conf: one schema, one format. */
export interface SettingsStore {
  /** Never throws: a broken file is kept aside and what can be saved is; the notices say what happened. */
  load(): { readonly settings: Settings; readonly notices: readonly Notice[] };
  /** Atomic, with a backup of the last good file. */
  save(settings: Settings): Result<null, string>;
}

/** One line of the log: an event name and facts about it; never a secret. */
export interface Log {
  info(event: string, facts?: Readonly<Record<string, unknown>>): void;
  warn(event: string, facts?: Readonly<Record<string, unknown>>): void;
  /** Makes a secret unreadable in every line from now on, in whatever form; a log that keeps nothing has no need of it. */
  readonly hide?: (secret: string) => void;
  /** What was hidden so far; absent in a log that keeps nothing. */
  readonly knownSecrets?: KnownSecrets;
}

/** A running demo server: the built-in simulator on a loopback port. */
export interface DemoServer {
  /** Base address, such as `http://127.0.0.1:41234`. */
  readonly url: string;
  readonly key: string;
  close(): Promise<void>;
}

/** The shell around the core: what only it knows of the machine. */
export interface Shell {
  readonly kind: 'desktop' | 'browser';
  /** Versions of what the app runs on, such as `electron` or `node`. */
  readonly versions: Readonly<Record<string, string>>;
  /** The displays there are now; none where the shell opens no windows. */
  displays(): readonly DisplayInfo[];
  /** Whether the app can be made to start when the user signs in. */
  readonly canOpenAtLogin: boolean;
  /** What is known of a newer release of the app. */
  update(): UpdateState;
  /** Folder that the log is written to; null where it is not. */
  readonly logFolder: string | null;
  /**
   * Withdraws the control link, ends every session it began, and returns a new link; only where there is one.
   * @throws when it cannot be kept
   */
  readonly newControlLink?: () => Promise<string>;
}

/**
 * What walls showed, kept for some days. Nothing of it is needed to show a wall: a database that is corrupt, full or busy
 * costs the history, never the figures, so no call throws.
 */
export interface History {
  /** Keeps what boards show from now on; those that change together are written together. */
  write(...shown: readonly Shown[]): void;
  /** What was kept of a board at a moment, the newest that is not later; null when nothing is known. */
  at(board: string, atMs: number): Shown | null;
  /** Whether anything is known of a board at a moment, and the kept changes next to it. */
  around(board: string, atMs: number): Pick<ShownAt, 'known' | 'previousAtMs' | 'nextAtMs'>;
  /** What was kept of a board between two moments (milliseconds since 1970 UTC), oldest first, at most `most`. */
  between(board: string, fromMs: number, toMs: number, most: number): readonly Shown[];
  /** Until when the app ran the last time before this one, and whether it ended in good order; null when nothing is known. */
  lastRun(): { readonly untilMs: number; readonly endedWell: boolean } | null;
  close(): void;
}

/** Everything the core needs from outside. */
export interface Ports {
  readonly clock: Clock;
  readonly random: Random;
  readonly fetch: Fetch;
  readonly secrets: SecretStore;
  readonly files: Files;
  readonly settings: SettingsStore;
  readonly log: Log;
  readonly history: History;
  readonly shell: Shell;
  /** Starts the simulator for demo mode, on the clock that the wall shows: nothing in it happened at another time. */
  readonly startDemoServer: (wallMs: () => number) => Promise<DemoServer>;
}
