import type { CommandInput, CommandOutputs, CommandResult, SettingsState } from '../../common/contract.ts';
import type { CommandError } from '../../common/errorCodes.ts';
import { err, ok, type Result } from '../../common/result.ts';
import type { Settings } from '../../common/settings.ts';
import { parseJson } from '../experia/json.ts';
import type { State } from '../state/state.ts';
import { restoreSettings } from './restore.ts';

export interface SettingsCommandContext {
  readonly state: () => State;
  /** Saves settings and puts them into effect; nothing changes when they cannot be saved. */
  readonly keep: (settings: Settings) => Promise<Result<null, CommandError>>;
  readonly givenApiUrl: string | null;
}

type Name = 'getSettings' | 'saveSettings' | 'undoSettings' | 'importSettings';
type SettingsCommands = {
  readonly [N in Name]: (input: CommandInput<N>) => Promise<CommandResult<N>>;
};

/** Changes that can be taken back; one more forgets the oldest. */
const MOST_UNDONE = 50;
const BYTE_ORDER_MARK = '\uFEFF';

const refuse = (code: CommandError['code'], message: string) => err<CommandError>({ code, message });

/** The commands that read and change the settings. What was in force before each change is kept until the app ends. */
export function createSettingsCommands({ state, keep, givenApiUrl }: SettingsCommandContext): SettingsCommands {
  let undoable: readonly Settings[] = [];

  const current = (): SettingsState => ({
    settings: state().settings,
    revision: state().settingsRevision,
    canUndo: undoable.length > 0,
    givenApiUrl,
  });
  const isStale = (basedOn: number): boolean => basedOn !== state().settingsRevision;
  const stale = () => refuse('conflict', 'the settings have changed meanwhile');

  async function change(settings: Settings): Promise<Result<SettingsState, CommandError>> {
    const before = state().settings;
    undoable = [...undoable, before].slice(-MOST_UNDONE);
    const kept = await keep(settings);
    if (!kept.ok) undoable = undoable.filter((entry) => entry !== before);
    return kept.ok ? ok(current()) : kept;
  }

  async function undo(): Promise<CommandResult<'undoSettings'>> {
    const last = undoable.at(-1);
    if (!last) return refuse('unavailable', 'there is nothing to undo');
    undoable = undoable.slice(0, -1);
    // Demo or live is not a change of the settings' form: a key that was set since stays in use.
    const kept = await keep({ ...last, mode: state().settings.mode });
    if (!kept.ok) undoable = [...undoable, last];
    return kept.ok ? ok(current()) : kept;
  }

  async function importText(text: string): Promise<Result<CommandOutputs['importSettings'], CommandError>> {
    const json = parseJson(text.startsWith(BYTE_ORDER_MARK) ? text.slice(BYTE_ORDER_MARK.length) : text);
    const restored = json.ok ? restoreSettings(json.value) : null;
    if (restored?.kind === 'newer') return refuse('unavailable', 'written by a newer version');
    if (restored?.kind !== 'settings') return refuse('invalidInput', 'not a settings file');
    const changed = await change({ ...restored.settings, mode: state().settings.mode });
    return changed.ok ? ok({ ...changed.value, fields: restored.resetFields }) : changed;
  }

  return {
    getSettings: () => Promise.resolve(ok(current())),
    saveSettings: async ({ settings, basedOn }) => (isStale(basedOn) ? stale() : change(settings)),
    undoSettings: async ({ basedOn }) => (isStale(basedOn) ? stale() : undo()),
    importSettings: async ({ text, basedOn }) => (isStale(basedOn) ? stale() : importText(text)),
  };
}
