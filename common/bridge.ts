import type { Access } from './access.ts';
import type { CommandName } from './channels.ts';
import type { CommandOutputs } from './contract.ts';
import type { CommandError } from './errorCodes.ts';
import type { Result } from './result.ts';
import type { Snapshot } from './snapshot.ts';

/** A panel that the application menu opens in the page. */
export type MenuPanel = 'settings' | 'cards' | 'keys' | 'about' | 'unlock';

/** What became of a file that the page offered for saving. */
export interface SaveOutcome {
  /** The `blob:` address it was offered under. */
  readonly address: string;
  /** False when the user cancelled the dialog, or the file could not be written. */
  readonly saved: boolean;
}

/**
 * What the preload puts on `window.wallboard`: the only way from a desktop renderer to the core.
 * Nothing but the contract's commands and its events pass; the main process checks each input again.
 */
export interface WallboardBridge {
  /** Never rejects for a reason of the command: a failure is a value. It may reject when the main process is gone. */
  call(name: CommandName, input: unknown): Promise<Result<CommandOutputs[CommandName], CommandError>>;
  /** Calls back with each snapshot pushed by the core; returns its own unsubscribe. */
  onSnapshot(listener: (snapshot: Snapshot) => void): () => void;
  /** Calls back when the application menu asks for a panel; returns its own unsubscribe. */
  onPanel(listener: (panel: MenuPanel) => void): () => void;
  /** Calls back when a file of this page was saved or not; returns its own unsubscribe. */
  onSaved(listener: (outcome: SaveOutcome) => void): () => void;
  /** What this window may do, decided by the main process; a window that changes is loaded anew. */
  access(): Promise<Access>;
}
