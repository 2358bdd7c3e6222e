import type { CommandName } from './channels.ts';
import type { CommandOutputs } from './contract.ts';
import type { CommandError } from './errorCodes.ts';
import type { Result } from './result.ts';
import type { Snapshot } from './snapshot.ts';

/**
 * What the preload puts on `window.wallboard`: the only way from a desktop renderer to the core.
 * Nothing but the contract's commands and its one event passes; the main process checks each input again.
 */
export interface WallboardBridge {
  /** Never rejects for a reason of the command: a failure is a value. It may reject when the main process is gone. */
  call(name: CommandName, input: unknown): Promise<Result<CommandOutputs[CommandName], CommandError>>;
  /** Calls back with each snapshot pushed by the core; returns its own unsubscribe. */
  onSnapshot(listener: (snapshot: Snapshot) => void): () => void;
}
