import { expect, type Page } from '@playwright/test';
import { SETTINGS_SECTIONS } from '../../../renderer/stores/panels.ts';
import { figuresShown } from './browserWall.ts';
import { cardDialog, closePanel, openFromList, rowsShown } from './drilldown.ts';

/** Goes through all that a desk can show: wall, both kinds of cards, a column's filter, keys, About, every part of the settings. */
export async function tourOfDesk(page: Page): Promise<void> {
  await figuresShown(page);
  await openFromList(page, 'CARDTOTALSESSIONS');
  await rowsShown(page, 'CARDTOTALSESSIONS');
  await cardDialog(page, 'CARDTOTALSESSIONS').getByRole('button', { name: 'Filter Status' }).click();
  await expect(page.getByRole('checkbox').first()).toBeVisible();
  await page.keyboard.press('Escape');
  await closePanel(page);
  await openFromList(page, 'CARDTAGS');
  await rowsShown(page, 'CARDTAGS');
  await closePanel(page);
  await page.keyboard.press('?');
  await expect(page.locator('[data-panel="keys"]')).toBeVisible();
  await closePanel(page);
  await page.getByRole('button', { name: 'About' }).click();
  await expect(page.locator('[data-panel="about"]')).toBeVisible();
  await closePanel(page);
  await page.keyboard.press(',');
  const tabs = page.locator('[data-panel="settings"] [role="tab"]');
  await expect(tabs).toHaveCount(SETTINGS_SECTIONS.length);
  for (const tab of await tabs.all()) {
    await tab.click();
    await expect(tab).toHaveAttribute('aria-selected', 'true');
  }
  await closePanel(page);
}

/** What a page may not be served with: code or style inside the markup. Empty when there is none. */
export function inlineParts(html: string): string[] {
  const tags = [...html.matchAll(/<[a-z][^>]*>/gi)].map(([tag]) => tag);
  const attributes = tags.filter((tag) => /\s(on\w+|style)\s*=|javascript:/i.test(tag));
  const scripts = [...html.matchAll(/<script\b[^>]*>([^<]*)/gi)].filter(
    ([tag, text]) => (text ?? '').trim() !== '' || !/\ssrc=/.test(tag),
  );
  return [...attributes, ...scripts.map(([tag]) => tag), ...tags.filter((tag) => /^<style/i.test(tag))];
}
