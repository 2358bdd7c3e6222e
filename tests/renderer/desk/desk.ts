import { flushPromises, mount, type VueWrapper } from '@vue/test-utils';
import { createPinia, setActivePinia } from 'pinia';
import type { Component } from 'vue';
import type { CommandName } from '../../../common/channels.ts';
import type { SettingsState } from '../../../common/contract.ts';
import { NO_IDS, type SeenIds } from '../../../common/idNames.ts';
import { err, ok, type Result } from '../../../common/result.ts';
import type { Snapshot } from '../../../common/snapshot.ts';
import { DEFAULT_SETTINGS, settingsSchema, type Settings } from '../../../common/settings.ts';
import { createWords } from '../../../renderer/i18n.ts';
import { useWallStore } from '../../../renderer/stores/wall.ts';
import { createMemoryTransport, type MemoryTransport } from '../../../renderer/transport/memory.ts';
import { snapshot } from '../snapshots.ts';

/** A core that keeps settings by the rules of the contract: revisions, conflicts, one list of undos. */
export interface FakeCore {
  readonly transport: MemoryTransport;
  readonly sent: { readonly name: CommandName; readonly input: unknown }[];
  settings(): Settings;
  /** What rows had so far. */
  seenIds: SeenIds;
  /** As if somebody else changed the settings; `told` says whether screens hear of it. */
  changeBehind(step: (draft: Settings) => void, told: 'told' | 'untold'): void;
  /** Answers instead of the core. */
  answer:
    ((name: CommandName, input: unknown) => Result<unknown, { code: string; message: string }> | undefined) | null;
}

const inputOf = (input: unknown): { settings?: unknown; basedOn?: number; text?: string } =>
  typeof input === 'object' && input !== null ? input : {};

export function createFakeCore(first: Settings = DEFAULT_SETTINGS, changes: Partial<Snapshot> = {}): FakeCore {
  let settings = structuredClone(first);
  let revision = 1;
  const before: Settings[] = [];
  const sent: FakeCore['sent'] = [];
  const state = (): SettingsState => ({ settings, revision, canUndo: before.length > 0, givenApiUrl: null });
  let shown = 1;
  const told = (): Snapshot =>
    snapshot({ names: settings.names, ...changes, revision: (shown += 1), settingsRevision: revision });
  const replace = (next: Settings): void => {
    before.push(settings);
    settings = next;
    revision += 1;
  };
  const conflict = err({ code: 'conflict', message: 'changed meanwhile' });

  function handle(name: CommandName, input: unknown): unknown {
    sent.push({ name, input });
    const answered = core.answer?.(name, input);
    if (answered) return answered;
    const { basedOn, settings: next, text } = inputOf(input);
    if (name === 'getSettings') return ok(state());
    if (name === 'getSeenIds') return ok(core.seenIds);
    if (basedOn !== undefined && basedOn !== revision) return conflict;
    if (name === 'saveSettings') replace(settingsSchema.parse(next));
    else if (name === 'importSettings') replace(settingsSchema.parse(JSON.parse(text ?? '')));
    else if (name === 'undoSettings') {
      settings = before.pop() ?? settings;
      revision += 1;
    } else return err({ code: 'unavailable', message: 'not here' });
    core.transport.push(told());
    return ok(name === 'importSettings' ? { ...state(), fields: [], otherApiUrl: null } : state());
  }

  const core: FakeCore = {
    transport: createMemoryTransport({ access: 'control', first: told(), handle }),
    sent,
    settings: () => settings,
    seenIds: NO_IDS,
    changeBehind(step, how) {
      const next = structuredClone(settings);
      step(next);
      replace(next);
      if (how === 'told') core.transport.push(told());
    },
    answer: null,
  };
  return core;
}

/** Connects the stores to a core, without any component. */
export async function connect(core: FakeCore): Promise<void> {
  setActivePinia(createPinia());
  useWallStore().connect(core.transport);
  await flushPromises();
}

/** Mounts one part of the desk over a core. */
export async function place(
  core: Pick<FakeCore, 'transport'>,
  component: Component,
  props: Readonly<Record<string, unknown>>,
): Promise<VueWrapper> {
  const pinia = createPinia();
  setActivePinia(pinia);
  useWallStore().connect(core.transport);
  const wrapper = mount(component, {
    props: { ...props },
    global: { plugins: [pinia, createWords()] },
    attachTo: document.body,
  });
  await flushPromises();
  return wrapper;
}

export const commandsOf = (core: FakeCore): readonly CommandName[] => core.sent.map(({ name }) => name);
