import fc from 'fast-check';
import { describe, expect, it, vi } from 'vitest';
import type { Json } from '../../../../renderer/drilldown/engine/flatten.ts';
import { runAtOnce } from '../../../../renderer/drilldown/engine/slices.ts';
import { columnLetters } from '../../../../renderer/drilldown/engine/xlsx/xmlText.ts';
import { writeXlsx } from '../../../../renderer/drilldown/engine/xlsx/writeXlsx.ts';
import { engineWith, session, tableOf, viewOf } from './support/rows.ts';
import { readWorkbook, type SheetCell, type Workbook } from './support/workbook.ts';

const fileOf = (rows: readonly Json[], sheet = 'Sessions'): Blob => {
  const table = tableOf(rows);
  const columns = table.columns.map(({ meta: { id } }) => ({ id, heading: id }));
  return runAtOnce(writeXlsx(table, Uint32Array.from(rows.keys()), columns, sheet));
};
const workbookOf = (...args: Parameters<typeof fileOf>): Promise<Workbook> => readWorkbook(fileOf(...args));

/** The cells of one column of values, below its heading. */
async function cellsOf(values: readonly Json[], id = 'v'): Promise<(SheetCell | undefined)[]> {
  const { cells } = await workbookOf(values.map((value) => ({ [id]: value, n: 1 })));
  return values.map((_, row) => cells.get(`A${row + 2}`));
}
const text = (value: string): SheetCell => ({ type: 'text', value, format: '@' });
const number = (value: number, format = 'General'): SheetCell => ({ type: 'number', value: String(value), format });

/** Days since the end of 1899, as spreadsheets count them. */
const serial = (...at: Parameters<typeof Date.UTC>): number => Date.UTC(...at) / 86_400_000 + 25_569;

