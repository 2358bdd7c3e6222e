import type { MenuItemConstructorOptions } from 'electron';
import { describe, expect, it } from 'vitest';
import { kioskMenuTemplate, menuTemplate, type MenuState } from '../../electron/menu.ts';
import { wordsOf } from '../../electron/words.ts';

type Item = MenuItemConstructorOptions;

const DISPLAYS = [
  { id: '1', label: 'Desk', width: 1920, height: 1080, primary: true },
  { id: '2', label: '', width: 1280, height: 720, primary: false },
];
const STATE: MenuState = {
  platform: 'linux',
  appName: 'Experia Wallboard',
  words: wordsOf('en'),
  displays: DISPLAYS,
  boards: [{ id: 'main', title: '' }],
  walls: [],
  locked: false,
};
const TWO_BOARDS = [
  { id: 'main', title: '' },
  { id: 'sales', title: 'Sales & returns' },
];

function menu(change: Partial<MenuState> = {}) {
  const done: unknown[] = [];
  const note =
    (what: string) =>
    (...facts: unknown[]): void =>
      void done.push([what, ...facts]);
  const template = menuTemplate(
    { ...STATE, ...change },
    {
      openPanel: note('panel'),
      toggleFullScreen: note('fullScreen'),
      openWall: note('open'),
      closeWalls: note('close'),
      copyDiagnostics: note('copy'),
    },
  );
  const flat = (items: readonly Item[]): Item[] =>
    items.flatMap((item) => [item, ...(Array.isArray(item.submenu) ? flat(item.submenu) : [])]);
  const items = flat(template);
  const item = (id: string): Item => items.find((one) => one.id === id) ?? {};
  const click = (id: string): void => item(id).click?.({} as never, undefined, {} as never);
  return { template, items, item, click, done };
}

describe('the application menu', () => {
  it('opens each panel, with the shortcuts of settings and cards', () => {
    const { click, item, done } = menu();
    for (const id of ['settings', 'cards', 'keys', 'about']) click(id);
    expect(done).toEqual(['settings', 'cards', 'keys', 'about'].map((panel) => ['panel', panel]));
    expect([item('settings').accelerator, item('cards').accelerator]).toEqual(['CmdOrCtrl+,', 'CmdOrCtrl+K']);
  });

  it('tells of F11 and ? without taking them from the window and the page', () => {
    const { item } = menu();
    for (const id of ['fullScreen', 'keys']) expect(item(id).registerAccelerator, id).toBe(false);
    // macOS cannot show a key without taking it, and takes F11 for itself.
    const mac = menu({ platform: 'darwin' });
    expect([mac.item('keys').accelerator, mac.item('fullScreen').accelerator]).toEqual([undefined, 'Ctrl+Command+F']);
  });

  it.each(['linux', 'win32', 'darwin'] as const)(
    'has words of ours for every entry, and can quit, on %s',
    (platform) => {
      const { items } = menu({ platform });
      for (const item of items) if (item.type !== 'separator') expect(item.label).toBeTruthy();
      expect(items.filter(({ role }) => role === 'quit')).toHaveLength(1);
      const roles = items.flatMap(({ role }) => (role === undefined ? [] : [role]));
      expect(roles).not.toEqual(expect.arrayContaining(['toggleDevTools']));
      for (const role of ['reload', 'forceReload', 'zoomIn', 'zoomOut', 'resetZoom', 'togglefullscreen'])
        expect(roles).not.toContain(role);
    },
  );

  it('offers each display, and the boards below it when there are several', () => {
    expect(menu().item('wall 2 main')).toMatchObject({ label: 'Display 2, 1280 × 720', type: 'checkbox' });
    const { item } = menu({ boards: TWO_BOARDS });
    expect(item('display 1')).toMatchObject({ label: 'Desk, 1920 × 1080 (main)' });
    expect(item('wall 2 main').label).toBe('Board 1');
    expect(item('wall 2 sales').label).toBe('Sales && returns');
  });

  it('marks the walls that are open; a click closes those and opens the others', () => {
    const wall = { display: '2', board: 'sales' };
    const { item, click, done } = menu({ boards: TWO_BOARDS, walls: [wall] });
    expect([item('wall 2 sales').checked, item('wall 2 main').checked]).toEqual([true, false]);
    click('wall 2 sales');
    click('wall 1 main');
    click('closeWalls');
    expect(done).toEqual([
      ['close', [wall]],
      ['open', { display: '1', board: 'main' }],
      ['close', [wall]],
    ]);
    expect([item('closeWalls').enabled, menu().item('closeWalls').enabled]).toEqual([true, false]);
  });

  it('does not offer to cover the desk on the only display, and closes what covers it', () => {
    const [only] = DISPLAYS;
    const wall = { display: '1', board: 'main' };
    const displays = only ? [only] : [];
    expect(menu().item('wall 1 main').enabled).toBe(true);
    expect(menu({ displays }).item('wall 1 main').enabled).toBe(false);
    expect(menu({ displays, walls: [wall] }).item('wall 1 main').enabled).toBe(true);
  });
});

describe('the menu of a kiosk', () => {
  it('is none, but on macOS, which keeps one: there it only edits and quits', () => {
    expect([kioskMenuTemplate(STATE), kioskMenuTemplate({ ...STATE, platform: 'win32' })]).toEqual([null, null]);
    const template = kioskMenuTemplate({ ...STATE, platform: 'darwin' }) ?? [];
    const items = template.flatMap(({ submenu }) => (Array.isArray(submenu) ? submenu : []));
    expect(items.filter(({ click }) => click !== undefined)).toEqual([]);
    expect(items.flatMap(({ role }) => role ?? [])).toEqual([
      ...['quit', 'undo', 'redo', 'cut', 'copy', 'paste', 'selectAll'],
    ]);
  });

  it('that is locked cannot quit, on no system', () => {
    for (const platform of ['linux', 'win32', 'darwin'] as const) {
      const template = kioskMenuTemplate({ ...STATE, platform, locked: true }) ?? [];
      const items = template.flatMap(({ submenu }) => (Array.isArray(submenu) ? submenu : []));
      expect(items.flatMap(({ role, click }) => (role === 'quit' || click ? [role] : []))).toEqual([]);
    }
  });
});
