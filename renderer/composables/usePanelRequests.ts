import { onScopeDispose } from 'vue';
import { allows, type Access } from '../../common/access.ts';
import type { MenuPanel } from '../../common/bridge.ts';
import type { BoardSnapshot, Snapshot } from '../../common/snapshot.ts';
import { useKeys, type KeyedScreen } from '../keys/useKeys.ts';
import type { ShellSide } from '../shellSide.ts';
import { usePanelsStore, type Panel } from '../stores/panels.ts';
import { toggleFullScreen } from './useFullScreen.ts';

export interface RequestedScreen {
  readonly shell: ShellSide;
  readonly access: () => Access | null;
  readonly snapshot: () => Snapshot | null;
  /** The board on the screen; null while no wall is shown. */
  readonly board: () => BoardSnapshot | null;
  readonly choose: (boardId: string) => void;
}

const PANELS: Readonly<Record<MenuPanel, { readonly panel: Panel; readonly access: Access }>> = {
  cards: { panel: { kind: 'cards' }, access: 'kiosk' },
  keys: { panel: { kind: 'keys' }, access: 'kiosk' },
  settings: { panel: { kind: 'settings', section: 'boards' }, access: 'control' },
  about: { panel: { kind: 'about' }, access: 'control' },
  unlock: { panel: { kind: 'unlock' }, access: 'kiosk' },
};

/** Opens panels by keys and from the application menu, as far as this screen may. */
export function usePanelRequests({ shell, access, snapshot, board, choose }: RequestedScreen): void {
  const panels = usePanelsStore();

  function open(name: MenuPanel): boolean {
    const { panel, access: needed } = PANELS[name];
    const granted = access();
    if (granted === null || !allows(granted, needed) || snapshot() === null) return false;
    if (name === 'cards' && board() === null) return false;
    // What is open already keeps what was entered in it.
    if (panels.panel?.kind !== panel.kind) panels.open(panel);
    return true;
  }

  const act: KeyedScreen['act'] = (action, index) => {
    if (action === 'fullScreen') {
      void toggleFullScreen();
      return true;
    }
    if (action !== 'board') return open(action);
    const wanted = snapshot()?.boards[index];
    if (wanted) choose(wanted.id);
    return wanted !== undefined;
  };

  useKeys({ shell: shell.kind, access, act });
  onScopeDispose(shell.onPanel((name) => void open(name)));
}
