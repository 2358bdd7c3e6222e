import { expect, test, type Page } from '@playwright/test';
import type { ElectronApplication } from '@playwright/test';
import { COMMAND_NAMES } from '../../common/channels.ts';
import type { Snapshot } from '../../common/snapshot.ts';
import { startSimulator } from '../../core/simulator/server.ts';
import { CANARY, ECHOING_FAULTS, leaksIn } from '../security/support/canaryKey.ts';
import { figuresShown, watchForTrouble } from './support/browserWall.ts';
import { filesOf } from './support/canaryFiles.ts';
import { IS_STAND_IN, launchDesktop, type Desktop } from './support/desktopLaunch.ts';
import { startElsewhere, type Elsewhere } from './support/desktopProbes.ts';
import { settingsOf, windowsOf, withDesktop } from './support/desktopShell.ts';
import { EFFECTIVE_INPUTS, FLOOR_COMMANDS } from './support/securityInputs.ts';
import { inlineParts, tourOfDesk } from './support/securityTour.ts';

const SETTLE_MS = 150;
const KEY = 'wallboard-security-key-51c0';

let desktop: Desktop;
let elsewhere: Elsewhere;

test.beforeAll(async () => {
  elsewhere = await startElsewhere();
  desktop = await launchDesktop({ args: ['--demo'], env: { EXPERIA_API_KEY: KEY } });
});

test.afterAll(async () => {
  await desktop.close();
  await elsewhere.close();
});

/** What the core holds, as far as any command could change it. */
async function stateOf(page: Page): Promise<unknown> {
  const { settings, revision } = await settingsOf(page);
  const snapshot = await page.evaluate(async () => {
    const result = await window.wallboard.call('getSnapshot', undefined);
    return result.ok ? (result.value as Snapshot) : null;
  });
  return { settings, revision, key: snapshot?.key, demo: snapshot?.demo, pinSet: snapshot?.pinSet };
}

/** Frames and senders that are not the app's page in the app's window. */
const HOSTILE = [
  'subFrame',
  'otherOrigin',
  'aboutBlank',
  'dataAddress',
  'noFrame',
  'disposedFrame',
  'hostAsPrefix',
  'hostAsUser',
  'hostOverHttps',
  'otherHost',
  'emptyAddress',
  'foreignWindow',
] as const;

/** Calls every handler the built main process has registered, as each hostile sender; returns what was not refused. */
const attackHandlers = (
  app: ElectronApplication,
  inputs: Readonly<Record<string, unknown>>,
): Promise<{ channels: string[]; obeyed: string[] }> =>
  app.evaluate(
    async ({ BrowserWindow, ipcMain }, { senders, given }) => {
      type Handler = (event: unknown, ...inputs: unknown[]) => unknown;
      const handlers = (ipcMain as unknown as { _invokeHandlers: Map<string, Handler> })._invokeHandlers;
      const own = BrowserWindow.getAllWindows()[0]?.webContents;
      const frame = (url: string, parent: unknown = null): object => ({ url, parent });
      const gone = (): never => {
        throw new Error('Render frame was disposed before WebFrameMain could be accessed');
      };
      const home = 'app://wallboard/index.html';
      const event = (sender: string): object => {
        const frames: Record<string, unknown> = {
          subFrame: frame(home, frame(home)),
          otherOrigin: frame('https://elsewhere.example/'),
          aboutBlank: frame('about:blank'),
          dataAddress: frame('data:text/html,x'),
          noFrame: null,
          disposedFrame: Object.defineProperties({}, { url: { get: gone }, parent: { get: gone } }),
          hostAsPrefix: frame('app://wallboard.evil/index.html'),
          hostAsUser: frame('app://wallboard@evil/index.html'),
          hostOverHttps: frame('https://wallboard/index.html'),
          otherHost: frame('app://evil/index.html'),
          emptyAddress: frame(''),
          foreignWindow: frame(home),
        };
        return { sender: sender === 'foreignWindow' ? { id: 99 } : own, senderFrame: frames[sender] };
      };
      const obeyed: string[] = [];
      for (const [channel, handler] of handlers)
        for (const sender of senders) {
          const answer = JSON.stringify(await handler(event(sender), given[channel.replace('wallboard:', '')]));
          if (answer !== '"wall"' && !answer.includes('"code":"forbidden"'))
            obeyed.push(`${channel} ${sender} ${answer}`);
        }
      return { channels: [...handlers.keys()], obeyed };
    },
    { senders: HOSTILE, given: inputs },
  );

