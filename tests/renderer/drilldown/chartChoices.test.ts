import { describe, expect, it } from 'vitest';
import { CARD_NAMES } from '../../../common/cards.ts';
import { DEFAULT_QUERY } from '../../../common/query.ts';
import { namedFromEnd } from '../../../renderer/drilldown/chart/barChart.ts';
import { chartView, type ChartWords } from '../../../renderer/drilldown/chart/barView.ts';
import { chartChoices } from '../../../renderer/drilldown/chart/chartChoices.ts';
import { createCellText } from '../../../renderer/drilldown/engine/cellText.ts';
import type { ChartBar, ChartData, Column, ColumnKind } from '../../../renderer/drilldown/engine/protocol.ts';
import { createFormats } from '../../../renderer/format/formats.ts';
import { words as t } from '../mounting.ts';

const column = (id: string, kind: ColumnKind, changes: Partial<Column> = {}): Column => ({
  ...{ id, kind, derived: false, filled: 100, distinct: 7, sla: null, looks: null },
  ...changes,
});
const SESSIONS = [
  column('session_key', 'text', { distinct: null }),
  column('created_date', 'date', { distinct: null }),
  column('waiting', 'duration', { derived: true, sla: 'waiting', distinct: null }),
  column('service', 'duration', { derived: true, sla: 'service', distinct: null }),
  column('type', 'text'),
  column('agent_email', 'text'),
];
const choose = (card: Parameters<typeof chartChoices>[0], columns: readonly Column[], rows = 100) =>
  chartChoices(card, { columns, rows, drawnFields: null }, DEFAULT_QUERY.sla);

