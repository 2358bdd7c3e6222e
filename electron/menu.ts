import type { MenuItemConstructorOptions } from 'electron';
import type { DisplayInfo } from '../common/about.ts';
import type { MenuPanel } from '../common/bridge.ts';
import type { Wall } from './wallWindows.ts';
import type { Words } from './words.ts';

type Item = MenuItemConstructorOptions;

export interface MenuState {
  readonly platform: NodeJS.Platform;
  readonly appName: string;
  readonly words: Words;
  readonly displays: readonly DisplayInfo[];
  readonly boards: readonly { readonly id: string; readonly title: string }[];
  /** The walls that are open now. */
  readonly walls: readonly Wall[];
  /** True in a kiosk that only a PIN opens. */
  readonly locked: boolean;
}

export interface MenuActions {
  openPanel(panel: MenuPanel): void;
  toggleFullScreen(): void;
  openWall(wall: Wall): void;
  closeWalls(walls: readonly Wall[]): void;
  copyDiagnostics(): void;
}

const SEPARATOR: Item = { type: 'separator' };
const isMac = ({ platform }: MenuState): boolean => platform === 'darwin';

/** Windows and Linux take one ampersand for the mark of a key. */
const asLabel = ({ platform }: Pick<MenuState, 'platform'>, text: string): string =>
  platform === 'darwin' ? text : text.replaceAll('&', '&&');

/** A key that the page or the window handles itself: the menu only tells of it. macOS cannot tell without taking it. */
const toldKey = (state: MenuState, accelerator: string): Item =>
  isMac(state) ? {} : { accelerator, registerAccelerator: false };

/**
 * What a kiosk keeps of the application menu; null where it has none. macOS never takes a menu away, and without one of the
 * kiosk's own it would go on showing the one of a window that may control. A locked one cannot even quit.
 */
export const kioskMenuTemplate = (state: MenuState): Item[] | null =>
  isMac(state) ? [{ label: state.appName, submenu: kioskAppItems(state) }, editMenu(state)] : null;

/** The first menu of macOS carries the app's name, and must not be empty. */
const kioskAppItems = ({ locked, appName, words }: MenuState): Item[] =>
  locked ? [{ label: appName, enabled: false }] : [{ role: 'quit', label: words.menu.quit }];

/** The application menu of a window that may control. */
export function menuTemplate(state: MenuState, actions: MenuActions): Item[] {
  return [
    isMac(state) ? appMenu(state, actions) : fileMenu(state, actions),
    ...(isMac(state) ? [{ label: state.words.menu.file, submenu: [cardsItem(state, actions)] }] : []),
    editMenu(state),
    { label: state.words.menu.view, submenu: [fullScreenItem(state, actions)] },
    windowMenu(state, actions),
    helpMenu(state, actions),
  ];
}

const settingsItem = ({ words: { menu } }: MenuState, { openPanel }: MenuActions): Item => ({
  id: 'settings',
  label: menu.settings,
  accelerator: 'CmdOrCtrl+,',
  click: () => openPanel('settings'),
});

const cardsItem = ({ words: { menu } }: MenuState, { openPanel }: MenuActions): Item => ({
  id: 'cards',
  label: menu.cards,
  accelerator: 'CmdOrCtrl+K',
  click: () => openPanel('cards'),
});

const aboutItem = (state: MenuState, { openPanel }: MenuActions): Item => ({
  id: 'about',
  label: asLabel(state, state.words.about(state.appName)),
  click: () => openPanel('about'),
});

const fullScreenItem = (state: MenuState, { toggleFullScreen }: MenuActions): Item => ({
  id: 'fullScreen',
  label: state.words.menu.fullScreen,
  // F11 belongs to macOS, which shows its desktop then.
  ...(isMac(state) ? { accelerator: 'Ctrl+Command+F' } : toldKey(state, 'F11')),
  click: () => toggleFullScreen(),
});

const fileMenu = (state: MenuState, actions: MenuActions): Item => ({
  label: state.words.menu.file,
  submenu: [
    cardsItem(state, actions),
    settingsItem(state, actions),
    SEPARATOR,
    { role: 'quit', label: state.words.menu.quit, accelerator: 'CmdOrCtrl+Q' },
  ],
});

function appMenu(state: MenuState, actions: MenuActions): Item {
  const { appName, words } = state;
  return {
    label: appName,
    submenu: [
      aboutItem(state, actions),
      SEPARATOR,
      settingsItem(state, actions),
      SEPARATOR,
      { role: 'services', label: words.menu.services },
      SEPARATOR,
      { role: 'hide', label: words.hide(appName) },
      { role: 'hideOthers', label: words.menu.hideOthers },
      { role: 'unhide', label: words.menu.showAll },
      SEPARATOR,
      { role: 'quit', label: words.menu.quit },
    ],
  };
}

const editMenu = ({ words: { menu } }: MenuState): Item => ({
  label: menu.edit,
  submenu: [
    { role: 'undo', label: menu.undo },
    { role: 'redo', label: menu.redo },
    SEPARATOR,
    { role: 'cut', label: menu.cut },
    { role: 'copy', label: menu.copy },
    { role: 'paste', label: menu.paste },
    { role: 'selectAll', label: menu.selectAll },
  ],
});

const windowMenu = (state: MenuState, actions: MenuActions): Item => ({
  role: 'window',
  label: state.words.menu.window,
  submenu: [
    { role: 'minimize', label: state.words.menu.minimize },
    { role: 'close', label: state.words.menu.close },
    SEPARATOR,
    { id: 'openOnDisplay', label: state.words.menu.openOnDisplay, submenu: displayItems(state, actions) },
    {
      id: 'closeWalls',
      label: state.words.menu.closeWalls,
      enabled: state.walls.length > 0,
      click: () => actions.closeWalls(state.walls),
    },
  ],
});

/** One display each; with more than one board, the boards below it. A mark says what is open where. */
function displayItems(state: MenuState, actions: MenuActions): Item[] {
  const { words, displays, boards, walls } = state;
  const isOpen = (wall: Wall): boolean =>
    walls.some(({ display, board }) => display === wall.display && board === wall.board);
  const wallItem = (wall: Wall, label: string): Item => ({
    id: `wall ${wall.display} ${wall.board}`,
    label: asLabel(state, label),
    type: 'checkbox',
    checked: isOpen(wall),
    // A wall on the only display would cover the desk.
    enabled: displays.length > 1 || isOpen(wall),
    click: () => (isOpen(wall) ? actions.closeWalls([wall]) : actions.openWall(wall)),
  });
  return displays.map(({ id: display, label, width, height, primary }, index) => {
    const name = words.display(label || words.unnamedDisplay(index + 1), width, height);
    const shown = primary ? words.primaryDisplay(name) : name;
    const [only, ...others] = boards;
    if (only && others.length === 0) return wallItem({ display, board: only.id }, shown);
    const submenu = boards.map(({ id: board, title }, n) =>
      wallItem({ display, board }, title || words.unnamedBoard(n + 1)),
    );
    return { id: `display ${display}`, label: asLabel(state, shown), submenu };
  });
}

const helpMenu = (state: MenuState, actions: MenuActions): Item => ({
  role: 'help',
  label: state.words.menu.help,
  submenu: [
    { id: 'keys', label: state.words.menu.keys, ...toldKey(state, '?'), click: () => actions.openPanel('keys') },
    {
      id: 'copyDiagnostics',
      label: state.words.menu.copyDiagnostics,
      click: () => actions.copyDiagnostics(),
    },
    ...(isMac(state) ? [] : [SEPARATOR, aboutItem(state, actions)]),
  ],
});
