import { describe, expect, it } from 'vitest';
import { KEY_MAP, meaningOf, type Press } from '../../renderer/keys/keyMap.ts';
import { chordsOf } from '../../renderer/keys/keyNames.ts';
import { words } from './mounting.ts';

const press = (key: string, changes: Partial<Press> = {}): Press => ({
  key,
  code: '',
  ctrlKey: false,
  metaKey: false,
  altKey: false,
  ...changes,
});
const actionOf = (pressed: Press, shell: 'desktop' | 'browser' = 'browser') => meaningOf(pressed, shell)?.action;

describe('the key map', () => {
  it.each([
    ['ArrowUp', 'move'],
    ['Escape', 'close'],
    ['GoBack', 'close'],
    ['c', 'cards'],
    ['C', 'cards'],
    [',', 'settings'],
    ['?', 'keys'],
    ['f', 'fullScreen'],
  ])('%s means %s', (key, action) => {
    expect(actionOf(press(key))).toBe(action);
  });

  it('numbers the boards from the first digit', () => {
    expect([1, 5, 9].map((digit) => meaningOf(press(String(digit)), 'browser')?.index)).toEqual([0, 4, 8]);
    expect(meaningOf(press('0'), 'browser')).toBeNull();
  });

  it('leaves the keys of the browser and the system alone', () => {
    for (const modifier of ['ctrlKey', 'metaKey', 'altKey'] as const)
      for (const key of ['c', 'f', '1', 'ArrowLeft'])
        expect(actionOf(press(key, { [modifier]: true }))).toBeUndefined();
    expect(actionOf(press('F11'))).toBeUndefined();
    expect(actionOf(press('Enter'))).toBeUndefined();
  });

  it('opens the settings with Ctrl or Command and a comma, as other apps do', () => {
    expect(actionOf(press(',', { ctrlKey: true }))).toBe('settings');
    expect(actionOf(press(',', { metaKey: true }))).toBe('settings');
  });

  it('knows its keys on a keyboard that types Arabic', () => {
    expect(actionOf(press('ؤ', { code: 'KeyC' }))).toBe('cards');
    expect(actionOf(press('؟', { code: 'Slash' }))).toBe('keys');
    expect(meaningOf(press('٣', { code: 'Digit3' }), 'browser')).toMatchObject({ action: 'board', index: 2 });
    // What lies on another key of a Latin keyboard is not taken for it.
    expect(actionOf(press('x', { code: 'KeyC' }))).toBeUndefined();
  });

  it('takes the full screen to the menu in the desktop app', () => {
    expect(actionOf(press('f'), 'desktop')).toBeUndefined();
  });

  it('gives no key to two actions', () => {
    const strokes = KEY_MAP.flatMap((binding) =>
      binding.strokes.map((stroke) => `${stroke.withControl} ${stroke.key}`),
    );
    expect(new Set(strokes).size).toBe(strokes.length);
  });

  it('names every way of a binding once, with the keys of the machine', () => {
    const chords = (action: string, isMac = false) =>
      KEY_MAP.filter((binding) => binding.action === action).flatMap((binding) =>
        chordsOf(binding, { t: words, isMac }).map((chord) => chord.join('+')),
      );
    expect(chords('close')).toEqual(['Esc', 'Back']);
    expect(chords('settings')).toEqual([',', 'Ctrl+,']);
    expect(chords('settings', true)).toEqual([',', '⌘+,']);
    expect(chords('fullScreen')).toEqual(['F', 'F11']);
  });
});
