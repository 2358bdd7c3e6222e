import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Json } from '../../../../renderer/drilldown/engine/flatten.ts';
import { drawChart } from '../../../../renderer/drilldown/engine/chart.ts';
import type { ChartData, ChartSpec } from '../../../../renderer/drilldown/engine/protocol.ts';
import { runAtOnce } from '../../../../renderer/drilldown/engine/slices.ts';
import { dateAt, tableOf } from './support/rows.ts';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

const draw = (rows: readonly Json[], spec: ChartSpec): ChartData => {
  const table = tableOf(rows);
  return runAtOnce(drawChart(table, Uint32Array.from(rows.keys()), spec));
};
const total = ({ bars }: ChartData): number => bars.reduce((sum, { value }) => sum + value, 0);

describe('a chart per time', () => {
  const perTime: ChartSpec = { kind: 'perTime', column: 'at' };

  it('counts rows per hour and shows hours without any as zero', () => {
    const chart = draw([{ at: dateAt(0) }, { at: dateAt(10) }, { at: dateAt(3 * 3600) }, { at: null }], perTime);
    expect(chart.step).toBe('hour');
    expect(chart.bars.map(({ value }) => value)).toEqual([2, 0, 0, 1]);
    expect(chart.bars[0]).toEqual({
      key: Date.parse(dateAt(0)),
      until: Date.parse(dateAt(3600)),
      rest: false,
      value: 2,
    });
    expect(chart.without).toBe(1);
  });

  it('counts per day of the board’s timezone when the rows span more than two', () => {
    // 23:30 and 00:30 at +03:00, and two days later.
    const ats = ['2026-11-20T20:30:00Z', '2026-11-20T21:30:00Z', '2026-11-22T21:30:00Z'];
    const chart = draw(
      ats.map((at) => ({ at })),
      perTime,
    );
    expect(chart.step).toBe('day');
    expect(chart.bars.map(({ value }) => value)).toEqual([1, 1, 0, 1]);
    expect(chart.bars[0]?.key).toBe(Date.UTC(2026, 10, 19, 21));
  });

  it('puts what is older than 400 days together', () => {
    const chart = draw([{ at: '1970-01-02T00:00:00Z' }, { at: '2026-11-20T20:30:00Z' }], perTime);
    expect(chart.bars).toHaveLength(401);
    expect(chart.bars[0]).toMatchObject({ key: null, rest: true, value: 1 });
    expect(total(chart)).toBe(2);
  });

  it('has no bars for a column that holds no dates', () => {
    expect(draw([{ at: 'x' }], perTime)).toMatchObject({ bars: [], without: 1 });
  });
});

describe('amounts over time', () => {
  it('are added up per hour and per day, in time order', () => {
    const days = ['2026-11-23', '2026-11-21', '2026-11-22'].map((date, index) => ({
      date,
      sessions: 10 * (index + 1),
    }));
    const chart = draw(days, { kind: 'perTime', column: 'date', sum: 'sessions' });
    expect([chart.step, chart.bars.map(({ value }) => value)]).toEqual(['day', [20, 30, 10]]);
    const two = draw(days.slice(1), { kind: 'perTime', column: 'date', sum: 'sessions' });
    expect([two.step, two.bars.map(({ value }) => value)]).toEqual(['day', [20, 30]]);
    const hours = [9, 8, 11].map((hour) => ({ at: `2026-11-23 ${String(hour).padStart(2, '0')}:00`, sessions: hour }));
    const perHour = draw(hours, { kind: 'perTime', column: 'at', sum: 'sessions' });
    expect([perHour.step, perHour.bars.map(({ value }) => value)]).toEqual(['hour', [8, 9, 0, 11]]);
  });

  it('are their mean where they do not add up: percentages and averages', () => {
    const rows = [10, 30].map((percentage) => ({ date: '2026-11-23', percentage, average_wait: '00 00:01:00' }));
    const perDay = (sum: string): number[] =>
      draw(rows, { kind: 'perTime', column: 'date', sum }).bars.map(({ value }) => value);
    expect([perDay('percentage'), perDay('average_wait')]).toEqual([[20], [60]]);
  });
});

describe('a chart per value', () => {
  it('is in the values’ own order where they have one, with the largest of very many', () => {
    const hours = [23, 9, 10].map((hour) => ({ hour, sessions: 100 - hour }));
    const spec = { kind: 'perValue', column: 'hour', sum: 'sessions', inOrder: true } as const;
    const keys = (most: number): unknown[] => draw(hours, { ...spec, most }).bars.map(({ key, value }) => [key, value]);
    expect(keys(24)).toEqual([
      ['09:00', 91],
      ['10:00', 90],
      ['23:00', 77],
    ]);
    expect(keys(1)).toEqual([
      ['09:00', 91],
      [null, 167],
    ]);
  });

  const rows = ['a', 'b', 'b', 'c', 'c', 'c', 'd', null].map((tag, index) => ({ tag, total: index * 10 }));

  it('shows the largest first and the rest as one', () => {
    const chart = draw(rows, { kind: 'perValue', column: 'tag', sum: null, most: 2 });
    expect(chart.bars).toEqual([
      { key: 'c', until: null, rest: false, value: 3 },
      { key: 'b', until: null, rest: false, value: 2 },
      { key: null, until: null, rest: true, value: 2 },
    ]);
    expect(chart.without).toBe(1);
  });

  it('adds up a column instead of counting when asked to', () => {
    const chart = draw(rows, { kind: 'perValue', column: 'tag', sum: 'total', most: 10 });
    expect(chart.bars.map(({ key, value }) => [key, value])).toEqual([
      ['c', 120],
      ['d', 60],
      ['b', 30],
      ['a', 0],
    ]);
  });
});

