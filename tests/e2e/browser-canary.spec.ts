/**
 * Made-up clients and agents are sent through the whole app, and every way out of it is searched for a trace of them.
 *
 * Covered: the event stream of a wall and of the desk, byte for byte; every HTTP answer a wall can get (snapshot, access,
 * each command, the files of the screen); every HTTP answer the desk's page gets while it opens cards; the DOM of wall and
 * desk with its attributes, tooltips, names and fields; text drawn on canvases (charts); the address, title, history and
 * storage of the page; its console; the exported CSV; the support text; every file in the data folder; what the process
 * prints. First with personal data masked, as it is unless somebody switches it on; then shown on the desk, where the desk
 * must have it and all else must not. Messages between the processes of the desktop app: desktop-canary.spec.ts.
 */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test, type Browser, type BrowserContext, type Page, type Request } from '@playwright/test';
import { COMMAND_NAMES } from '../../common/channels.ts';
import type { CardName } from '../../common/cards.ts';
import { startSimulator, type Simulator } from '../../core/simulator/server.ts';
import { spawner, type Spawned } from '../server/support/spawned.ts';
import { apiClient } from './support/apiCalls.ts';
import { figuresShown, launchChromium } from './support/browserWall.ts';
import { HOSTILE, OBJECT_REPLY, SCALAR_ROWS, SESSION_ROWS, tracesIn, UNKNOWN_ROWS } from './support/canaries.ts';
import { filesOf } from './support/canaryFiles.ts';
import { cardDialog, closePanel, openFromList, rowsShown } from './support/drilldown.ts';

/** Replies that carry personal data, each for a card of its own: what was asked for is shared for 30 s. */
const REPLIES: readonly (readonly [card: CardName, content: unknown])[] = [
  ['CARDTOTALSESSIONS', SESSION_ROWS],
  ['CARDQUEUEREPORT', UNKNOWN_ROWS],
  ['CARDTAGS', SCALAR_ROWS],
  ['CARDNPS', OBJECT_REPLY],
];

const servers = spawner();
let browser: Browser;
let simulator: Simulator;
let server: Spawned;
let dataDir: string;

test.beforeAll(async () => {
  browser = await launchChromium();
});
test.afterAll(() => browser.close());
test.beforeEach(async () => {
  simulator = await startSimulator();
  dataDir = join(await servers.folder(), 'data');
  server = await servers.start(['--data-dir', dataDir], {
    EXPERIA_API_URL: simulator.url,
    EXPERIA_API_KEY: simulator.key,
  });
});
test.afterEach(async () => {
  await servers.clear();
  await simulator.close();
});

/** Everything a screen takes in, keeps and shows. */
interface Watched {
  readonly context: BrowserContext;
  readonly page: Page;
  /** Bodies of answers, console lines and addresses so far. */
  heard(): Promise<string>;
  /** What stands on the page now, where one can see it and where not. */
  shown(): Promise<string>;
}

const bodyOf = async (request: Request): Promise<string> => {
  const response = await request.response();
  return (await response?.text().catch(() => '')) ?? '';
};

async function watch(address: string): Promise<Watched> {
  const context = await browser.newContext({ viewport: { width: 1600, height: 900 }, acceptDownloads: true });
  const page = await context.newPage();
  const lines: string[] = [];
  const bodies: Promise<string>[] = [];
  page.on('console', (message) => lines.push(message.text()));
  page.on('pageerror', (error) => lines.push(String(error.stack)));
  page.on('request', (request) => lines.push(request.url(), request.postData() ?? ''));
  // A stream does not finish: its bytes are taken by `eventBytes`. An exported file is read where it was saved.
  page.on('requestfinished', (request) => {
    if (request.url().startsWith('http')) bodies.push(bodyOf(request));
  });
  await page.addInitScript(() => {
    const drawn: string[] = [];
    Object.assign(window, { drawn });
    const draw = CanvasRenderingContext2D.prototype.fillText;
    CanvasRenderingContext2D.prototype.fillText = function (text, ...rest): void {
      drawn.push(String(text));
      draw.call(this, text, ...rest);
    };
  });
  await page.goto(address);
  await figuresShown(page);
  return {
    context,
    page,
    heard: async () => [...lines, ...(await Promise.all(bodies))].join('\n'),
    shown: () =>
      page.evaluate(() => {
        const fields = [...document.querySelectorAll('input, textarea')].map((field) =>
          'value' in field ? String(field.value) : '',
        );
        const drawn = 'drawn' in window && Array.isArray(window.drawn) ? window.drawn : [];
        const kept = [{ ...localStorage }, { ...sessionStorage }, history.state, location.href, document.title];
        return [document.documentElement.outerHTML, ...fields, ...drawn, JSON.stringify(kept)].join('\n');
      }),
  };
}

/** The bytes of a wall's event stream until `stop` is called or the server ends. */
async function eventBytes(of: Spawned): Promise<{ stop(): Promise<string> }> {
  const abort = new AbortController();
  const reply = await fetch(`${of.url}events`, { signal: abort.signal });
  const chunks: Uint8Array[] = [];
  const reading = (async () => {
    if (reply.body) for await (const chunk of reply.body) chunks.push(chunk);
  })().catch(() => undefined);
  return {
    async stop() {
      abort.abort();
      await reading;
      return Buffer.concat(chunks).toString('utf8');
    },
  };
}

