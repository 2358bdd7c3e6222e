import { EventEmitter } from 'node:events';
import { describe, expect, it } from 'vitest';
import { bindFullScreenKey, createScreenMode, type KeyPress } from '../../electron/kiosk.ts';
import { windowOptions } from '../../electron/window.ts';

const OPTIONS = { title: 'Wall', preload: '/preload.cjs', kiosk: false, packaged: true };
const PLAIN = {
  type: 'keyDown',
  key: 'F11',
  isAutoRepeat: false,
  control: false,
  alt: false,
  meta: false,
  shift: false,
};

function keyboard(mode: { kiosk: boolean }, platform: NodeJS.Platform = 'linux') {
  const state = { fullScreen: mode.kiosk, kiosk: mode.kiosk };
  const keys = new EventEmitter();
  const window = {
    isFullScreen: () => state.fullScreen,
    setFullScreen: (on: boolean) => void (state.fullScreen = on),
    setKiosk: (on: boolean) => void Object.assign(state, { kiosk: on, fullScreen: on }),
  };
  const changes: boolean[] = [];
  const screenMode = createScreenMode(window, { ...mode, changed: () => changes.push(screenMode.isKiosk()) });
  bindFullScreenKey(keys, screenMode.toggle, platform);
  const press = (change: Partial<KeyPress> = {}): boolean => {
    let kept = false;
    keys.emit('before-input-event', { preventDefault: () => (kept = true) }, { ...PLAIN, ...change });
    return kept;
  };
  return { state, press, changes, screenMode };
}

describe('the window', () => {
  it('is sandboxed, isolated, without Node, and has developer tools only from its sources', () => {
    expect(windowOptions(OPTIONS).webPreferences).toMatchObject({
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      webSecurity: true,
      webviewTag: false,
      devTools: false,
      backgroundThrottling: false,
    });
    expect(windowOptions({ ...OPTIONS, packaged: false }).webPreferences?.devTools).toBe(true);
  });

  it('stays hidden until it has something to show', () => {
    expect(windowOptions(OPTIONS).show).toBe(false);
  });

  it('fills the screen as a kiosk', () => {
    expect(windowOptions({ ...OPTIONS, kiosk: true })).toMatchObject({ kiosk: true, fullscreen: true });
  });

  it('is never told not to be in full screen, which macOS would take for ever', () => {
    expect(windowOptions(OPTIONS)).not.toHaveProperty('fullscreen');
  });
});

describe('F11', () => {
  it('toggles full screen of a window', () => {
    const { state, press } = keyboard({ kiosk: false });
    expect(press()).toBe(true);
    expect(state).toEqual({ fullScreen: true, kiosk: false });
    press();
    expect(state).toEqual({ fullScreen: false, kiosk: false });
  });

  it('leaves a kiosk and returns to it', () => {
    const { state, press, changes } = keyboard({ kiosk: true });
    press();
    expect(state).toEqual({ fullScreen: false, kiosk: false });
    press();
    expect(state).toEqual({ fullScreen: true, kiosk: true });
    expect(changes).toEqual([false, true]);
  });

  it('is what makes a kiosk one: a window manager that ends full screen does not', () => {
    const { state, screenMode } = keyboard({ kiosk: true });
    state.fullScreen = false;
    expect(screenMode.isKiosk()).toBe(true);
  });

  it('changes nothing about what a plain window is', () => {
    const { press, changes, screenMode } = keyboard({ kiosk: false });
    press();
    expect([changes, screenMode.isKiosk()]).toEqual([[], false]);
  });

  it('toggles once for a key that is held down and let go', () => {
    const { state, press } = keyboard({ kiosk: false });
    press();
    press({ isAutoRepeat: true });
    press({ type: 'keyUp' });
    expect(state.fullScreen).toBe(true);
  });

  it.each<Partial<KeyPress>>([
    { key: 'Escape' },
    { key: 'F10' },
    { control: true },
    { alt: true },
    { meta: true },
    { shift: true },
  ])('is the only key that does: not %j, which the page gets', (change) => {
    const { state, press } = keyboard({ kiosk: true });
    expect(press(change)).toBe(false);
    expect(state).toEqual({ fullScreen: true, kiosk: true });
  });

  it('has the company of Control+Command+F on macOS, and on macOS only', () => {
    const both = { key: 'f', control: true, meta: true };
    const mac = keyboard({ kiosk: true }, 'darwin');
    expect(mac.press({ ...both, shift: true })).toBe(false);
    expect([mac.press(both), mac.screenMode.isKiosk()]).toEqual([true, false]);
    expect(keyboard({ kiosk: true }).press(both)).toBe(false);
  });
});
