/**
 * As browser-canary.spec.ts, between the processes of the desktop app: what every window is sent (each snapshot and each
 * answer to a command), what it shows, the files of the data folder, and what the app prints.
 */
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test, type Page } from '@playwright/test';
import type { CardName } from '../../common/cards.ts';
import { DEFAULT_SETTINGS, type Settings } from '../../common/settings.ts';
import { startSimulator, type Simulator } from '../../core/simulator/server.ts';
import { figuresShown } from './support/browserWall.ts';
import { SESSION_ROWS, tracesIn, UNKNOWN_ROWS } from './support/canaries.ts';
import { filesOf } from './support/canaryFiles.ts';
import { freshFolder, type Desktop } from './support/desktopLaunch.ts';
import { accessOf, withDesktop } from './support/desktopShell.ts';
import { closePanel, openFromList, rowsShown } from './support/drilldown.ts';

const REPLIES: readonly (readonly [card: CardName, content: unknown])[] = [
  ['CARDTOTALSESSIONS', SESSION_ROWS],
  ['CARDQUEUEREPORT', UNKNOWN_ROWS],
];

let simulator: Simulator;
test.beforeEach(async () => {
  simulator = await startSimulator();
});
test.afterEach(() => simulator.close());

/** The app on the simulator, with personal data shown on the desk or not. */
async function withCentre(
  personalData: Settings['personalData'],
  args: readonly string[],
  work: (desktop: Desktop) => Promise<void>,
): Promise<void> {
  const dataDir = await freshFolder();
  await mkdir(dataDir, { recursive: true });
  const settings: Settings = { ...DEFAULT_SETTINGS, personalData };
  await writeFile(join(dataDir, 'settings.json'), JSON.stringify(settings));
  const env = { EXPERIA_API_URL: simulator.url, EXPERIA_API_KEY: simulator.key };
  try {
    await withDesktop({ args, dataDir, env }, async (desktop) => {
      await figuresShown(desktop.page);
      await work(desktop);
      await desktop.close();
      expect.soft(tracesIn(desktop.output()), 'printed').toEqual([]);
      expect.soft(tracesIn(await filesOf(dataDir)), 'data folder').toEqual([]);
    });
  } finally {
    await rm(dataDir, { recursive: true, force: true, maxRetries: 5 });
  }
}

/** What the main process answers a page that opens a card and reads all of it, and what it is sent meanwhile. */
async function messages(page: Page, card: CardName): Promise<string> {
  return page.evaluate(async (wanted) => {
    const heard: string[] = [];
    const { wallboard } = window;
    const end = wallboard.onSnapshot((snapshot) => heard.push(JSON.stringify(snapshot)));
    const ask = async (name: Parameters<typeof wallboard.call>[0], input?: unknown): Promise<unknown> => {
      const answer = await wallboard.call(name, input);
      heard.push(JSON.stringify(answer));
      return answer.ok ? answer.value : null;
    };
    await ask('getSnapshot');
    await ask('getDiagnostics');
    const request = { request: crypto.randomUUID(), board: 'main', card: wanted, spend: 'yes' };
    const opened = await ask('openCard', request);
    const ticket = typeof opened === 'object' && opened !== null && 'ticket' in opened ? opened.ticket : null;
    if (ticket === null) throw new Error(`No rows: ${heard.join('\n')}`);
    for (let from: unknown = 0; from !== null;) {
      const part = await ask('readRows', { ticket, from });
      from = typeof part === 'object' && part !== null && 'next' in part ? part.next : null;
    }
    end();
    return heard.join('\n');
  }, card);
}

/** Opens a card as a user does, and returns what then stands on the page. */
async function shownBy(page: Page, card: CardName): Promise<string> {
  await openFromList(page, card);
  await rowsShown(page, card);
  const shown = await page.evaluate(() => document.documentElement.outerHTML);
  await closePanel(page);
  return shown;
}

for (const personalData of ['masked', 'shownOnDesk'] as const)
  test(`a kiosk is sent and shows no personal data, while it is ${personalData}`, () =>
    withCentre(personalData, ['--kiosk'], async ({ page }) => {
      expect(await accessOf(page)).toBe('kiosk');
      for (const [card, cardContent] of REPLIES) {
        simulator.misbehave({ kind: 'patch', cardContent });
        expect.soft(tracesIn(await messages(page, card)), `${card}: sent`).toEqual([]);
        expect.soft(tracesIn(await shownBy(page, card)), `${card}: shown`).toEqual([]);
      }
    }));

test('the desk is sent personal data only when its owner switched that on', async () => {
  for (const personalData of ['masked', 'shownOnDesk'] as const)
    await withCentre(personalData, [], async ({ page }) => {
      expect(await accessOf(page)).toBe('control');
      for (const [card, cardContent] of REPLIES) {
        simulator.misbehave({ kind: 'patch', cardContent });
        const all = tracesIn(JSON.stringify(cardContent));
        const sent = tracesIn(await messages(page, card));
        expect.soft(sent, `${card} ${personalData}: sent`).toEqual(personalData === 'masked' ? [] : all);
        const shown = tracesIn(await shownBy(page, card));
        expect.soft(shown.length > 0, `${card} ${personalData}: shown`).toBe(personalData === 'shownOnDesk');
      }
    });
});
