import { z } from 'zod';
import type { Access } from './access.ts';
import type { About } from './about.ts';
import type { CommandName } from './channels.ts';
import { openCardSchema, type CardOutcome, type RowsChunk } from './drilldown.ts';
import type { CommandError, ErrorCode } from './errorCodes.ts';
import type { SeenIds } from './idNames.ts';
import type { Result } from './result.ts';
import { isPin, MAX_PIN_DIGITS } from './pin.ts';
import { boardIdSchema, settingsSchema, shownFieldSchema, type Settings } from './settings.ts';
import type { ShownAt } from './shown.ts';
import type { KeySource, Snapshot } from './snapshot.ts';

/** The longest key accepted before it is trimmed, in characters. */
const MAX_KEY_INPUT = 12_000;
const keyInput = z.string().max(MAX_KEY_INPUT);
const nothing = z.undefined();
/** The longest settings file accepted, in characters. */
const MAX_SETTINGS_TEXT = 400_000;
/** The longest API address accepted, in characters. */
const MAX_API_URL = 500;
/** The settings' revision that a change was made from; another one is a `conflict`. */
const basedOn = z.int();

const pinSchema = z.string().refine(isPin);

/** Each command's access and input schema. A transport binds only what stands here, so no input goes unchecked. */
export const COMMANDS = {
  getSnapshot: { access: 'wall', input: nothing },
  getSettings: { access: 'control', input: nothing },
  saveSettings: { access: 'control', input: z.strictObject({ settings: settingsSchema, basedOn }) },
  /** Takes back the last change of the settings since the app started. */
  undoSettings: { access: 'control', input: z.strictObject({ basedOn }) },
  /**
   * Reads a settings file of this or an older version; damaged fields are reset and named. A key is never in one. The API address
   * stays as it is here, unless `apiUrl` is the file's: the owner has seen that very address and wants it.
   */
  importSettings: {
    access: 'control',
    input: z.strictObject({
      text: z.string().max(MAX_SETTINGS_TEXT),
      basedOn,
      apiUrl: z.string().max(MAX_API_URL).optional(),
    }),
  },
  /** `keychain` stores the key; `session` keeps it in memory until the app ends. */
  setKey: { access: 'kiosk', input: z.strictObject({ key: keyInput, keep: z.enum(['keychain', 'session']) }) },
  clearKey: { access: 'control', input: nothing },
  /** Spends one request of the key's budget; without a key, tests the one in use. */
  testKey: { access: 'kiosk', input: z.strictObject({ key: keyInput.optional() }) },
  startDemo: { access: 'kiosk', input: nothing },
  stopDemo: { access: 'kiosk', input: nothing },
  /** Spends one request of the key's budget, unless the same was asked for less than 30 s before. */
  openCard: { access: 'kiosk', input: openCardSchema },
  cancelCard: { access: 'kiosk', input: z.strictObject({ request: z.uuid() }) },
  readRows: { access: 'kiosk', input: z.strictObject({ ticket: z.uuid(), from: z.int().min(0) }) },
  /** Shows a field of cards in the supervisor's window from now on; by its name in masked rows, which may be masked too. */
  showField: { access: 'control', input: z.strictObject({ field: shownFieldSchema }) },
  /** Ids of channels, groups and shifts that rows had which the desk has opened: what a filter can be chosen from. */
  getSeenIds: { access: 'control', input: nothing },
  /** Sets the PIN that opens a locked kiosk; null takes it away. */
  setPin: { access: 'control', input: z.strictObject({ pin: pinSchema.nullable() }) },
  /** Tries a PIN. The desktop app then lets the window out of its kiosk. */
  unlock: { access: 'kiosk', input: z.strictObject({ pin: z.string().max(MAX_PIN_DIGITS) }) },
  /** Withdraws the control link of the browser shell, ends all its sessions, and returns a new one. */
  newControlLink: { access: 'control', input: nothing },
  /** Lights a dark or dimmed board up for a quarter of an hour and asks for its figures meanwhile. */
  lightUp: { access: 'kiosk', input: z.strictObject({ board: boardIdSchema }) },
  /** What a board's wall showed at a moment of the last days, and why. */
  getShown: { access: 'control', input: z.strictObject({ board: boardIdSchema, atMs: z.int().min(0) }) },
  getAbout: { access: 'control', input: nothing },
  /** Facts for a support request as text, without keys and without personal data. */
  getDiagnostics: { access: 'control', input: nothing },
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
  /** Requests left this hour for that key, as in `BudgetState`; null also when nothing was asked of its budget. */
  readonly left: number | null;
  /** Milliseconds until a request is possible, when it was refused for the budget. */
  readonly retryInMs: number | null;
}

