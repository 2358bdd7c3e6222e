import { flushPromises, type VueWrapper } from '@vue/test-utils';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { defineComponent, h, ref, type Component } from 'vue';
import AboutDialog from '../../../renderer/desk/AboutDialog.vue';
import SettingsDialog from '../../../renderer/desk/SettingsDialog.vue';
import { useSettingsStore } from '../../../renderer/stores/settings.ts';
import { board, snapshot } from '../snapshots.ts';
import { createFakeCore, place, type FakeCore } from './desk.ts';

// Whole dialogs are laid out in a page that is no browser: slow on a machine that does other things too.
vi.setConfig({ testTimeout: 30_000 });

let dialog: VueWrapper | null = null;
afterEach(() => {
  dialog?.unmount();
  dialog = null;
});

async function open(core: FakeCore, component: Component = SettingsDialog): Promise<void> {
  dialog = await place(core, component, { section: 'boards', board: board(), snapshot: snapshot() });
}
const named = (name: string): HTMLElement => {
  const found = [...document.body.querySelectorAll<HTMLElement>('button, [role="menuitem"]')].find(
    (element) => (element.getAttribute('aria-label') ?? element.textContent ?? '').trim() === name,
  );
  if (!found) throw new Error(`No control ${name}`);
  return found;
};
/** As a keyboard does, which has the focus where it presses. */
async function press(name: string): Promise<void> {
  named(name).focus();
  named(name).click();
  await flushPromises();
}
async function choose(menu: string, item: string): Promise<void> {
  named(menu).focus();
  named(menu).dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter', bubbles: true }));
  await flushPromises();
  named(item).dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter', bubbles: true }));
  await flushPromises();
}
/** As the desk, which has the settings before their dialog is opened. */
const Opener = defineComponent({
  inheritAttrs: false,
  setup() {
    const settings = useSettingsStore();
    const isOpen = ref(false);
    return () => [
      h('button', { onClick: () => (isOpen.value = settings.settings !== null) }, 'Open'),
      isOpen.value ? h(SettingsDialog, { section: 'boards', board: board(), snapshot: snapshot() }) : null,
    ];
  },
});
const focused = (): Element | null => document.activeElement;
const focusedTile = (): string | null =>
  focused()?.closest('[data-tile]')?.getAttribute('data-tile') ?? focused()?.outerHTML.slice(0, 80) ?? null;
const focusedBoard = (): string | null => focused()?.closest('[data-board]')?.getAttribute('data-board') ?? null;

describe('the focus of a dialog that opens', () => {
  it('is on the chosen section of the settings, so that one more Enter takes nothing back', async () => {
    const core = createFakeCore();
    core.changeBehind((draft) => {
      draft.site = 'Changed';
    }, 'told');
    await open(core, Opener);
    await press('Open');
    await vi.waitFor(() => expect(focused()?.getAttribute('role')).toBe('tab'));
    expect(focused()?.getAttribute('aria-selected')).toBe('true');
  });

  it('is on the title where there are no sections, not on a button', async () => {
    await open(createFakeCore(), AboutDialog);
    await vi.waitFor(() => expect(focused()?.textContent).toBe('About'));
    expect(focused()?.tagName).toBe('H2');
  });
});

describe('the focus after a change', () => {
  it('goes from a removed tile to the next, and from the last one to the one before', async () => {
    const core = createFakeCore();
    await open(core);
    await press('Remove CSAT');
    await vi.waitFor(() => expect(focusedTile()).toBe('averageResponseTime'));
    await press('Remove Peak hour');
    await vi.waitFor(() => expect(focusedTile()).toBe(core.settings().boards[0]?.tiles.at(-1)?.metric));
  });

  it('goes to a tile that is added', async () => {
    await open(createFakeCore());
    await choose('Add a tile', 'Tags');
    await vi.waitFor(() => expect(focusedTile()).toBe('totalTags'));
  });

  it('goes to the title of a board that is added or duplicated, selected for typing over', async () => {
    await open(createFakeCore());
    await press('Add a board');
    const title = (): string => {
      const field = focused();
      if (!(field instanceof HTMLInputElement)) return '';
      return field.value.slice(field.selectionStart ?? 0, field.selectionEnd ?? 0);
    };
    await vi.waitFor(() => expect(title()).toBe('New board'));
    await choose('Actions for New board', 'Duplicate');
    await vi.waitFor(() => expect(title()).toBe('Copy of New board'));
  });

  it('goes from a deleted board to its neighbour', async () => {
    await open(createFakeCore());
    await press('Add a board');
    await choose('Actions for New board', 'Delete');
    await vi.waitFor(() => expect(document.body.querySelector('[role="alertdialog"]')).not.toBeNull());
    await press('Delete');
    await vi.waitFor(() => expect(focusedBoard()).toBe('main'));
  });

  it('stays where somebody put it meanwhile', async () => {
    const core = createFakeCore();
    await open(core);
    let save = (): void => undefined;
    const saved = new Promise<void>((resolve) => {
      save = resolve;
    });
    const { transport } = core;
    const call = transport.call.bind(transport);
    vi.spyOn(transport, 'call').mockImplementation(async (name, input) => {
      if (name === 'saveSettings') await saved;
      return call(name, input);
    });
    await press('Remove CSAT');
    named('Move Sessions down').focus();
    save();
    await vi.waitFor(() => expect(document.body.querySelector('[data-tile="CSAT"]')).toBeNull());
    expect(focused()).toBe(named('Move Sessions down'));
  });
});
