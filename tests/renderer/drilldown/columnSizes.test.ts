import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { giveElementsSize, openDialog, rowsAnswer, settle, type OpenedDialog } from './support/openDialog.ts';
import { sessionRows } from './support/sessionRows.ts';

let dialog: OpenedDialog | null = null;
beforeEach(giveElementsSize);
afterEach(() => {
  dialog?.wrapper.unmount();
  dialog = null;
  vi.restoreAllMocks();
});

const sizeOf = (name: string): number => {
  const heads = [...document.querySelectorAll<HTMLElement>('[role="columnheader"]')];
  const head = heads.find((one) => one.querySelector('.column-sort')?.textContent?.trim() === name);
  return Number(head?.style.getPropertyValue('--size'));
};
const namesOf = (): string[] =>
  [...document.querySelectorAll('[role="columnheader"] .column-sort')].map((head) => head.textContent?.trim() ?? '');

describe('the width of a column', () => {
  const rows = (email: string) => sessionRows(20).map((row) => ({ ...(row as object), agent_email: email }));

  it('is that of what it holds, up to a most', async () => {
    dialog = await openDialog({ rows: rows('a.very.long.name@a-long-domain.example.com') });
    const wide = sizeOf('Agent e-mail');
    dialog.wrapper.unmount();
    dialog = await openDialog({ rows: rows('a@b.co') });
    const narrow = sizeOf('Agent e-mail');
    dialog.wrapper.unmount();
    dialog = await openDialog({ rows: rows('x'.repeat(900)) });
    expect(wide).toBeGreaterThan(42 * 7);
    expect(narrow).toBeLessThan(wide / 1.5);
    expect(sizeOf('Agent e-mail')).toBeLessThan(450);
  });

  it('is never less than its heading needs', async () => {
    dialog = await openDialog({ rows: rows('a@b.co') });
    expect(sizeOf('Agent e-mail')).toBeGreaterThan('Agent e-mail'.length * 8 + 50);
  });
});

describe('the column a card is about', () => {
  it.each([
    ['CARDSERVICETIME', 'Service'],
    ['CARDWAITINGTIME', 'Waiting'],
  ] as const)('of %s comes right after when and who', async (card, name) => {
    dialog = await openDialog({ card });
    expect(namesOf().slice(0, 3)).toEqual(['Created', 'User name', name]);
    expect(new Set(namesOf()).size).toBe(namesOf().length);
  });
});

describe('a list that ends before all rows', () => {
  it('is said to at the picture too', async () => {
    const answer = () => rowsAnswer(20, { total: 4000, hasMore: true });
    dialog = await openDialog({ card: 'CARDTOTALSESSIONS', answer });
    await settle();
    expect(dialog.text('[data-part="summary"]')).toContain('Of the 20 rows that came.');
  });
});

describe('bars that lie, each with a name', () => {
  it('have room each, and are scrolled to by keyboard where there are many', async () => {
    const rows = Array.from({ length: 12 }, (_, index) => ({ tag: `tag ${index}`, total: index + 1 }));
    dialog = await openDialog({ card: 'CARDTAGS', rows });
    const lines = Number.parseFloat(dialog.find('.row-chart-room').style.minBlockSize);
    expect(lines / 12).toBeGreaterThanOrEqual(1.4);
    expect(dialog.find('.row-chart-picture').tabIndex).toBe(0);
    dialog.wrapper.unmount();
    dialog = await openDialog({ card: 'CARDTAGS', rows: rows.slice(0, 3) });
    expect(dialog.find('.row-chart-picture').hasAttribute('tabindex')).toBe(false);
  });
});
