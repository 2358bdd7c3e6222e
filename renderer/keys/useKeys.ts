import { onScopeDispose } from 'vue';
import { allows, type Access } from '../../common/access.ts';
import { BACK_KEYS, meaningOf, type KeyAction, type Meant } from './keyMap.ts';
import { escapeInnermost, OVERLAYS } from './layers.ts';
import { keepsArrow, leavesLine, takesText } from './ownKeys.ts';
import type { Direction } from './spatial.ts';
import { moveFocus } from './stops.ts';

/** In the order of the key map's strokes. */
const DIRECTIONS: readonly Direction[] = ['up', 'down', 'left', 'right'];

export interface KeyedScreen {
  readonly shell: 'desktop' | 'browser';
  readonly access: () => Access | null;
  /** Carries an action out; false when there is nothing to do, and the key is left to others. */
  readonly act: (action: Exclude<KeyAction, 'move' | 'open' | 'close'>, index: number) => boolean;
}

/**
 * Listens to the keys of the key map until its scope ends. What lies over the wall hears its own keys first, and letters
 * do nothing while a field is typed in. Arrows go from control to control, on the wall and in what lies over it, as far
 * as the control they are pressed in has no use for them.
 */
export function useKeys({ shell, access, act }: KeyedScreen): void {
  /** The control that an arrow went to, as long as the focus stays there. */
  let brought: Element | null = null;

  function obey({ action, index }: Meant, event: KeyboardEvent): boolean {
    if (action === 'move') return go(DIRECTIONS[index], event);
    if (action === 'close') return goBack(event);
    if (action === 'open' || document.querySelector(OVERLAYS) !== null || takesText(event.target)) return false;
    return act(action, index);
  }

  function go(direction: Direction | undefined, { target, repeat }: KeyboardEvent): boolean {
    const passing = target === brought;
    if (direction === undefined || keepsArrow(target, direction, passing)) return false;
    // A key held down to get to the first row is not meant to leave the table.
    if (repeat && target instanceof Element && target.matches('[role="grid"]')) return true;
    const moved = moveFocus(document, direction);
    if (moved) brought = document.activeElement;
    // At the edge too, an arrow that passes a list of values must not choose one.
    return moved || (passing && target instanceof HTMLSelectElement);
  }

  const mayUse = (meant: ReturnType<typeof meaningOf>): meant is Exclude<typeof meant, null> => {
    const granted = access();
    return meant !== null && granted !== null && allows(granted, meant.access);
  };

  function pressed(event: KeyboardEvent): void {
    if (event.defaultPrevented || event.isComposing) return;
    const meant = meaningOf(event, shell);
    if (mayUse(meant) ? obey(meant, event) : openList(event)) event.preventDefault();
  }

  /** Before the line of buttons hears it, which would take every arrow for its own. */
  function pressedInLine(event: KeyboardEvent): void {
    const meant = meaningOf(event, shell);
    const direction = meant?.action === 'move' ? DIRECTIONS[meant.index] : undefined;
    if (!mayUse(meant) || direction === undefined || !leavesLine(event.target, direction)) return;
    go(direction, event);
    event.preventDefault();
    event.stopPropagation();
  }

  const left = (): void => {
    brought = null;
  };

  document.addEventListener('keydown', pressedInLine, { capture: true });
  document.addEventListener('keydown', pressed);
  document.addEventListener('focusout', left);
  onScopeDispose(() => {
    document.removeEventListener('keydown', pressedInLine, { capture: true });
    document.removeEventListener('keydown', pressed);
    document.removeEventListener('focusout', left);
  });
}

/** A remote control has Enter only, which not every browser opens a list of values with. */
function openList({ key, target }: KeyboardEvent): boolean {
  if (key !== 'Enter' || !(target instanceof HTMLSelectElement) || !('showPicker' in target)) return false;
  try {
    target.showPicker();
  } catch {
    // The browser lets only a person's own key open it.
    return false;
  }
  return true;
}

/** A remote control's Back does what Escape does to whatever is open, innermost first; Escape itself needs no help. */
function goBack(event: KeyboardEvent): boolean {
  if (!BACK_KEYS.has(event.key) || document.querySelector(OVERLAYS) === null) return false;
  escapeInnermost();
  return true;
}
