import { flushPromises } from '@vue/test-utils';
import { afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import type { Access } from '../../common/access.ts';
import { ok } from '../../common/result.ts';
import { DEFAULT_SETTINGS } from '../../common/settings.ts';
import type { AddressChange, Snapshot } from '../../common/snapshot.ts';
import { openScreen, type Screen } from './mounting.ts';
import { snapshot } from './snapshots.ts';

vi.mock('../../renderer/desk/DeskBar.vue', async () => (await import('./panelStubs.ts')).deskBarStub());
vi.mock('../../renderer/desk/SettingsDialog.vue', async () => (await import('./panelStubs.ts')).panelStub('settings'));

beforeAll(async () => {
  await import('../../renderer/components/SettingsActions.vue');
  await import('../../renderer/desk/SettingsDialog.vue');
});

let opened: Screen | null = null;
afterEach(() => {
  opened?.wrapper.unmount();
  opened = null;
});

const [OLD, NEW] = ['https://old.example.com', 'https://new.example.com/base'];
const changed = (addressChanged: AddressChange): Snapshot =>
  snapshot({ key: { present: false, source: null, keychain: 'available', addressChanged } });

async function open(state: Snapshot, access: Access): Promise<Screen> {
  const settings = { settings: DEFAULT_SETTINGS, revision: 1, canUndo: true, givenApiUrl: null };
  const reply = (name: string) => (name === 'setKey' ? ok({ stored: 'session' }) : ok(settings));
  opened = await openScreen(state, { access, reply });
  await flushPromises();
  return opened;
}

describe('a key for another address than the API has now', () => {
  it('is asked for again on the desk, which names both addresses', async () => {
    const { wrapper, sent } = await open(changed({ from: OLD, to: NEW }), 'control');
    const screen = wrapper.get('[data-view="address-changed"]');
    expect(screen.get('h1').text()).toBe('The API address was changed');
    const words = screen.get('[data-error="addressChanged"]').text();
    expect(words).toContain(OLD);
    expect(words).toContain(NEW);
    expect(words).toContain('until it is entered again');
    await screen.get('input[type="password"]').setValue('key-1');
    await screen.get('form').trigger('submit');
    expect(sent.at(-1)).toEqual({ name: 'setKey', input: { key: 'key-1', keep: 'keychain' } });
  });

  it('is asked for as well when nobody knows which address it was for', async () => {
    const { wrapper } = await open(changed({ from: null, to: NEW }), 'control');
    const words = wrapper.get('[data-error="addressChanged"]').text();
    expect(words).toContain('It is not known which address the API key is for');
    expect(words).toContain(NEW);
  });

  it('leaves the desk the way back: the last change can be undone, and the settings opened', async () => {
    const { wrapper, sent } = await open(changed({ from: OLD, to: NEW }), 'control');
    await wrapper.get('[data-action="undo"]').trigger('click');
    await flushPromises();
    expect(sent.map(({ name }) => name)).toContain('undoSettings');
    await wrapper.get('[aria-haspopup="dialog"]').trigger('click');
    await vi.waitFor(() => expect(document.querySelector('[data-panel="settings"]')).not.toBeNull());
  });

  it.each(['wall', 'kiosk'] as const)('is said on a %s, which shows neither an address nor a field', async (access) => {
    const { wrapper } = await open(changed({ from: null, to: null }), access);
    const screen = wrapper.get('[data-view="waiting"]');
    expect(screen.attributes('data-why')).toBe('addressChanged');
    expect(screen.get('h1').text()).toBe('The API address was changed');
    expect(screen.text()).toContain('the API key has not been entered for the new one');
    expect(wrapper.findAll('input, button')).toHaveLength(0);
  });

  it('is nothing to be said while the demo runs, nor before the keychain has answered', async () => {
    const state = changed({ from: OLD, to: NEW });
    const { wrapper, transport } = await open({ ...state, demo: true }, 'control');
    expect(wrapper.find('[data-view="wall"]').exists()).toBe(true);
    transport.push({ ...state, revision: state.revision + 1, key: { ...state.key, keychain: 'unknown' } });
    await flushPromises();
    expect(wrapper.find('[data-view="address-changed"]').exists()).toBe(false);
  });
});
