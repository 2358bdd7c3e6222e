import type { Dispatch } from '../common/contract.ts';
import type { Settings } from '../common/settings.ts';
import type { Snapshot } from '../common/snapshot.ts';
import type { Ports } from './ports.ts';

export interface WallboardOptions {
  /** Name and version shown on screens. */
  readonly app: { readonly name: string; readonly version: string };
  /**
   * Replaces the API address of the settings while the process runs (`--api-url`, `EXPERIA_API_URL`); already checked. Who starts
   * the app also gives it its key: a given key may go there, whatever address it was for before.
   */
  readonly apiUrl: string | null;
  /** A key from `EXPERIA_API_KEY` or `EXPERIA_API_KEY_FILE`; it wins over the keychain. */
  readonly givenKey: { readonly key: string; readonly source: 'environment' | 'file' } | null;
  /** True starts in demo mode whatever the settings say (`--demo`), without changing them. */
  readonly demo: boolean;
}

/** The wallboard without its windows: what both shells run. */
export interface Wallboard {
  /** Loads settings, ledger and key, then begins to poll. Resolves when the first snapshot is meaningful. */
  start(): Promise<void>;
  /** Ends polling, aborts what is under way, saves the ledger. */
  stop(): Promise<void>;
  /** Carries out one command of the contract: checks access and input first, never throws. */
  readonly dispatch: Dispatch;
  /** The state as it is now, with ages as of now. */
  snapshot(): Snapshot;
  /** The settings in force. */
  settings(): Settings;
  /** Calls back after each change of state, with the new snapshot; returns its own unsubscribe. */
  onChange(listener: (snapshot: Snapshot) => void): () => void;
  /** The machine woke up or the network came back: one poll is due at once if the data is late. */
  resumed(): void;
}

export type CreateWallboard = (ports: Ports, options: WallboardOptions) => Wallboard;
