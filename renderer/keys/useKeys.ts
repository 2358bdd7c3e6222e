import { onScopeDispose } from 'vue';
import { allows, type Access } from '../../common/access.ts';
import { BACK_KEYS, meaningOf, type KeyAction, type Meant } from './keyMap.ts';
import type { Direction } from './spatial.ts';
import { hasOwnKeys, moveFocus, OVERLAYS, takesText } from './stops.ts';

/** In the order of the key map's strokes. */
const DIRECTIONS: readonly Direction[] = ['up', 'down', 'left', 'right'];

export interface KeyedScreen {
  readonly shell: 'desktop' | 'browser';
  readonly access: () => Access | null;
  /** Carries an action out; false when there is nothing to do, and the key is left to others. */
  readonly act: (action: Exclude<KeyAction, 'move' | 'open' | 'close'>, index: number) => boolean;
}

/**
 * Listens to the keys of the key map until its scope ends. What lies over the wall hears its own keys first, and keys do
 * nothing while a field is typed in.
 */
export function useKeys({ shell, access, act }: KeyedScreen): void {
  function obey({ action, index }: Meant, event: KeyboardEvent): boolean {
    const direction = DIRECTIONS[index];
    if (action === 'move') return direction !== undefined && moveFocus(document, direction);
    if (action === 'close') return goBack(event);
    return action !== 'open' && act(action, index);
  }

  function pressed(event: KeyboardEvent): void {
    if (event.defaultPrevented || event.isComposing) return;
    const meant = meaningOf(event, shell);
    const granted = access();
    if (!meant || granted === null || !allows(granted, meant.access)) return;
    const isOver = meant.action !== 'close' && document.querySelector(OVERLAYS) !== null;
    if (isOver || takesText(event.target) || (meant.action === 'move' && hasOwnKeys(event.target))) return;
    if (obey(meant, event)) event.preventDefault();
  }

  document.addEventListener('keydown', pressed);
  onScopeDispose(() => document.removeEventListener('keydown', pressed));
}

/** A remote control's Back does what Escape does to whatever is open, innermost first; Escape itself needs no help. */
function goBack(event: KeyboardEvent): boolean {
  if (!BACK_KEYS.has(event.key) || document.querySelector(OVERLAYS) === null) return false;
  const target = document.activeElement ?? document.body;
  target.dispatchEvent(
    new KeyboardEvent('keydown', { key: 'Escape', code: 'Escape', bubbles: true, cancelable: true }),
  );
  return true;
}