/** What became of a PIN. After too many wrong ones none is looked at for `retryInMs` milliseconds. */
export type UnlockOutcome =
  | { readonly unlocked: true }
  | { readonly unlocked: false; readonly attemptsLeft: number; readonly retryInMs: number | null };

export interface SettingsState {
  readonly settings: Settings;
  /** As `settingsRevision` of the snapshot. */
  readonly revision: number;
  readonly canUndo: boolean;
  /** The API address given when the app was started, which replaces the settings' one while it runs. */
  readonly givenApiUrl: string | null;
}

/** What each command answers when it is carried out. */
export interface CommandOutputs {
  getSnapshot: Snapshot;
  getSettings: SettingsState;
  saveSettings: SettingsState;
  undoSettings: SettingsState;
  /**
   * `fields`: what could not be used as it was, such as `boards.sales.title`. `otherApiUrl`: the API address in the file, when it
   * is another than here and was left out.
   */
  importSettings: SettingsState & { readonly fields: readonly string[]; readonly otherApiUrl: string | null };
  setKey: SetKeyOutcome;
  clearKey: { readonly cleared: boolean };
  testKey: TestKeyOutcome;
  startDemo: { readonly demo: true };
  stopDemo: { readonly demo: false };
  openCard: CardOutcome;
  cancelCard: { readonly cancelled: boolean };
  readRows: RowsChunk;
  showField: SettingsState;
  getSeenIds: SeenIds;
  setPin: { readonly pinSet: boolean };
  unlock: UnlockOutcome;
  /** The link that is valid from now on; whoever asked stays signed in. */
  newControlLink: { readonly link: string };
  /** `untilMs`: how long it stays lit, in milliseconds from now. */
  lightUp: { readonly forMs: number };
  getShown: ShownAt;
  getAbout: About;
  getDiagnostics: { readonly text: string };
}

export type CommandInput<N extends CommandName> = z.infer<(typeof COMMANDS)[N]['input']>;
export type CommandResult<N extends CommandName> = Result<CommandOutputs[N], CommandError>;

/**
 * How a screen hears of changes: at once (`up`); when it asks, because something on the way holds them back (`polled`); not
 * at all, because nobody answers (`down`) or because there are too many screens (`full`).
 */
export type LinkState = 'up' | 'polled' | 'down' | 'full';

export interface SnapshotListener {
  /** @param heldMs how long ago it came, where it was kept on the way */
  snapshot(snapshot: Snapshot, heldMs?: number): void;
  link(state: LinkState): void;
}

/**
 * The one signature of every transport (IPC, HTTP, memory). A call never rejects: failures are values.
 * `subscribe` delivers the current snapshot at once, then each change; it returns its own unsubscribe.
 */
export interface Transport {
  call<N extends CommandName>(name: N, input: CommandInput<N>): Promise<CommandResult<N>>;
  subscribe(listener: SnapshotListener): () => void;
  /** What this screen may do. */
  readonly access: () => Promise<Access>;
}

/** The core as transports see it. */
export type Dispatch = <N extends CommandName>(name: N, input: unknown, access: Access) => Promise<CommandResult<N>>;
