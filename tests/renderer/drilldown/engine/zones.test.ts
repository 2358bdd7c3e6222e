import { describe, expect, it } from 'vitest';
import { zoneClock } from '../../../../common/zone.ts';
import { createCellText } from '../../../../renderer/drilldown/engine/cellText.ts';
import { drawChart } from '../../../../renderer/drilldown/engine/chart.ts';
import { writeCsv } from '../../../../renderer/drilldown/engine/csv.ts';
import { dateOf } from '../../../../renderer/drilldown/engine/readValue.ts';
import type { ChartData } from '../../../../renderer/drilldown/engine/protocol.ts';
import { runAtOnce } from '../../../../renderer/drilldown/engine/slices.ts';
import { cellXml } from '../../../../renderer/drilldown/engine/xlsx/sheetCell.ts';
import { tableOf } from './support/rows.ts';

const NEW_YORK = 'America/New_York';
const ms = (text: string): number => Date.parse(text);
const rowsOf = (...ats: string[]) => ats.map((at) => ({ at }));
/** Either side of the hour that New York has twice. */
const AUTUMN = ['2026-11-01T04:30:00Z', '2026-11-01T05:30:00Z', '2026-11-01T06:30:00Z', '2026-11-01T07:30:00Z'];

describe('rows over a clock change', () => {
  it('are each written by the clock of their own moment, in the table and in both files', async () => {
    const table = tableOf(rowsOf(...AUTUMN), { timezone: NEW_YORK });
    const file = runAtOnce(writeCsv(table, new Uint32Array([0, 1, 2, 3]), [{ id: 'at', heading: 'at' }]));
    const lines = (await file.text()).trim().split('\r\n').slice(1);
    expect(lines).toEqual(['2026-11-01 00:30:00', '2026-11-01 01:30:00', '2026-11-01 01:30:00', '2026-11-01 02:30:00']);
    const text = createCellText('en', NEW_YORK, { yes: 'Yes', no: 'No' });
    expect(text('date', ms('2026-11-01T07:30:00Z'))).toContain('02:30:00');
    const day = (at: string): number =>
      Number(/<v>(.+)<\/v>/.exec(cellXml('A1', { kind: 'date', looks: null }, ms(at), table))?.[1]);
    expect(day(AUTUMN[2] ?? '') - day(AUTUMN[0] ?? '')).toBeCloseTo(1 / 24, 9);
  });

  const drawn = (...ats: string[]): ChartData => {
    const rows = Uint32Array.from(ats.keys());
    return runAtOnce(
      drawChart(tableOf(rowsOf(...ats), { timezone: NEW_YORK }), rows, { kind: 'perTime', column: 'at' }),
    );
  };

  it('fall into the hours that the clock shows: one that is told twice is one bar, one that is left out is none', () => {
    const { bars } = drawn(...AUTUMN);
    expect(bars.map(({ value }) => value)).toEqual([1, 2, 1]);
    expect(bars[1]).toMatchObject({ key: ms('2026-11-01T05:00:00Z'), until: ms('2026-11-01T07:00:00Z') });
    const spring = drawn('2026-03-08T06:30:00Z', '2026-03-08T07:30:00Z');
    expect(spring.bars.map(({ value }) => value)).toEqual([1, 1]);
  });

  it('fall into days of 23 and of 25 hours', () => {
    const { step, bars } = drawn(
      '2026-10-31T05:00:00Z',
      '2026-11-01T04:00:00Z',
      '2026-11-02T04:59:00Z',
      '2026-11-02T05:00:00Z',
    );
    expect(step).toBe('day');
    expect(bars.map(({ value }) => value)).toEqual([1, 2, 1]);
    expect(bars[1]).toMatchObject({ key: ms('2026-11-01T04:00:00Z'), until: ms('2026-11-02T05:00:00Z') });
  });
});

describe('calendar days', () => {
  it('begin at the zone’s midnight, or at the change that leaves it out', () => {
    expect(dateOf('2026-04-24', zoneClock('Africa/Cairo'))).toBe(ms('2026-04-23T22:00:00Z'));
    expect(dateOf('2026-07-01', zoneClock('Africa/Cairo'))).toBe(ms('2026-06-30T21:00:00Z'));
  });

  it('stay days over a clock change, also where one has no midnight', () => {
    const table = tableOf(rowsOf('2026-04-23', '2026-04-24', '2026-04-25'), { timezone: 'Africa/Cairo' });
    expect(table.byId.get('at')?.meta.looks).toBe('day');
    expect(table.text('date', ms('2026-04-23T22:00:00Z'))).toBe('Apr 24, 2026');
  });
});