describe('a workbook', () => {
  it.each<[string, readonly string[]]>([
    ['telephone numbers', ['+966500000001', '0501234567', '00966500000001']],
    ['leading zeros', ['007', '0', '12']],
    ['what looks like a date', ['1-2', 'MAR1', '3/4']],
    ['long numbers', ['12345678901234567890', '1234567890123456']],
    ['what looks like a formula', ['=1+1', '+1', '-2+3', '@SUM(A1)', '\t=1']],
    ['what looks like a power of ten', ['1E5', '2e10x', 'word']],
  ])('has %s as text, and as it came', async (_, values) => {
    expect(await cellsOf(values)).toEqual(values.map(text));
  });

  it('has ids and telephone numbers that came as numbers as text', async () => {
    expect(await cellsOf([10001, 10002], 'client_id')).toEqual([text('10001'), text('10002')]);
    expect(await cellsOf([966501234567, 966501234568], 'contact')).toEqual([
      text('966501234567'),
      text('966501234568'),
    ]);
  });

  it('has moments as dates by the board’s clock, to the second, and calendar days as days', async () => {
    const moments = ['2026-01-15T08:03:57.999999Z', '0000-00-00 00:00:00', '2026-12-31T21:00:00Z'];
    const format = 'yyyy\\-mm\\-dd\\ hh:mm:ss';
    expect(await cellsOf(moments)).toEqual([
      number(serial(2026, 0, 15, 11, 3, 57), format),
      undefined,
      number(serial(2027, 0, 1), format),
    ]);
    expect(await cellsOf(['2026-11-22', '2026-11-23'])).toEqual(
      [22, 23].map((day) => number(serial(2026, 10, day), 'yyyy\\-mm\\-dd')),
    );
  });

  it('has what no spreadsheet counts as a date as text', async () => {
    expect((await cellsOf(['1850-06-01 10:00:00', '2026-01-01 10:00:00']))[0]?.type).toBe('text');
  });

  it('has durations as parts of a day that are shown in hours, also beyond a day', async () => {
    expect(await cellsOf(['00 00:01:15', '01 02:00:00', '-'])).toEqual([
      number(75 / 86_400, '[h]:mm:ss'),
      number(93_600 / 86_400, '[h]:mm:ss'),
      undefined,
    ]);
  });

  it('has numbers, shares and truths as what they are', async () => {
    expect(await cellsOf([12_345.678, -5])).toEqual([number(12_345.678), number(-5)]);
    expect(await cellsOf([12, 250_000_000_000])).toEqual([number(12), number(250_000_000_000, '0')]);
    expect(await cellsOf(['62.55 %', '7 %'])).toEqual([number(0.6255, '0.0%'), number(0.07, '0.0%')]);
    expect(await cellsOf([true, false])).toEqual([
      { type: 'boolean', value: '1', format: 'General' },
      { type: 'boolean', value: '0', format: 'General' },
    ]);
  });

  it('has a word among numbers as text, and hours and lists as the table shows them', async () => {
    const many = [...Array.from({ length: 99 }, (_, index) => index), 'many'];
    expect((await cellsOf(many)).at(-1)).toEqual(text('many'));
    expect(await cellsOf(['9 PM', '09:00-10:00'])).toEqual([text('21:00'), text('09:00–10:00')]);
    expect(await cellsOf([['a', 'b']])).toEqual([text('a, b')]);
  });

  it('begins with bold headings that stay in sight, in a sheet named after the card', async () => {
    const { cells, sheetXml, sheetName, parts } = await workbookOf(
      [{ a: 1 }],
      "Waiting: 'all' [1/2] and much more of it",
    );
    expect(cells.get('A1')).toEqual(text('a'));
    expect(sheetXml).toContain('<pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/>');
    expect(sheetName).toBe("Waiting  'all'  1 2  and much m");
    expect(parts).toEqual([
      '[Content_Types].xml',
      '_rels/.rels',
      'xl/workbook.xml',
      'xl/_rels/workbook.xml.rels',
      'xl/styles.xml',
      'xl/worksheets/sheet1.xml',
    ]);
    expect((await workbookOf([{ a: 1 }], '[]')).sheetName).toBe('Sheet1');
  });

  it('has the rows of the view, in its order and its columns', async () => {
    const { engine } = await engineWith([
      session('a', 0, 60, 300),
      session('b', 10, 200, 900),
      session('c', 20, 30, 40),
    ]);
    await engine.view(viewOf({ sort: { column: 'waiting', direction: 'descending' } }));
    const exporting = engine.export(
      [
        { id: 'session_key', heading: 'Session' },
        { id: 'gone', heading: 'Gone' },
        { id: 'waiting', heading: 'Waiting' },
      ],
      { kind: 'xlsx', sheet: 'Sessions' },
    );
    // What is looked at next is not what was asked for.
    const narrowed = engine.view(viewOf({ search: 'nobody' }));
    const { file, rows } = await exporting;
    expect((await narrowed)?.shown).toBe(0);
    expect(rows).toBe(3);
    expect(file.type).toBe('application/vnd.openxmlformats-officedocument.spreadsheetml.sheet');
    const { cells } = await readWorkbook(file);
    expect(['A2', 'A3', 'A4'].map((place) => cells.get(place)?.value)).toEqual(['b', 'a', 'c']);
    expect(cells.get('B2')).toBeUndefined();
    expect(cells.get('C2')).toEqual(number(190 / 86_400, '[h]:mm:ss'));
  });

  it('keeps every text whole, whatever is in it, and is XML all the same', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.string({ unit: 'binary', maxLength: 30 }), { maxLength: 8 }),
        fc.constantFrom('constructor', '__proto__', '_x0041_', ']]>', '\u0000\u000b\r\uffff', '\ud800', '&amp;#x41;'),
        async (texts, hostile) => {
          const values = ['word', 'other word', hostile, ...texts];
          const cells = await cellsOf(values);
          const table = tableOf(values.map((v) => ({ v })));
          fc.pre(table.columns[0]?.meta.kind === 'text');
          const shown = table.columns[0].store === 'texts' ? table.columns[0] : null;
          expect(cells.map((cell) => cell?.value ?? '')).toEqual(
            values.map((_, row) => (shown?.texts[shown.codes[row] ?? -1] ?? '').toWellFormed()),
          );
        },
      ),
      { numRuns: 60 },
    );
    const { sheetXml } = await workbookOf([{ v: 'a\u0000\u0008\uffff&<>' }]);
    // eslint-disable-next-line no-control-regex
    expect(/[\u0000-\u0008\u000b-\u001f\ufffe\uffff]/.test(sheetXml.replaceAll('\n', ''))).toBe(false);
  });

  it('cuts a text at what Excel has room for, and never in half a character', async () => {
    const [cell] = await cellsOf([`${'x'.repeat(32_765)}😀${'y'.repeat(9)}`]);
    expect(cell?.value.length).toBeLessThanOrEqual(32_767);
    expect(cell?.value.endsWith('…')).toBe(true);
    expect(cell?.value.isWellFormed()).toBe(true);
  });

  it('is made on a machine whose clock was never set', async () => {
    vi.useFakeTimers({ now: 0, toFake: ['Date'] });
    const file = fileOf([{ a: 1 }]);
    vi.useRealTimers();
    expect((await readWorkbook(file)).cells.get('A2')).toEqual(number(1));
  });
});

it('columns are named by letters as spreadsheets name them', () => {
  expect([0, 25, 26, 51, 52, 701, 702].map(columnLetters)).toEqual(['A', 'Z', 'AA', 'AZ', 'BA', 'ZZ', 'AAA']);
});
