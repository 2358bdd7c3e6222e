import { flushPromises, mount, type VueWrapper } from '@vue/test-utils';
import { createPinia } from 'pinia';
import type { CommandName } from '../../common/channels.ts';
import type { Access } from '../../common/access.ts';
import type { Snapshot } from '../../common/snapshot.ts';
import App from '../../renderer/components/App.vue';
import { createWords, type Translate } from '../../renderer/i18n.ts';
import { createFormats } from '../../renderer/format/formats.ts';
import { createTimes } from '../../renderer/format/times.ts';
import { createMemoryTransport, type MemoryTransport } from '../../renderer/transport/memory.ts';
import type { ShellSide } from '../../renderer/shellSide.ts';
import type { ViewContext } from '../../renderer/view/context.ts';
import { SENT_AT } from './snapshots.ts';

export interface Screen {
  readonly wrapper: VueWrapper;
  readonly transport: MemoryTransport;
  /** Commands sent by the screen, oldest first. */
  readonly sent: { readonly name: CommandName; readonly input: unknown }[];
}

export interface ScreenOptions {
  readonly access?: Access;
  readonly boardId?: string | null;
  readonly shell?: ShellSide;
  readonly reply?: (name: CommandName, input: unknown) => unknown;
}

/** Mounts the whole screen over a memory transport. */
export async function openScreen(first: Snapshot | null, options: ScreenOptions = {}): Promise<Screen> {
  const { access = 'wall', boardId = null, shell, reply = () => undefined } = options;
  const sent: Screen['sent'] = [];
  const handle = (name: CommandName, input: unknown): unknown => {
    sent.push({ name, input });
    return reply(name, input);
  };
  const transport = createMemoryTransport({ access, first, handle });
  const wrapper = mount(App, {
    props: { transport, boardId, ...(shell ? { shell } : {}) },
    global: { plugins: [createPinia(), createWords()] },
    attachTo: document.body,
  });
  await flushPromises();
  return { wrapper, transport, sent };
}

export const words: Translate = (key, named = {}, plural) => {
  const { t } = createWords().global;
  return plural === undefined ? t(key, named) : t(key, named, plural);
};

export const viewContext = (addedMs = 0): ViewContext => ({
  t: words,
  formats: createFormats('en', words),
  times: createTimes('en', '+03:00'),
  addedMs,
  sentAtMs: SENT_AT,
});
