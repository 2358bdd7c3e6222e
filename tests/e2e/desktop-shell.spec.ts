import { expect, test } from '@playwright/test';
import { launchDesktop, type Desktop } from './support/desktopLaunch.ts';
import {
  GUARDED,
  probeNavigation,
  probePermissions,
  probePolicy,
  probeSender,
  startElsewhere,
  type Elsewhere,
} from './support/desktopProbes.ts';

/** All that the page has of the app. */
const BRIDGE = ['access', 'call', 'onPanel', 'onSaved', 'onSnapshot'];

let desktop: Desktop;
let elsewhere: Elsewhere;

test.beforeAll(async () => {
  elsewhere = await startElsewhere();
  desktop = await launchDesktop();
});

test.afterAll(async () => {
  await desktop.close();
  await elsewhere.close();
});

test('the page has the bridge and nothing of Node or Electron', async () => {
  const seen = await desktop.page.evaluate(() => {
    const names = ['require', 'module', 'process', 'Buffer', 'global', 'electron', 'ipcRenderer', '__dirname'];
    return names.filter((name) => name in globalThis);
  });
  expect(seen).toEqual([]);
  expect(await desktop.page.evaluate(() => Object.keys(window.wallboard).sort())).toEqual(BRIDGE);
});

test('a script in the page cannot change the bridge', async () => {
  const changed = await desktop.page.evaluate(() => {
    const bridge = window.wallboard as unknown as Record<string, unknown>;
    const attempts = [
      () => (bridge['call'] = () => 'mine'),
      () => (bridge['more'] = 1),
      () => delete bridge['call'],
      () => Object.defineProperty(globalThis, 'wallboard', { value: {} }),
    ];
    for (const attempt of attempts) {
      try {
        attempt();
      } catch {
        // Refused, as it should be.
      }
    }
    return Object.keys(window.wallboard).sort().join() + typeof window.wallboard.call;
  });
  expect(changed).toBe(`${BRIDGE.join()}function`);
  expect(await desktop.page.evaluate(() => Object.isFrozen(window.wallboard))).toBe(true);
});

test('the content security policy stops inline scripts, timer strings, frames and requests to elsewhere', async () => {
  expect(await probePolicy(desktop, elsewhere)).toEqual(GUARDED.policy);
  expect(elsewhere.hits()).toBe(0);
});

test('every file comes with the security headers and its own type', async () => {
  const headers = await desktop.app.evaluate(async ({ net }) => {
    const response = await net.fetch('app://wallboard/index.html');
    return Object.fromEntries(response.headers);
  });
  expect(headers).toMatchObject({
    'content-type': 'text/html; charset=utf-8',
    'x-content-type-options': 'nosniff',
    'referrer-policy': 'no-referrer',
    'cross-origin-opener-policy': 'same-origin',
    'cross-origin-resource-policy': 'same-origin',
  });
  expect(headers['content-security-policy']).toContain("default-src 'none'");
});

test('paths outside the app, missing files and other hosts are refused', async () => {
  const statuses = await desktop.app.evaluate(async ({ net }) => {
    const paths = [
      'wallboard/..%2f..%2fpackage.json',
      'wallboard/..%5c..%5cpackage.json',
      'wallboard/%2e%2e%2fmain/index.js',
    ];
    const others = ['wallboard/nothing.js', 'other/index.html'];
    const ask = async (path: string): Promise<number> => (await net.fetch(`app://${path}`)).status;
    return Promise.all([...paths, ...others].map(ask));
  });
  expect(statuses).toEqual([403, 403, 403, 404, 404]);
});

test('a page that is sent elsewhere stays where it is', async () => {
  expect(await probeNavigation(desktop, elsewhere)).toEqual(GUARDED.navigation);
});

test('no window opens for window.open, and none for a link with a target', async () => {
  const opened = await desktop.page.evaluate((target) => window.open(target) !== null, elsewhere.url);
  expect(opened).toBe(false);
  await desktop.page.evaluate((target) => {
    const link = Object.assign(document.createElement('a'), { href: target, target: '_blank' });
    document.body.append(link);
    link.click();
    link.remove();
  }, elsewhere.url);
  const count = (): Promise<number> =>
    desktop.app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().length);
  await expect.poll(count).toBe(1);
  await expect.poll(() => desktop.app.windows().length).toBe(1);
});

test('notifications, location, camera and screen capture are all denied', async () => {
  expect(await probePermissions(desktop)).toEqual(GUARDED.permissions);
});

test('a page that is not ours, or in a window that is not ours, is not obeyed', async () => {
  expect(await probeSender(desktop, elsewhere)).toEqual(GUARDED.sender);
  expect(desktop.output()).toContain('"event":"commandRefused"');
});

test('commands outside the contract and inputs outside the schema are refused as values', async () => {
  const codes = await desktop.page.evaluate(async () => {
    const call = window.wallboard.call as (name: string, input?: unknown) => ReturnType<WallboardCall>;
    type WallboardCall = typeof window.wallboard.call;
    const codeOf = async (name: string, input?: unknown): Promise<string> => {
      const result = await call(name, input);
      return result.ok ? 'ok' : result.error.code;
    };
    return [
      await codeOf('deleteEverything'),
      await codeOf('__proto__'),
      await codeOf('setKey', { key: 5, keep: 'session' }),
      await codeOf('setKey', { key: 'k', keep: 'file' }),
      await codeOf('saveSettings', { version: 1, extra: true }),
      await codeOf('getSnapshot', 'more'),
      await codeOf('getSnapshot'),
    ];
  });
  const invalid = Array.from({ length: 4 }, () => 'invalidInput');
  expect(codes).toEqual(['unknownCommand', 'unknownCommand', ...invalid, 'ok']);
});
