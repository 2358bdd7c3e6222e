import { flushPromises } from '@vue/test-utils';
import { afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { METRICS, SLA_CARDS } from '../../common/metrics.ts';
import { BARE_SHELL } from '../../renderer/shellSide.ts';
import { openScreen, type Screen } from './mounting.ts';
import { board, snapshot, tile } from './snapshots.ts';

vi.mock('../../renderer/drilldown/CardDialog.vue', async () => (await import('./panelStubs.ts')).panelStub('card'));
vi.mock('../../renderer/drilldown/CardList.vue', async () => (await import('./panelStubs.ts')).panelStub('cards'));
vi.mock('../../renderer/desk/SettingsDialog.vue', async () => (await import('./panelStubs.ts')).panelStub('settings'));
vi.mock('../../renderer/desk/AboutDialog.vue', async () => (await import('./panelStubs.ts')).panelStub('about'));
vi.mock('../../renderer/keys/KeysDialog.vue', async () => (await import('./panelStubs.ts')).panelStub('keys'));
vi.mock('../../renderer/desk/DeskBar.vue', async () => (await import('./panelStubs.ts')).deskBarStub());

const boards = [board(), board({ id: 'night', title: 'Night' })];
const opened: Screen[] = [];
const open = async (...args: Parameters<typeof openScreen>): Promise<Screen> => {
  const screen = await openScreen(...args);
  opened.push(screen);
  await settled();
  return screen;
};
/** A frame or two: the focus goes back after the panel has gone. */
const settled = async (): Promise<void> => {
  for (let frame = 0; frame < 3; frame += 1) {
    await new Promise((resolve) => requestAnimationFrame(resolve));
    await flushPromises();
  }
};
const press = async (key: string, target: Element = document.activeElement ?? document.body): Promise<void> => {
  target.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true }));
  await settled();
};
const panel = (): HTMLElement | null => document.querySelector<HTMLElement>('[data-panel]');
const focused = (): string | undefined => (document.activeElement as HTMLElement | null)?.dataset['opener'];

// What was loaded once comes within a frame.
beforeAll(async () => {
  await Promise.all([
    import('../../renderer/drilldown/CardDialog.vue'),
    import('../../renderer/drilldown/CardList.vue'),
    import('../../renderer/desk/SettingsDialog.vue'),
    import('../../renderer/desk/AboutDialog.vue'),
    import('../../renderer/keys/KeysDialog.vue'),
    import('../../renderer/desk/DeskBar.vue'),
  ]);
});
beforeEach(() => {
  vi.spyOn(HTMLElement.prototype, 'getBoundingClientRect').mockReturnValue(new DOMRect(0, 0, 10, 10));
});
afterEach(() => {
  for (const { wrapper } of opened.splice(0)) wrapper.unmount();
  document.body.replaceChildren();
  vi.restoreAllMocks();
});

describe('tiles and gauges', () => {
  it.each(['kiosk', 'control'] as const)(
    'each opens its card by a button with its name and value (%s)',
    async (access) => {
      const { wrapper } = await open(snapshot(), { access });
      for (const { metric } of board().tiles) {
        const card = wrapper.get(`[data-metric="${metric}"]`).element.parentElement;
        expect(card?.dataset['opens']).toBe(METRICS[metric].card);
      }
      for (const { kind } of board().gauges)
        expect(wrapper.get(`[data-gauge="${kind}"]`).element.parentElement?.dataset['opens']).toBe(SLA_CARDS[kind]);
      expect(wrapper.findAll('[data-opener]').map((one) => one.attributes('aria-label'))).toEqual([
        'Response 85.5%, open details',
        'Waiting 85.5%, open details',
        'Service 85.5%, open details',
        'Sessions 1,457, open details',
        'Avg waiting 1m\u00a023s, open details',
        'Messages 31,250, open details',
      ]);
    },
  );

  it('a click anywhere on one opens its card over the wall, and closing gives the focus back to it', async () => {
    const { wrapper } = await open(snapshot(), { access: 'control' });
    await wrapper.get('[data-metric="averageWaitingTime"] [data-part="value"]').trigger('click');
    await settled();
    expect(panel()?.dataset).toMatchObject({ panel: 'card', card: 'CARDWAITINGTIME' });
    expect(wrapper.find('[data-view="wall"]').exists()).toBe(true);
    panel()?.querySelector('button')?.click();
    await settled();
    expect(panel()).toBeNull();
    expect(focused()).toBe('tile-averageWaitingTime');
  });

  it('a gauge stays a meter with nothing but its picture inside', async () => {
    const { wrapper } = await open(snapshot(), { access: 'control' });
    expect(wrapper.findAll('[role="meter"] button, article button')).toHaveLength(0);
    expect(wrapper.findAll('[role="meter"]')).toHaveLength(3);
  });

  it('open nothing on a read-only wall, which has no buttons, no desk and no keys', async () => {
    const { wrapper, sent } = await open(snapshot({ boards }), { access: 'wall' });
    await wrapper.get('[data-metric="totalSessions"]').trigger('click');
    for (const key of ['ArrowDown', 'Enter', 'c', ',', '?', '2']) await press(key);
    expect(panel()).toBeNull();
    expect(wrapper.findAll('button, [data-opens], .desk-place')).toHaveLength(0);
    expect(document.activeElement).toBe(document.body);
    expect(sent).toEqual([]);
  });

  it('keep the focus while figures change and when tiles change rows', async () => {
    const { transport } = await open(snapshot(), { access: 'control' });
    document.querySelector<HTMLElement>('[data-opener="tile-totalMsg"]')?.focus();
    transport.push(snapshot({ revision: 2, boards: [board({ ageMs: 1 })] }));
    await settled();
    expect(focused()).toBe('tile-totalMsg');
    const heroes = [tile('totalMsg', { size: 'hero' }), tile('CSAT'), tile('FCR')];
    transport.push(snapshot({ revision: 3, boards: [board({ tiles: heroes })] }));
    await settled();
    expect(focused()).toBe('tile-totalMsg');
  });

  it('give the focus to the tile made anew while its card was open', async () => {
    const { wrapper, transport } = await open(snapshot(), { access: 'control' });
    await wrapper.get('[data-metric="totalMsg"]').trigger('click');
    await settled();
    transport.push(snapshot({ revision: 2, boards: [board({ tiles: [tile('totalMsg', { size: 'hero' })] })] }));
    await settled();
    panel()?.querySelector('button')?.click();
    await settled();
    expect(focused()).toBe('tile-totalMsg');
  });
});

