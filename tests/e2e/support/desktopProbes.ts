import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { expect } from '@playwright/test';
import { APP_DIR, type Desktop } from './desktopLaunch.ts';
import { askSettings, changeDesktop, displaysOf, saveFile, windowsOf } from './desktopShell.ts';

/** A web server that is not the app's: where an attack would want to go. */
export interface Elsewhere {
  readonly url: string;
  hits(): number;
  close(): Promise<void>;
}

export async function startElsewhere(): Promise<Elsewhere> {
  let hits = 0;
  const server = createServer((_request, response) => {
    hits += 1;
    response.setHeader('content-type', 'text/html');
    response.end('<!doctype html><title>Elsewhere</title>');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}/`,
    hits: () => hits,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

const SETTLE_MS = 300;

const QUESTION =
  "wallboard.call('getSettings', undefined).then((result) => (result.ok ? 'obeyed' : result.error.code))";

type Outcome = Readonly<Record<string, unknown>>;
export type ProbeName = 'policy' | 'permissions' | 'sender' | 'access' | 'downloads' | 'navigation';

/** What each probe finds when the shell holds. */
export const GUARDED: Readonly<Record<ProbeName, Outcome>> = {
  policy: {
    ranInline: false,
    ranString: false,
    blocked: ['connect-src', 'frame-src', 'script-src', 'script-src-elem'],
  },
  permissions: { notification: 'denied', location: 'denied', camera: 'denied', capture: 'denied', query: 'denied' },
  sender: { strangePage: 'forbidden', foreignWindow: 'forbidden' },
  access: { desk: 'ok', wall: 'forbidden' },
  downloads: { ownFile: 'offered', otherFile: 'refused' },
  navigation: { stayed: true, elsewhereSawIt: false },
};

/** What hostile content in the page achieves: the content security policy should leave it nothing. */
export async function probePolicy({ page }: Desktop, elsewhere: Elsewhere): Promise<Outcome> {
  return page.evaluate(
    async ({ target, settleMs }) => {
      const flags = globalThis as unknown as Record<string, unknown>;
      const blocked: string[] = [];
      const note = (event: SecurityPolicyViolationEvent): void => void blocked.push(event.effectiveDirective);
      document.addEventListener('securitypolicyviolation', note);
      const inline = document.createElement('script');
      inline.textContent = 'globalThis.ranInline = true';
      document.head.append(inline);
      // A timer's string: evaluate() itself may run text that the page may not.
      setTimeout('globalThis.ranString = true');
      const frame = document.createElement('iframe');
      frame.src = target;
      document.body.append(frame);
      await fetch(target, { mode: 'no-cors' }).catch(() => {});
      await new Promise((resolve) => setTimeout(resolve, settleMs));
      document.removeEventListener('securitypolicyviolation', note);
      inline.remove();
      frame.remove();
      return {
        ranInline: flags['ranInline'] === true,
        ranString: flags['ranString'] === true,
        blocked: [...new Set(blocked)].sort(),
      };
    },
    { target: elsewhere.url, settleMs: SETTLE_MS },
  );
}

/** What the page gets when it asks for what the machine has. */
export async function probePermissions({ page }: Desktop): Promise<Outcome> {
  return page.evaluate(async () => {
    const answer = (asked: Promise<unknown>): Promise<string> =>
      asked.then(
        () => 'granted',
        () => 'denied',
      );
    const found = (resolve: (answer: string) => void): void =>
      navigator.geolocation.getCurrentPosition(
        () => resolve('granted'),
        () => resolve('denied'),
      );
    return {
      notification: await Notification.requestPermission(),
      location: await new Promise(found),
      camera: await answer(navigator.mediaDevices.getUserMedia({ video: true })),
      capture: await answer(navigator.mediaDevices.getDisplayMedia({ video: true })),
      query: (await navigator.permissions.query({ name: 'geolocation' })).state,
    };
  });
}

/** Where the page ends up when a script sends it elsewhere. */
export async function probeNavigation({ app, page }: Desktop, elsewhere: Elsewhere): Promise<Outcome> {
  const before = elsewhere.hits();
  await page.evaluate((target) => void (location.href = target), elsewhere.url).catch(() => {});
  await page.waitForTimeout(SETTLE_MS);
  const address = await app.evaluate(
    ({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.webContents.getURL() ?? '',
  );
  return { stayed: address.startsWith('app://wallboard/'), elsewhereSawIt: elsewhere.hits() > before };
}

/** What the core answers to a page that carries the app's preload but is not the app's. */
export async function probeSender(desktop: Desktop, elsewhere: Elsewhere): Promise<Outcome> {
  const strange = await askFromWindow(desktop, elsewhere.url);
  const foreignWindow = await askFromWindow(desktop, 'app://wallboard/index.html');
  return { strangePage: strange, foreignWindow };
}

/** Asked by the main process: the driver now and then misses a page that goes elsewhere as soon as it is there. */
const askFromWindow = ({ app }: Desktop, url: string): Promise<string> =>
  app.evaluate(
    async ({ BrowserWindow }, options) => {
      const webPreferences = { preload: options.preload, sandbox: true, contextIsolation: true };
      const window = new BrowserWindow({ show: false, webPreferences });
      try {
        await window.loadURL(options.url);
        return String(await window.webContents.executeJavaScript(options.question));
      } finally {
        window.destroy();
      }
    },
    { url, preload: join(APP_DIR, 'out/preload/index.cjs'), question: QUESTION },
  );

const isWall = ({ url }: { readonly url: string }): boolean => url.includes('?board=');

/** What a wall beside the desk may ask, and the desk itself. The wall is asked by the main process as well. */
export async function probeAccess(desktop: Desktop): Promise<Outcome> {
  const { app, page } = desktop;
  const display = (await displaysOf(page)).find(({ primary }) => primary)?.id ?? '';
  const wallsOpen = async (): Promise<number> => (await windowsOf(desktop)).filter(isWall).length;
  await changeDesktop(page, { walls: [{ display, board: 'main' }] });
  await expect.poll(wallsOpen).toBe(1);
  const wall = await app.evaluate(async ({ BrowserWindow }, question) => {
    const window = BrowserWindow.getAllWindows().find(({ webContents }) => webContents.getURL().includes('?board='));
    return String(await window?.webContents.executeJavaScript(question));
  }, QUESTION);
  const outcome = { desk: await askSettings(page), wall: wall === 'obeyed' ? 'ok' : wall };
  await changeDesktop(page, { walls: [] });
  await expect.poll(wallsOpen).toBe(0);
  return outcome;
}

/** What becomes of a file that the page made, and of one that it did not. */
export async function probeDownloads(desktop: Desktop): Promise<Outcome> {
  const own = await saveFile(desktop, desktop.page, { href: 'blob', name: 'table.csv' });
  const other = await saveFile(desktop, desktop.page, { href: 'data:text/csv,a', name: 'other.csv' });
  return {
    ownFile: own.refused ? 'refused' : own.defaultPath === null ? 'saved' : 'offered',
    otherFile: other.refused ? 'refused' : 'saved',
  };
}

/** All probes, the one that may leave the page for good last. */
export const PROBES: Readonly<Record<ProbeName, (desktop: Desktop, elsewhere: Elsewhere) => Promise<Outcome>>> = {
  policy: probePolicy,
  permissions: probePermissions,
  sender: probeSender,
  access: probeAccess,
  downloads: probeDownloads,
  navigation: probeNavigation,
};
