import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cellOf } from '../../../../renderer/drilldown/engine/columnData.ts';
import { fold } from '../../../../renderer/drilldown/engine/fold.ts';
import type { Cell, ColumnFilter, RowView } from '../../../../renderer/drilldown/engine/protocol.ts';
import { sortInSlices } from '../../../../renderer/drilldown/engine/ranks.ts';
import { runAtOnce } from '../../../../renderer/drilldown/engine/slices.ts';
import { viewRows } from '../../../../renderer/drilldown/engine/view.ts';
import { dateAt, session, tableOf, viewOf } from './support/rows.ts';

type Rows = Parameters<typeof tableOf>[0];

const shown = (rows: Rows, view: Partial<RowView>): number[] => [
  ...runAtOnce(viewRows(tableOf(rows), viewOf(view))).rows,
];

const filtered = (rows: Rows, filter: ColumnFilter): number[] => shown(rows, { filters: [filter] });

describe('a search', () => {
  const rows = [session('a1', 0, 60, 300), { ...session('b2', 3600, null, null), agent_email: 'Éva@example.com' }];

  it('finds text as it is shown, whatever its case and accents', () => {
    expect(shown(rows, { search: 'eva@' })).toEqual([1]);
    expect(shown(rows, { search: '  WHATSAPP ' })).toEqual([0, 1]);
  });

  it('finds dates in the board’s timezone and durations as they are shown', () => {
    expect(shown(rows, { search: '14:00:00' })).toEqual([1]);
    expect(shown(rows, { search: '11:00' })).toEqual([]);
    expect(shown([...rows, session('c3', 0, 60, 3785)], { search: '1:02:05' })).toEqual([2]);
  });

  it('finds words for truths and numbers with their grouping', () => {
    expect(shown([{ ok: true }, { ok: false }], { search: 'yes' })).toEqual([0]);
    expect(shown([{ total: 1234 }, { total: 12 }], { search: '1,234' })).toEqual([0]);
  });
});

describe('a filter', () => {
  const rows = [
    { n: 1, t: '09:00', at: dateAt(0), text: 'Refund', share: '10 %' },
    { n: 5, t: '10:30', at: dateAt(60), text: 'refund late', share: '60 %' },
    { n: null, t: '-', at: null, text: null, share: null },
  ];

  it('on text looks at its own column only, as shown', () => {
    expect(filtered(rows, { kind: 'contains', column: 'text', text: 'REFUND' })).toEqual([0, 1]);
    expect(filtered(rows, { kind: 'contains', column: 'share', text: '60%' })).toEqual([1]);
    expect(filtered(rows, { kind: 'contains', column: 'text', text: ' ' })).toEqual([0, 1, 2]);
  });

  it('on values takes null for rows without one', () => {
    expect(filtered(rows, { kind: 'oneOf', column: 'text', values: ['Refund', null] })).toEqual([0, 2]);
    expect(filtered(rows, { kind: 'oneOf', column: 'n', values: [5] })).toEqual([1]);
    expect(filtered(rows, { kind: 'oneOf', column: 'n', values: [null] })).toEqual([2]);
  });

  it('on bounds includes both, leaves open ones out, and passes no row without a value', () => {
    expect(filtered(rows, { kind: 'between', column: 'n', least: 1, most: 5 })).toEqual([0, 1]);
    expect(filtered(rows, { kind: 'between', column: 'n', least: null, most: 4 })).toEqual([0]);
    expect(filtered(rows, { kind: 'between', column: 'n', least: null, most: null })).toEqual([0, 1]);
    expect(filtered(rows, { kind: 'between', column: 't', least: 600, most: null })).toEqual([1]);
    expect(filtered(rows, { kind: 'between', column: 'at', least: Date.parse(dateAt(30)), most: null })).toEqual([1]);
  });

  it('on a column that these rows do not have hides nothing', () => {
    expect(filtered(rows, { kind: 'oneOf', column: 'gone', values: [1] })).toEqual([0, 1, 2]);
  });

  it('finds long texts by the cell they are cut to', () => {
    const long = 'x'.repeat(400);
    expect(
      filtered([{ long }, { long: 'y' }], { kind: 'oneOf', column: 'long', values: [`${long.slice(0, 300)}…`] }),
    ).toEqual([0]);
  });

  it('holds together with all others', () => {
    fc.assert(
      fc.property(
        fc.array(
          fc.record({ n: fc.option(fc.integer({ min: 0, max: 9 })), text: fc.constantFrom('ab', 'Bc', 'ç', '') }),
        ),
        fc.integer({ min: 0, max: 9 }),
        fc.constantFrom('b', 'C', ''),
        (rows, least, text) => {
          const expected = rows.flatMap(({ n, text: own }, row) =>
            n !== null && n >= least && fold(own).includes(fold(text)) ? [row] : [],
          );
          const filters: ColumnFilter[] = [
            { kind: 'between', column: 'n', least, most: null },
            { kind: 'contains', column: 'text', text },
          ];
          const numbers = rows.some(({ n }) => n !== null);
          expect(shown(rows, { filters })).toEqual(numbers ? expected : []);
        },
      ),
    );
  });
});

