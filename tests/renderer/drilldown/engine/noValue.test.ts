import { describe, expect, it } from 'vitest';
import { cellOf } from '../../../../renderer/drilldown/engine/columnData.ts';
import type { Json } from '../../../../renderer/drilldown/engine/flatten.ts';
import { session, tableOf } from './support/rows.ts';

interface Read {
  readonly kind: string | undefined;
  readonly cells: readonly unknown[];
}

function read(id: string, values: readonly Json[]): Read {
  const column = tableOf(values.map((value) => ({ [id]: value }))).byId.get(id);
  return { kind: column?.meta.kind, cells: column ? values.map((_, row) => cellOf(column, row)) : [] };
}

const AT = Date.UTC(2026, 10, 22, 11, 4, 10);
const MOMENT = '2026-11-22T11:04:10.000000Z';

describe('a value that stands for none', () => {
  it.each<Json>([
    '0000-00-00',
    '0000-00-00 00:00:00',
    '0000-00-00T00:00:00.000000Z',
    '-0001-11-30T00:00:00.000000Z',
    '-0001-11-30 00:00:00',
    '0001-01-01T00:00:00Z',
    '0001-01-01 00:00:00 +0000 UTC',
    '1753-01-01T00:00:00',
    '1899-12-30 00:00:00',
    '1900-01-01 00:00:00',
    '1970-01-01',
    '1970-01-01T03:00:00',
    '1969-12-31 19:00:00',
    '9999-12-31 23:59:59',
    '00/00/0000',
    '00.00.0000 00:00',
    'Invalid date',
    'N/A',
    'none',
    'NULL',
    '--',
    '—',
    '?',
    ' &nbsp; ',
    'غير متوفر',
    0,
    '0',
    -1,
    -62135596800,
    false,
    'false',
    [],
    {},
  ])('leaves a column of dates one, also where most rows have it: %j', (none) => {
    expect(read('closed', [none, MOMENT, none, none])).toEqual({ kind: 'date', cells: [null, AT, null, null] });
  });

  it.each<Json>([0, -1, -62135596800, -62169984000, 253402300799, 253402300799000, 2147483647, 'n/a', false])(
    'leaves a column of seconds since 1970 one of moments: %j',
    (none) => {
      expect(read('closed_at', [AT / 1000, none])).toEqual({ kind: 'date', cells: [AT, null] });
    },
  );

  it.each<Json>(['-', 'N/A', 'null', -1, '-1', false, []])('leaves a column of durations one: %j', (none) => {
    expect(read('talk', ['00 00:01:30', none, none])).toEqual({ kind: 'duration', cells: [90, null, null] });
  });

  it.each<Json>(['n/a', '--', 'None', 'unknown', false, {}])('leaves a column of numbers one: %j', (none) => {
    expect(read('sessions', [1, 2, none, none])).toEqual({ kind: 'number', cells: [1, 2, null, null] });
    expect(read('share', ['10 %', '20%', none])).toEqual({ kind: 'percent', cells: [10, 20, null] });
  });

  it.each<Json>(['-', 'N/A', 'null'])('leaves hours and answers what they are: %j', (none) => {
    expect(read('hour', [0, 9, none, 23])).toEqual({ kind: 'time', cells: ['00:00', '09:00', null, '23:00'] });
    expect(read('complete', [true, none, false])).toEqual({ kind: 'boolean', cells: [true, null, false] });
    expect(tableOf([{ who: '0501234567' }, { who: none }]).byId.get('who')?.meta.looks).toBe('phone');
  });

  it('stays a word among words, as it may be one of them', () => {
    const words = ['none', 'N/A', '-', 'refund'];
    expect(read('reason', words)).toEqual({ kind: 'text', cells: words });
  });

  it('leaves a zero that is one', () => {
    expect(read('talk', ['00 00:01:30', 0, '00 00:00:00']).cells).toEqual([90, 0, 0]);
    expect(read('nps', [-1, 0, 9]).cells).toEqual([-1, 0, 9]);
  });

  it('leaves the fields of a single object numbers', () => {
    const table = tableOf([{ waiting: 3, handled: 'N/A', closed: 4 }], { reply: 'object' });
    const column = table.byId.get('value');
    expect(column?.meta.kind).toBe('number');
    expect(column && [0, 1, 2].map((row) => cellOf(column, row))).toEqual([3, null, 4]);
  });
});

describe('sessions with dates that stand for none', () => {
  it.each<Json>(['0000-00-00 00:00:00', '-0001-11-30T00:00:00.000000Z', 'N/A', 0, false, []])(
    'still wait, however many they are: %j',
    (none) => {
      const open = { taken_date: none, ended_date: none, status: 'PENDING' };
      const rows = [session('a', 0, 60, 300), ...[600, 1200].map((at) => ({ ...session('b', at, 0, 0), ...open }))];
      const waiting = tableOf(rows).byId.get('waiting');
      expect(waiting && rows.map((_, row) => cellOf(waiting, row))).toEqual([60, 3000, 2400]);
      const allOpen = tableOf(rows.slice(1)).byId.get('waiting');
      expect(allOpen && cellOf(allOpen, 0)).toBe(3000);
    },
  );
});

describe('the kind of a column, by what its values are', () => {
  const numbers = Array.from({ length: 98 }, (_, index) => String(index + 10));

  it.each(['007', '+12', '1-2', 'MAR1', 'A17', '1E5', '5/7', '1234567890123456'])(
    'is text where one of a hundred numbers is a code: %s',
    (code) => {
      const values = [...numbers, code];
      expect(read('extension', values)).toEqual({ kind: 'text', cells: values });
    },
  );

  it('is text where all numbers are as long as telephone numbers', () => {
    expect(read('contact', [966501234567, 966501234568])).toEqual({
      kind: 'text',
      cells: ['966501234567', '966501234568'],
    });
    expect(read('bytes', [966501234567, 12]).kind).toBe('number');
  });

  it('is that of dates or durations where the other values are words, which stay', () => {
    expect(read('ended', [MOMENT, 'still open'])).toEqual({ kind: 'date', cells: [AT, 'still open'] });
    expect(read('talk', ['00 00:01:30', 'aborted'])).toEqual({ kind: 'duration', cells: [90, 'aborted'] });
    expect(read('note', [MOMENT, 'call back', 'angry', 'again']).kind).toBe('text');
    expect(read('note', [MOMENT, 'room 7']).kind).toBe('text');
  });

  it('is a duration where whole minutes are written like times of day', () => {
    expect(read('took', ['00:05:00', '00:04:00', '00:03:30'])).toEqual({ kind: 'duration', cells: [300, 240, 210] });
    expect(read('avg_time', ['00:01:00', '00:03:00']).kind).toBe('duration');
    expect(read('value', ['05:00:00', '03:10:00']).kind).toBe('duration');
    expect(read('starts', ['09:00:00', '10:00:00']).kind).toBe('time');
    expect(read('hour', ['09:00:00', '10:00:00', '11:00:00']).kind).toBe('time');
  });

  it('is percent where some shares come without their sign', () => {
    expect(read('done', ['12 %', 0, '80%'])).toEqual({ kind: 'percent', cells: [12, 0, 80] });
  });
});
