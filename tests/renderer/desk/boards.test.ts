import { flushPromises, type VueWrapper } from '@vue/test-utils';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { DEFAULT_BOARD, DEFAULT_SETTINGS } from '../../../common/settings.ts';
import SettingsDialog from '../../../renderer/desk/SettingsDialog.vue';
import { board, reading, snapshot, tile } from '../snapshots.ts';
import { commandsOf, createFakeCore, place, type FakeCore } from './desk.ts';

// Whole dialogs are laid out in a page that is no browser: slow on a machine that does other things too.
vi.setConfig({ testTimeout: 30_000 });

let dialog: VueWrapper | null = null;
afterEach(() => {
  dialog?.unmount();
  dialog = null;
});

async function openBoards(core: FakeCore): Promise<void> {
  const shown = board({ tiles: [tile('averageWaitingTime', { reading: reading(83) })] });
  dialog = await place(core, SettingsDialog, {
    section: 'boards',
    board: shown,
    snapshot: snapshot({ boards: [shown] }),
  });
}

const all = <E extends Element>(selector: string): E[] => [...document.body.querySelectorAll<E>(selector)];
const named = (name: string): HTMLElement => {
  const found = all<HTMLElement>('button, [role="menuitem"]').find(
    (element) => (element.getAttribute('aria-label') ?? element.textContent ?? '').trim() === name,
  );
  if (!found) throw new Error(`No control ${name}`);
  return found;
};
async function press(name: string): Promise<void> {
  named(name).click();
  await flushPromises();
}
/** Opens a menu as a keyboard does. */
async function openMenu(name: string): Promise<void> {
  named(name).dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter', bubbles: true }));
  await flushPromises();
}
const field = (label: string): HTMLInputElement => {
  const id = all<HTMLLabelElement>('label').find((element) => element.textContent?.trim() === label)?.htmlFor ?? '';
  const found = document.getElementById(id);
  if (!(found instanceof HTMLInputElement)) throw new Error(`No field ${label}`);
  return found;
};
async function type(label: string, text: string, how: 'typing' | 'left'): Promise<void> {
  const input = field(label);
  input.value = text;
  input.dispatchEvent(new Event('input'));
  if (how === 'left') input.dispatchEvent(new Event('change'));
  await flushPromises();
}
const metrics = (core: FakeCore) => core.settings().boards[0]?.tiles.map(({ metric }) => metric);
const saves = (core: FakeCore): number => commandsOf(core).filter((name) => name === 'saveSettings').length;

describe('the boards in the settings', () => {
  it('are added with an id of their own and shown at once, and the last one cannot be deleted', async () => {
    const core = createFakeCore();
    await openBoards(core);
    await press('Add a board');
    await press('Add a board');
    expect(core.settings().boards.map(({ id }) => id)).toEqual(['main', 'new-board', 'new-board-2']);
    expect(document.body.querySelector('[data-board="new-board-2"] [aria-current]')).not.toBeNull();
  });

  it('are duplicated whole and deleted only after a question', async () => {
    const core = createFakeCore();
    await openBoards(core);
    await openMenu('Actions for Board “main”');
    await press('Duplicate');
    const [first, copy] = core.settings().boards;
    expect(copy).toEqual({ ...first, id: 'copy-of-board-main', title: 'Copy of Board “main”' });
    await openMenu('Actions for Copy of Board “main”');
    await press('Delete');
    expect(core.settings().boards).toHaveLength(2);
    expect(document.body.querySelector('[role="alertdialog"]')?.textContent).toContain('Delete Copy of Board “main”?');
    await press('Delete');
    expect(core.settings().boards.map(({ id }) => id)).toEqual(['main']);
  });

  it('take their walls with them when they are deleted', async () => {
    const core = createFakeCore();
    await openBoards(core);
    await press('Add a board');
    core.changeBehind((draft) => {
      draft.desktop.walls = [{ display: '1', board: 'new-board' }];
    }, 'told');
    await flushPromises();
    await openMenu('Actions for New board');
    await press('Delete');
    await press('Delete');
    expect(core.settings().desktop.walls).toEqual([]);
  });

  it('are renamed when the field is left', async () => {
    const core = createFakeCore();
    await openBoards(core);
    await type('Title', 'Sales', 'typing');
    expect(saves(core)).toBe(0);
    await type('Title', ' Sales ', 'left');
    expect(core.settings().boards[0]).toMatchObject({ id: 'main', title: 'Sales' });
  });
});

