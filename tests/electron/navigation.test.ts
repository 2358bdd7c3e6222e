import { EventEmitter } from 'node:events';
import { describe, expect, it } from 'vitest';
import { guardNavigation } from '../../electron/navigation.ts';

function setUp() {
  const contents = new EventEmitter();
  let open: () => unknown = () => 'no handler';
  const guarded = Object.assign(contents, { setWindowOpenHandler: (handler: () => unknown) => void (open = handler) });
  const warnings: unknown[] = [];
  guardNavigation(guarded as never, { warn: (event) => void warnings.push(event) });
  const isVetoed = (name: string, going: object = {}): boolean => {
    let vetoed = false;
    contents.emit(name, { ...going, preventDefault: () => (vetoed = true) });
    return vetoed;
  };
  return { isVetoed, openWindow: () => open(), warnings };
}

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
