// First, before any module with a schema.
import '../desk/model/withoutJit.ts';
import { defineStore } from 'pinia';
import { computed, ref, shallowRef, watch } from 'vue';
import type { CommandResult, SettingsState } from '../../common/contract.ts';
import type { CommandErrorCode } from '../../common/errorCodes.ts';
import { settingsSchema, type Settings } from '../../common/settings.ts';
import { problemsOf, type FieldProblem } from '../desk/model/problems.ts';
import { useWallStore } from './wall.ts';

/** Changes a copy of the settings in place; called again on newer settings when somebody else changed them meanwhile. */
export type Change = (draft: Settings) => void;

export type ChangeOutcome =
  | { readonly kind: 'saved' }
  /** Not sent: these values break the settings' rules. */
  | { readonly kind: 'invalid'; readonly problems: readonly FieldProblem[] }
  | { readonly kind: 'failed'; readonly code: CommandErrorCode };

export type ImportOutcome =
  /** `otherApiUrl`: the API address in the file, which was left out because it is another than here. */
  | { readonly kind: 'imported'; readonly fields: readonly string[]; readonly otherApiUrl: string | null }
  | { readonly kind: 'failed'; readonly code: CommandErrorCode };

type Saving = 'idle' | 'saving' | 'saved' | 'invalid' | 'failed';

/**
 * The settings as the core has them, for the desk only: a wall must not load this, since it brings the validation library.
 * Every change is checked with the core's own schema, sent whole with the revision it was made from, and made once more
 * when the settings have changed meanwhile.
 */
export const useSettingsStore = defineStore('settings', () => {
  const wall = useWallStore();
  const state = shallowRef<SettingsState | null>(null);
  const saving = ref<Saving>('idle');
  const error = ref<CommandErrorCode | null>(null);
  const problems = shallowRef<readonly FieldProblem[]>([]);
  /** Values on screen that are wrong and were therefore not sent. */
  const unsaved = shallowRef<ReadonlySet<symbol>>(new Set());
  /** Id of the core that `state` came from: another one counts its revisions anew. */
  let stateOf: string | null = null;
  let last: Promise<unknown> = Promise.resolve();

  /** One command at a time, so that each is made from the revision that the one before left. */
  function inTurn<T>(work: () => Promise<T>): Promise<T> {
    const result = last.then(work, work);
    last = result;
    return result;
  }

  function take(result: CommandResult<'getSettings'>): boolean {
    if (!result.ok) {
      error.value = result.error.code;
      return false;
    }
    state.value = result.value;
    stateOf = wall.snapshot?.coreId ?? null;
    error.value = null;
    return true;
  }

  const fetchAll = async (): Promise<boolean> => take(await wall.call('getSettings', undefined));

  /** Asks for the settings unless those at hand are the snapshot's. */
  const refresh = (): Promise<void> =>
    inTurn(async () => {
      const { snapshot } = wall;
      const known = state.value && stateOf === snapshot?.coreId && state.value.revision === snapshot?.settingsRevision;
      if (!known) await fetchAll();
    });

  watch(() => [wall.snapshot?.coreId, wall.snapshot?.settingsRevision], refresh, { immediate: true });

  function failed(code: CommandErrorCode): { readonly kind: 'failed'; readonly code: CommandErrorCode } {
    saving.value = 'failed';
    error.value = code;
    return { kind: 'failed', code };
  }

  async function attempt(change: Change): Promise<ChangeOutcome> {
    const current = state.value;
    if (!current) return failed('unavailable');
    const draft = structuredClone(current.settings);
    change(draft);
    const checked = settingsSchema.safeParse(draft);
    if (!checked.success) {
      problems.value = problemsOf(checked.error);
      saving.value = 'invalid';
      return { kind: 'invalid', problems: problems.value };
    }
    problems.value = [];
    // What changes nothing must not become the change that "Undo" takes back.
    if (JSON.stringify(checked.data) === JSON.stringify(current.settings)) {
      saving.value = 'idle';
      return { kind: 'saved' };
    }
    const result = await wall.call('saveSettings', { settings: checked.data, basedOn: current.revision });
    if (!result.ok) return failed(result.error.code);
    take(result);
    saving.value = 'saved';
    return { kind: 'saved' };
  }

  /** Makes a change and saves it; never rejects. */
  const change = (make: Change): Promise<ChangeOutcome> =>
    inTurn(async () => {
      saving.value = 'saving';
      if (!state.value) await fetchAll();
      const outcome = await attempt(make);
      if (outcome.kind !== 'failed' || outcome.code !== 'conflict') return outcome;
      return (await fetchAll()) ? attempt(make) : outcome;
    });

  /** Takes the last change back. When somebody else changed the settings meanwhile, nothing is: it would be theirs. */
  const undo = (): Promise<ChangeOutcome> =>
    inTurn(async () => {
      const current = state.value;
      if (!current) return failed('unavailable');
      saving.value = 'saving';
      const result = await wall.call('undoSettings', { basedOn: current.revision });
      if (!result.ok) {
        if (result.error.code === 'conflict') await fetchAll();
        return failed(result.error.code);
      }
      take(result);
      problems.value = [];
      saving.value = 'saved';
      return { kind: 'saved' };
    });

  /**
   * Replaces the settings by those of a file's text.
   * @param apiUrl the file's own API address, once somebody has said that it is wanted
   */
  const importText = (text: string, apiUrl?: string): Promise<ImportOutcome> =>
    inTurn(async () => {
      const current = state.value;
      if (!current) return failed('unavailable');
      saving.value = 'saving';
      const confirmed = apiUrl === undefined ? {} : { apiUrl };
      const result = await wall.call('importSettings', { text, basedOn: current.revision, ...confirmed });
      if (!result.ok) {
        if (result.error.code === 'conflict') await fetchAll();
        return failed(result.error.code);
      }
      const { fields, otherApiUrl, ...next } = result.value;
      take({ ok: true, value: next });
      problems.value = [];
      saving.value = 'saved';
      return { kind: 'imported', fields, otherApiUrl };
    });

  /** The problem of the field at a path, or of anything inside it. */
  const problemAt = (path: string): FieldProblem['kind'] | null =>
    problems.value.find((problem) => problem.path === path || problem.path.startsWith(`${path}.`))?.kind ?? null;

  function markUnsaved(mark: symbol, how: 'unsaved' | 'mended'): void {
    if (unsaved.value.has(mark) === (how === 'unsaved')) return;
    const others = [...unsaved.value].filter((known) => known !== mark);
    unsaved.value = new Set(how === 'unsaved' ? [...others, mark] : others);
  }

  const settings = computed(() => state.value?.settings ?? null);
  const hasUnsaved = computed(() => unsaved.value.size > 0);
  const canUndo = computed(() => state.value?.canUndo ?? false);
  return {
    ...{ state, settings, canUndo, saving, error, problems, hasUnsaved },
    ...{ problemAt, markUnsaved, refresh, change, undo, importText },
  };
});