describe('the tiles of a board', () => {
  it('are moved by buttons, and their new place is said', async () => {
    const core = createFakeCore();
    await openBoards(core);
    await press('Move Sessions down');
    expect(metrics(core)?.slice(0, 2)).toEqual(['averageWaitingTime', 'totalSessions']);
    expect(all('[aria-live="polite"]').map((element) => element.textContent)).toContain('Sessions: now 2 of 11');
    expect((named('Move Avg waiting up') as HTMLButtonElement).disabled).toBe(true);
  });

  it('are removed and added', async () => {
    const core = createFakeCore();
    await openBoards(core);
    await press('Remove CSAT');
    expect(metrics(core)).not.toContain('CSAT');
    await openMenu('Add a tile');
    await press('Tags');
    expect(metrics(core)?.at(-1)).toBe('totalTags');
  });

  it('offer the large size only while fewer than three are large', async () => {
    const core = createFakeCore();
    await openBoards(core);
    const large = (metric: string): HTMLButtonElement | null =>
      document.body.querySelector(`[data-tile="${metric}"] .ui-segment`);
    expect(large('NPS')?.disabled).toBe(true);
    await press('Remove CSAT');
    expect(large('NPS')?.disabled).toBe(false);
    large('NPS')?.click();
    await flushPromises();
    expect(core.settings().boards[0]?.tiles.find(({ metric }) => metric === 'NPS')?.size).toBe('hero');
  });
});

describe('the service level of service times', () => {
  const part = <E extends Element>(selector: string): E | null =>
    document.body.querySelector<E>(`[data-sla="service"] ${selector}`);
  const target = (core: FakeCore) => core.settings().boards[0]?.slaTargets.service;

  it('has no status until its time is set', async () => {
    const core = createFakeCore();
    await openBoards(core);
    expect(part('.desk-scale')).toBeNull();
    const within = part<HTMLInputElement>('input');
    if (!within) throw new Error('No field for its time');
    within.value = '10:00';
    within.dispatchEvent(new Event('input', { bubbles: true }));
    within.dispatchEvent(new Event('change', { bubbles: true }));
    await flushPromises();
    expect(core.settings().boards[0]?.query.sla.service).toBe(600);
    expect(target(core)).toEqual({ warn: 80, bad: 70 });
    expect(part('.desk-scale')).not.toBeNull();
  });

  it('has one, or none again, as its switch says', async () => {
    const core = createFakeCore();
    await openBoards(core);
    part<HTMLButtonElement>('.ui-switch')?.click();
    await flushPromises();
    expect(target(core)).toEqual({ warn: 80, bad: 70 });
    part<HTMLButtonElement>('.ui-switch')?.click();
    await flushPromises();
    expect(target(core)).toBeNull();
    expect(core.settings().boards[0]?.query.sla.service).toBe(60);
  });
});

describe('thresholds', () => {
  const preview = (): { level: string | null; word: string | undefined } => ({
    level: document.body.querySelector('[data-part="preview"]')?.getAttribute('data-level') ?? null,
    word: document.body.querySelector('[data-part="preview"] [data-part="mark"]')?.textContent?.trim(),
  });

  it('show what they would do to the value of now while they are typed, and are saved when the field is left', async () => {
    const core = createFakeCore();
    await openBoards(core);
    await press('Thresholds of Avg waiting');
    expect(preview()).toEqual({ level: 'good', word: 'Good' });
    await type('“Watch” above', '1:00', 'typing');
    expect(preview()).toEqual({ level: 'warn', word: 'Watch' });
    await type('“High” above', '1:10', 'typing');
    expect(preview()).toEqual({ level: 'bad', word: 'High' });
    expect(saves(core)).toBe(0);
    await type('“High” above', '1:10', 'left');
    const saved = core.settings().boards[0]?.tiles.find(({ metric }) => metric === 'averageWaitingTime');
    expect(saved?.thresholds).toEqual({ warn: 60, bad: 70 });
  });

  it('of an average without SLA seconds are none until some are typed: no status, no scale', async () => {
    const query = { ...DEFAULT_BOARD.query, sla: { ...DEFAULT_BOARD.query.sla, waiting: 0 } };
    await openBoards(createFakeCore({ ...DEFAULT_SETTINGS, boards: [{ ...DEFAULT_BOARD, query }] }));
    await press('Thresholds of Avg waiting');
    expect(preview().level).toBe('neutral');
    expect(document.body.querySelector('[data-thresholds] .desk-scale')).toBeNull();
    await type('“High” above', '1:10', 'typing');
    expect(preview().level).toBe('bad');
  });

  it('that contradict each other are said at the field and not saved', async () => {
    const core = createFakeCore();
    await openBoards(core);
    await press('Thresholds of Avg waiting');
    await type('“High” above', '1:00', 'left');
    expect(document.body.querySelector('[role="alert"]')?.textContent).toBe('“Watch” must not be above “High”');
    expect(field('“High” above').getAttribute('aria-invalid')).toBe('true');
    expect(preview().level).toBe('good');
    expect(saves(core)).toBe(0);
  });

  it('go back to the default', async () => {
    const core = createFakeCore();
    await openBoards(core);
    await press('Thresholds of Avg waiting');
    await type('“Watch” above', '1:00', 'left');
    expect(preview().level).toBe('warn');
    await press('Back to the default');
    expect(core.settings().boards[0]?.tiles[1]).toEqual({ metric: 'averageWaitingTime', size: 'hero' });
    expect(preview().level).toBe('good');
  });
});
