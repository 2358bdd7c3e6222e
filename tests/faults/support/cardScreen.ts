import { mount, type VueWrapper } from '@vue/test-utils';
import { createPinia } from 'pinia';
import type { CardName } from '../../../common/cards.ts';
import type { CommandName } from '../../../common/channels.ts';
import CardDialog from '../../../renderer/drilldown/CardDialog.vue';
import { createRowEngine } from '../../../renderer/drilldown/engine/createRowEngine.ts';
import { createInProcessPort } from '../../../renderer/drilldown/engine/inProcessPort.ts';
import { ROW_ENGINE } from '../../../renderer/drilldown/rowEngineKey.ts';
import { createWords } from '../../../renderer/i18n.ts';
import { useWallStore } from '../../../renderer/stores/wall.ts';
import { createMemoryTransport } from '../../../renderer/transport/memory.ts';
import { giveElementsSize, settle } from '../../renderer/drilldown/support/openDialog.ts';
import { cameOut } from './canary.ts';
import type { Life } from './scene.ts';
import { endLater } from './screen.ts';
import { until } from './until.ts';

/** The real drill-down of a running core, with its rows worked on in the page. */
export interface CardScreen {
  readonly wrapper: VueWrapper;
  rowCount(): number;
  /** Lines in the page now. */
  lines(): readonly HTMLElement[];
  /** Cells of a line, by the headings in sight. */
  cells(line: HTMLElement | undefined): Readonly<Record<string, string>>;
  sortBy(heading: string): Promise<void>;
  search(text: string): Promise<void>;
}

/** Opens a card of the first board at the supervisor's desk. */
export async function openCardScreen({ wallboard }: Life, card: CardName): Promise<CardScreen> {
  giveElementsSize();
  const handle = (name: CommandName, input: unknown): unknown => wallboard.dispatch(name, input, 'control');
  const first = wallboard.snapshot();
  const [board] = first.boards;
  if (!board) throw new Error('no board');
  const pinia = createPinia();
  useWallStore(pinia).connect(createMemoryTransport({ access: 'control', first, handle }));
  const wrapper = mount(CardDialog, {
    props: { card, board, snapshot: first },
    global: {
      plugins: [pinia, createWords()],
      provide: { [ROW_ENGINE as symbol]: () => createRowEngine(createInProcessPort()) },
    },
    attachTo: document.body,
  });
  endLater(wrapper);

  const grid = (): Element | null => document.querySelector('[role="grid"]');
  const rowCount = (): number => Number(grid()?.getAttribute('aria-rowcount') ?? 0) - 1;
  const lines = (): HTMLElement[] => [...document.querySelectorAll<HTMLElement>('.row-line')];
  const heads = (): HTMLElement[] => [...document.querySelectorAll<HTMLElement>('[role="columnheader"] .column-sort')];
  await until(async () => {
    await settle();
    return lines().length > 0;
  });
  cameOut(document.documentElement.outerHTML);
  return {
    wrapper,
    rowCount,
    lines,
    cells(line) {
      const texts = [...(line?.querySelectorAll('[role="gridcell"]') ?? [])].map((cell) => cell.textContent ?? '');
      return Object.fromEntries(heads().map((head, i) => [head.textContent?.trim() ?? '', texts[i]?.trim() ?? '']));
    },
    async sortBy(heading) {
      heads()
        .find(({ textContent }) => textContent?.trim() === heading)
        ?.click();
      await settle();
    },
    async search(text) {
      const field = document.querySelector<HTMLInputElement>('[role="dialog"] input[type="search"]');
      if (!field) throw new Error('no search field');
      field.value = text;
      field.dispatchEvent(new Event('input', { bubbles: true }));
      await settle();
    },
  };
}