describe('keys', () => {
  it('the first arrow goes to the first tile', async () => {
    await open(snapshot(), { access: 'kiosk' });
    await press('ArrowRight');
    expect(focused()).toBe('tile-totalSessions');
  });

  it.each([
    ['c', 'cards'],
    [',', 'settings'],
    ['?', 'keys'],
  ])('%s opens %s', async (key, kind) => {
    await open(snapshot(), { access: 'control' });
    await press(key);
    expect(panel()?.dataset['panel']).toBe(kind);
  });

  it('a kiosk has the cards and the keys, and neither desk nor settings', async () => {
    const { wrapper } = await open(snapshot(), { access: 'kiosk' });
    expect(wrapper.find('.desk-place').exists()).toBe(false);
    await press(',');
    expect(panel()).toBeNull();
    await press('c');
    expect(panel()?.dataset['panel']).toBe('cards');
  });

  it('do nothing while a field is typed in or a panel is open', async () => {
    await open(snapshot({ boards }), { access: 'control' });
    await press('c');
    const field = panel()?.querySelector('input');
    field?.focus();
    for (const key of [',', '?', '2', 'ArrowDown']) await press(key);
    expect(panel()?.dataset['panel']).toBe('cards');
    expect(document.activeElement).toBe(field);
    const loose = document.body.appendChild(document.createElement('input'));
    panel()?.querySelector('button')?.click();
    await settled();
    await press(',', loose);
    expect(panel()).toBeNull();
  });

  it("a remote control's Back does what Escape does to the open panel", async () => {
    await open(snapshot(), { access: 'kiosk' });
    await press('c');
    const heard: string[] = [];
    document.addEventListener('keydown', ({ key }) => heard.push(key));
    for (const key of ['GoBack', 'BrowserBack']) await press(key, panel() ?? undefined);
    expect(heard.filter((key) => key === 'Escape')).toHaveLength(2);
  });

  it('a digit shows that board, the address keeps it, and a digit without a board does nothing', async () => {
    const kept: string[] = [];
    const shell = { ...BARE_SHELL, keepBoard: (id: string) => void kept.push(id) };
    const { wrapper } = await open(snapshot({ boards }), { access: 'control', shell });
    await press('2');
    expect(wrapper.get('.board-title').text()).toContain('Night');
    await press('3');
    expect(kept).toEqual(['night']);
  });
});

describe('the desk', () => {
  it('has a bar that chooses the board; when that board is deleted, the first one is shown', async () => {
    const { wrapper, transport } = await open(snapshot({ boards }), { access: 'control' });
    await wrapper.get('.desk-place button').trigger('click');
    expect(wrapper.get('.board-title').text()).toContain('Night');
    transport.push(snapshot({ revision: 2 }));
    await settled();
    expect(wrapper.find('[data-view="wall"]').exists()).toBe(true);
    expect(wrapper.get('.board-title').text()).not.toContain('Night');
  });

  it.each(['settings', 'cards', 'keys', 'about'] as const)('the application menu opens %s', async (kind) => {
    const listeners: ((panel: typeof kind) => void)[] = [];
    const onPanel: typeof BARE_SHELL.onPanel = (listener) => {
      listeners.push(listener);
      return () => undefined;
    };
    await open(snapshot(), { access: 'control', shell: { ...BARE_SHELL, kind: 'desktop', onPanel } });
    for (const listener of listeners) listener(kind);
    await settled();
    expect(panel()?.dataset['panel']).toBe(kind);
  });
});
