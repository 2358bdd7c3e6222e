import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { SUMMARY_FIELDS } from '../../common/metrics.ts';
import { DEFAULT_BOARD, DEFAULT_SETTINGS } from '../../common/settings.ts';
import { MINUTE_MS } from '../../common/time.ts';
import { ONE_PACE_MS } from './support/afterGood.ts';
import { openCardScreen } from './support/cardScreen.ts';
import { NAUGHTY_STRINGS } from './support/naughtyStrings.ts';
import { openCard } from './support/openCard.ts';
import { scene } from './support/scene.ts';

const MEGABYTE = 1024 * 1024;
/** What text could do to a page if it were more than text. */
const DANGEROUS = 'script, iframe, object, embed, link, base, img, [onerror], [onload], [src], a[href], form[action]';

const asked = vi.fn(() => Promise.reject(new Error('no request may leave a page')));
const dialogs = vi.fn();
beforeEach(() => {
  vi.stubGlobal('alert', dialogs);
  vi.stubGlobal('confirm', dialogs);
  vi.stubGlobal('prompt', dialogs);
  vi.stubGlobal('open', dialogs);
  // The core's own requests go through undici; this is the page's.
  vi.stubGlobal('fetch', asked);
});
afterEach(() => {
  vi.unstubAllGlobals();
  expect(dialogs).not.toHaveBeenCalled();
  expect(asked).not.toHaveBeenCalled();
  expect('hacked' in window).toBe(false);
});

const dangerous = (): string[] => [...document.body.querySelectorAll(DANGEROUS)].map(({ outerHTML }) => outerHTML);

/** As it stands on a page that shows it in one line. */
const inLine = (text: string | null | undefined): string => (text ?? '').trim();
const SITE_LENGTH = 120;

describe('fault 26: hostile text', () => {
  test('in every field of the summary: no figure, no text of it on the wall, and the wall goes on', async () => {
    const it = await scene();
    const life = await it.open();
    for (const [what, text] of NAUGHTY_STRINGS) {
      const fields = Object.fromEntries(SUMMARY_FIELDS.map((field) => [field, text]));
      it.simulator.misbehave({ kind: 'patch', summary: { ...fields, totalSessions: 7, sla: text, [text]: text } });
      await life.advance(ONE_PACE_MS);
      const { tiles, error } = await life.look();
      expect(error, what).toBeNull();
      expect(tiles['totalSessions']?.value, what).toBe('7');
      for (const [metric, tile] of Object.entries(tiles))
        if (metric !== 'totalSessions') expect(tile, what).toMatchObject({ status: 'none', value: '—' });
      expect(document.body.textContent, what).not.toContain(text);
      expect(dangerous(), what).toEqual([]);
    }
    it.simulator.misbehave(null);
    await life.advance(ONE_PACE_MS);
    expect((await life.look()).health).toBe('fresh');
  });

  test('as the name of the site and of a board: shown as text, isolated from what is around it', async () => {
    const it = await scene();
    const life = await it.open();
    const { screen, words } = await life.show(life.wallboard);
    for (const [what, text] of NAUGHTY_STRINGS) {
      const name = text.slice(0, SITE_LENGTH);
      const settings = { ...DEFAULT_SETTINGS, site: name, boards: [{ ...DEFAULT_BOARD, title: name }] };
      const basedOn = life.snapshot().settingsRevision;
      const saved = await life.wallboard.dispatch('saveSettings', { settings, basedOn }, 'control');
      expect(saved.ok, what).toBe(true);
      await words();
      const names = screen.wrapper.findAll('header bdi');
      expect(
        names.map(({ element }) => element.textContent),
        what,
      ).toEqual([name, name]);
      for (const one of names) expect(one.attributes('dir'), what).toBe('auto');
      expect(dangerous(), what).toEqual([]);
    }
  });

  test('in every field of every row of a card: shown as text, isolated, and nothing of it is carried out', async () => {
    const it = await scene();
    const life = await it.open();
    const cardContent = NAUGHTY_STRINGS.map(([, text], i) => ({
      session_key: `row-${i}`,
      type: text,
      status: text,
      [text]: { deep: [text] },
    }));
    it.simulator.misbehave({ kind: 'patch', cardContent });
    const card = await openCardScreen(life, 'CARDWAITINGTIME');
    expect(card.rowCount()).toBe(NAUGHTY_STRINGS.length);
    const texts = card.lines().flatMap((line) => [...line.querySelectorAll('[role="gridcell"]')].map((cell) => cell));
    const shown = NAUGHTY_STRINGS.filter(([, text]) =>
      texts.some((cell) => inLine(cell.textContent).includes(inLine(text))),
    );
    expect(shown).toHaveLength(card.lines().length);
    for (const cell of texts)
      expect(cell.querySelector('bdi, [dir="auto"]') ?? cell.closest('[dir="auto"]')).not.toBeNull();
    expect(dangerous()).toEqual([]);
  });

  test('a text of 1 MB is cut before any screen gets it', async () => {
    const it = await scene();
    const life = await it.open();
    it.simulator.misbehave({ kind: 'patch', cardContent: [{ session_key: 'a', type: 'x'.repeat(MEGABYTE) }] });
    const cut = await openCard(life, 'CARDTOTALCLOSEDSESSIONS');
    if (!cut.ok || cut.value.kind !== 'rows') throw new Error('no rows');
    const rows = await life.wallboard.dispatch('readRows', { ticket: cut.value.ticket, from: 0 }, 'control');
    expect(rows.ok && rows.value.text.length).toBeLessThan(25_000);
    expect(rows.ok && rows.value.text).toContain('x…');
    expect(await life.look()).toMatchObject({ health: 'fresh', error: null });
  });
});

describe('fault 27: a card with 50,000 rows', () => {
  test('it opens, sorts and is searched with few lines in the page, and the wall behind goes on', async () => {
    const it = await scene();
    const life = await it.open();
    await life.advance(ONE_PACE_MS);
    it.simulator.misbehave({ kind: 'manyRows', times: 1 });
    const card = await openCardScreen(life, 'CARDWAITINGTIME');
    expect(card.rowCount()).toBe(50_000);
    expect(card.lines().length).toBeLessThan(60);
    const before = it.arrived();
    await life.advance(2 * MINUTE_MS);
    expect(it.arrived() - before).toBeGreaterThanOrEqual(5);
    await card.sortBy('Waiting');
    expect(card.lines().length).toBeLessThan(60);
    const [first, second] = card.lines().map((line) => card.cells(line)['Waiting'] ?? '');
    expect(first?.replace('over', '') ?? '').toBe(second?.replace('over', '') ?? '');
    await card.search('whatsapp');
    await card.search('no row has this');
    expect(card.lines()).toHaveLength(0);
    expect(await life.look()).toMatchObject({ health: 'fresh', error: null });
  });
});
