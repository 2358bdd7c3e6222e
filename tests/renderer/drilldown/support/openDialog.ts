import { flushPromises, mount, type VueWrapper } from '@vue/test-utils';
import { createPinia } from 'pinia';
import { vi } from 'vitest';
import type { CommandName } from '../../../../common/channels.ts';
import type { CardName } from '../../../../common/cards.ts';
import type { CardOutcome, CardRows, OpenCard } from '../../../../common/drilldown.ts';
import { DEFAULT_QUERY } from '../../../../common/query.ts';
import type { BoardSnapshot } from '../../../../common/snapshot.ts';
import { ok } from '../../../../common/result.ts';
import CardDialog from '../../../../renderer/drilldown/CardDialog.vue';
import { createRowEngine } from '../../../../renderer/drilldown/engine/createRowEngine.ts';
import { createInProcessPort } from '../../../../renderer/drilldown/engine/inProcessPort.ts';
import type { RowEngine } from '../../../../renderer/drilldown/engine/protocol.ts';
import { ROW_ENGINE } from '../../../../renderer/drilldown/rowEngineKey.ts';
import { createWords } from '../../../../renderer/i18n.ts';
import { useWallStore } from '../../../../renderer/stores/wall.ts';
import { createMemoryTransport } from '../../../../renderer/transport/memory.ts';
import { board, SENT_AT, snapshot } from '../../snapshots.ts';
import { sessionRows } from './sessionRows.ts';

/** An answer with rows, to be read in two parts. */
export const rowsAnswer = (rowCount: number, changes: Partial<CardRows> = {}): CardRows => ({
  kind: 'rows',
  ticket: '6f1f4f0e-0000-4000-8000-000000000001',
  card: 'CARDWAITINGTIME',
  query: DEFAULT_QUERY,
  rowCount,
  reply: 'list',
  total: null,
  hasMore: false,
  apiNowMs: SENT_AT,
  asOfMs: SENT_AT,
  ageMs: 0,
  cost: 1,
  left: 142,
  masked: true,
  figure: null,
  ...changes,
});

export interface DialogOptions {
  readonly card?: CardName;
  /** Answers an opening; by default with twenty session rows. */
  readonly answer?: (input: OpenCard) => CardOutcome | Promise<CardOutcome>;
  readonly rows?: readonly unknown[];
  readonly maskedFields?: readonly string[];
  readonly board?: Partial<BoardSnapshot>;
  /** Carries out `readRows` in place of the rows. */
  readonly read?: (from: number) => unknown;
}

export interface OpenedDialog {
  readonly wrapper: VueWrapper;
  readonly store: ReturnType<typeof useWallStore>;
  /** Commands sent, oldest first. */
  readonly sent: { readonly name: CommandName; readonly input: unknown }[];
  /** Engines made so far, and those that were ended. */
  readonly engines: RowEngine[];
  readonly ended: Set<RowEngine>;
  /** The first element that fits, anywhere in the page: dialogs are moved to its end. */
  find(selector: string): HTMLElement;
  has(selector: string): boolean;
  text(selector?: string): string;
  click(selector: string): Promise<void>;
  closed(): number;
}

const PANE_PX = 400;

/** Layout is not worked out here, so elements say a size of their own: a table needs one to know how many rows it shows. */
export function giveElementsSize(): void {
  for (const property of ['offsetHeight', 'offsetWidth', 'clientHeight'] as const)
    vi.spyOn(HTMLElement.prototype, property, 'get').mockReturnValue(PANE_PX);
}

/** Lets the engine, which answers in a chain of microtasks, come to an end. */
export async function settle(): Promise<void> {
  for (let round = 0; round < 12; round += 1) await flushPromises();
}

/** Mounts the dialog over a memory transport, with an engine that runs in the page. */
export async function openDialog(options: DialogOptions = {}): Promise<OpenedDialog> {
  const { card = 'CARDWAITINGTIME', rows = sessionRows(20) } = options;
  const { answer = () => rowsAnswer(rows.length, { card }) } = options;
  const sent: OpenedDialog['sent'] = [];
  const half = Math.ceil(rows.length / 2);
  const read = (from: number): unknown =>
    ok({
      text: JSON.stringify(rows.slice(from, from + half)),
      next: from === 0 && half < rows.length ? half : null,
      maskedFields: options.maskedFields ?? [],
    });

  const transport = createMemoryTransport({
    access: 'control',
    first: snapshot(),
    handle: async (name, input) => {
      sent.push({ name, input });
      if (name === 'openCard') return ok(await answer(input as OpenCard));
      if (name === 'readRows') return (options.read ?? read)((input as { readonly from: number }).from);
      return ok({ cancelled: true });
    },
  });
  const pinia = createPinia();
  const store = useWallStore(pinia);
  store.connect(transport);
  const engines: RowEngine[] = [];
  const ended = new Set<RowEngine>();
  const createEngine = (): RowEngine => {
    const engine = createRowEngine(createInProcessPort());
    const watched: RowEngine = {
      ...engine,
      end: () => {
        ended.add(watched);
        engine.end();
      },
    };
    engines.push(watched);
    return watched;
  };
  const wrapper = mount(CardDialog, {
    props: { card, board: board(options.board), snapshot: snapshot() },
    global: { plugins: [pinia, createWords()], provide: { [ROW_ENGINE as symbol]: createEngine } },
    attachTo: document.body,
  });
  await settle();

  const find = (selector: string): HTMLElement => {
    const found = document.querySelector<HTMLElement>(selector);
    if (!found) throw new Error(`Nothing fits ${selector}`);
    return found;
  };
  return {
    wrapper,
    store,
    sent,
    engines,
    ended,
    find,
    has: (selector) => document.querySelector(selector) !== null,
    text: (selector = '[role="dialog"]') => (find(selector).textContent ?? '').replace(/\s+/g, ' ').trim(),
    async click(selector) {
      const found = find(selector);
      // Vue drops an event of the millisecond in which its listener came, and no hand is that fast.
      const cameAt = Date.now();
      await vi.waitUntil(() => Date.now() > cameAt, { interval: 1 });
      found.click();
      await settle();
    },
    closed: () => wrapper.emitted('close')?.length ?? 0,
  };
}
