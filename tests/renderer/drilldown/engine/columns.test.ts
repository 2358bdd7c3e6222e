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
    ['time', 'hour', ['9:00', '10:00 - 11:00', '9 PM']],
    ['time', 'hour', [0, 9, 23]],
    ['time', 'hour', ['9', '23']],
    ['time', 'hour', ['09:00:00', '10:00:00']],
    ['time', 'time', [8, 9, 10]],
    ['time', 'x', ['00', '01', '23']],
    ['number', 'time', [9, 9, 10]],
    ['number', 'sessions_per_hour', [9, 10, 11]],
    ['number', 'last_hour', [9, 10, 11]],
    ['number', 'hours', [7, 8]],
    ['number', 'hour', [9, 45]],
    ['text', 'country_code', ['01', '02']],
    ['duration', 'waiting_time', ['0:45', '1:30']],
    ['date', 'created_date', [1_795_345_450, 1_795_345_460, 0]],
    ['date', 'created_date', [1_795_345_450_123, '1795345460123']],
    ['date', 'when_it_was', ['1795345450', '1795345460']],
    ['date', 'x', [1_795_345_450, 1_795_345_460]],
    ['number', 'bytes', [1_795_345_450, 12]],
    ['text', 'client_id', [1_795_345_450, 1_795_345_460]],
    ['text', 'phone', [1_202_555_0123, 1_202_555_0124]],
    ['date', 'closed', ['2026-01-15 08:03:57 +0000 UTC', '2026/01/15 08:03']],
    ['date', 'taken', ['2026-01-15 08:03:57', '0000-00-00 00:00:00', '0001-01-01T00:00:00Z']],
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
    const values = [...Array.from({ length: 99 }, (_, index) => index), 'many'];
    expect(kindOf('sessions', values)).toBe('number');
    expect(cellsOf('sessions', values).at(-1)).toBe('many');
    expect(kindOf('sessions', [1, 2, 3, 'many'])).toBe('text');
  });
});

describe('the values of a column', () => {
  it('reads hours as times of day in one spelling, whose order is that of time', () => {
    expect(cellsOf('hour', ['9:00', '09', '9 PM', '12 am', '09:00 - 10:00', '23:00–24:00'])).toEqual([
      ...['09:00', '09:00', '21:00', '00:00', '09:00–10:00', '23:00–24:00'],
    ]);
    expect(cellsOf('hour', [0, 9, 23])).toEqual(['00:00', '09:00', '23:00']);
    expect(cellsOf('duration', ['0:45', '1:30'])).toEqual([2700, 5400]);
  });

  it('reads seconds, milliseconds and microseconds since 1970 as moments, and zero as none', () => {
    const at = Date.UTC(2026, 10, 22, 11, 4, 10);
    expect(cellsOf('created_date', [at / 1000, at, at * 1000, 0])).toEqual([at, at, at, null]);
    expect(cellsOf('closed', ['2026-11-22 11:04:10 +0000 UTC'])).toEqual([at]);
    expect(cellsOf('taken', ['2026-11-22 11:04:10', '0000-00-00 00:00:00'])).toEqual([at, null]);
  });

  it('reads days that came as midnight of UTC as days of the board', () => {
    const days = ['2026-11-22T00:00:00.000000Z', '2026-11-23T00:00:00.000000Z'];
    expect(cellsOf('day', days)).toEqual(cellsOf('day', ['2026-11-22', '2026-11-23']));
    const mixed = ['2026-11-22T00:00:00Z', '2026-11-23T00:00:01Z'];
    expect(cellsOf('day', mixed)[0]).toBe(Date.UTC(2026, 10, 22));
  });

  it('reads texts that were escaped for a web page as people write them, once', () => {
    expect(cellsOf('tag', ['Tom &amp; Co &#039;x&#x27; &lt;b&gt; &quot;', '&amp;amp;', 'a & b', '&#0;'])).toEqual([
      ...["Tom & Co 'x' <b> \"", '&amp;', 'a & b', '&#0;'],
    ]);
  });

  it('keeps integers beyond 2⁵³, emoji and Arabic as they came', () => {
    const texts = ['9007199254740993', '😀 شكاوى', '٣ رسائل'];
    expect(cellsOf('client_id', texts)).toEqual(texts);
  });

  it('says what all of them look like beyond their kind', () => {
    const looks = (id: string, values: readonly Json[]): unknown =>
      tableOf(values.map((value) => ({ [id]: value }))).byId.get(id)?.meta.looks;
    expect(looks('rating', [1, 5, 3])).toBe('code');
    expect(looks('rating', [1, 11])).toBeNull();
    expect(looks('rating', [1, 2.5])).toBeNull();
    expect(looks('day', ['2026-11-22', '2026-11-23'])).toBe('day');
    expect(looks('at', ['2026-11-22 09:00', '2026-11-22 10:00'])).toBe('hour');
    expect(looks('at', ['2026-11-22 09:00', '2026-11-22 10:01'])).toBeNull();
    expect(looks('who', ['+966 50 123 4567', '0501234567'])).toBe('phone');
    expect(looks('month', ['2026-01', '2025-12'])).toBe('period');
    expect(looks('week', ['2026-W45', '2026-W01'])).toBe('period');
    expect(looks('code', ['2026-13', '2026-12'])).toBeNull();
    expect(looks('who', ['•••67#abcdefg', '•••12#hijklmn'])).toBe('phone');
    expect(looks('who', ['Omar', '0501234567'])).toBeNull();
  });

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
