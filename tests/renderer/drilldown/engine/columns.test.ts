import { describe, expect, it } from 'vitest';
import type { Json } from '../../../../renderer/drilldown/engine/flatten.ts';
import { cellOf } from '../../../../renderer/drilldown/engine/columnData.ts';
import { tableOf } from './support/rows.ts';

const kindOf = (id: string, values: readonly Json[]): string | undefined =>
  tableOf(values.map((value) => ({ [id]: value }))).byId.get(id)?.meta.kind;

const cellsOf = (id: string, values: readonly Json[]): unknown[] => {
  const column = tableOf(values.map((value) => ({ [id]: value }))).byId.get(id);
  return column ? values.map((_, row) => cellOf(column, row)) : [];
};

describe('the kind of a column', () => {
  it.each<[string, string, readonly Json[]]>([
    ['date', 'created', ['2024-05-01T10:00:00.123456Z', '2024-05-01T10:00:00']],
    ['date', 'day', ['2024-05-01', '2024-02-29']],
    ['date', 'at', ['2024-05-01 10:00:00+03:00', '2024-05-01T10:00+0300']],
    ['text', 'at', ['2023-02-29', '2024-13-01']],
    ['duration', 'waited', ['00 15:49:32', '-', '']],
    ['duration', 'waited', ['01:02:03', '26:00:00']],
    ['time', 'hour', ['09:00', '23:30']],
    ['number', 'sessions', [1, '2', 3.5, '-4']],
    ['boolean', 'complete', [true, false, 'true']],
    ['nested', 'tags', [['a'], []]],
    ['text', 'note', ['abc', 'def']],
    ['text', 'mixed', [1, 'abc', '00 00:00:01']],
    ['text', 'empty', [null, '', null]],
    ['text', 'dashes', ['-', '-']],
  ])('is %s for a column "%s" of %j', (kind, id, values) => expect(kindOf(id, values)).toBe(kind));

  it('is percent when the name says so and the values allow it, or when they carry the sign', () => {
    expect(kindOf('percentage', [12.5, 80])).toBe('percent');
    expect(kindOf('answerRate', [0, 100])).toBe('percent');
    expect(kindOf('share', ['12.5 %', '80%'])).toBe('percent');
    expect(kindOf('done', ['12.5%', '80 %'])).toBe('percent');
    expect(kindOf('percentage', [12.5, 180])).toBe('number');
    expect(kindOf('rating', [4, 50])).toBe('number');
    expect(kindOf('conversion_rate', [0.25, 0.5])).toBe('number');
  });

  it('does not take a survey’s score for a percentage', () => {
    expect(kindOf('csat', [1, 5, 4])).toBe('number');
    expect(kindOf('csat', [85.5, 100])).toBe('percent');
  });

  it('keeps numbers that only name something as texts', () => {
    for (const id of ['client_id', 'tagId', 'session_key', 'code', 'username', 'phone_number', 'year'])
      expect(kindOf(id, [100_234, 100_235])).toBe('text');
    expect(cellsOf('client_id', [100_234])).toEqual(['100234']);
    expect(kindOf('contact', ['00966500000001', '+966500000001'])).toBe('text');
    expect(kindOf('reading', ['12345678901234567890'])).toBe('text');
  });

  it('is decided by nearly all values, and the others stay readable', () => {
    const values = [...Array.from({ length: 99 }, (_, index) => index), 'n/a'];
    expect(kindOf('sessions', values)).toBe('number');
    expect(cellsOf('sessions', values).at(-1)).toBe('n/a');
    expect(kindOf('sessions', [1, 2, 3, 'n/a'])).toBe('text');
  });
});

describe('the values of a column', () => {
  it('reads dates as the moment they name: UTC without a zone, the board’s midnight without a time', () => {
    const at = Date.UTC(2024, 4, 1, 10);
    expect(cellsOf('a', ['2024-05-01T10:00:00.123456Z'])).toEqual([at + 123]);
    expect(cellsOf('a', ['2024-05-01T10:00:00'])).toEqual([at]);
    expect(cellsOf('a', ['2024-05-01T13:00:00+03:00'])).toEqual([at]);
    expect(cellsOf('a', ['2024-05-01'])).toEqual([Date.UTC(2024, 3, 30, 21)]);
  });

  it('reads durations as seconds and signs of absence as no value, never as zero', () => {
    expect(cellsOf('waited', ['00 15:49:32', '-', null, '', '00 00:00:00'])).toEqual([56_972, null, null, null, 0]);
  });

  it('counts filled and different values, the latter up to 200', () => {
    const table = tableOf(Array.from({ length: 500 }, (_, index) => ({ a: index % 3, b: index, c: null })));
    const counted = table.columns.map(({ meta: { id, filled, distinct } }) => ({ id, filled, distinct }));
    expect(counted).toEqual([
      { id: 'a', filled: 500, distinct: 3 },
      { id: 'b', filled: 500, distinct: null },
      { id: 'c', filled: 0, distinct: 0 },
    ]);
  });
});
