import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, type Locator, type Page } from '@playwright/test';
import type { CardName } from '../../../common/cards.ts';
import { DEFAULT_SETTINGS, type Settings } from '../../../common/settings.ts';
import { startSimulator, type Simulator } from '../../../core/simulator/server.ts';
import type { Spawned, spawner } from '../../server/support/spawned.ts';

/** A contact centre in which no time passes: what a tile says and what its rows are stay comparable. */
export function frozenCentre(): Promise<Simulator> {
  const atMs = Date.now();
  return startSimulator({ clock: { wallMs: () => atMs, monotonicMs: () => 0 } });
}

/** Starts the built browser shell on a simulator, with settings of its own. */
export async function serveOn(
  servers: ReturnType<typeof spawner>,
  simulator: Simulator,
  changes: Partial<Settings> = {},
): Promise<Spawned & { readonly dataDir: string }> {
  const dataDir = join(await servers.folder(), 'data');
  await mkdir(dataDir);
  await writeFile(join(dataDir, 'settings.json'), JSON.stringify({ ...DEFAULT_SETTINGS, ...changes }));
  const server = await servers.start(['--data-dir', dataDir], {
    EXPERIA_API_URL: simulator.url,
    EXPERIA_API_KEY: simulator.key,
  });
  return { ...server, dataDir };
}

/** The dialog of a card. */
export const cardDialog = (page: Page, card: CardName): Locator => page.locator(`[role="dialog"][data-card="${card}"]`);

/** Opens a card from the list of all cards, which a key opens. */
export async function openFromList(page: Page, card: CardName): Promise<void> {
  await page.keyboard.press('c');
  await page.locator(`[role="dialog"] [data-open="${card}"]`).click();
  await expect(cardDialog(page, card)).toBeVisible();
}

/** Waits until the rows of a card have come and the first of them is drawn. */
export async function rowsShown(page: Page, card: CardName): Promise<void> {
  await expect(cardDialog(page, card).locator('[role="grid"] [role="gridcell"] bdi').first()).toBeVisible();
}

/** Closes the panel that is open, and waits until it has gone. */
export async function closePanel(page: Page): Promise<void> {
  await page.keyboard.press('Escape');
  await expect(page.locator('[role="dialog"]')).toHaveCount(0);
}

/** Requests for one card that reached the simulator. */
export const askedFor = (simulator: Simulator, card: CardName): number =>
  simulator.requests.filter((entry) => JSON.stringify(entry).includes(card)).length;

/** The first whole number of a text, such as 1158 of `1,158 rows`. */
export const firstNumber = (text: string | null): number =>
  Number(/\d[\d,]*/.exec(text ?? '')?.[0].replaceAll(',', '') ?? NaN);
