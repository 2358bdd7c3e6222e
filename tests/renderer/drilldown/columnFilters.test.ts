import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { giveElementsSize, openDialog, settle, type OpenedDialog } from './support/openDialog.ts';
import { sessionRows } from './support/sessionRows.ts';

let dialog: OpenedDialog | null = null;

beforeEach(giveElementsSize);
afterEach(() => {
  dialog?.wrapper.unmount();
  dialog = null;
  vi.restoreAllMocks();
});

/** Opens the filter of a column as the keyboard does, with the focus on its button. */
async function openFilter(name: string, ...options: Parameters<typeof openDialog>): Promise<OpenedDialog> {
  dialog = await openDialog(...options);
  const funnel = dialog.find(`.column-filter[aria-label="Filter ${name}"]`);
  funnel.focus();
  funnel.click();
  await settle();
  return dialog;
}
const fields = (): HTMLInputElement[] => [...document.querySelectorAll<HTMLInputElement>('.filter-form input')];
async function write(at: number, text: string): Promise<void> {
  const field = fields()[at];
  if (!field) throw new Error('No such field');
  field.value = text;
  field.dispatchEvent(new Event('input', { bubbles: true }));
  field.dispatchEvent(new Event('change', { bubbles: true }));
  await settle();
}

describe('the filter of a column, opened by keyboard', () => {
  it('has the focus on the first of its values', async () => {
    await openFilter('Channel');
    expect(document.activeElement).toBe(document.querySelector('.filter-values [role="checkbox"]'));
  });

  it('has the focus in the field that looks through many values', async () => {
    const rows = sessionRows(30).map((row, index) => ({ ...(row as object), type: `channel ${index}` }));
    await openFilter('Channel', { rows });
    expect(document.activeElement).toBe(fields()[0]);
  });

  it('holds the focus while the values are on their way, and hands it on when they come', async () => {
    dialog = await openDialog();
    let release: () => void = () => undefined;
    const engine = dialog.engines[0];
    const values = engine?.values.bind(engine);
    if (!engine || !values) throw new Error('No engine');
    const late = new Promise<void>((resolve) => (release = resolve));
    Object.assign(engine, { values: (column: string) => late.then(() => values(column)) });
    const funnel = dialog.find('.column-filter[aria-label="Filter Channel"]');
    funnel.focus();
    funnel.click();
    await settle();
    expect(dialog.find('.ui-popover').contains(document.activeElement)).toBe(true);
    release();
    await settle();
    expect(document.activeElement).toBe(document.querySelector('.filter-values [role="checkbox"]'));
  });

  it('is closed by Escape, the card is not, and the focus is on its button again', async () => {
    const { has, closed, find } = await openFilter('Channel');
    document.activeElement?.dispatchEvent(
      new KeyboardEvent('keydown', { key: 'Escape', bubbles: true, cancelable: true }),
    );
    await vi.waitUntil(() => document.activeElement === find('.column-filter[aria-label="Filter Channel"]'));
    expect(has('.filter-form')).toBe(false);
    expect(closed()).toBe(0);
  });
});

describe('bounds', () => {
  it('that are reversed are said to be, and hide nothing until they are not', async () => {
    const { text } = await openFilter('Waiting');
    await write(0, '2:00');
    expect(text('[data-part="count"]')).toBe('4 of 20 rows');
    await write(1, '1:00');
    expect(text('.filter-form')).toContain('The end is before the beginning');
    expect(text('[data-part="count"]')).toBe('4 of 20 rows');
    expect(fields().map(({ value }) => value)).toEqual(['2:00', '1:00']);
    await write(0, '0:10');
    expect(text('.filter-form')).not.toContain('The end is before the beginning');
    expect(text('[data-filter="waiting"]')).toBe('Waiting: 10 s – 1 min');
    expect(text('[data-part="count"]')).toBe('16 of 20 rows');
  });

  it('that are no dates are not called numbers', async () => {
    const { text } = await openFilter('Created');
    const field = fields()[0];
    if (!field) throw new Error('No field');
    Object.defineProperty(field, 'validity', { value: { badInput: true } });
    await write(0, '');
    expect(text('.filter-form .ui-error')).toBe('A date');
  });
});
