import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { RowEngineError } from '../../../renderer/drilldown/engine/createRowEngine.ts';
import * as files from '../../../renderer/ui/saveFile.ts';
import { readWorkbook } from './engine/support/workbook.ts';
import { giveElementsSize, openDialog, rowsAnswer, settle, type OpenedDialog } from './support/openDialog.ts';

let dialog: OpenedDialog | null = null;
const AS_OF_MS = Date.UTC(2026, 10, 22, 22);
async function opened(): Promise<OpenedDialog> {
  dialog = await openDialog({ answer: () => rowsAnswer(20, { asOfMs: AS_OF_MS }) });
  return dialog;
}

const save = () => vi.mocked(files.saveFile).mock.calls.at(-1) ?? [];
const heads = (): string[] =>
  [...document.querySelectorAll('[role="columnheader"] .column-sort')].map((head) => head.textContent?.trim() ?? '');
/** As they stand in a file: moments say their timezone. */
const fileHeads = (): string[] =>
  heads().map((head) => (['Created', 'Taken', 'Ended'].includes(head) ? `${head} (UTC+03:00)` : head));

async function choose({ find }: OpenedDialog, label: string): Promise<void> {
  const button = find('[data-action="export-separator"]');
  button.dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter', bubbles: true }));
  await settle();
  const items = [...document.querySelectorAll<HTMLElement>('[role="menuitem"]')];
  items.find((item) => item.textContent?.trim() === label)?.click();
  await settle();
}

beforeEach(() => {
  giveElementsSize();
  vi.spyOn(files, 'saveFile').mockResolvedValue(true);
});
afterEach(() => {
  dialog?.wrapper.unmount();
  dialog = null;
  vi.restoreAllMocks();
});

describe('exporting', () => {
  it('saves the rows in sight in the columns in sight, under the card’s name and the board’s day, and says how many', async () => {
    const { click, text } = await opened();
    await click('button[data-over="waiting"]');
    expect(text('[data-part="export-said"]')).toBe('');
    await click('[data-action="export"]');
    const [file, name] = save();
    expect(name).toBe('experia-waiting-time-2026-11-23.csv');
    const csv = (await file?.text()) ?? '';
    expect(csv.split('\r\n')[0]).toBe(`\ufeff${fileHeads().join(',')}`);
    expect(csv.trim().split('\r\n')).toHaveLength(5);
    expect(text('[data-part="export-said"]')).toBe('4 rows saved');
  });

  it('saves the same rows as a workbook', async () => {
    const { click, text } = await opened();
    await click('button[data-over="waiting"]');
    await click('[data-action="export-xlsx"]');
    await vi.waitUntil(() => save().length > 0);
    const [file, name] = save();
    expect(name).toBe('experia-waiting-time-2026-11-23.xlsx');
    const { cells, sheetName } = await readWorkbook(file ?? new Blob());
    expect(sheetName).toBe('Waiting time');
    const headings = [...cells].filter(([place]) => /^[A-Z]+1$/.test(place)).map(([, { value }]) => value);
    expect(headings).toEqual(fileHeads());
    expect([...cells.keys()].filter((place) => /^A\d+$/.test(place))).toEqual(['A1', 'A2', 'A3', 'A4', 'A5']);
    await vi.waitUntil(() => text('[data-part="export-said"]') === '4 rows saved');
  });

  it('separates by what was chosen last, also at the next visit', async () => {
    const first = await opened();
    await choose(first, 'CSV with semicolons');
    expect(save()[1]).toBe('experia-waiting-time-2026-11-23.csv');
    expect((await save()[0]?.text())?.split('\r\n')[0]).toBe(`\ufeff${fileHeads().join(';')}`);
    first.wrapper.unmount();
    const second = await opened();
    await second.click('[data-action="export"]');
    expect((await save()[0]?.text())?.split('\r\n')[0]).toBe(`\ufeff${fileHeads().join(';')}`);
    await choose(second, 'Text with tabs (TSV)');
    expect(save()[1]).toBe('experia-waiting-time-2026-11-23.tsv');
    expect((await save()[0]?.text())?.split('\r\n')[0]).toBe(`\ufeff${fileHeads().join('\t')}`);
  });

  it('says nothing of a file whose dialog was cancelled', async () => {
    vi.mocked(files.saveFile).mockResolvedValue(false);
    const { click, text } = await opened();
    await click('[data-action="export"]');
    expect(save()).toHaveLength(2);
    expect(text('[data-part="export-said"]')).toBe('');
  });

  it('says when a file could not be made', async () => {
    const { click, text, engines } = await opened();
    const [engine] = engines;
    if (!engine) throw new Error('No rows');
    vi.spyOn(engine, 'export').mockRejectedValue(new RowEngineError('fault', 'its writer could not be fetched'));
    await click('[data-action="export-xlsx"]');
    await vi.waitUntil(() => text('[data-part="export-said"]') !== '');
    expect(text('[data-part="export-said"]')).toBe('Not saved: the file could not be made');
    expect(save()).toEqual([]);
  });
});
