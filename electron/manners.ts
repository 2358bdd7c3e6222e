import type { clipboard, Menu } from 'electron';
import type { DesktopSettings } from '../common/settings.ts';
import type { Snapshot } from '../common/snapshot.ts';
import type { Log } from '../core/ports.ts';
import type { Wallboard } from '../core/wallboard.types.ts';
import { changeDesktop } from './desktopSettings.ts';
import type { DeskWindow } from './deskWindow.ts';
import { describeDisplays, type Displays } from './displays.ts';
import { kioskMenuTemplate, menuTemplate, type MenuActions, type MenuState } from './menu.ts';
import type { LoginItem } from './openAtLogin.ts';
import type { TrayActions, TrayIcon } from './tray.ts';
import { trayStatusOf, trayTooltip } from './trayStatus.ts';
import { withoutWalls, withWall, type WallWindows } from './wallWindows.ts';
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
  const actions = createActions(context, rebuild);
  const tray = context.createTray(actions);
  let shownMenu: string | null = null;
  let appliedRevision: number | null = null;

  function showMenu(snapshot: Snapshot): void {
    const isKiosk = desk.isKiosk();
    const state: MenuState = {
      ...machine,
      locked: isKiosk && snapshot.pinSet,
      words: wordsOf(snapshot.locale),
      displays: describeDisplays(displays),
      boards: snapshot.boards.map(({ id, title }) => ({ id, title })),
      walls: walls.open(),
    };
    const wanted = JSON.stringify({ ...state, words: snapshot.locale, isKiosk });
    if (wanted === shownMenu) return;
    shownMenu = wanted;
    const template = isKiosk ? kioskMenuTemplate(state) : menuTemplate(state, actions);
    context.menu.setApplicationMenu(template && context.menu.buildFromTemplate(template));
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

  const refresh = (): void => apply(wallboard.snapshot());

  /** A click has changed its check mark already, whatever became of what it asked for. */
  function rebuild(): void {
    shownMenu = null;
    tray.forgetMenu();
    refresh();
  }

  return { apply, refresh };
}

/**
 * What menu and tray can ask for. A kiosk may nothing of it but quit, and a locked one not even that, wherever a click on it
 * may still come from.
 */
function createActions(context: MannersContext, rebuild: () => void): MenuActions & TrayActions {
  const { wallboard, desk, walls, displays, clipboard, quit, log } = context;
  const unlessKiosk =
    <Inputs extends unknown[]>(act: (...inputs: Inputs) => void) =>
    (...inputs: Inputs): void => {
      if (!desk.isKiosk()) act(...inputs);
    };
  const change = (how: (desktop: DesktopSettings) => DesktopSettings): void =>
    void changeDesktop(wallboard.dispatch, how, log).then(rebuild);
  return {
    openPanel: unlessKiosk(desk.openPanel),
    toggleFullScreen: unlessKiosk(desk.toggleFullScreen),
    openWall: unlessKiosk((wall) => {
      walls.reopen(wall);
      change((desktop) => ({ ...desktop, walls: withWall(desktop.walls, wall, displays.getAllDisplays()) }));
    }),
    closeWalls: unlessKiosk((gone) => change((desktop) => ({ ...desktop, walls: withoutWalls(desktop.walls, gone) }))),
    copyDiagnostics: unlessKiosk(() => {
      void wallboard.dispatch('getDiagnostics', undefined, 'control').then((result) => {
        if (result.ok) clipboard.writeText(result.value.text);
        else log.warn('diagnosticsNotCopied');
      });
    }),
    show: unlessKiosk(desk.bringToFront),
    openSettings: unlessKiosk(() => desk.openPanel('settings')),
    setOpenAtLogin: unlessKiosk((openAtLogin) => change((desktop) => ({ ...desktop, openAtLogin }))),
    quit: () => {
      if (!desk.isKiosk() || !wallboard.snapshot().pinSet) quit();
    },
  };
}