describe('the charts of a card', () => {
  it.each(CARD_NAMES)('%s has pictures of session rows, at most five, each another one', (card) => {
    const specs = choose(card, SESSIONS);
    expect(specs.length).toBeGreaterThan(0);
    expect(specs.length).toBeLessThanOrEqual(5);
    expect(new Set(specs.map((spec) => JSON.stringify(spec))).size).toBe(specs.length);
  });

  it('begins with what the card is about: waiting times with the board’s threshold marked', () => {
    expect(choose('CARDWAITINGTIME', SESSIONS)[0]).toEqual({ kind: 'histogram', column: 'waiting', mark: 120 });
    expect(choose('CARDSERVICETIME', SESSIONS)[0]).toEqual({ kind: 'histogram', column: 'service', mark: 60 });
    expect(choose('CARDTOTALSESSIONS', SESSIONS)[0]).toEqual({ kind: 'perTime', column: 'created_date' });
  });

  it('takes a count named like a time for a count', () => {
    const queue = [column('group', 'text', { filled: 5, distinct: 5 }), column('waiting', 'number', { filled: 5 })];
    expect(choose('CARDQUEUEREPORT', queue, 5)[0]).toMatchObject({ kind: 'perValue', column: 'group', sum: 'waiting' });
  });

  it('are inferred where the columns are unknown: an amount for each name', () => {
    const unknown = [column('Produkt', 'text', { filled: 9, distinct: 9 }), column('Menge', 'number', { filled: 9 })];
    expect(choose('CARDTAGS', unknown, 9)).toEqual([{ kind: 'perValue', column: 'Produkt', sum: 'Menge', most: 12 }]);
  });

  it('draws the parts of an NPS, not its total and its result', () => {
    const object = [column('field', 'text', { filled: 5, distinct: 5 }), column('value', 'number', { filled: 5 })];
    expect(choose('CARDNPS', object, 5)[0]).toEqual({
      ...{ kind: 'perValue', column: 'field', sum: 'value', most: 12 },
      only: ['promoters', 'passives', 'detractors'],
    });
  });

  it('marks the time the API sent itself with its own threshold', () => {
    const sent = [column('created_date', 'date'), column('response_time', 'duration', { sla: 'response' })];
    expect(choose('CARDAVGRESPONSETIME', sent)[0]).toEqual({ kind: 'histogram', column: 'response_time', mark: 30 });
    expect(choose('CARDTAGS', sent)).toContainEqual({ kind: 'histogram', column: 'response_time', mark: 30 });
  });

  it('marks no threshold where the board has none', () => {
    const none = { service: 0, response: 0, waiting: 0 };
    const [first] = chartChoices('CARDWAITINGTIME', { columns: SESSIONS, rows: 100, drawnFields: null }, none);
    expect(first).toEqual({ kind: 'histogram', column: 'waiting', mark: null });
  });

  it('leaves out bars of one for each row, and keys as names', () => {
    const each = [column('type', 'text', { distinct: 100 }), column('created_date', 'date')];
    expect(choose('CARDTOTALSESSIONS', each)).toEqual([{ kind: 'perTime', column: 'created_date' }]);
    const keys = [
      column('ticket_id', 'text', { filled: 9, distinct: 9 }),
      column('clientPhone', 'text', { filled: 9, distinct: 4 }),
      column('amount', 'number', { filled: 9 }),
      column('wait', 'duration', { filled: 9, distinct: 1 }),
    ];
    expect(choose('CARDTAGS', keys, 9)).toEqual([]);
    const named = [column('agentName', 'text', { filled: 9, distinct: 9 }), ...keys];
    expect(choose('CARDTAGS', named, 9)).toMatchObject([{ column: 'agentName', sum: 'amount' }]);
  });

  it.each(['CARDTOTALTIME', 'CARDTAGS', 'CARDTAGSPERCENTAGE', 'CARDQUEUEREPORT', 'CARDTEMPLATEUSAGE'] as const)(
    'are those of sessions where sessions are behind %s: no bar for each client',
    (card) => {
      const clients = column('username', 'text', { distinct: 100 });
      const specs = choose(card, [...SESSIONS, clients, column('client_id', 'text', { distinct: 100 })]);
      expect(specs.map(({ column: id }) => id)).not.toContain('username');
      expect(specs.length).toBeGreaterThan(2);
      const first =
        { CARDTOTALTIME: 'agent_email', CARDTEMPLATEUSAGE: 'agent_email', CARDQUEUEREPORT: 'waiting' }[
          card as string
        ] ?? 'created_date';
      expect(specs[0]?.column).toBe(first);
    },
  );

  it('have no bar for each telephone number, whatever its column is called', () => {
    const rows = [
      column('who', 'text', { distinct: 9, filled: 9, looks: 'phone' }),
      column('total', 'number', { filled: 9 }),
    ];
    expect(choose('CARDTOTALMESSAGES', rows, 9)).toEqual([]);
  });

  it('begin with amounts over hours and days where rows are about these', () => {
    const hours = [column('hour', 'time', { filled: 24, distinct: 24 }), column('calls', 'number', { filled: 24 })];
    const perHour = { kind: 'perValue', column: 'hour', sum: 'calls', most: 96, inOrder: true };
    expect(choose('CARDTAGS', hours, 24)[0]).toEqual(perHour);
    const day = column('day', 'date', { filled: 7, distinct: 7, looks: 'day' });
    const amounts = [column('calls', 'number', { filled: 7 }), column('share', 'percent', { filled: 7 })];
    expect(choose('CARDPEAKTIME', [day, ...amounts], 7)).toEqual([
      { kind: 'perTime', column: 'day', sum: 'calls' },
      { kind: 'perTime', column: 'day', sum: 'share' },
    ]);
  });

  it('draw every amount of a series, few and small as its values may be', () => {
    const hours = [
      column('hour', 'time', { filled: 3, distinct: 3 }),
      column('new', 'number', { filled: 3, distinct: 3, looks: 'code' }),
      column('closed', 'number', { filled: 3, distinct: 3, looks: 'code' }),
    ];
    expect(choose('CARDTAGS', hours, 3).map((spec) => 'sum' in spec && spec.sum)).toEqual(['new', 'closed']);
  });

  it('keep months and weeks in their order', () => {
    const months = [
      column('month', 'text', { filled: 14, distinct: 14, looks: 'period' }),
      column('sessions', 'number', { filled: 14 }),
    ];
    const perMonth = { kind: 'perValue', column: 'month', sum: 'sessions', most: 96, inOrder: true };
    expect(choose('CARDTOTALMESSAGES', months, 14)).toEqual([perMonth]);
  });

  it('draw a count and its percentage each by itself', () => {
    const tags = [
      column('Label', 'text', { filled: 9, distinct: 9 }),
      column('count', 'number', { filled: 9 }),
      column('percentage', 'percent', { filled: 9 }),
    ];
    expect(choose('CARDTOTALMESSAGES', tags, 9).map((spec) => 'sum' in spec && spec.sum)).toEqual([
      'count',
      'percentage',
    ]);
  });

  it('count the answers of a survey in their own order, also when each came once or with its amount', () => {
    const code = (changes: Partial<Column>) => column('customer_rating', 'number', { looks: 'code', ...changes });
    const perRating = { kind: 'perValue', column: 'customer_rating', most: 12, inOrder: true };
    expect(choose('CARDCSAT', [code({ distinct: 5 }), column('comment', 'text', { distinct: 90 })])[0]).toEqual({
      ...perRating,
      sum: null,
    });
    const amounts = [code({ filled: 5, distinct: 5 }), column('total', 'number', { filled: 5, distinct: 5 })];
    expect(choose('CARDCSAT', amounts, 5)[0]).toEqual({ ...perRating, sum: 'total' });
    const known = amounts.map((one) => (one.id === 'total' ? one : { ...one, id: 'rating' }));
    expect(choose('CARDCSAT', known, 5)[0]).toEqual({ ...perRating, column: 'rating', sum: 'total' });
  });

  it('are none of a single object that has one amount', () => {
    const object = [column('field', 'text', { filled: 2, distinct: 2 }), column('value', 'number', { filled: 2 })];
    expect(chartChoices('CARDTAGS', { columns: object, rows: 2, drawnFields: 1 }, DEFAULT_QUERY.sla)).toEqual([]);
  });

  it('are none where nothing can be drawn', () => {
    expect(choose('CARDTAGS', [column('note', 'nested')], 3)).toEqual([]);
    expect(
      choose(
        'CARDWAITINGTIME',
        SESSIONS.map((one) => ({ ...one, filled: 0, distinct: 0 })),
        3,
      ),
    ).toEqual([]);
  });
});

