import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { neutralised, writeCsv } from '../../../../renderer/drilldown/engine/csv.ts';
import type { Json } from '../../../../renderer/drilldown/engine/flatten.ts';
import { runAtOnce } from '../../../../renderer/drilldown/engine/slices.ts';
import { engineWith, session, tableOf, viewOf } from './support/rows.ts';

/** A reader of RFC 4180 that knows nothing of ours. */
function parseCsv(text: string, separator = ','): string[][] {
  const rows: string[][] = [];
  let row: string[] = [];
  let at = 0;
  while (at < text.length) {
    let value = '';
    if (text[at] === '"') {
      at += 1;
      while (text[at] !== '"' || text[at + 1] === '"') {
        if (text[at] === '"') at += 1;
        value += text[at];
        at += 1;
        if (at > text.length) throw new Error('a quote is not closed');
      }
      at += 1;
    } else {
      while (at < text.length && text[at] !== separator && !text.startsWith('\r\n', at)) value += text[at++];
    }
    row.push(value);
    if (text[at] === separator) at += 1;
    else if (text.startsWith('\r\n', at)) {
      at += 2;
      rows.push(row);
      row = [];
    } else throw new Error(`neither separator nor line end at ${at}`);
  }
  return rows;
}

const bytesOf = async (rows: readonly Json[], headings: Readonly<Record<string, string>> = {}): Promise<Uint8Array> => {
  const table = tableOf(rows);
  const columns = table.columns.map(({ meta: { id } }) => ({ id, heading: headings[id] ?? id }));
  const file = runAtOnce(writeCsv(table, Uint32Array.from(rows.keys()), columns));
  return new Uint8Array(await file.arrayBuffer());
};
const csvOf = async (...args: Parameters<typeof bytesOf>): Promise<string> =>
  new TextDecoder('utf-8', { ignoreBOM: true }).decode(await bytesOf(...args));
const cellsOf = async (values: readonly Json[]): Promise<(string | undefined)[]> =>
  parseCsv((await csvOf(values.map((v) => ({ v })))).slice(1))
    .slice(1)
    .map(([cell]) => cell);

describe('a CSV file', () => {
  it('begins with a byte order mark, ends its lines with CR LF and doubles quotes', async () => {
    const bytes = await bytesOf([{ a: 'x,"y"', b: 'é\nz' }], { a: 'Head, one', b: 'B' });
    expect([...bytes.slice(0, 3)]).toEqual([0xef, 0xbb, 0xbf]);
    expect(new TextDecoder().decode(bytes)).toBe('"Head, one",B\r\n"x,""y""","é\nz"\r\n');
  });

  it('writes the rows of the view, in its order and its columns, with the names of the page', async () => {
    const { engine } = await engineWith([
      session('a', 0, 60, 300),
      session('b', 10, 200, 900),
      session('c', 20, 30, 40),
    ]);
    await engine.view(viewOf({ search: '', over: null, sort: { column: 'waiting', direction: 'descending' } }));
    await engine.view(
      viewOf({
        filters: [{ kind: 'oneOf', column: 'session_key', values: ['a', 'b'] }],
        sort: { column: 'waiting', direction: 'descending' },
      }),
    );
    const columns = [
      { id: 'waiting', heading: 'Waiting time' },
      { id: 'created_date', heading: 'Created' },
      { id: 'gone', heading: 'Gone' },
    ];
    const { file, rows } = await engine.export(columns, { kind: 'csv', separator: ',' });
    expect(file.type).toBe('text/csv;charset=utf-8');
    expect(rows).toBe(2);
    expect(parseCsv((await file.text()).replace('\ufeff', ''))).toEqual([
      ['Waiting time', 'Created', 'Gone'],
      ['0:03:10', '2026-11-21 13:00:10', ''],
      ['0:01:00', '2026-11-21 13:00:00', ''],
    ]);
  });

  it('writes moments by the board’s clock, to the second, and calendar days without a time', async () => {
    expect(await cellsOf(['2026-11-22T22:04:10.987654Z', '2026-11-22T20:59:59Z'])).toEqual([
      '2026-11-23 01:04:10',
      '2026-11-22 23:59:59',
    ]);
    expect(await cellsOf(['2026-11-22', '2026-11-23'])).toEqual(['2026-11-22', '2026-11-23']);
    expect(await cellsOf(['0000-00-00 00:00:00', '2026-11-22T20:59:59Z'])).toEqual(['', '2026-11-22 23:59:59']);
  });

  it.each([',', ';', '\t'] as const)('stands apart by %j, and what holds one is quoted', async (separator) => {
    const values = ['a,b', 'a;b', 'a\tb', '"', 'word'];
    const table = tableOf(values.map((v, n) => ({ v, n })));
    const columns = [
      { id: 'v', heading: 'A, B; C\tD' },
      { id: 'n', heading: 'N' },
    ];
    const file = runAtOnce(writeCsv(table, Uint32Array.from(values.keys()), columns, separator));
    expect(parseCsv((await file.text()).replace('\ufeff', ''), separator)).toEqual([
      ['A, B; C\tD', 'N'],
      ...values.map((v, n) => [v, String(n)]),
    ]);
  });

  it('writes numbers whole and without grouping, truths as words, long texts uncut', async () => {
    const long = 'x'.repeat(5000);
    const text = await csvOf([{ n: 12_345.678, p: '62.55 %', ok: true, none: null, long, minus: -5 }]);
    expect(text.split('\r\n')[1]).toBe(`12345.678,62.55%,Yes,,${long},-5`);
  });

  it.each([
    '=1+1',
    '+966500000001',
    '-2+3',
    '@SUM(A1)',
    '\t=1',
    '\r=1',
    '\n@x',
    '   =cmd',
    '\u200f=1',
    '\ufeff=1',
    '＝1',
    '＋1',
    '－1+1',
    '＠x',
    '\u00a0=1',
    '\u0000=1',
  ])('keeps %j from being run as a formula', async (text) => {
    expect(await cellsOf([text, 'word'])).toEqual([`'${text}`, 'word']);
    expect((await csvOf([{ a: 'x' }], { a: text })).includes(`'${text}`)).toBe(true);
  });

  it('leaves negative numbers, also as texts, and dashes as they are', async () => {
    expect(await cellsOf([-5, 12, '-7.5'])).toEqual(['-5', '12', '-7.5']);
    expect(await cellsOf(['-5', 'word', '-'])).toEqual(['-5', 'word', '-']);
  });

  it('can be read back to what was written', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.record({ a: fc.string({ unit: 'binary' }), b: fc.constantFrom('"', '\r\n', ',', 'x') })),
        async (rows) => {
          // A word in every column makes them text whatever else is in them.
          const all = [{ a: 'word', b: 'word' }, ...rows];
          const wellFormed = (text: string): string => text.toWellFormed();
          const parsed = parseCsv((await csvOf(all)).slice(1)).slice(1);
          const expected = all.map(({ a, b }) => [wellFormed(a), b].map(neutralised));
          const table = tableOf(all);
          fc.pre(table.columns.every(({ meta }) => meta.kind === 'text'));
          expect(parsed).toEqual(expected);
        },
      ),
      { numRuns: 50 },
    );
  });
});