describe('a chart of a single object', () => {
  const object = [{ promoters: 30, passives: 10, detractors: 5, answers: 45, nps: 55.6 }];
  const only = ['promoters', 'passives', 'detractors'];
  const keysOf = (rows: readonly Json[]): unknown[] => {
    const table = tableOf(rows, { reply: 'object' });
    const spec: ChartSpec = { kind: 'perValue', column: 'field', sum: 'value', most: 12, only };
    return runAtOnce(
      drawChart(
        table,
        Uint32Array.from({ length: table.rowCount }, (_, row) => row),
        spec,
      ),
    ).bars.map(({ key, value }) => [key, value]);
  };

  it('shows only the fields that are parts of one whole', () => {
    expect(keysOf(object)).toEqual([
      ['promoters', 30],
      ['passives', 10],
      ['detractors', 5],
    ]);
  });

  it('knows them in any letter case, and never draws a total, a score or a share beside its parts', () => {
    expect(keysOf([{ Promoters: 30, Passives: 10, Detractors: 5, NPS: 55.6 }])).toHaveLength(3);
    expect(keysOf([{ good: 30, bad: 10, total: 40, nps: 50, percentage: 75 }])).toEqual([
      ['good', 30],
      ['bad', 10],
    ]);
  });

  it('shows all of them where it has none of these, and leaves out what is no number', () => {
    expect(keysOf([{ good: 3, bad: 1, note: 'x' }])).toEqual([
      ['good', 3],
      ['bad', 1],
    ]);
  });
});

describe('a histogram', () => {
  const clock = (seconds: number): string =>
    `${String(Math.floor(seconds / 86_400)).padStart(2, '0')} ${new Date((seconds % 86_400) * 1000).toISOString().slice(11, 19)}`;
  const ofWaits = (seconds: readonly number[], mark: number | null): ChartData =>
    draw(
      seconds.map((wait) => ({ wait: clock(wait) })),
      { kind: 'histogram', column: 'wait', mark },
    );

  it('has round bins, the threshold at an edge, and an open last bin for the few far above', () => {
    const chart = ofWaits([...Array.from({ length: 199 }, (_, index) => index), 40_000], 120);
    expect(chart.bars.map(({ key }) => key)).toEqual(Array.from({ length: 21 }, (_, index) => index * 10));
    expect(chart.bars.at(-1)).toMatchObject({ until: null, value: 1 });
  });

  it('has equal bins with round edges also where the threshold is no round number', () => {
    const chart = ofWaits([3, 50, 130, 137, 138, 290], 137);
    expect(chart.bars.map(({ key }) => key)).toEqual(Array.from({ length: 20 }, (_, index) => index * 15));
    expect(chart.over).toBe(2);
  });

  it('keeps every value in at most 24 equal bins, and counts exactly the rows over the threshold', () => {
    fc.assert(
      fc.property(
        fc.oneof(...[100, 5000, 2_000_000].map((most) => fc.array(fc.nat(most), { minLength: 1 }))),
        fc.option(fc.integer({ min: 1, max: 100_000 })),
        (seconds, mark) => {
          const chart = ofWaits(seconds, mark);
          expect(total(chart)).toBe(seconds.length);
          expect(chart.bars.length).toBeLessThanOrEqual(24);
          chart.bars.slice(1).forEach(({ key }, index) => expect(key).toBe(chart.bars[index]?.until));
          const widths = chart.bars.flatMap(({ key, until }) => (until === null ? [] : [until - Number(key)]));
          expect(new Set(widths).size).toBe(1);
          if (mark === null) return;
          expect(chart.over).toBe(seconds.filter((wait) => wait > mark).length);
          expect(Number(chart.bars[0]?.key)).toBeLessThanOrEqual(mark);
          expect(chart.bars.at(-1)?.until ?? Infinity).toBeGreaterThanOrEqual(mark);
          const beyond = chart.bars.filter(({ key }) => Number(key) >= mark).reduce((sum, { value }) => sum + value, 0);
          if (chart.bars.some(({ key }) => key === mark)) expect(beyond).toBe(chart.over);
          else expect(beyond).toBeLessThanOrEqual(chart.over ?? 0);
        },
      ),
    );
  });

  it('works for any numbers', () => {
    const numbers = fc.array(fc.double({ noNaN: true, noDefaultInfinity: true, min: -1e12, max: 1e12 }), {
      minLength: 1,
    });
    fc.assert(
      fc.property(numbers, fc.option(fc.integer({ min: -1000, max: 1000 })), (values, mark) => {
        const chart = draw(
          values.map((n) => ({ n })),
          { kind: 'histogram', column: 'n', mark },
        );
        expect(total(chart)).toBe(values.length);
        expect(chart.bars.length).toBeLessThanOrEqual(24);
        for (const { key, until } of chart.bars) if (until !== null) expect(Number(key)).toBeLessThan(until);
      }),
    );
  });

  it('shows days of waiting in bins of days', () => {
    const chart = ofWaits(
      Array.from({ length: 60 }, (_, index) => (index * DAY_MS) / 1000),
      null,
    );
    expect(chart.bars[0]?.until).toBe((5 * DAY_MS) / 1000);
  });
});
