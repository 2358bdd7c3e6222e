import { describe, expect, it } from 'vitest';
import { passesLock, type LockedPress } from '../../electron/lock/lockKeys.ts';
import { KEY_MAP } from '../../renderer/keys/keyMap.ts';

const PLAIN = { control: false, alt: false, meta: false, shift: false };
const press = (key: string, held: Partial<LockedPress> = {}): LockedPress => ({ ...PLAIN, key, ...held });
const passes = (key: string, held: Partial<LockedPress> = {}, platform: NodeJS.Platform = 'linux'): boolean =>
  passesLock(press(key, held), platform);

describe('a locked kiosk', () => {
  it('lets every key through that the wall itself uses in a kiosk', () => {
    const used = KEY_MAP.filter(({ access, by }) => access !== 'control' && by !== 'browserPage').flatMap(
      ({ strokes }) => strokes,
    );
    expect(used.length).toBeGreaterThan(15);
    // The full-screen key never reaches the page: it asks for the PIN.
    expect(used.filter(({ key }) => !passes(key)).map(({ key }) => key)).toEqual(['F11']);
  });

  it('lets through what types, moves and edits in a field, in any script', () => {
    for (const key of [
      'a',
      'Z',
      '7',
      ' ',
      '@',
      'ü',
      'ش',
      '中',
      '🙂',
      'Backspace',
      'Delete',
      'Tab',
      'Home',
      'Dead',
      'Process',
    ])
      expect(passes(key), key).toBe(true);
    expect(passes('Tab', { shift: true })).toBe(true);
    for (const key of ['c', 'v', 'x', 'a', 'z', 'V']) expect(passes(key, { control: true }), key).toBe(true);
    expect(passes('ؤ', { code: 'KeyC', control: true })).toBe(true);
    expect(passes('v', { meta: true }, 'darwin')).toBe(true);
  });

  it.each<[string, Partial<LockedPress>]>([
    ...[
      'r',
      'w',
      'q',
      'p',
      's',
      'o',
      'j',
      'u',
      'f',
      'g',
      'h',
      'n',
      't',
      'l',
      'd',
      'k',
      ',',
      '+',
      '-',
      '=',
      '0',
      '1',
    ].map((key): [string, Partial<LockedPress>] => [key, { control: true }]),
    ...['i', 'j', 'c', 'k', 'r', 'n', 't', 'w', 'p', 'Delete', 'Tab', 'v'].map(
      (key): [string, Partial<LockedPress>] => [key, { control: true, shift: true }],
    ),
    ...['ArrowLeft', 'ArrowRight', 'ArrowUp', ' ', 'F4', 'Enter', 'Tab', 'Home', 'd', 'f', 'Escape'].map(
      (key): [string, Partial<LockedPress>] => [key, { alt: true }],
    ),
    ...['q', 'w', 'h', 'm', 'Tab', ' ', 'l', 'd', 'r', 'e', '`', 'c'].map((key): [string, Partial<LockedPress>] => [
      key,
      { meta: true },
    ]),
    ...Array.from({ length: 24 }, (_, index): [string, Partial<LockedPress>] => [`F${index + 1}`, {}]),
    ...['F10', 'F11', 'F12'].map((key): [string, Partial<LockedPress>] => [key, { shift: true }]),
    ...['Control', 'Alt', 'Meta', 'ContextMenu', 'PrintScreen', 'Pause', 'Help', 'Insert', 'Power', 'Sleep'].map(
      (key): [string, Partial<LockedPress>] => [key, {}],
    ),
    ...['BrowserRefresh', 'BrowserHome', 'BrowserSearch', 'BrowserForward', 'LaunchApplication1', 'LaunchMail'].map(
      (key): [string, Partial<LockedPress>] => [key, {}],
    ),
    ['ZoomIn', {}],
    ['q', { control: true, alt: true }],
    ['v', { control: true, alt: true }],
    ['ق', { code: 'KeyR', control: true }],
    ['c', { control: true, meta: true }],
    ['v', { meta: true, shift: true }],
  ])('swallows %s with %j', (key, held) => {
    expect(passes(key, held)).toBe(false);
  });

  it('swallows the Control keys of others on macOS, and its Command keys', () => {
    for (const key of ['q', 'w', 'h', 'm', 'r', 'p', ',', '+', 'Tab', ' ']) {
      expect(passes(key, { meta: true }, 'darwin'), key).toBe(false);
      expect(passes(key, { control: true }, 'darwin'), key).toBe(false);
    }
    expect(passes('f', { control: true, meta: true }, 'darwin')).toBe(false);
    expect(passes('i', { alt: true, meta: true }, 'darwin')).toBe(false);
  });
});
