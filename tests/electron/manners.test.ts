import { describe, expect, it, vi } from 'vitest';
import { DEFAULT_SETTINGS } from '../../common/settings.ts';
import type { Snapshot } from '../../common/snapshot.ts';
import { createManners, type MannersContext } from '../../electron/manners.ts';
import type { MenuActions } from '../../electron/menu.ts';
import type { TrayActions } from '../../electron/tray.ts';

type Item = { id?: string; role?: string; enabled?: boolean; click?: () => void; submenu?: readonly Item[] };

const DISPLAYS = [1, 2].map((id) => {
  const bounds = { x: id * 1920, y: 0, width: 1920, height: 1080 };
  return { id, label: `TV ${id}`, bounds, workArea: bounds, scaleFactor: 1 };
});
const SNAPSHOT = { locale: 'en', settingsRevision: 1, boards: [{ id: 'main', title: '', ageMs: null }] };

function setUp(platform: NodeJS.Platform, { save = 'ok', pinSet = false } = {}) {
  let kiosk = false;
  const done: string[] = [];
  const menus: (readonly Item[] | null)[] = [];
  const tray: string[] = [];
  let actions: Partial<TrayActions & MenuActions> = {};
  const note =
    (what: string) =>
    (...facts: unknown[]): void =>
      void done.push([what, ...facts].join(' '));
  const dispatch = async (name: string): Promise<unknown> => {
    done.push(name);
    if (name === 'getSettings') return { ok: true, value: { settings: DEFAULT_SETTINGS, revision: 1 } };
    return save === 'ok' ? { ok: true, value: {} } : { ok: false, error: { code: 'failed' } };
  };
  const context = {
    wallboard: {
      dispatch,
      settings: () => DEFAULT_SETTINGS,
      snapshot: () => ({ ...SNAPSHOT, pinSet }) as unknown as Snapshot,
    },
    desk: {
      isKiosk: () => kiosk,
      openPanel: note('panel'),
      toggleFullScreen: note('fullScreen'),
      bringToFront: note('front'),
    },
    walls: { apply: () => {}, open: () => [], removeMenus: () => {}, reopen: note('reopen') },
    displays: { getAllDisplays: () => DISPLAYS, getPrimaryDisplay: () => DISPLAYS[0] },
    loginItem: null,
    createTray: (given: TrayActions & MenuActions) => {
      actions = given;
      return { show: () => tray.push('show'), forgetMenu: () => tray.push('forget') };
    },
    menu: {
      buildFromTemplate: (template: readonly Item[]) => template,
      setApplicationMenu: (menu: readonly Item[] | null) => menus.push(menu),
    },
    clipboard: { writeText: note('copy') },
    machine: { platform, appName: 'Experia Wallboard' },
    quit: note('quit'),
    log: { warn: note('warn') },
  } as unknown as MannersContext;
  const manners = createManners(context);
  manners.refresh();
  const flat = (items: readonly Item[]): Item[] => items.flatMap((item) => [item, ...flat(item.submenu ?? [])]);
  return {
    menus,
    done,
    tray,
    manners,
    actions: () => actions,
    items: (menu: readonly Item[] | null | undefined) => flat(menu ?? []),
    becomeKiosk() {
      kiosk = true;
      manners.refresh();
    },
  };
}

describe('the menu', () => {
  it.each(['linux', 'win32'] as const)('is taken away from a kiosk on %s', (platform) => {
    const { menus, becomeKiosk } = setUp(platform);
    becomeKiosk();
    expect([menus.length, menus.at(-1)]).toEqual([2, null]);
  });

  it('of a kiosk on macOS is one of its own, because macOS would keep the one before', () => {
    const { menus, items, becomeKiosk } = setUp('darwin');
    becomeKiosk();
    expect(menus).toHaveLength(2);
    expect(items(menus.at(-1)).some(({ role }) => role === 'quit')).toBe(true);
    expect(items(menus.at(-1)).filter(({ click }) => click)).toEqual([]);
  });

  it('does nothing in a kiosk, even where a click on the one before still arrives', () => {
    const { menus, items, done, becomeKiosk, actions } = setUp('darwin');
    const clickable = items(menus[0]).filter(({ click }) => click);
    expect(clickable.length).toBeGreaterThan(5);
    becomeKiosk();
    for (const { click } of clickable) click?.();
    actions().show?.();
    actions().openSettings?.();
    actions().setOpenAtLogin?.(true);
    expect(done).toEqual([]);
    actions().quit?.();
    expect(done).toEqual(['quit']);
  });

  it('cannot even quit in a kiosk that is locked', () => {
    const { menus, items, done, becomeKiosk, actions } = setUp('darwin', { pinSet: true });
    becomeKiosk();
    expect(items(menus.at(-1)).some(({ role }) => role === 'quit')).toBe(false);
    actions().quit?.();
    expect(done).toEqual([]);
  });

  it('and the menu of the tray are made anew when a change could not be saved: the click has changed the mark', async () => {
    const { menus, tray, actions } = setUp('linux', { save: 'failed' });
    actions().setOpenAtLogin?.(true);
    await vi.waitFor(() => expect([menus.length, tray]).toEqual([2, ['show', 'forget', 'show']]));
  });
});
