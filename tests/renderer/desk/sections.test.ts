import { flushPromises, type VueWrapper } from '@vue/test-utils';
import { afterEach, describe, expect, it, vi } from 'vitest';
import type { About } from '../../../common/about.ts';
import { ok } from '../../../common/result.ts';
import AboutDialog from '../../../renderer/desk/AboutDialog.vue';
import SettingsDialog from '../../../renderer/desk/SettingsDialog.vue';
import type { SettingsSection } from '../../../renderer/stores/panels.ts';
import { board, snapshot } from '../snapshots.ts';
import { commandsOf, createFakeCore, place, type FakeCore } from './desk.ts';

// Whole dialogs are laid out in a page that is no browser: slow on a machine that does other things too.
vi.setConfig({ testTimeout: 30_000 });

let shown: VueWrapper | null = null;
afterEach(() => {
  shown?.unmount();
  shown = null;
  vi.unstubAllGlobals();
});

const about = (shell: About['shell']): About => ({
  app: { name: 'Experia Wallboard', version: '1.2.3' },
  shell,
  versions: { node: '24.0.0', chromium: '150.0', os: 'Linux 6.1 x64' },
  displays: [
    { id: '1', label: 'Built-in', width: 1512, height: 982, primary: true },
    { id: '2', label: '', width: 1920, height: 1080, primary: false },
  ],
  canOpenAtLogin: true,
  update: { kind: 'unavailable', reason: 'notPackaged' },
  logFolder: null,
});

function coreOf(shell: About['shell']): FakeCore {
  const core = createFakeCore();
  core.answer = (name) => {
    if (name === 'getAbout') return ok(about(shell));
    return name === 'getDiagnostics' ? ok({ text: 'facts' }) : undefined;
  };
  return core;
}

async function openSection(core: FakeCore, section: SettingsSection): Promise<void> {
  shown = await place(core, SettingsDialog, { section, board: board(), snapshot: snapshot() });
}
const find = <E extends Element>(selector: string): E => {
  const found = document.body.querySelector<E>(selector);
  if (!found) throw new Error(`Nothing is ${selector}`);
  return found;
};
const text = (): string => document.body.textContent ?? '';

describe('the display settings', () => {
  it('of the desktop app choose a board for each display, and take it away again', async () => {
    const core = coreOf('desktop');
    await openSection(core, 'display');
    expect(text()).toContain('Built-in, 1512 × 982, main display');
    const second = [...document.body.querySelectorAll('select')].at(-1);
    if (!second) throw new Error('No display');
    second.value = 'main';
    second.dispatchEvent(new Event('change'));
    await flushPromises();
    expect(core.settings().desktop.walls).toEqual([{ display: '2', board: 'main' }]);
    second.value = '';
    second.dispatchEvent(new Event('change'));
    await flushPromises();
    expect(core.settings().desktop.walls).toEqual([]);
  });

  it('of the browser shell give the address of each board instead', async () => {
    vi.stubGlobal('location', new URL('http://wall.example:8787/'));
    await openSection(coreOf('browser'), 'display');
    expect(find<HTMLAnchorElement>('.desk-links a').href).toMatch(/\?board=main$/);
    expect(text()).toContain('belong to the desktop app');
    expect(document.body.querySelector('[role="switch"]')).toBeNull();
  });

  it.each(['localhost', '127.0.0.1', '[::1]'])(
    'at %s offer no address that only this machine reaches, and tell how to open it to the network',
    async (host) => {
      vi.stubGlobal('location', new URL(`http://${host}:8787/`));
      await openSection(coreOf('browser'), 'display');
      expect(document.body.querySelector('.desk-links')).toBeNull();
      expect(text()).toContain('only this machine reaches');
      expect(text()).toContain('--host 0.0.0.0');
    },
  );
});

describe('an import', () => {
  it('names in words what it could not use', async () => {
    const core = coreOf('browser');
    const state = { settings: core.settings(), revision: 2, canUndo: true, givenApiUrl: null };
    const fields = ['theme', 'boards.main.tiles.0.metric', 'boards.main.tiles.1', 'boards.2', 'unheard.of'];
    const answer = core.answer;
    core.answer = (name, input) => (name === 'importSettings' ? ok({ ...state, fields }) : answer?.(name, input));
    await openSection(core, 'file');
    const field = find<HTMLInputElement>('input[type="file"]');
    Object.defineProperty(field, 'files', { value: [new File(['{}'], 'settings.json')] });
    field.dispatchEvent(new Event('change'));
    await vi.waitFor(() => expect(document.body.querySelector('.desk-outcome li')).not.toBeNull());
    const places = [...document.body.querySelectorAll('.desk-outcome li')].map((place) => place.textContent?.trim());
    expect(places).toEqual(['The theme', 'A tile of board “main”', 'All of board number 3', 'unheard.of']);
  });
});

describe('the privacy settings', () => {
  it('say what is masked where, and that a wall always is', async () => {
    const core = coreOf('browser');
    await openSection(core, 'privacy');
    const states = (): string[] =>
      [...document.body.querySelectorAll('.desk-places dd')].map((e) => e.textContent ?? '');
    expect(states().slice(0, 2)).toEqual(['Always masked', 'Masked']);
    find<HTMLButtonElement>('[role="switch"]').click();
    await flushPromises();
    expect(core.settings().personalData).toBe('shownOnDesk');
    expect(states().slice(0, 2)).toEqual(['Always masked', 'Shown']);
  });
});

describe('the source of figures', () => {
  it('refuses an address without https at its field, and saves a good one', async () => {
    const core = coreOf('browser');
    await openSection(core, 'key');
    const field = find<HTMLInputElement>('input[inputmode="url"]');
    const enter = async (address: string): Promise<void> => {
      field.value = address;
      field.dispatchEvent(new Event('input'));
      field.dispatchEvent(new Event('change'));
      await flushPromises();
    };
    await enter('http://example.org');
    expect(find('[role="alert"]').textContent).toContain('An https address');
    expect(commandsOf(core)).not.toContain('saveSettings');
    await enter('https://example.org/');
    expect(core.settings().apiUrl).toBe('https://example.org');
  });
});

describe('About', () => {
  const copy = async (): Promise<void> => {
    find<HTMLButtonElement>('[data-action="copyDiagnostics"]').click();
    await flushPromises();
  };

  it('tells version and runtime, and copies the diagnostics', async () => {
    const written: string[] = [];
    vi.stubGlobal('navigator', { clipboard: { writeText: async (words: string) => void written.push(words) } });
    shown = await place(coreOf('desktop'), AboutDialog, {});
    expect(text()).toContain('Version 1.2.3');
    expect([...document.body.querySelectorAll('.desk-places dt')].map((name) => name.textContent?.trim())).toEqual([
      'Node.js',
      'Chromium',
      'Operating system',
    ]);
    expect(text()).toContain('24.0.0');
    await copy();
    expect(written).toEqual(['facts']);
    expect(document.body.querySelector('textarea')).toBeNull();
  });

  it('shows the diagnostics selected where there is no clipboard', async () => {
    vi.stubGlobal('navigator', {});
    shown = await place(coreOf('browser'), AboutDialog, {});
    await copy();
    const area = find<HTMLTextAreaElement>('textarea');
    expect(area.value).toBe('facts');
    expect([area.selectionStart, area.selectionEnd]).toEqual([0, 5]);
  });
});