test('no IPC handler there is obeys a hostile frame or window; each refusal changes nothing and is logged', async () => {
  const before = await stateOf(desktop.page);
  const logged = (): number => desktop.output().split('"event":"commandRefused"').length - 1;
  const loggedBefore = logged();
  const { channels, obeyed } = await attackHandlers(desktop.app, EFFECTIVE_INPUTS);
  expect(obeyed).toEqual([]);
  expect(channels).toEqual(expect.arrayContaining(COMMAND_NAMES.map((name) => `wallboard:${name}`)));
  // The log takes sixty lines of a kind at once, and counts the rest.
  await expect.poll(() => logged() - loggedBefore).toBeGreaterThan(50);
  for (const problem of [
    'not the main frame',
    'not a page of this app',
    'the frame is gone',
    'not a window of this app',
  ])
    expect(desktop.output()).toContain(`"problem":"${problem}"`);
  expect(await stateOf(desktop.page)).toEqual(before);
});

/** What the core answers a page to every command: `ok` or the error's code. */
const answersTo = (page: Page): Promise<Record<string, string>> =>
  page.evaluate(async (inputs) => {
    const codes: Record<string, string> = {};
    for (const [name, input] of Object.entries(inputs)) {
      const result = await window.wallboard.call(name as keyof typeof inputs, input);
      codes[name] = result.ok ? 'ok' : result.error.code;
    }
    return codes;
  }, EFFECTIVE_INPUTS);

test('a kiosk can do nothing that only the desk may: every command is tried from its page', () =>
  withDesktop({ args: ['--kiosk', '--demo'], env: { EXPERIA_API_KEY: KEY } }, async ({ page }) => {
    const codes = await answersTo(page);
    expect(Object.keys(codes).sort()).toEqual([...COMMAND_NAMES].sort());
    const open = Object.entries(codes).flatMap(([name, code]) => (code === 'forbidden' ? [] : [name]));
    expect(open.sort()).toEqual([...FLOOR_COMMANDS].sort());
  }));

/** Ways a hostile script would send a page elsewhere. Each gets an address of a server that counts. */
const JOURNEYS: Readonly<Record<string, (target: string) => void>> = {
  link: (target) => Object.assign(document.createElement('a'), { href: target }).click(),
  assign: (target) => location.assign(target),
  replace: (target) => location.replace(target),
  refresh: (target) => {
    const meta = Object.assign(document.createElement('meta'), { httpEquiv: 'refresh', content: `0;url=${target}` });
    document.head.append(meta);
  },
  formPost: (target) => {
    const form = Object.assign(document.createElement('form'), { action: target, method: 'post' });
    document.body.append(form);
    form.submit();
  },
  formInNewTab: (target) => {
    const form = Object.assign(document.createElement('form'), { action: target, target: '_blank' });
    document.body.append(form);
    form.requestSubmit();
  },
  open: (target) => void window.open(target, '_blank', 'popup'),
  openSelf: (target) => void window.open(target, '_self'),
  newTab: (target) => {
    const link = Object.assign(document.createElement('a'), { href: target, target: '_blank' });
    document.body.append(link);
    link.click();
  },
  named: (target) => {
    const link = Object.assign(document.createElement('a'), { href: target, target: 'elsewhere', rel: 'opener' });
    document.body.append(link);
    link.click();
  },
  script: () => Object.assign(document.createElement('a'), { href: 'javascript:globalThis.ranScript=1' }).click(),
  scriptLocation: () => void (location.href = 'javascript:globalThis.ranScript=1'),
  data: () => void (location.href = 'data:text/html,<script>1</script>'),
  blob: () => void (location.href = URL.createObjectURL(new Blob(['<p>x'], { type: 'text/html' }))),
  file: () => void (location.href = 'file:///etc/passwd'),
  otherHost: () => void (location.href = `${location.protocol}//other.example/index.html`),
  ownFile: () => void (location.href = '/assets/nothing.js'),
  base: (target) => {
    document.head.append(Object.assign(document.createElement('base'), { href: target }));
    const link = Object.assign(document.createElement('a'), { href: 'x' });
    if (!link.href.startsWith(target)) return;
    link.click();
  },
};

/** Ways a hostile script would bring something of a server's into the page, or tell one something. None moves the page. */
const PARTS: Readonly<Record<string, (target: string) => void>> = {
  ping: (target) => Object.assign(document.createElement('a'), { href: '#x', ping: target }).click(),
  frame: (target) => void document.body.append(Object.assign(document.createElement('iframe'), { src: target })),
  frameOfOwn: () => void document.body.append(Object.assign(document.createElement('iframe'), { src: '/index.html' })),
  frameWithText: () =>
    void document.body.append(
      Object.assign(document.createElement('iframe'), { srcdoc: '<script>parent.ranScript=1</script>' }),
    ),
  object: (target) => void document.body.append(Object.assign(document.createElement('object'), { data: target })),
  embed: (target) => void document.body.append(Object.assign(document.createElement('embed'), { src: target })),
  webview: (target) => {
    const view = document.createElement('webview');
    view.setAttribute('src', target);
    document.body.append(view);
  },
  remoteScript: (target) => void document.head.append(Object.assign(document.createElement('script'), { src: target })),
  remoteStyle: (target) =>
    void document.head.append(Object.assign(document.createElement('link'), { rel: 'stylesheet', href: target })),
  prefetch: (target) =>
    void document.head.append(Object.assign(document.createElement('link'), { rel: 'prefetch', href: target })),
  image: (target) => void document.body.append(Object.assign(new Image(), { src: target })),
  beacon: (target) => void navigator.sendBeacon(target, 'x'),
  socket: (target) => void new WebSocket(target.replace('http', 'ws')),
  events: (target) => void new EventSource(target),
  worker: () => void new Worker(URL.createObjectURL(new Blob(['postMessage(1)']))),
  markup: () => document.body.insertAdjacentHTML('beforeend', '<img src="/none.png" onerror="globalThis.ranScript=1">'),
  importing: (target) => void import(/* @vite-ignore */ target).catch(() => {}),
};

