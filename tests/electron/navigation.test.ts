import { EventEmitter } from 'node:events';
import { describe, expect, it } from 'vitest';
import { guardNavigation } from '../../electron/navigation.ts';

function setUp() {
  const contents = new EventEmitter();
  let open: () => unknown = () => 'no handler';
  const guarded = Object.assign(contents, { setWindowOpenHandler: (handler: () => unknown) => void (open = handler) });
  const warnings: unknown[] = [];
  guardNavigation(guarded as never, { warn: (event) => void warnings.push(event) });
  const isVetoed = (name: string, going: object = {}, mouse?: object): boolean => {
    let vetoed = false;
    contents.emit(name, { ...going, preventDefault: () => (vetoed = true) }, mouse);
    return vetoed;
  };
  return { isVetoed, openWindow: () => open(), warnings };
}

describe('the buttons of a mouse', () => {
  it.each([
    ['mouseDown', 'back', true],
    ['mouseUp', 'forward', true],
    ['mouseUp', 'noButton', true],
    ['mouseDown', 'left', false],
    ['mouseUp', 'middle', false],
    ['mouseDown', 'right', false],
    ['mouseMove', 'noButton', false],
  ])("that go through the history are not the page's: %s of %s is kept from it: %s", (type, button, isKept) => {
    expect(setUp().isVetoed('before-mouse-event', {}, { type, button })).toBe(isKept);
  });
});

describe('navigation', () => {
  it.each(['app://wallboard/index.html', 'app://wallboard/', 'app://wallboard/index.html?board=main#x'])(
    'lets the page load itself anew: %s',
    (url) => {
      const { isVetoed } = setUp();
      expect(isVetoed('will-navigate', { url, isMainFrame: true })).toBe(false);
      expect(isVetoed('will-frame-navigate', { url, isMainFrame: true })).toBe(false);
    },
  );

  it.each([
    'https://example.com/',
    'http://127.0.0.1/',
    'app://other/index.html',
    'app://wallboard/assets/wall.js',
    'file:///etc/passwd',
    'data:text/html,x',
    'javascript:alert(1)',
    'about:blank',
    'blob:app://wallboard/3f0c1f9a-8a57-4d0e-9d0c-6a1c2b7f0e11',
    'app://wallboard.evil/index.html',
    'app://wallboard@evil/index.html',
    'https://wallboard/index.html',
    '',
  ])('vetoes %j, and says so in the log', (url) => {
    const { isVetoed, warnings } = setUp();
    expect(isVetoed('will-navigate', { url, isMainFrame: true })).toBe(true);
    expect(isVetoed('will-frame-navigate', { url, isMainFrame: true })).toBe(true);
    expect(warnings).toEqual(['navigationRefused', 'navigationRefused']);
  });

  it('vetoes every frame inside the page, even of our own files', () => {
    expect(setUp().isVetoed('will-frame-navigate', { url: 'app://wallboard/', isMainFrame: false })).toBe(true);
  });

  it('vetoes every redirect and every webview', () => {
    const { isVetoed } = setUp();
    expect(isVetoed('will-redirect', { url: 'app://wallboard/', isMainFrame: true })).toBe(true);
    expect(isVetoed('will-attach-webview')).toBe(true);
  });

  it('denies every new window', () => {
    expect(setUp().openWindow()).toEqual({ action: 'deny' });
  });
});