/** Every answer that a screen without the control link can get. */
async function answersToWall(): Promise<string> {
  const wall = await apiClient(server, 'wall');
  const texts: string[] = [];
  for (const name of COMMAND_NAMES) texts.push((await wall.call(name)).text);
  for (const path of ['', 'api/access', 'healthz']) texts.push(await (await fetch(`${server.url}${path}`)).text());
  return texts.join('\n');
}

/** Opens a card whose reply is given, and returns what was exported of it, having looked at everything it shows. */
async function openAndExport(desk: Watched, card: CardName, cardContent: unknown): Promise<string> {
  simulator.misbehave({ kind: 'patch', cardContent });
  await openFromList(desk.page, card);
  await rowsShown(desk.page, card);
  const download = desk.page.waitForEvent('download');
  await cardDialog(desk.page, card).locator('[data-action="export"]').click();
  const exported = await readFile(await (await download).path(), 'utf8');
  return exported;
}

test('no trace of personal data leaves the core while it is masked', async () => {
  const stream = await eventBytes(server);
  const wall = await watch(server.url);
  const desk = await watch(`${server.url}#control=${server.token}`);
  for (const [card, content] of REPLIES) {
    const exported = await openAndExport(desk, card, content);
    expect.soft(tracesIn(exported), `${card}: exported`).toEqual([]);
    expect.soft(tracesIn(await desk.shown()), `${card}: desk`).toEqual([]);
    await closePanel(desk.page);
  }
  const support = await (await apiClient(server, 'control')).call('getDiagnostics');
  expect.soft(tracesIn(support.text), 'support text').toEqual([]);
  expect.soft(tracesIn(await desk.heard()), 'what the desk was sent').toEqual([]);
  expect.soft(tracesIn(await wall.shown()), 'wall').toEqual([]);
  expect.soft(tracesIn(await wall.heard()), 'what the wall was sent').toEqual([]);
  expect.soft(tracesIn(await answersToWall()), 'answers to a wall').toEqual([]);
  const bytes = await stream.stop();
  expect.soft(bytes).toContain('event: snapshot');
  expect.soft(tracesIn(bytes), 'event stream').toEqual([]);
  await Promise.all([wall.context.close(), desk.context.close()]);
  const ended = await server.end();
  expect.soft(tracesIn(await filesOf(dataDir)), 'data folder').toEqual([]);
  expect.soft(tracesIn(ended.stdout + ended.stderr), 'printed').toEqual([]);
});

test('what its owner shows on the desk is on the desk and nowhere else', async () => {
  const client = await apiClient(server, 'control');
  const { result } = await client.call('getSettings');
  if (!result.ok) throw new Error(result.error.code);
  const { settings, revision } = result.value;
  await client.call('saveSettings', { settings: { ...settings, personalData: 'shownOnDesk' }, basedOn: revision });
  const stream = await eventBytes(server);
  const wall = await watch(server.url);
  const desk = await watch(`${server.url}#control=${server.token}`);
  const shown: string[] = [];
  const exported: string[] = [];
  for (const [card, content] of REPLIES) {
    exported.push(await openAndExport(desk, card, content));
    shown.push(await desk.shown());
    await closePanel(desk.page);
  }
  // The other half of the promise, and the proof that a trace would be found where there is one.
  const sent = tracesIn(JSON.stringify(REPLIES));
  expect.soft(tracesIn(await desk.heard()), 'what the desk was sent').toEqual(sent);
  expect.soft(tracesIn(exported.join('\n')), 'exported').toEqual(sent);
  expect.soft(tracesIn(shown.join('\n')).length, 'desk').toBeGreaterThan(0);
  expect.soft(tracesIn(await wall.shown()), 'wall').toEqual([]);
  expect.soft(tracesIn(await wall.heard()), 'what the wall was sent').toEqual([]);
  expect.soft(tracesIn(await answersToWall()), 'answers to a wall').toEqual([]);
  expect.soft(tracesIn(await stream.stop()), 'event stream').toEqual([]);
  expect.soft(tracesIn((await client.call('getDiagnostics')).text), 'support text').toEqual([]);
  await Promise.all([wall.context.close(), desk.context.close()]);
  const ended = await server.end();
  expect.soft(tracesIn(await filesOf(dataDir)), 'data folder').toEqual([]);
  expect.soft(tracesIn(ended.stdout + ended.stderr), 'printed').toEqual([]);
});

test('personal data where the API has no business with it reaches no screen and no file', async () => {
  simulator.misbehave({ kind: 'hostileText', text: HOSTILE });
  const folder = join(await servers.folder(), 'data');
  const own = await servers.start(['--data-dir', folder], {
    EXPERIA_API_URL: simulator.url,
    EXPERIA_API_KEY: simulator.key,
  });
  const stream = await eventBytes(own);
  const wall = await apiClient(own, 'wall');
  // The texts of a summary come with every poll; the first one is over when its age is known.
  await expect
    .poll(async () => {
      const { result } = await wall.call('getSnapshot');
      return result.ok ? result.value.boards[0]?.ageMs : null;
    })
    .not.toBeNull();
  expect.soft(tracesIn((await wall.call('getSnapshot')).text), 'snapshot').toEqual([]);
  await own.end();
  const bytes = await stream.stop();
  expect.soft(bytes).toContain('event: snapshot');
  expect.soft(tracesIn(bytes), 'event stream').toEqual([]);
  expect.soft(tracesIn(await filesOf(folder)), 'data folder').toEqual([]);
  expect.soft(tracesIn(own.stdout() + own.stderr()), 'printed').toEqual([]);
});
