import { afterEach, describe, expect, it } from 'vitest';
import { NO_NAMES } from '../../../common/idNames.ts';
import { DEFAULT_QUERY } from '../../../common/query.ts';
import { chartName, chartView, type ChartWords } from '../../../renderer/drilldown/chart/barView.ts';
import { createCellText } from '../../../renderer/drilldown/engine/cellText.ts';
import type { Column } from '../../../renderer/drilldown/engine/protocol.ts';
import { filterText } from '../../../renderer/drilldown/filterWords.ts';
import { isolated } from '../../../renderer/drilldown/isolated.ts';
import { choiceChips, queryChips } from '../../../renderer/drilldown/opening/queryChips.ts';
import { timeSpan } from '../../../renderer/drilldown/timeSpan.ts';
import { createFormats } from '../../../renderer/format/formats.ts';
import { zoneClock } from '../../../common/zone.ts';
import { createTimes } from '../../../renderer/format/times.ts';
import { words as t } from '../mounting.ts';

afterEach(() => document.documentElement.removeAttribute('dir'));

const TURNING = '\u202eevil\u2069';
const SAFE = '\u2068evil\u2069';
const tag: Column = { id: TURNING, kind: 'text', derived: false, filled: 9, distinct: 3, sla: null, looks: null };
const words: ChartWords = {
  t,
  formats: createFormats('en', t),
  text: createCellText('en', '+03:00', { yes: 'Yes', no: 'No' }),
  locale: 'en',
  timezone: '+03:00',
  columns: new Map([[TURNING, tag]]),
};

describe('a value from outside', () => {
  it('keeps its own direction and turns nothing around it', () => {
    expect(isolated(TURNING)).toBe(SAFE);
    expect(isolated('שלום')).toBe('\u2068שלום\u2069');
  });

  it('stays as it is where it cannot turn anything', () => {
    expect(isolated('agent@example.com')).toBe('agent@example.com');
    document.documentElement.dir = 'rtl';
    expect(isolated('agent@example.com')).toBe('\u2068agent@example.com\u2069');
  });

  it('turns no chip of a filter around, by its column or by its value', () => {
    expect(filterText(words, { kind: 'contains', column: TURNING, text: TURNING })).toMatch(
      /^\u2068\S+\u2069: contains “\u2068evil\u2069”$/,
    );
    expect(filterText(words, { kind: 'oneOf', column: TURNING, values: [TURNING, 'x'] })).toContain(`${SAFE}, x`);
  });

  it('turns no sentence about a chart around', () => {
    const spec = { kind: 'perValue', column: TURNING, sum: null, most: 9 } as const;
    const data = {
      spec,
      step: null,
      without: 0,
      over: null,
      bars: [{ key: '\u202eשלום', value: 3, until: null, rest: false }],
    };
    expect(chartView(words, data).summary).toBe('Largest: \u2068שלום\u2069 with 3 (100 %).');
    expect(chartView(words, data).bars[0]?.label).toBe('שלום');
    expect(chartName(words, spec)).toMatch(/^By \u2068.*evil\u2069$/);
  });

  it('turns no chip of what was asked around', () => {
    const context = {
      t,
      formats: words.formats,
      times: createTimes('en', '+03:00'),
      names: NO_NAMES,
      sentAtMs: 0,
      addedMs: 0,
    };
    const query = { ...DEFAULT_QUERY, email: TURNING, shiftIDs: [TURNING, 7] };
    expect(queryChips(context, query)).toContain(`Agent: ${SAFE}`);
    expect(choiceChips(context, { shiftIDs: [TURNING, 7] })).toEqual([`Shifts ${SAFE}, 7`]);
    const names = { ...NO_NAMES, shifts: [{ id: '7', name: TURNING }] };
    expect(choiceChips({ ...context, names }, { shiftIDs: ['7'] })).toEqual([`Shift ${SAFE}`]);
  });
});

describe('a timezone west of Greenwich', () => {
  it('has a minus sign and no hyphen', () => {
    const context = {
      t,
      formats: words.formats,
      times: createTimes('en', '-05:00'),
      names: NO_NAMES,
      sentAtMs: 0,
      addedMs: 0,
    };
    expect(queryChips(context, { ...DEFAULT_QUERY, timezone: '-05:00' }).at(-1)).toBe('Timezone: UTC−05:00');
  });
});

describe('a span of time', () => {
  const at = (hour: number): number => Date.UTC(2026, 10, 23, hour - 3);

  it.each([
    ['an hour', at(9), at(10) - 1, 'Nov 23, 09:00 – 10:00'],
    ['hours over midnight', at(22), at(26) - 1, 'Nov 23, 22:00 – Nov 24, 02:00'],
    ['the minutes that were written down', at(9), at(9) + 30 * 60_000 + 59_999, 'Nov 23, 09:00 – 09:30'],
    ['a day', at(0), at(24) - 1, 'Nov 23'],
    ['an hour before midnight', at(23), at(24) - 1, 'Nov 23, 23:00 – 00:00'],
  ])('of %s is short', (_name, from, to, text) => {
    expect(timeSpan('en', from, to, zoneClock('+03:00'))).toBe(text);
  });

  it('is none where seconds would be lost', () => {
    expect(timeSpan('en', at(9) + 1, at(10) - 1, zoneClock('+03:00'))).toBeNull();
    expect(timeSpan('en', at(9), at(10), zoneClock('+03:00'))).toBeNull();
  });

  it('is what the chip of a bar says', () => {
    const created: Column = { ...tag, id: 'created_date', kind: 'date' };
    const columns = new Map([['created_date', created]]);
    const filter = { kind: 'between', column: 'created_date', least: at(9), most: at(10) - 1 } as const;
    expect(filterText({ ...words, columns }, filter)).toBe('Created: Nov 23, 09:00 – 10:00');
  });
});
