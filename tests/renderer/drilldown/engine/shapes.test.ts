import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Json } from '../../../../renderer/drilldown/engine/flatten.ts';
import { engineWith, EVERYTHING, OPTIONS } from './support/rows.ts';
import { createRowEngine } from '../../../../renderer/drilldown/engine/createRowEngine.ts';
import { createInProcessPort } from '../../../../renderer/drilldown/engine/inProcessPort.ts';

const read = async (rows: readonly Json[], reply: 'list' | 'object' = 'list') => {
  const { engine, ready } = await engineWith(rows, { reply });
  return { engine, columns: ready.columns.map(({ id }) => id), cells: await engine.rows(0, 100), ready };
};

describe('rows of any shape', () => {
  it('shows scalars and nulls as a list of values', async () => {
    const { columns, cells, ready } = await read([3, null, 5]);
    expect(columns).toEqual(['value']);
    expect(cells).toEqual([[3], [null], [5]]);
    expect(ready.rows).toBe(3);
  });

  it('shows no rows as no columns', async () => {
    const { columns, cells, ready } = await read([]);
    expect([columns, cells, ready.rows]).toEqual([[], [], 0]);
  });

  it('flattens objects to two levels and keeps what is deeper, and lists, as readable text', async () => {
    const { columns, cells } = await read([{ a: { b: { c: 'x', d: { e: 1 } } }, list: [1, { f: 2 }], none: {} }]);
    expect(columns).toEqual(['a.b.c', 'a.b.d', 'list', 'none']);
    expect(cells).toEqual([['x', '{"e":1}', '[1,{"f":2}]', '{}']]);
  });

  it('shows a single object as its fields, nested ones too', async () => {
    const { columns, cells, engine } = await read([{ nps: 12, parts: { promoters: 3, tags: ['a', 'b'] } }], 'object');
    expect(columns).toEqual(['field', 'value']);
    expect(cells).toEqual([
      ['nps', 12],
      ['parts.promoters', 3],
      ['parts.tags', 'a, b'],
    ]);
    expect(await engine.row(2)).toBe('[\n  "a",\n  "b"\n]');
  });

  it('reads each value of a single object by itself, under the words of its field', async () => {
    const { engine } = await engineWith(
      [{ csat: '85.5 %', longest_waiting_time: '00 00:02:05', created_date: '2026-11-21T22:00:00Z', total: 12_345 }],
      {
        reply: 'object',
        words: { ...OPTIONS.words, names: { known: { csat: 'CSAT', total: 'Total' }, levels: ' › ' } },
      },
    );
    const cells = await engine.rows(0, 10);
    expect(cells).toEqual([
      ['CSAT', '85.5\u00a0%'],
      ['Longest waiting time', '2:05'],
      ['Created date', 'Nov 22, 2026, 01:00:00'],
      ['Total', 12_345],
    ]);
    expect((await engine.view(EVERYTHING))?.means).toEqual(new Map());
  });

  it('keeps the kind that all values of a single object have', async () => {
    const { ready, cells } = await read([{ waiting_time: '00 00:02:05', service_time: '00 00:01:00' }], 'object');
    expect(ready.columns.map(({ kind }) => kind)).toEqual(['text', 'duration']);
    expect(cells.map(([, value]) => value)).toEqual([125, 60]);
  });

  it('never shows rows without fields as a blank table', async () => {
    expect(await read([{}, {}])).toMatchObject({ columns: ['value'], cells: [['{}'], ['{}']] });
    expect(await read([null, null])).toMatchObject({ columns: ['value'], cells: [[null], [null]] });
    expect(await read([{ a: 'x' }, {}])).toMatchObject({ columns: ['a', 'value'] });
  });

  it('shows a single value as one row', async () => {
    const { cells, engine } = await read([42], 'object');
    expect(cells).toEqual([[42]]);
    expect(await engine.row(0)).toBe('42');
  });

  it('keeps rows of mixed shapes in their places', async () => {
    const { columns, cells } = await read([{ a: 'x' }, 'word', { b: 'y' }, [1]]);
    expect(columns).toEqual(['a', 'value', 'b']);
    expect(cells).toEqual([
      ['x', null, null],
      [null, 'word', null],
      [null, null, 'y'],
      [null, '1', null],
    ]);
  });

  it('takes keys of any name as texts, and one without a name under its quotes: a table needs a name for each column', async () => {
    const row = JSON.parse('{"__proto__": 5, "constructor": 6, "": 7, "toString": "x"}') as Json;
    const { columns, cells, engine } = await read([row]);
    expect(columns).toEqual(['__proto__', 'constructor', '""', 'toString']);
    expect(cells).toEqual([[5, 6, 7, 'x']]);
    const view = await engine.view(EVERYTHING);
    expect([...(view?.means ?? [])]).toEqual([
      ['__proto__', 5],
      ['constructor', 6],
      ['""', 7],
    ]);
    expect(Object.prototype).not.toHaveProperty('5');
  });

  it('keeps the 200 most filled of very many columns', async () => {
    const rows = Array.from({ length: 300 }, (_, index) => ({ [`rare${index}`]: 1, always: 2 }));
    const { columns } = await read([...rows, { rare299: 3 }]);
    expect(columns).toHaveLength(200);
    expect(columns).toContain('always');
    expect(columns).toContain('rare299');
  });

  it('cuts very long texts in cells and gives the whole one on request', async () => {
    const long = `${'x'.repeat(299)}😀${'y'.repeat(1_000_000)}`;
    const { cells, engine } = await read([{ note: long }]);
    expect(cells[0]?.[0]).toBe(`${'x'.repeat(299)}…`);
    expect(await engine.row(0)).toContain(long);
  });

  it('keeps control characters and direction marks as they came', async () => {
    const text = 'a\u202egpj.exe\u0000\u0007\nb';
    expect((await read([{ text }])).cells).toEqual([[text]]);
  });

  it('survives values nested deeper than the engine can write', async () => {
    const deep = `${'['.repeat(5000)}${']'.repeat(5000)}`;
    const engine = createRowEngine(createInProcessPort());
    engine.load(OPTIONS);
    engine.chunk(`[{"a": ${deep}}]`);
    const ready = await engine.loaded();
    expect(ready.columns.map(({ kind }) => kind)).toEqual(['nested']);
  });

  it('loads any rows, in any parts, and gives each one back whole', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.jsonValue({ maxDepth: 4 }), { maxLength: 20 }), fc.nat(20), async (rows, at) => {
        const engine = createRowEngine(createInProcessPort());
        engine.load(OPTIONS);
        engine.chunk(JSON.stringify(rows.slice(0, at)));
        engine.chunk(JSON.stringify(rows.slice(at)));
        const ready = await engine.loaded();
        expect(ready.rows).toBe(rows.length);
        expect(await engine.rows(0, 100)).toHaveLength(rows.length);
        for (const [index, row] of rows.entries()) {
          const text = await engine.row(index);
          expect(typeof row === 'string' ? text : JSON.parse(text)).toEqual(JSON.parse(JSON.stringify(row)));
        }
      }),
      { numRuns: 50 },
    );
  });
});
