import type { KeyPress } from '../kiosk.ts';

/** A key press as a lock judges it. */
export type LockedPress = Pick<KeyPress, 'key' | 'control' | 'alt' | 'meta' | 'shift'> & {
  /** As `KeyboardEvent.code` names it. */
  readonly code?: string;
};

/** What the wall, its cards and their fields use besides keys that type something. */
const PLAIN_KEYS: ReadonlySet<string> = new Set([
  ...['ArrowUp', 'ArrowDown', 'ArrowLeft', 'ArrowRight', 'Home', 'End', 'PageUp', 'PageDown'],
  ...['Up', 'Down', 'Left', 'Right', 'Enter', 'Return', 'Space', 'Tab', 'Escape', 'Esc', 'Backspace', 'Delete'],
  // Back on the remote controls of television sets.
  ...['GoBack', 'BrowserBack', 'XF86Back'],
  // Half of a character: an accent, or what an input method is still made of.
  ...['Shift', 'CapsLock', 'AltGraph', 'Dead', 'Process', 'Compose', 'Unidentified'],
]);

/** Undo, cut, copy, paste and select all of a field. */
const EDIT_KEYS: ReadonlySet<string> = new Set(['z', 'x', 'c', 'v', 'a']);
const PRINTABLE_ASCII = /^[ -~]$/;

const isCharacter = (key: string): boolean => [...key].length === 1;

/** The letter of a press, also where another script is typed. */
function letterOf({ key, code }: LockedPress): string {
  if (isCharacter(key) && !PRINTABLE_ASCII.test(key) && code?.startsWith('Key')) return code.slice(-1).toLowerCase();
  return key.toLowerCase();
}

/**
 * Whether a locked kiosk lets a key through. A list of what may pass, not of what may not: browsers, systems and keyboards
 * keep inventing keys.
 */
export function passesLock(press: LockedPress, platform: NodeJS.Platform): boolean {
  const { key, control, alt, meta, shift } = press;
  if (!control && !alt && !meta) return isCharacter(key) || PLAIN_KEYS.has(key);
  const [edits, other] = platform === 'darwin' ? [meta, control] : [control, meta];
  return edits && !other && !alt && !shift && EDIT_KEYS.has(letterOf(press));
}
