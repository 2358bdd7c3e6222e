import type { Access } from '../../common/access.ts';

/** What a key does. */
export type KeyAction = 'move' | 'open' | 'close' | 'cards' | 'board' | 'settings' | 'keys' | 'fullScreen';

export interface Stroke {
  /** As `KeyboardEvent.key` names it; letters in lower case. */
  readonly key: string;
  /** The same key where another script is typed, as `KeyboardEvent.code` names it. */
  readonly code?: string;
  /** With Ctrl, or Command on a Mac. */
  readonly withControl?: true;
}

export interface KeyBinding {
  readonly action: KeyAction;
  readonly strokes: readonly Stroke[];
  /** The least access a screen needs for it. */
  readonly access: Access;
  /**
   * Who carries it out: the page, in any shell or in the browser shell only, or the browser or app around the page, for
   * keys that are only listed here.
   */
  readonly by: 'page' | 'browserPage' | 'shell';
}

const DIGITS = ['1', '2', '3', '4', '5', '6', '7', '8', '9'] as const;

/** Back on the remote controls of television sets. */
export const BACK_KEYS: ReadonlySet<string> = new Set(['GoBack', 'BrowserBack', 'XF86Back']);

/** Every key of the screens: both what is handled and what the list of keys shows. */
export const KEY_MAP: readonly KeyBinding[] = [
  {
    action: 'move',
    strokes: [{ key: 'ArrowUp' }, { key: 'ArrowDown' }, { key: 'ArrowLeft' }, { key: 'ArrowRight' }],
    access: 'kiosk',
    by: 'page',
  },
  // The opener is a real button, which the browser presses by itself.
  { action: 'open', strokes: [{ key: 'Enter' }, { key: ' ' }], access: 'kiosk', by: 'shell' },
  {
    action: 'close',
    strokes: [{ key: 'Escape' }, ...[...BACK_KEYS].map((key) => ({ key }))],
    access: 'kiosk',
    by: 'page',
  },
  { action: 'cards', strokes: [{ key: 'c', code: 'KeyC' }], access: 'kiosk', by: 'page' },
  {
    action: 'board',
    strokes: DIGITS.map((digit) => ({ key: digit, code: `Digit${digit}` })),
    access: 'kiosk',
    by: 'page',
  },
  {
    action: 'settings',
    strokes: [
      { key: ',', code: 'Comma' },
      { key: ',', code: 'Comma', withControl: true },
    ],
    access: 'control',
    by: 'page',
  },
  { action: 'keys', strokes: [{ key: '?', code: 'Slash' }], access: 'kiosk', by: 'page' },
  { action: 'fullScreen', strokes: [{ key: 'f', code: 'KeyF' }], access: 'wall', by: 'browserPage' },
  { action: 'fullScreen', strokes: [{ key: 'F11' }], access: 'wall', by: 'shell' },
];

/** The part of a key press that counts here. */
export type Press = Pick<KeyboardEvent, 'key' | 'code' | 'ctrlKey' | 'metaKey' | 'altKey'>;

const PRINTABLE_ASCII = /^[ -~]$/;

function meets(stroke: Stroke, press: Press): boolean {
  if (press.altKey || (press.ctrlKey || press.metaKey) !== (stroke.withControl ?? false)) return false;
  if (press.key.toLowerCase() === stroke.key.toLowerCase()) return true;
  // A keyboard that types Arabic has no `c`; the key that would type it otherwise does what it does.
  const typesOther = press.key.length === 1 && !PRINTABLE_ASCII.test(press.key);
  return typesOther && stroke.code === press.code;
}

export interface Meant {
  readonly action: KeyAction;
  /** Position among the strokes of its binding, such as the board's for a digit. */
  readonly index: number;
}

/** What a key press means to the page in a shell; null when the page leaves it alone. */
export function meaningOf(press: Press, shell: 'desktop' | 'browser'): (Meant & { readonly access: Access }) | null {
  for (const { action, strokes, access, by } of KEY_MAP) {
    if (by === 'shell' || (by === 'browserPage' && shell !== 'browser')) continue;
    const index = strokes.findIndex((stroke) => meets(stroke, press));
    if (index >= 0) return { action, index, access };
  }
  return null;
}