const cell = fc.oneof(
  { weight: 30, arbitrary: fc.integer({ min: -50, max: 50 }) },
  { weight: 3, arbitrary: fc.constant(null) },
  { weight: 1, arbitrary: fc.constantFrom('n/a', 'none') },
);
const word = fc.oneof(fc.constantFrom('agent 9', 'agent 10', 'Agent 9', 'é', 'e', ''), fc.string({ maxLength: 4 }));

/** Compares two values as a column of numbers does: numbers, then texts, then nothing. */
const groupOf = (value: Cell): number => (typeof value === 'number' ? 0 : value === null ? 2 : 1);

describe('sorting', () => {
  it('keeps every row, in either direction, and leaves equal ones in the order in which they came', () => {
    fc.assert(
      fc.property(fc.array(fc.oneof(cell, word)), fc.constantFrom('ascending', 'descending'), (values, direction) => {
        const table = tableOf(values.map((value) => ({ v: value })));
        const { rows } = runAtOnce(viewRows(table, viewOf({ sort: { column: 'v', direction } })));
        expect([...rows].sort((a, b) => a - b)).toEqual([...values.keys()]);
        const column = table.byId.get('v');
        if (!column) return;
        rows.slice(1).forEach((row, index) => {
          const before = rows[index] ?? 0;
          if (cellOf(column, before) === cellOf(column, row)) expect(before).toBeLessThan(row);
        });
      }),
    );
  });

  it('puts numbers in order, texts among them after, and rows without a value last either way', () => {
    fc.assert(
      fc.property(
        fc.array(cell, { minLength: 60 }),
        fc.constantFrom('ascending', 'descending'),
        (values, direction) => {
          const table = tableOf(values.map((value) => ({ v: value })));
          const column = table.byId.get('v');
          fc.pre(column?.meta.kind === 'number');
          if (!column) return;
          const { rows } = runAtOnce(viewRows(table, viewOf({ sort: { column: 'v', direction } })));
          const sorted = Array.from(rows, (row) => cellOf(column, row));
          const filled = sorted.filter((value) => value !== null);
          expect(sorted.slice(0, filled.length)).toEqual(filled);
          const ascending = direction === 'ascending' ? filled : filled.toReversed();
          ascending.slice(1).forEach((value, index) => {
            const before = ascending[index] ?? null;
            expect(groupOf(before)).toBeLessThanOrEqual(groupOf(value));
            if (typeof before === 'number' && typeof value === 'number') expect(before).toBeLessThanOrEqual(value);
          });
        },
      ),
    );
  });

  it('sorts texts as people do: by language, and numbers within them by their size', () => {
    const names = ['agent 10', 'Éva', 'agent 9', 'eva', 'Zoe', 'adam'];
    const rows = shown(
      names.map((name) => ({ name })),
      { sort: { column: 'name', direction: 'ascending' } },
    );
    expect(rows.map((row) => names[row])).toEqual(['adam', 'agent 9', 'agent 10', 'eva', 'Éva', 'Zoe']);
  });

  it('in slices comes to the same as at a stroke', () => {
    const numbers = Array.from({ length: 5000 }, (_, index) => ({ key: (index * 7919) % 97, index }));
    const compare = (a: { key: number }, b: { key: number }): number => a.key - b.key;
    expect(runAtOnce(sortInSlices(numbers, compare))).toEqual(numbers.toSorted(compare));
  });
});
