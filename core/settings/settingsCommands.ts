import type { CommandInput, CommandOutputs, CommandResult, SettingsState } from '../../common/contract.ts';
import type { CommandError } from '../../common/errorCodes.ts';
import { parseApiUrl } from '../../common/apiUrl.ts';
import { isRecord } from '../../common/isRecord.ts';
import { err, ok, type Result } from '../../common/result.ts';
import { MAX_BOARDS, MAX_SHOWN_FIELDS, type Settings } from '../../common/settings.ts';
import { fieldKey, mayBeShown } from '../drilldown/masking/fields.ts';
import { parseJson } from '../experia/json.ts';
import type { State } from '../state/state.ts';
import { restoreSettings } from './restore.ts';

/** Makes new settings of those in force, or says why not. */
export type MakeSettings = (current: Settings) => Result<Settings, CommandError>;

/** Puts new settings into effect, one change after the other; nothing changes when that cannot be done. */
export type ChangeSettings = (make: MakeSettings) => Promise<Result<null, CommandError>>;

export interface SettingsCommandContext {
  readonly state: () => State;
  readonly change: ChangeSettings;
  readonly givenApiUrl: string | null;
  /** The name of a field whose name was masked in rows. */
  readonly fieldCalled: (shown: string) => string | null;
}

type Name = 'getSettings' | 'saveSettings' | 'undoSettings' | 'importSettings' | 'showField';
type SettingsCommands = {
  readonly [N in Name]: (input: CommandInput<N>) => Promise<CommandResult<N>>;
};

/** Changes that can be taken back; one more forgets the oldest. */
const MOST_UNDONE = 50;
const BYTE_ORDER_MARK = '\uFEFF';

/** Places of a damaged file that are named, and how much of each name. */
const MOST_NAMED = 50;
const LONGEST_NAME = 200;

/** A list that long was never written by this app, and would take seconds to mend entry by entry. */
const isEndless = (file: unknown): boolean =>
  isRecord(file) && Array.isArray(file['boards']) && file['boards'].length > 10 * MAX_BOARDS;

/** Whether two spellings are of one address. */
function isSameAddress(a: string, b: string): boolean {
  const [first, second] = [parseApiUrl(a), parseApiUrl(b)];
  return first.ok && second.ok && first.value === second.value;
}

const isSame = (a: Settings, b: Settings): boolean => JSON.stringify(a) === JSON.stringify(b);

const refuse = (code: CommandError['code'], message: string) => err<CommandError>({ code, message });

/** The commands that read and change the settings. What was in force before each change is kept until the app ends. */
export function createSettingsCommands({
  state,
  change,
  givenApiUrl,
  fieldCalled,
}: SettingsCommandContext): SettingsCommands {
  let undoable: readonly Settings[] = [];

  const current = (): SettingsState => ({
    settings: state().settings,
    revision: state().settingsRevision,
    canUndo: undoable.length > 0,
    givenApiUrl,
  });
  /** What `make` makes, unless the settings are no longer those it was asked for. */
  const madeFrom =
    (basedOn: number, make: MakeSettings): MakeSettings =>
    (settings) =>
      basedOn === state().settingsRevision ? make(settings) : refuse('conflict', 'the settings have changed meanwhile');

  async function save(basedOn: number, settings: Settings): Promise<Result<SettingsState, CommandError>> {
    let before: Settings | null = null;
    const changed = await change(
      madeFrom(basedOn, (inForce) => {
        before = inForce;
        return ok(settings);
      }),
    );
    if (!changed.ok) return changed;
    if (before && !isSame(before, settings)) undoable = [...undoable, before].slice(-MOST_UNDONE);
    return ok(current());
  }

  async function undo(basedOn: number): Promise<CommandResult<'undoSettings'>> {
    const last = undoable.at(-1);
    if (!last) return refuse('unavailable', 'there is nothing to undo');
    // Demo or live is not a change of the settings' form: a key that was set since stays in use.
    const changed = await change(madeFrom(basedOn, ({ mode }) => ok({ ...last, mode })));
    if (!changed.ok) return changed;
    undoable = undoable.filter((entry) => entry !== last);
    return ok(current());
  }

  async function importText({
    basedOn,
    text,
    apiUrl: confirmed,
  }: CommandInput<'importSettings'>): Promise<Result<CommandOutputs['importSettings'], CommandError>> {
    const json = parseJson(text.startsWith(BYTE_ORDER_MARK) ? text.slice(BYTE_ORDER_MARK.length) : text);
    const restored = json.ok && !isEndless(json.value) ? restoreSettings(json.value) : null;
    if (restored?.kind === 'newer') return refuse('unavailable', 'written by a newer version');
    if (restored?.kind !== 'settings') return refuse('invalidInput', 'not a settings file');
    const here = state().settings;
    const { mode, personalData, shownFields, desktop } = here;
    // Where the figures come from, whether people's data is shown, and what this machine's windows do, is decided here and not by
    // a file.
    const inFile = restored.settings.apiUrl;
    const apiUrl = confirmed === inFile ? inFile : here.apiUrl;
    const saved = await save(basedOn, { ...restored.settings, mode, personalData, shownFields, desktop, apiUrl });
    const fields = restored.resetFields.slice(0, MOST_NAMED).map((name) => name.slice(0, LONGEST_NAME));
    // In place of a damaged address there is none to be asked about.
    const other = isSameAddress(inFile, apiUrl) || restored.resetFields.includes('apiUrl') ? null : inFile;
    return saved.ok ? ok({ ...saved.value, fields, otherApiUrl: other }) : saved;
  }

  /** A name that was masked itself is known here alone. */
  async function showField(shown: string): Promise<CommandResult<'showField'>> {
    const field = (fieldCalled(shown) ?? shown).trim();
    if (!mayBeShown(field)) return refuse('invalidInput', 'this field stays masked');
    const { settings, settingsRevision } = state();
    const isKnown = settings.shownFields.some((known) => fieldKey(known) === fieldKey(field));
    if (isKnown) return ok(current());
    if (settings.shownFields.length >= MAX_SHOWN_FIELDS) return refuse('unavailable', 'too many fields are shown');
    return save(settingsRevision, { ...settings, shownFields: [...settings.shownFields, field] });
  }

  return {
    showField: ({ field }) => showField(field),
    getSettings: () => Promise.resolve(ok(current())),
    saveSettings: ({ settings, basedOn }) => save(basedOn, settings),
    undoSettings: ({ basedOn }) => undo(basedOn),
    importSettings: importText,
  };
}
