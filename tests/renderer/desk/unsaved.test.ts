import { flushPromises, type VueWrapper } from '@vue/test-utils';
import { afterEach, describe, expect, it, vi } from 'vitest';
import SettingsDialog from '../../../renderer/desk/SettingsDialog.vue';
import type { SettingsSection } from '../../../renderer/stores/panels.ts';
import { board, reading, snapshot, tile } from '../snapshots.ts';
import { createFakeCore, place, type FakeCore } from './desk.ts';

// Whole dialogs are laid out in a page that is no browser: slow on a machine that does other things too.
vi.setConfig({ testTimeout: 30_000 });

let dialog: VueWrapper | null = null;
afterEach(() => {
  dialog?.unmount();
  dialog = null;
});

async function open(core: FakeCore, section: SettingsSection): Promise<void> {
  const shown = board({ tiles: [tile('averageWaitingTime', { reading: reading(83) })] });
  dialog = await place(core, SettingsDialog, { section, board: shown, snapshot: snapshot({ boards: [shown] }) });
  if (section !== 'boards') return;
  document.body.querySelector<HTMLElement>('[data-tile="averageWaitingTime"] .desk-tile-limits')?.click();
  await flushPromises();
}
function field(label: string, within = ''): HTMLInputElement {
  const id =
    [...document.body.querySelectorAll<HTMLLabelElement>(`${within} label`)].find(
      (element) => element.textContent?.trim() === label,
    )?.htmlFor ?? '';
  const found = document.getElementById(id);
  if (!(found instanceof HTMLInputElement)) throw new Error(`No field ${label}`);
  return found;
}
async function type(input: HTMLInputElement, text: string): Promise<void> {
  input.focus();
  input.value = text;
  input.dispatchEvent(new Event('input'));
  await flushPromises();
}
async function leave(input: HTMLInputElement): Promise<void> {
  input.dispatchEvent(new Event('change'));
  input.blur();
  await flushPromises();
}
async function escape(input: HTMLInputElement): Promise<void> {
  input.dispatchEvent(new KeyboardEvent('keydown', { key: 'Escape', bubbles: true, cancelable: true }));
  await flushPromises();
}
const note = (): string => document.body.querySelector('.desk-saved')?.textContent ?? '';
const limits = (core: FakeCore) =>
  core.settings().boards[0]?.tiles.find(({ metric }) => metric === 'averageWaitingTime')?.thresholds;
const NOT_VALID = 'Not saved: a value is not valid';

describe('what is typed while another desk changes the settings', () => {
  it('stays in the field, and is saved on top of theirs', async () => {
    const core = createFakeCore();
    await open(core, 'boards');
    const title = field('Title');
    await type(title, 'Sales');
    core.changeBehind((draft) => {
      draft.theme = 'light';
      for (const known of draft.boards) known.title = 'Theirs';
    }, 'told');
    await flushPromises();
    expect(title.value).toBe('Sales');
    await leave(title);
    expect(core.settings()).toMatchObject({ theme: 'light', boards: [{ title: 'Sales' }] });
  });

  it('as a threshold stays in its field and its preview, and theirs stays in the other', async () => {
    const core = createFakeCore();
    await open(core, 'boards');
    const watchAbove = field('“Watch” above');
    await type(watchAbove, '1:15');
    core.changeBehind((draft) => {
      const known = draft.boards[0]?.tiles.find(({ metric }) => metric === 'averageWaitingTime');
      if (known) known.thresholds = { warn: 60, bad: 70 };
    }, 'told');
    await flushPromises();
    expect(watchAbove.value).toBe('1:15');
    expect(field('“High” above').value).toBe('1:10');
    await type(watchAbove, '1:05');
    await leave(watchAbove);
    expect(limits(core)).toEqual({ warn: 65, bad: 70 });
  });
});

describe('the note beside the settings', () => {
  it.each(['abc', '-1'])('does not say "Saved" while the limit %s is not valid, until it is mended', async (text) => {
    const core = createFakeCore();
    await open(core, 'boards');
    await leave(field('Title'));
    const within = field('Within', '[data-sla="waiting"]');
    await type(within, text);
    await leave(within);
    expect(note()).toBe(NOT_VALID);
    const title = field('Title');
    await type(title, 'Sales');
    await leave(title);
    expect(core.settings().boards[0]?.title).toBe('Sales');
    expect(note()).toBe(NOT_VALID);
    await type(within, '1:30');
    await leave(within);
    expect(note()).toBe('Saved');
    expect(core.settings().boards[0]?.query.sla.waiting).toBe(90);
  });

  it('does not say "Saved" while two thresholds contradict each other, until one is restored', async () => {
    const core = createFakeCore();
    await open(core, 'boards');
    const high = field('“High” above');
    await type(high, '0:01');
    await leave(high);
    expect(note()).toBe(NOT_VALID);
    high.focus();
    await escape(high);
    expect(note()).not.toBe(NOT_VALID);
    expect(dialog?.emitted('close')).toBeUndefined();
    expect(limits(core)).toBeUndefined();
  });

  it('does not say "Saved" beside an address that was refused, and is silent when the field goes', async () => {
    const core = createFakeCore();
    await open(core, 'key');
    const address = field('Address');
    await type(address, 'http://example.org');
    await leave(address);
    expect(note()).toBe(NOT_VALID);
    await escape(address);
    expect(note()).toBe('');
    expect(document.body.querySelector('[role="alert"]')).toBeNull();
  });
});

describe('Escape', () => {
  it('takes a half-typed ID back instead of adding it, and closes nothing', async () => {
    const core = createFakeCore();
    await open(core, 'boards');
    const channels = field('Channels');
    await type(channels, '12');
    await escape(channels);
    expect(channels.value).toBe('');
    expect(dialog?.emitted('close')).toBeUndefined();
    channels.blur();
    await flushPromises();
    expect(core.settings().boards[0]?.query.channels).toEqual([]);
    channels.focus();
    await escape(channels);
    expect(dialog?.emitted('close')).toHaveLength(1);
  });
});
