import { flushPromises, mount, type VueWrapper } from '@vue/test-utils';
import { createPinia } from 'pinia';
import { afterEach, describe, expect, it } from 'vitest';
import { CARD_NAMES } from '../../../common/cards.ts';
import CardList from '../../../renderer/drilldown/CardList.vue';
import { createWords } from '../../../renderer/i18n.ts';
import { usePanelsStore } from '../../../renderer/stores/panels.ts';
import { useWallStore } from '../../../renderer/stores/wall.ts';
import { board, snapshot } from '../snapshots.ts';

let wrapper: VueWrapper | null = null;
afterEach(() => wrapper?.unmount());

async function openList(): Promise<ReturnType<typeof usePanelsStore>> {
  const pinia = createPinia();
  useWallStore(pinia).apply(snapshot());
  wrapper = mount(CardList, {
    props: { board: board(), snapshot: snapshot() },
    global: { plugins: [pinia, createWords()] },
    attachTo: document.body,
  });
  await flushPromises();
  return usePanelsStore(pinia);
}
const buttons = (): HTMLElement[] => [...document.querySelectorAll<HTMLElement>('[data-open]')];
const button = (card: string): HTMLElement => {
  const found = document.querySelector<HTMLElement>(`[data-open="${card}"]`);
  if (!found) throw new Error(`No button for ${card}`);
  return found;
};
const field = (): HTMLInputElement => {
  const found = document.querySelector<HTMLInputElement>('.card-search input');
  if (!found) throw new Error('No search field');
  return found;
};
async function search(text: string): Promise<void> {
  field().value = text;
  field().dispatchEvent(new Event('input', { bubbles: true }));
  await flushPromises();
}
/** @returns whether the list left the key to others */
async function press(target: Element, key: string): Promise<boolean> {
  const left = target.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true }));
  await flushPromises();
  return left;
}

describe('the list of cards', () => {
  it('has every card of the API once, the queue report included', async () => {
    await openList();
    expect(
      buttons()
        .map((one) => one.dataset['open'])
        .sort(),
    ).toEqual([...CARD_NAMES].sort());
  });

  it('shows the figure of each card as the board has it, and says where the board has none', async () => {
    await openList();
    expect(button('CARDTOTALSESSIONS').textContent).toContain('1,457');
    expect(button('CARDTOTALCLOSEDSESSIONS').textContent).toContain('1,420');
    expect(button('CARDWAITINGTIME').textContent).toContain('1m\u00a023s');
    expect(button('CARDWAITINGTIME').dataset['status']).toBe('good');
    expect(button('CARDCSAT').textContent).toContain('not on the board');
  });

  it('opens a card', async () => {
    const panels = await openList();
    button('CARDQUEUEREPORT').click();
    expect(panels.panel).toEqual({ kind: 'card', card: 'CARDQUEUEREPORT' });
  });

  it('is narrowed by what is written, and Enter opens the first that fits', async () => {
    const panels = await openList();
    await search('queue');
    expect(buttons().map((one) => one.dataset['open'])).toEqual(['CARDQUEUEREPORT']);
    await press(field(), 'Enter');
    expect(panels.panel).toEqual({ kind: 'card', card: 'CARDQUEUEREPORT' });
  });

  it('says that no card has that name', async () => {
    await openList();
    await search('zebra');
    expect(buttons()).toEqual([]);
    expect(document.body.textContent).toContain('No card of that name');
  });

  it('begins in the search field', async () => {
    await openList();
    expect(document.activeElement).toBe(field());
  });

  it('leaves the arrow keys to what goes by place on the screen, and jumps to both ends itself', async () => {
    await openList();
    for (const key of ['ArrowDown', 'ArrowRight']) expect(await press(buttons()[0] ?? field(), key)).toBe(true);
    buttons()[0]?.focus();
    await press(document.activeElement ?? field(), 'End');
    expect(document.activeElement).toBe(buttons().at(-1));
    await press(document.activeElement ?? field(), 'Home');
    expect(document.activeElement).toBe(buttons()[0]);
  });

  it('takes a letter as the beginning of a name, wherever the focus is', async () => {
    await openList();
    buttons()[3]?.focus();
    await press(buttons()[3] ?? field(), 'q');
    expect(document.activeElement).toBe(field());
  });
});
