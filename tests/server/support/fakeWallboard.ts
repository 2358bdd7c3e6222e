import type { Access } from '../../../common/access.ts';
import { DEFAULT_SETTINGS } from '../../../common/settings.ts';
import type { Snapshot } from '../../../common/snapshot.ts';
import type { Wallboard } from '../../../core/wallboard.types.ts';

export type FakeWallboard = Pick<Wallboard, 'dispatch' | 'snapshot' | 'onChange'> & {
  readonly calls: { name: string; input: unknown; access: Access }[];
  readonly listeners: number;
  /** Names of commands that are never answered. */
  readonly unanswered: Set<string>;
  /** What commands answer to whoever may control, other than the usual. */
  readonly answers: Map<string, () => unknown>;
  /** A new state, told to every listener. */
  change(site?: string): void;
};

/** A wallboard that carries out what it is told and notes by whom. */
export function fakeWallboard(): FakeWallboard {
  const calls: FakeWallboard['calls'] = [];
  const unanswered = new Set<string>();
  const answers = new Map<string, () => unknown>();
  const listeners = new Set<(snapshot: Snapshot) => void>();
  let revision = 1;
  let site = 'North';
  const snapshot = (): Snapshot => ({
    revision,
    coreId: 'core',
    sentAtMs: 0,
    app: { name: 'Experia Wallboard', version: '0' },
    site,
    settingsRevision: 1,
    locale: 'en',
    theme: 'dark',
    demo: false,
    key: { present: true, source: 'keychain', keychain: 'available', addressChanged: null },
    budget: { limit: 200, used: 0, left: 200, requesting: false },
    pixelShift: true,
    pinSet: false,
    names: DEFAULT_SETTINGS.names,
    boards: [],
    notices: [{ kind: 'settingsRestored', copy: 'settings.unusable.json' }],
  });
  const dispatch = (name: string, input: unknown, access: Access): Promise<unknown> => {
    calls.push({ name, input, access });
    if (unanswered.has(name)) return new Promise(() => undefined);
    if (name === 'getSnapshot') return Promise.resolve({ ok: true, value: snapshot() });
    if (access !== 'control')
      return Promise.resolve({ ok: false, error: { code: 'forbidden', message: 'read-only screen' } });
    const usual = name === 'getSettings' ? DEFAULT_SETTINGS : { saved: true };
    return Promise.resolve(answers.get(name)?.() ?? usual).then((value) => ({ ok: true, value }));
  };
  return {
    calls,
    unanswered,
    answers,
    get listeners() {
      return listeners.size;
    },
    // The shapes are those of the contract; the names are not narrowed here.
    dispatch: dispatch as Wallboard['dispatch'],
    snapshot,
    onChange(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    change(newSite = site) {
      revision += 1;
      site = newSite;
      for (const listener of listeners) listener(snapshot());
    },
  };
}
