import { flushPromises, type VueWrapper } from '@vue/test-utils';
import { afterEach, describe, expect, it, vi } from 'vitest';
import type { About } from '../../../common/about.ts';
import { ok } from '../../../common/result.ts';
import { DEFAULT_SETTINGS } from '../../../common/settings.ts';
import type { Snapshot } from '../../../common/snapshot.ts';
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

const NOT_PACKAGED: About['update'] = { kind: 'unavailable', reason: 'notPackaged' };
const about = (shell: About['shell'], update: About['update'] = NOT_PACKAGED): About => ({
  app: { name: 'Experia Wallboard', version: '1.2.3' },
  shell,
  versions: { node: '24.0.0', chromium: '150.0', os: 'Linux 6.1 x64' },
  displays: [
    { id: '1', label: 'Built-in', width: 1512, height: 982, primary: true },
    { id: '2', label: '', width: 1920, height: 1080, primary: false },
  ],
  canOpenAtLogin: true,
  update,
  logFolder: shell === 'desktop' ? '/var/log/wallboard' : null,
});

function coreOf(shell: About['shell'], update?: About['update']): FakeCore {
  const core = createFakeCore();
  core.answer = (name) => {
    if (name === 'getAbout') return ok(about(shell, update));
    if (name === 'setPin') return ok({ pinSet: true });
    return name === 'getDiagnostics' ? ok({ text: 'facts' }) : undefined;
  };
  return core;
}