/** Chromium tells nobody of these before it goes there; Electron asks the app (tests/electron/navigation.test.ts). */
const UNASKED: ReadonlySet<string> = new Set(['blob']);

test('no way a script knows sends the page elsewhere, opens a window, or reaches another server', async () => {
  const { page } = desktop;
  await page.evaluate(() => Object.assign(globalThis, { before: true }));
  const moved: string[] = [];
  /** Begins some of the ways at once; what any of them did is seen after a while. */
  const attempt = async (ways: readonly (readonly [string, (target: string) => void])[]): Promise<void> => {
    const names = ways.map(([name]) => name).join();
    const hits = elsewhere.hits();
    for (const [, way] of ways)
      await page.evaluate(`try { (${way})(${JSON.stringify(elsewhere.url)}) } catch {}`).catch(() => moved.push(names));
    await page.waitForTimeout(SETTLE_MS);
    const stayed = await page.evaluate(() => 'before' in globalThis && !('ranScript' in globalThis)).catch(() => false);
    if (!stayed || elsewhere.hits() > hits) moved.push(names);
  };
  // One journey would end another before it has begun.
  for (const journey of Object.entries(JOURNEYS))
    if (!IS_STAND_IN || !UNASKED.has(journey[0])) await attempt([journey]);
  await attempt(Object.entries(PARTS));
  expect(moved).toEqual([]);
  expect(await windowsOf(desktop)).toMatchObject([{ url: expect.stringMatching(/^app:\/\/wallboard\/index\.html/) }]);
  expect(desktop.app.windows()).toHaveLength(1);
});

test('no window, answer, file or output of the desktop app holds the key, whatever the server does', async () => {
  const simulator = await startSimulator({ key: CANARY });
  const env = { EXPERIA_API_URL: simulator.url, EXPERIA_API_KEY: CANARY };
  try {
    await withDesktop({ env }, async (own) => {
      await figuresShown(own.page);
      await own.page.evaluate(() => {
        const heard: string[] = [];
        window.wallboard.onSnapshot((snapshot) => heard.push(JSON.stringify(snapshot)));
        Object.assign(globalThis, { heard });
      });
      const asked = simulator.requests.length;
      const seen: string[] = [];
      for (const fault of ECHOING_FAULTS) {
        simulator.misbehave(fault);
        seen.push(await own.page.evaluate(async () => JSON.stringify(await window.wallboard.call('testKey', {}))));
        seen.push(await own.page.content());
      }
      seen.push(await own.page.evaluate(() => (globalThis as unknown as { heard: string[] }).heard.join('\n')));
      expect(simulator.requests.length - asked).toBeGreaterThan(ECHOING_FAULTS.length / 2);
      expect.soft(leaksIn(seen.join('\n')), 'windows and answers').toEqual([]);
      expect.soft(leaksIn(await filesOf(own.dataDir)), 'data folder').toEqual([]);
      await own.app.close();
      expect.soft(leaksIn(own.output()), 'output').toEqual([]);
    });
  } finally {
    await simulator.close();
  }
});

test('history leads nowhere: there is no page before this one', async () => {
  const { page } = desktop;
  await page.evaluate(() => Object.assign(globalThis, { before: true }));
  await page.evaluate(() => {
    history.back();
    history.forward();
    history.go(-2);
  });
  await page.waitForTimeout(SETTLE_MS);
  expect(await page.evaluate(() => 'before' in globalThis)).toBe(true);
});

test('a tour of all that the desk shows breaks no rule of the content security policy and logs no error', async () => {
  const { page } = desktop;
  const trouble = await watchForTrouble(page);
  await page.reload();
  await tourOfDesk(page);
  expect(await trouble()).toEqual([]);
});

test('the page is served without inline script, style or event attribute', async () => {
  const html = await desktop.app.evaluate(async ({ net }) => (await net.fetch('app://wallboard/index.html')).text());
  expect(html).toContain('<script');
  expect(inlineParts(html)).toEqual([]);
  const planted = '<p onclick="x()"><b style="a"><style>i{}</style><script>1</script><a href="javascript:1">';
  expect(inlineParts(planted)).toHaveLength(5);
});
