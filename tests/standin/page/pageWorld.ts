import type { Link } from './link.ts';

/**
 * Runs in the page's own world before any script of it: takes what the preload exposes, and sends new windows and
 * permission questions to the main process, which decides them in Electron. Uses nothing from outside itself.
 */
export function pageWorld(link: Link): void {
  const freeze = (value: unknown): unknown => {
    if (typeof value === 'object' && value !== null) {
      Object.values(value).forEach(freeze);
      Object.freeze(value);
    }
    return value;
  };
  link.provide('expose', (key: string, api: unknown) => {
    if (key in window) throw new Error('Cannot bind an API on top of an existing property on the window object');
    Object.defineProperty(window, key, { value: freeze(api), enumerable: true });
  });

  window.open = (address: string | URL = 'about:blank') => {
    link.call('open', [new URL(address, location.href).href]);
    return null;
  };

  window.addEventListener('click', (event) => {
    const anchor = event.target instanceof Element ? event.target.closest<HTMLAnchorElement>('a[target]') : null;
    if (!anchor || event.defaultPrevented || ['', '_self', '_top', '_parent'].includes(anchor.target)) return;
    event.preventDefault();
    link.call('open', [anchor.href]);
  });

  const ask = (kind: string, permission: string): Promise<boolean> =>
    link.call('ask', [kind, permission]) as Promise<boolean>;
  const refused = (): DOMException => new DOMException('Permission denied', 'NotAllowedError');
  const replace = (owner: object | undefined, name: string, value: unknown): void => {
    if (owner) Object.defineProperty(owner, name, { value, configurable: true });
  };

  replace(globalThis.Notification, 'requestPermission', async () =>
    (await ask('request', 'notifications')) ? 'granted' : 'denied',
  );
  replace(navigator.permissions, 'query', async ({ name }: { name: string }) => ({
    name,
    state: (await ask('check', name)) ? 'granted' : 'denied',
  }));
  const locate = (found: (position: object) => void, failed?: (error: { code: number }) => void): void =>
    void ask('request', 'geolocation').then((granted) => (granted ? found({ coords: {} }) : failed?.({ code: 1 })));
  replace(navigator.geolocation, 'getCurrentPosition', locate);
  replace(navigator.geolocation, 'watchPosition', locate);
  replace(navigator.mediaDevices, 'getUserMedia', async () => {
    if (!(await ask('request', 'media'))) throw refused();
    return new MediaStream();
  });
  replace(navigator.mediaDevices, 'getDisplayMedia', async () => {
    if (!(await ask('display', 'display-capture'))) throw refused();
    return new MediaStream();
  });
}
