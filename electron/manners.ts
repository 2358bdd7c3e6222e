import type { clipboard, Menu } from 'electron';
import type { DesktopSettings } from '../common/settings.ts';
import type { Snapshot } from '../common/snapshot.ts';
import type { Log } from '../core/ports.ts';
import type { Wallboard } from '../core/wallboard.types.ts';
import { changeDesktop } from './desktopSettings.ts';
import type { DeskWindow } from './deskWindow.ts';
import { describeDisplays, type Displays } from './displays.ts';
import { menuTemplate, type MenuActions, type MenuState } from './menu.ts';
import type { LoginItem } from './openAtLogin.ts';
import type { TrayActions, TrayIcon } from './tray.ts';
import { trayStatusOf, trayTooltip } from './trayStatus.ts';
import type { Wall, WallWindows } from './wallWindows.ts';
import { wordsOf } from './words.ts';

export interface MannersContext {
  readonly wallboard: Pick<Wallboard, 'dispatch' | 'settings' | 'snapshot'>;
  readonly desk: DeskWindow;
  readonly walls: WallWindows;
  readonly displays: Displays;
  /** Null where the app cannot be made to open at login. */
  readonly loginItem: LoginItem | null;
  readonly createTray: (actions: TrayActions) => TrayIcon;
  readonly menu: Pick<typeof Menu, 'buildFromTemplate' | 'setApplicationMenu'>;
  readonly clipboard: Pick<typeof clipboard, 'writeText'>;
  readonly machine: { readonly platform: NodeJS.Platform; readonly appName: string };
  readonly quit: () => void;
  readonly log: Pick<Log, 'warn'>;
}

export interface Manners {
  /** Puts windows, menu and tray in line with the settings, the displays and the figures. */
  apply(snapshot: Snapshot): void;
  /** The same with the figures there are, after something else has changed. */
  refresh(): void;
}

/** What a desktop app owes its desktop: menu, tray, walls on other displays, and opening at login. */
export function createManners(context: MannersContext): Manners {
  const { wallboard, desk, walls, displays, loginItem, machine } = context;
  const actions = createActions(context);
  const tray = context.createTray(actions);
  let shownMenu: string | null = null;
  let appliedRevision: number | null = null;

  function showMenu(snapshot: Snapshot): void {
    const state: MenuState = {
      ...machine,
      words: wordsOf(snapshot.locale),
      displays: describeDisplays(displays),
      boards: snapshot.boards.map(({ id, title }) => ({ id, title })),
      walls: walls.open(),
    };
    const wanted = desk.isKiosk() ? 'none' : JSON.stringify({ ...state, words: snapshot.locale });
    if (wanted === shownMenu) return;
    shownMenu = wanted;
    context.menu.setApplicationMenu(
      desk.isKiosk() ? null : context.menu.buildFromTemplate(menuTemplate(state, actions)),
    );
    // On Windows and Linux the application's menu is put on every window.
    walls.removeMenus();
  }

  function apply(snapshot: Snapshot): void {
    const { desktop } = wallboard.settings();
    if (snapshot.settingsRevision !== appliedRevision) {
      appliedRevision = snapshot.settingsRevision;
      walls.apply(desktop.walls);
      loginItem?.apply(desktop.openAtLogin);
    }
    showMenu(snapshot);
    const words = wordsOf(snapshot.locale);
    const openAtLogin = loginItem === null ? null : desktop.openAtLogin;
    tray.show(
      desk.isKiosk()
        ? null
        : { status: trayStatusOf(snapshot), tooltip: trayTooltip(snapshot, words), words, openAtLogin },
    );
  }

  return { apply, refresh: () => apply(wallboard.snapshot()) };
}

function createActions(context: MannersContext): MenuActions & TrayActions {
  const { wallboard, desk, walls, clipboard, quit, log } = context;
  const change = (how: (desktop: DesktopSettings) => DesktopSettings): void =>
    void changeDesktop(wallboard.dispatch, how, log);
  const without = (wanted: readonly Wall[], gone: readonly Wall[]): Wall[] =>
    wanted.filter(({ display }) => !gone.some((wall) => wall.display === display));
  return {
    openPanel: desk.openPanel,
    toggleFullScreen: desk.toggleFullScreen,
    openWall(wall) {
      walls.reopen(wall);
      change((desktop) => ({ ...desktop, walls: [...without(desktop.walls, [wall]), wall] }));
    },
    closeWalls: (gone) => change((desktop) => ({ ...desktop, walls: without(desktop.walls, gone) })),
    copyDiagnostics() {
      void wallboard.dispatch('getDiagnostics', undefined, 'control').then((result) => {
        if (result.ok) clipboard.writeText(result.value.text);
        else log.warn('diagnosticsNotCopied');
      });
    },
    show: desk.bringToFront,
    openSettings: () => desk.openPanel('settings'),
    setOpenAtLogin: (openAtLogin) => change((desktop) => ({ ...desktop, openAtLogin })),
    quit,
  };
}