async function openSection(core: FakeCore, section: SettingsSection, changes: Partial<Snapshot> = {}): Promise<void> {
  shown = await place(core, SettingsDialog, { section, board: board(), snapshot: snapshot(changes) });
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
    expect(document.body.querySelector('[data-part="pin"], [data-part="updates"]')).toBeNull();
  });

  it('of the browser shell withdraw the control link once that was confirmed, and show the new one', async () => {
    const core = coreOf('browser');
    const link = 'https://wall.example/board/#control=NEW';
    const usual = core.answer;
    core.answer = (name) => (name === 'newControlLink' ? ok({ link }) : usual?.(name, undefined));
    await openSection(core, 'display');
    find<HTMLButtonElement>('[data-action="newControlLink"]').click();
    await flushPromises();
    expect(text()).toContain('every browser that opened it becomes a wall at once');
    expect(commandsOf(core)).not.toContain('newControlLink');
    find<HTMLButtonElement>('[role="alertdialog"] [data-kind="danger"]').click();
    await flushPromises();
    expect(commandsOf(core).filter((name) => name === 'newControlLink')).toHaveLength(1);
    expect(find<HTMLInputElement>('[data-part="controlLink"] input').value).toBe(link);
    expect(text()).toContain('The old link no longer works');
  });

  it('of the desktop app have no control link to withdraw', async () => {
    await openSection(coreOf('desktop'), 'display');
    expect(document.body.querySelector('[data-part="controlLink"]')).toBeNull();
  });

  it('of any shell move the picture of walls, or leave it where it is', async () => {
    const core = coreOf('browser');
    await openSection(core, 'display');
    find<HTMLButtonElement>('[role="switch"]').click();
    await flushPromises();
    expect(core.settings().pixelShift).toBe(false);
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

describe('the PIN in the display settings', () => {
  const fill = async (index: number, pin: string): Promise<void> => {
    const field = document.body.querySelectorAll<HTMLInputElement>('[data-part="pin"] input')[index];
    if (!field) throw new Error('No field');
    field.value = pin;
    field.dispatchEvent(new Event('input'));
    await flushPromises();
  };
  const press = async (action: string): Promise<void> => {
    find<HTMLButtonElement>(`[data-action="${action}"]`).click();
    await flushPromises();
  };
  const pins = (core: FakeCore): unknown[] =>
    core.sent.filter(({ name }) => name === 'setPin').map(({ input }) => input);

  it('says that there is none, is entered twice, and never stands in the page', async () => {
    const core = coreOf('desktop');
    await openSection(core, 'display');
    expect(find('[data-part="pin-state"]').textContent).toContain('F11 leaves a kiosk');
    await press('enterPin');
    for (const wrong of ['123', '12a4', '']) {
      await fill(0, wrong);
      await fill(1, wrong);
      await press('savePin');
      expect(find('[role="alert"]').textContent).toBe('4 to 12 digits, nothing else');
    }
    await fill(0, '40719');
    await fill(1, '40718');
    await press('savePin');
    expect(find('[role="alert"]').textContent).toBe('Not the same as above');
    expect(pins(core)).toEqual([]);
    await fill(1, '40719');
    expect(document.documentElement.outerHTML).not.toContain('40719');
    await press('savePin');
    expect(pins(core)).toEqual([{ pin: '40719' }]);
    expect(text()).toContain('PIN set.');
    expect(document.body.querySelectorAll('[data-part="pin"] input')).toHaveLength(0);
  });

  it('can be changed and, after a question, taken away', async () => {
    const core = coreOf('desktop');
    shown = await place(core, SettingsDialog, {
      section: 'display',
      board: board(),
      snapshot: snapshot({ pinSet: true }),
    });
    expect(find('[data-part="pin-state"]').textContent).toContain('A PIN is set');
    expect(find('[data-action="enterPin"]').textContent).toBe('Change the PIN');
    await press('removePin');
    expect(pins(core)).toEqual([]);
    find<HTMLButtonElement>('[role="alertdialog"] [data-kind="danger"]').click();
    await flushPromises();
    expect(pins(core)).toEqual([{ pin: null }]);
  });
});

describe('the updates in the display settings', () => {
  const choices = (): HTMLButtonElement[] => [
    ...document.body.querySelectorAll<HTMLButtonElement>('[data-part="updates"] button'),
  ];

  it('are off and cannot be chosen where the app does not update itself, which says why', async () => {
    await openSection(coreOf('desktop'), 'display');
    expect(choices().map(({ disabled }) => disabled)).toEqual([false, true, true]);
    expect(choices()[0]?.dataset['state']).toBe('on');
    expect(find('[data-part="update-state"]').textContent).toContain('it was not installed from a package');
  });

  it('are chosen by channel, and say how far they are', async () => {
    const core = coreOf('desktop', { kind: 'ready', version: '2.0.0' });
    await openSection(core, 'display');
    expect(find('[data-part="update-state"]').textContent).toBe(
      'Version 2.0.0 is ready. It is installed at night, or except on macOS when the app ends.',
    );
    choices()[2]?.click();
    await flushPromises();
    expect(core.settings().desktop.updates).toBe('beta');
  });
});

describe('an import', () => {
  async function choose(text: string): Promise<void> {
    const field = find<HTMLInputElement>('input[type="file"]');
    Object.defineProperty(field, 'files', { value: [new File([text], 'settings.json')] });
    field.dispatchEvent(new Event('change'));
  }

  /** A core whose file has another API address than it has itself, until that is confirmed. */
  function coreOfOtherAddress(): FakeCore {
    const core = coreOf('browser');
    const { answer } = core;
    core.answer = (name, input) => {
      if (name !== 'importSettings') return answer?.(name, input);
      const isConfirmed = typeof input === 'object' && input !== null && 'apiUrl' in input;
      const state = { settings: core.settings(), revision: 1, canUndo: true, givenApiUrl: null, fields: [] };
      return ok({ ...state, otherApiUrl: isConfirmed ? null : 'https://other.example.com' });
    };
    return core;
  }
  const imports = ({ sent }: FakeCore): unknown[] =>
    sent.filter(({ name }) => name === 'importSettings').map(({ input }) => input);

  it('asks before it takes another API address from the file, naming both, and sends that very address when told so', async () => {
    const core = coreOfOtherAddress();
    await openSection(core, 'file');
    await choose('{"site":"x"}');
    await vi.waitFor(() => expect(document.body.querySelector('[role="alertdialog"]')).not.toBeNull());
    const question = find('[role="alertdialog"]');
    expect(question.textContent).toContain('https://other.example.com');
    expect(question.textContent).toContain(DEFAULT_SETTINGS.apiUrl);
    expect(imports(core)).toEqual([{ text: '{"site":"x"}', basedOn: 1 }]);
    question.querySelector<HTMLButtonElement>('[data-kind="danger"]')?.click();
    await flushPromises();
    expect(imports(core).at(-1)).toEqual({ text: '{"site":"x"}', basedOn: 1, apiUrl: 'https://other.example.com' });
    expect(document.body.querySelector('[role="alertdialog"]')).toBeNull();
  });

  it('leaves the address as it is when nobody wants the other', async () => {
    const core = coreOfOtherAddress();
    await openSection(core, 'file');
    await choose('{}');
    await vi.waitFor(() => expect(document.body.querySelector('[role="alertdialog"]')).not.toBeNull());
    find('[role="alertdialog"]').querySelector<HTMLButtonElement>('[data-kind="plain"]')?.click();
    await flushPromises();
    expect(imports(core)).toHaveLength(1);
    expect(text()).toContain('Settings imported.');
  });

  it('names in words what it could not use', async () => {
    const core = coreOf('browser');
    const state = { settings: core.settings(), revision: 2, canUndo: true, givenApiUrl: null };
    const fields = ['theme', 'boards.main.tiles.0.metric', 'boards.main.tiles.1', 'boards.2', 'unheard.of'];
    const answer = core.answer;
    core.answer = (name, input) =>
      name === 'importSettings' ? ok({ ...state, fields, otherApiUrl: null }) : answer?.(name, input);
    await openSection(core, 'file');
    await choose('{}');
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

describe('the fields shown in cards', () => {
  const type = async (name: string): Promise<void> => {
    const field = find<HTMLInputElement>('[data-part="shown-fields"] input');
    field.value = name;
    field.dispatchEvent(new Event('input'));
    find<HTMLFormElement>('[data-part="shown-fields"] form').dispatchEvent(new Event('submit'));
    await flushPromises();
  };

  it('are added by name and masked again', async () => {
    const core = coreOf('browser');
    await openSection(core, 'privacy');
    await type(' note ');
    await type('loyalty_tier');
    expect(core.settings().shownFields).toEqual(['note', 'loyalty_tier']);
    find<HTMLButtonElement>('[data-part="shown-fields"] li button').click();
    await flushPromises();
    expect(core.settings().shownFields).toEqual(['loyalty_tier']);
  });

  it('never are the client and the agent', async () => {
    const core = coreOf('browser');
    await openSection(core, 'privacy');
    await type('username');
    expect(core.settings().shownFields).toEqual([]);
    expect(find('[role="alert"]').textContent).toContain('all personal data only');
  });
});

describe('the source of figures', () => {
  it('says for which address the key was entered when it is for another one', async () => {
    const addressChanged = { from: 'https://old.example.com', to: 'https://new.example.com' };
    const key = { present: false, source: null, keychain: 'available', addressChanged } as const;
    await openSection(coreOf('browser'), 'key', { key });
    const state = find('[data-part="key-state"]').textContent;
    expect(state).toContain('https://old.example.com');
    expect(state).toContain('https://new.example.com');
  });

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
      'Log',
    ]);
    expect(text()).toContain('24.0.0');
    expect(find('[data-part="logFolder"]').textContent).toContain('/var/log/wallboard');
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
