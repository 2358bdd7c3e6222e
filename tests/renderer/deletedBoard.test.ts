import { flushPromises } from '@vue/test-utils';
import { afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { ok } from '../../common/result.ts';
import { DEFAULT_SETTINGS } from '../../common/settings.ts';
import { ABANDONED_AFTER_MS } from '../../renderer/composables/useAbandonedPanel.ts';
import { BARE_SHELL } from '../../renderer/shellSide.ts';
import { openScreen, type Screen } from './mounting.ts';
import { board, snapshot } from './snapshots.ts';

vi.mock('../../renderer/drilldown/CardDialog.vue', async () => (await import('./panelStubs.ts')).panelStub('card'));
vi.mock('../../renderer/desk/SettingsDialog.vue', async () => (await import('./panelStubs.ts')).panelStub('settings'));
vi.mock('../../renderer/desk/DeskBar.vue', async () => (await import('./panelStubs.ts')).deskBarStub());

const NIGHT = board({ id: 'night', title: 'Night' });
const both = snapshot({ boards: [board(), NIGHT] });
const mainOnly = snapshot({ revision: 2 });
const opened: Screen[] = [];

async function open(...args: Parameters<typeof openScreen>): Promise<Screen> {
  const screen = await openScreen(...args);
  opened.push(screen);
  await settled();
  return screen;
}
/** Some frames, in which parts arrive and the focus goes back. */
async function settled(): Promise<void> {
  for (let frame = 0; frame < 4; frame += 1) {
    await vi.advanceTimersByTimeAsync(20);
    await flushPromises();
  }
}
const panel = (): HTMLElement | null => document.querySelector<HTMLElement>('[data-panel]');
const focused = (): string | undefined => (document.activeElement as HTMLElement | null)?.dataset['opener'];

beforeAll(async () => {
  await Promise.all([
    import('../../renderer/drilldown/CardDialog.vue'),
    import('../../renderer/desk/SettingsDialog.vue'),
    import('../../renderer/desk/DeskBar.vue'),
    import('../../renderer/components/SettingsActions.vue'),
  ]);
});
beforeEach(() => void vi.useFakeTimers());
afterEach(() => {
  for (const { wrapper } of opened.splice(0)) wrapper.unmount();
  document.body.replaceChildren();
  vi.useRealTimers();
});

describe('a board that is deleted elsewhere', () => {
  it('leaves the desk whose address asks for it the settings and the way back', async () => {
    const state = { settings: DEFAULT_SETTINGS, revision: 1, canUndo: true };
    const reply = (name: string) => (name === 'getSettings' ? ok(state) : undefined);
    const { wrapper, transport, sent } = await open(both, { access: 'control', boardId: 'night', reply });
    transport.push(mainOnly);
    await settled();
    const screen = wrapper.get('[data-view="no-board"]');
    await screen.get('[data-action="undo"]').trigger('click');
    await settled();
    expect(sent.map(({ name }) => name)).toContain('undoSettings');
    await screen.get('[aria-haspopup="dialog"]').trigger('click');
    await settled();
    expect(panel()?.dataset['panel']).toBe('settings');
  });

  it('leaves a screen on the floor without buttons', async () => {
    const { wrapper } = await open(mainOnly, { access: 'kiosk', boardId: 'night' });
    expect(wrapper.findAll('[data-view="no-board"] button')).toHaveLength(0);
  });

  it('gives its place to the first one where it was chosen in the bar, also for a reload', async () => {
    const kept: string[] = [];
    const shell = { ...BARE_SHELL, keepBoard: (id: string) => void kept.push(id) };
    const { wrapper, transport } = await open(both, { access: 'control', shell });
    await wrapper.get('.desk-place button').trigger('click');
    await settled();
    transport.push(mainOnly);
    await settled();
    expect(wrapper.find('[data-view="wall"]').exists()).toBe(true);
    expect(kept).toEqual(['night', 'main']);
  });

  it.each([
    ['asked for by the address', true],
    ['chosen in the bar', false],
  ])('closes the card that is open on it, with a word why (%s)', async (_how, byAddress) => {
    const { wrapper, transport } = await open(both, { access: 'control', boardId: byAddress ? 'night' : null });
    if (!byAddress) await wrapper.get('.desk-place button').trigger('click');
    await wrapper.get('[data-metric="totalMsg"]').trigger('click');
    await settled();
    expect(panel()?.dataset['panel']).toBe('card');
    transport.push(mainOnly);
    await settled();
    expect(panel()).toBeNull();
    const word = document.querySelector('[data-part="boardGone"]');
    expect(word?.textContent).toContain('“Night” was deleted');
    word?.querySelector('button')?.click();
    await settled();
    expect(document.querySelector('[data-part="boardGone"]')).toBeNull();
    expect(panel()).toBeNull();
    if (!byAddress) expect(focused()).toBe('tile-totalMsg');
  });

  it('leaves a card on another board open', async () => {
    const { wrapper, transport } = await open(both, { access: 'control' });
    await wrapper.get('[data-metric="totalMsg"]').trigger('click');
    await settled();
    transport.push(mainOnly);
    await settled();
    expect(panel()?.dataset['panel']).toBe('card');
  });
});

it('a card left open on the floor gives the focus back to its tile when it closes by itself', async () => {
  const { wrapper } = await open(snapshot(), { access: 'kiosk' });
  await wrapper.get('[data-metric="totalMsg"]').trigger('click');
  await settled();
  panel()?.querySelector('input')?.focus();
  await vi.advanceTimersByTimeAsync(ABANDONED_AFTER_MS);
  await settled();
  expect(panel()).toBeNull();
  expect(focused()).toBe('tile-totalMsg');
});
