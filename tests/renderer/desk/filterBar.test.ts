import { flushPromises, type VueWrapper } from '@vue/test-utils';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { DEFAULT_BOARD, DEFAULT_SETTINGS, type Settings } from '../../../common/settings.ts';
import DeskBar from '../../../renderer/desk/DeskBar.vue';
import { usePanelsStore } from '../../../renderer/stores/panels.ts';
import { board, snapshot } from '../snapshots.ts';
import { commandsOf, createFakeCore, place, type FakeCore } from './desk.ts';

// Whole dialogs are laid out in a page that is no browser: slow on a machine that does other things too.
vi.setConfig({ testTimeout: 30_000 });

let bar: VueWrapper | null = null;
afterEach(() => {
  bar?.unmount();
  bar = null;
});

async function openBar(core: FakeCore, query: Partial<Settings['boards'][number]['query']> = {}): Promise<VueWrapper> {
  const shown = board({ query: { ...(core.settings().boards[0] ?? DEFAULT_BOARD).query, ...query } });
  bar = await place(core, DeskBar, {
    board: shown,
    snapshot: snapshot({ boards: [shown, board({ id: 'night', title: 'Night' })] }),
  });
  return bar;
}

const queryOf = (core: FakeCore) => core.settings().boards[0]?.query;
const body = (): HTMLElement => document.body;
const button = (name: string): HTMLButtonElement => {
  const found = [...body().querySelectorAll('button')].find(
    (element) => (element.getAttribute('aria-label') ?? element.textContent ?? '').trim() === name,
  );
  if (!found) throw new Error(`No button ${name}`);
  return found;
};

describe('the bar of the desk', () => {
  it('saves a chosen period at once', async () => {
    const core = createFakeCore();
    const wrapper = await openBar(core);
    await wrapper.find('.desk-period select').setValue('WEEK');
    await flushPromises();
    expect(queryOf(core)?.filter).toBe('WEEK');
    expect(wrapper.find('[role="status"]').text()).toBe('Saved');
  });

  it('does not send a custom range before its days are chosen', async () => {
    const core = createFakeCore();
    const wrapper = await openBar(core);
    await wrapper.find('.desk-period select').setValue('range');
    await flushPromises();
    expect(commandsOf(core)).not.toContain('saveSettings');
    expect(button('Choose days').getAttribute('aria-haspopup')).toBe('dialog');
  });

  it('shows the period in force again when the custom range is closed without a choice', async () => {
    const core = createFakeCore();
    const wrapper = await openBar(core);
    const select = wrapper.find<HTMLSelectElement>('.desk-period select');
    const before = select.element.value;
    await select.setValue('range');
    await vi.waitFor(() => expect(body().querySelector('.desk-calendar')).not.toBeNull());
    body()
      .querySelector('.desk-calendar')
      ?.dispatchEvent(new KeyboardEvent('keydown', { key: 'Escape', bubbles: true, cancelable: true }));
    await vi.waitFor(() => expect(select.element.value).toBe(before));
    await vi.waitFor(() => expect(document.activeElement).toBe(select.element));
    expect(commandsOf(core)).not.toContain('saveSettings');
  });

  it('says at the field that an e-mail address is wrong, and does not send it', async () => {
    const core = createFakeCore();
    await openBar(core);
    button('Agent: all').click();
    await flushPromises();
    const field = body().querySelector<HTMLInputElement>('input[inputmode="email"]');
    if (!field) throw new Error('No field');
    field.value = 'not an address';
    field.dispatchEvent(new Event('input'));
    field.dispatchEvent(new Event('change'));
    await flushPromises();
    expect(body().querySelector('[role="alert"]')?.textContent).toBe('Not an e-mail address');
    expect(field.getAttribute('aria-invalid')).toBe('true');
    expect(commandsOf(core)).not.toContain('saveSettings');
    field.value = 'agent@example.com';
    field.dispatchEvent(new Event('input'));
    field.dispatchEvent(new Event('change'));
    await flushPromises();
    expect(queryOf(core)?.email).toBe('agent@example.com');
    expect(body().querySelector('[role="alert"]')).toBeNull();
  });

  it('shows that a filter is on and for whom, and clears it', async () => {
    const core = createFakeCore({
      ...DEFAULT_SETTINGS,
      boards: DEFAULT_SETTINGS.boards.map((known) => ({ ...known, query: { ...known.query, channels: [7] } })),
    });
    const wrapper = await openBar(core);
    expect(wrapper.find('.desk-filter-sign').attributes('data-shown')).toBe('true');
    expect(wrapper.text()).toContain('on every screen');
    expect(wrapper.text()).toContain('Channels: 1');
    button('Clear the filters').click();
    await flushPromises();
    expect(queryOf(core)).toMatchObject({ filter: 'daily', channels: [], groupsID: [], email: '' });
  });

  it('shows no filter sign when nothing is left out', async () => {
    const wrapper = await openBar(createFakeCore());
    expect(wrapper.find('.desk-filter-sign').attributes('data-shown')).toBe('false');
  });

  it('asks for another board', async () => {
    const wrapper = await openBar(createFakeCore());
    await wrapper.find('.desk-bar-board select').setValue('night');
    expect(wrapper.emitted('choose')).toEqual([['night']]);
  });

  it('opens panels, and takes the last change back only when there is one', async () => {
    const core = createFakeCore();
    await openBar(core);
    const undo = button('Undo the last change of the settings');
    expect(undo.disabled).toBe(true);
    core.changeBehind((draft) => {
      draft.site = 'Changed';
    }, 'told');
    await flushPromises();
    expect(undo.disabled).toBe(false);
    undo.click();
    await flushPromises();
    expect(core.settings().site).toBe('Contact centre');
    button('Settings').click();
    expect(usePanelsStore().panel).toEqual({ kind: 'settings', section: 'boards' });
  });
});
