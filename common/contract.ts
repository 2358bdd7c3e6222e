import { z } from 'zod';
import type { CommandName } from './channels.ts';
import type { CommandError, ErrorCode } from './errorCodes.ts';
import type { Result } from './result.ts';
import { settingsSchema, type Settings } from './settings.ts';
import type { KeySource, Snapshot } from './snapshot.ts';

/** Who may send a command: `wall` is any screen; `control` is the desktop app or the holder of the control link. */
export type Access = 'wall' | 'control';

/** The longest key accepted before it is trimmed, in characters. */
const MAX_KEY_INPUT = 12_000;
const keyInput = z.string().max(MAX_KEY_INPUT);
const nothing = z.undefined();

/** Each command's access and input schema. A transport binds only what stands here, so no input goes unchecked. */
export const COMMANDS = {
  getSnapshot: { access: 'wall', input: nothing },
  getSettings: { access: 'control', input: nothing },
  saveSettings: { access: 'control', input: settingsSchema },
  /** `keychain` stores the key; `session` keeps it in memory until the app ends. */
  setKey: { access: 'control', input: z.strictObject({ key: keyInput, keep: z.enum(['keychain', 'session']) }) },
  clearKey: { access: 'control', input: nothing },
  /** Spends one request of the key's budget; without a key, tests the one in use. */
  testKey: { access: 'control', input: z.strictObject({ key: keyInput.optional() }) },
  startDemo: { access: 'control', input: nothing },
  stopDemo: { access: 'control', input: nothing },
} as const satisfies Record<CommandName, { access: Access; input: z.ZodType }>;

/** Why a key cannot be used as it was given (it never leaves the app then). */
export type KeyProblem = 'empty' | 'tooLong' | 'badCharacters';

export type SetKeyOutcome =
  | { readonly stored: KeySource }
  | { readonly stored: null; readonly problem: KeyProblem }
  | {
      readonly stored: null;
      readonly problem: 'keychain';
      readonly keychain: 'missing' | 'locked' | 'denied' | 'timeout';
    };

export interface TestKeyOutcome {
  /** Null when the API accepted the key and sent figures. */
  readonly failure: ErrorCode | KeyProblem | 'noKey' | null;
  readonly status: number | null;
  /** Round trip in milliseconds; null when nothing was sent. */
  readonly tookMs: number | null;
  /** Sessions of the default board's period, as a figure the owner can recognise. */
  readonly totalSessions: number | null;
  /** How many of the 23 figures (20 metrics, 3 service levels) came with a value. */
  readonly figures: number;
  /** Requests this test spent. */
  readonly cost: 0 | 1;
  /** Requests left this hour for that key; null when nothing was asked of its budget. */
  readonly left: number | null;
  /** Milliseconds until a request is possible, when it was refused for the budget. */
  readonly retryInMs: number | null;
}

/** What each command answers when it is carried out. */
export interface CommandOutputs {
  getSnapshot: Snapshot;
  getSettings: Settings;
  saveSettings: { readonly saved: true };
  setKey: SetKeyOutcome;
  clearKey: { readonly cleared: boolean };
  testKey: TestKeyOutcome;
  startDemo: { readonly demo: true };
  stopDemo: { readonly demo: false };
}

export type CommandInput<N extends CommandName> = z.infer<(typeof COMMANDS)[N]['input']>;
export type CommandResult<N extends CommandName> = Result<CommandOutputs[N], CommandError>;

/**
 * The one signature of every transport (IPC, HTTP, memory). A call never rejects: failures are values.
 * `subscribe` delivers the current snapshot at once, then each change; it returns its own unsubscribe.
 */
export interface Transport {
  call<N extends CommandName>(name: N, input: CommandInput<N>): Promise<CommandResult<N>>;
  subscribe(listener: { snapshot(snapshot: Snapshot): void; link(state: 'up' | 'down'): void }): () => void;
  /** What this screen may do. */
  readonly access: () => Promise<Access>;
}

/** The core as transports see it. */
export type Dispatch = <N extends CommandName>(name: N, input: unknown, access: Access) => Promise<CommandResult<N>>;