const chartWords = (columns: readonly Column[]): ChartWords => ({
  t,
  formats: createFormats('en', t),
  text: createCellText('en', '+03:00', { yes: 'Yes', no: 'No' }),
  locale: 'en',
  timezone: '+03:00',
  columns: new Map(columns.map((one) => [one.id, one])),
});
const bar = (key: ChartBar['key'], value: number, changes: Partial<ChartBar> = {}): ChartBar => ({
  ...{ key, value, until: null, rest: false },
  ...changes,
});
const view = (data: Pick<ChartData, 'spec' | 'bars'> & Partial<ChartData>) =>
  chartView(chartWords(SESSIONS), { without: 0, step: null, over: null, ...data });

describe('a chart in words', () => {
  it('narrows to exactly the rows of a bin: above its lower edge, up to and with its upper one', () => {
    const { bars } = view({
      spec: { kind: 'histogram', column: 'waiting', mark: 120 },
      bars: [bar(0, 5, { until: 120 }), bar(120, 3, { until: 240 }), bar(240, 1)],
    });
    expect(bars[0]?.filter).toEqual({ kind: 'between', column: 'waiting', least: 0, most: 120 });
    const second = bars[1]?.filter;
    if (second?.kind !== 'between' || second.least === null) throw new Error('No bounds');
    expect(second.least).toBeGreaterThan(120);
    expect(second.least).toBeLessThan(120.001);
    expect(second.most).toBe(240);
    expect(bars.map(({ over }) => over)).toEqual([false, true, true]);
    expect(bars.map(({ label }) => label)).toEqual(['0 s – 2 min', '2 min – 4 min', '4 min and more']);
  });

  it('says how many are over the threshold', () => {
    const { summary, markAt } = view({
      spec: { kind: 'histogram', column: 'waiting', mark: 120 },
      bars: [bar(0, 15, { until: 120 }), bar(120, 5)],
      over: 5,
    });
    expect(summary).toBe('5 of 20 over the threshold of 2 min (25 %). Largest: 0 s – 2 min with 15 (75 %).');
    expect(markAt).toBe(1);
  });

  it('puts a threshold within a bin where it lies, and colours only what lies wholly beyond it', () => {
    const { bars, markAt, summary } = view({
      spec: { kind: 'histogram', column: 'waiting', mark: 75 },
      bars: [bar(0, 5, { until: 60 }), bar(60, 4, { until: 120 }), bar(120, 3, { until: 180 })],
      over: 6,
    });
    expect(markAt).toBe(1.25);
    expect(bars.map(({ over }) => over)).toEqual([false, false, true]);
    expect(summary).toContain('6 of 12 over the threshold');
    const bounds = { kind: 'histogram', column: 'waiting' } as const;
    const ends = view({ spec: { ...bounds, mark: 60 }, bars: [bar(0, 5, { until: 60 })], over: 0 });
    expect(ends.markAt).toBe(1);
  });

  it('writes hours in the board’s timezone, with their day once there are two', () => {
    const hour = (atMs: number): ChartBar => bar(atMs, 1, { until: atMs + 3_600_000 });
    const at = Date.UTC(2026, 10, 23, 20);
    const spec = { kind: 'perTime', column: 'created_date' } as const;
    expect(view({ spec, step: 'hour', bars: [hour(at)] }).bars[0]?.label).toBe('23:00');
    const two = view({ spec, step: 'hour', bars: [hour(at), hour(at + 3_600_000)] });
    expect(two.bars[1]?.label).toMatch(/24.*00:00/);
    expect(two.bars[0]?.filter).toEqual({ kind: 'between', column: 'created_date', least: at, most: at + 3_599_999 });
  });

  it('never names all others as the largest, and does not narrow to them', () => {
    const { summary, bars } = view({
      spec: { kind: 'perValue', column: 'type', sum: null, most: 1 },
      bars: [bar('x', 3), bar(null, 9, { rest: true })],
    });
    expect(summary).toBe('Largest: x with 3 (25 %).');
    expect(bars[1]).toMatchObject({ label: 'All others', filter: null });
  });

  it('gives no shares of what does not add up', () => {
    const columns = [column('tag', 'text'), column('percentage', 'percent')];
    const spec = { kind: 'perValue', column: 'tag', sum: 'percentage', most: 9 } as const;
    const { bars } = chartView(chartWords(columns), {
      spec,
      step: null,
      without: 0,
      over: null,
      bars: [bar('a', 60), bar('b', 60)],
    });
    expect(bars.map(({ shareText }) => shareText)).toEqual([null, null]);
  });

  it('names its last bar where that holds all beyond, whatever room there is', () => {
    const bins = [bar('0', 3, { until: 30 }), bar('30', 1, { until: 60 }), bar('60', 1)];
    expect(view({ spec: { kind: 'histogram', column: 'waiting_time', mark: null }, bars: bins }).endsOpen).toBe(true);
    expect(view({ spec: { kind: 'perTime', column: 'created_date' }, bars: bins }).endsOpen).toBe(false);
    expect(namedFromEnd(8, 3)).toEqual([1, 4, 7]);
    expect(namedFromEnd(3, 1)).toEqual([0, 1, 2]);
    expect(namedFromEnd(2, 9)).toEqual([1]);
  });

  it('says that there is nothing to draw', () => {
    expect(view({ spec: { kind: 'perTime', column: 'created_date' }, bars: [] }).summary).toContain('Nothing to draw');
  });
});
