import { describe, expect, it } from 'vitest';
import type { SummaryField } from '../../../../common/metrics.ts';
import { reconcile, type Difference, type ReconcileInput } from '../../../../renderer/drilldown/engine/reconcile.ts';
import type { Facts } from '../../../../renderer/drilldown/engine/facts.ts';
import type { Column } from '../../../../renderer/drilldown/engine/protocol.ts';
import { DEFAULT_QUERY } from '../../../../common/query.ts';

interface Case {
  readonly metric: SummaryField;
  readonly value: number | string | null;
  readonly rowCount: number;
  readonly shown?: number;
  readonly laterS?: number;
  readonly sessions?: boolean;
  readonly columns?: readonly Column[];
  readonly means?: Readonly<Record<string, number>>;
  readonly facts?: Partial<Facts>;
  readonly reply?: 'list' | 'object';
  readonly filter?: string;
}

const column = (id: string, kind: Column['kind'], filled: number): Column => ({
  id,
  kind,
  filled,
  derived: false,
  distinct: null,
  sla: null,
});

/** Noon of a Wednesday at the board's offset. */
const AS_OF = Date.UTC(2026, 10, 25, 9);

const inputOf = (one: Case): ReconcileInput => ({
  card: {
    rowCount: one.rowCount,
    asOfMs: AS_OF + (one.laterS ?? 0) * 1000,
    query: { ...DEFAULT_QUERY, filter: one.filter ?? 'daily' },
    reply: one.reply ?? 'list',
    figure: { metric: one.metric, reading: { value: one.value, problem: null }, asOfMs: AS_OF },
  },
  ready: {
    rows: one.rowCount,
    sessions: one.sessions ?? true,
    columns: one.columns ?? [],
    facts: { extremes: {}, shares: {}, hours: null, fields: {}, ...one.facts },
  },
  means: one.means ?? {},
  shown: one.shown ?? one.rowCount,
});

const explain = (one: Case): readonly Difference[] => reconcile(inputOf(one));
const kinds = (one: Case): string[] => explain(one).map(({ kind }) => kind);

describe('the figure beside the number of rows', () => {
  it('is equal when it is', () => {
    expect(explain({ metric: 'totalSessions', value: 40, rowCount: 40, laterS: 9 })).toEqual([
      { kind: 'equal', figure: 40, rows: 40 },
    ]);
  });

  it('tells what search and filters hide, apart from what the card itself holds', () => {
    expect(explain({ metric: 'totalSessions', value: 40, rowCount: 40, shown: 12 })).toEqual([
      { kind: 'filtered', hidden: 28 },
      { kind: 'equal', figure: 40, rows: 40 },
    ]);
  });

  it('tells by how many seconds rows and figure are apart', () => {
    expect(explain({ metric: 'totalSessions', value: 40, rowCount: 42, laterS: 12 })).toEqual([
      { kind: 'later', seconds: 12, figure: 40, rows: 42 },
    ]);
    expect(kinds({ metric: 'totalSessions', value: 40, rowCount: 38, laterS: -20 })).toEqual(['earlier']);
  });

  it.each([100, 500, 1000, 10_000, 50_000])(
    'takes %i rows under a greater figure for the end of a page',
    (rowCount) => {
      expect(kinds({ metric: 'totalSessions', value: rowCount + 7, rowCount, laterS: 5 })).toEqual(['capped']);
      expect(kinds({ metric: 'totalSessions', value: rowCount - 7, rowCount })).toEqual(['unknown']);
    },
  );

  it('says that nothing known explains it', () => {
    expect(explain({ metric: 'totalClosedSessions', value: 40, rowCount: 33 })).toEqual([
      { kind: 'unknown', figure: 40, rows: 33, age: null },
    ]);
  });

  it('takes no time for a reason that cannot have brought the difference, and tells it as a fact', () => {
    expect(explain({ metric: 'totalSessions', value: 1158, rowCount: 50_000, laterS: 4 })).toEqual([
      { kind: 'unknown', figure: 1158, rows: 50_000, age: { newer: 'rows', seconds: 4 } },
    ]);
    expect(kinds({ metric: 'totalSessions', value: 40, rowCount: 39, laterS: 12 })).toEqual(['unknown']);
    expect(kinds({ metric: 'totalSessions', value: 40, rowCount: 41, laterS: -12 })).toEqual(['unknown']);
  });

  it('allows as much more as the period so far brought in the time, four times over, and never less than three', () => {
    // 432 s after noon: they are just under a hundredth of the day so far.
    const day = { metric: 'totalSessions', value: 1000, laterS: 432 } as const;
    expect(kinds({ ...day, rowCount: 1039 })).toEqual(['later']);
    expect(kinds({ ...day, rowCount: 1040 })).toEqual(['unknown']);
    expect(kinds({ ...day, rowCount: 1039, filter: 'MONTH' })).toEqual(['unknown']);
    expect(kinds({ ...day, rowCount: 1039, filter: '2026-11-01 to 2026-11-25' })).toEqual(['unknown']);
    expect(kinds({ ...day, value: 5, rowCount: 8 })).toEqual(['later']);
    expect(kinds({ ...day, value: 5, rowCount: 9 })).toEqual(['unknown']);
  });

  it('adds up groups that are not what the figure counts', () => {
    const groups = {
      sessions: false,
      rowCount: 6,
      columns: [column('tag_id', 'text', 6), column('tag', 'text', 6), column('total', 'number', 6)],
    };
    expect(explain({ ...groups, metric: 'totalTags', value: 90, means: { total: 15 } })).toEqual([
      { kind: 'otherShape', column: 'total', sum: 90, figure: 90, rows: 6, agrees: true, age: null },
    ]);
    expect(kinds({ ...groups, metric: 'totalTags', value: 88, laterS: 8, means: { total: 15 } })).toEqual([
      'otherShape',
      'later',
    ]);
    expect(explain({ ...groups, metric: 'totalTags', value: 60, laterS: 8, means: { total: 15 } })).toMatchObject([
      { kind: 'otherShape', agrees: false, age: { newer: 'rows', seconds: 8 } },
    ]);
  });

  it('counts rows, not amounts in them, when those come nearer', () => {
    const clients = { sessions: false, columns: [column('sessions', 'number', 30)], means: { sessions: 2 } };
    expect(kinds({ ...clients, metric: 'totalClient', value: 30, rowCount: 30 })).toEqual(['equal']);
    expect(kinds({ ...clients, metric: 'totalClient', value: 29, rowCount: 30, laterS: 4 })).toEqual(['later']);
  });

  it('adds up time online and shares', () => {
    const online = { sessions: false, columns: [column('online_time', 'duration', 4)], means: { online_time: 3600 } };
    expect(explain({ ...online, metric: 'agentTotalTimeOnline', value: 14_402, rowCount: 4 })).toMatchObject([
      { kind: 'otherShape', agrees: true },
    ]);
  });

  it('takes shares of one decimal for agreeing within what rounding them can add up to', () => {
    const tags = { sessions: false, metric: 'totalTagsPercent', rowCount: 5 } as const;
    const shares = { ...tags, columns: [column('percentage', 'percent', 5)], means: { percentage: 12.14 } };
    expect(explain({ ...shares, value: 60.9 })).toMatchObject([{ kind: 'otherShape', agrees: true }]);
    expect(explain({ ...shares, value: 61.2 })).toMatchObject([{ kind: 'otherShape', agrees: false }]);
  });

  it('compares an average with the rows’ own, the API’s column before the derived one', () => {
    const columns = [column('waiting', 'duration', 10), column('waiting_time', 'duration', 10)];
    const waits = {
      metric: 'averageWaitingTime',
      rowCount: 10,
      columns,
      means: { waiting: 50, waiting_time: 48.6 },
    } as const;
    expect(explain({ ...waits, value: 49 })).toEqual([
      { kind: 'average', column: 'waiting_time', mean: 48.6, figure: 49, agrees: true, age: null },
    ]);
    expect(kinds({ ...waits, value: 52, laterS: 30 })).toEqual(['average', 'later']);
    expect(explain({ ...waits, value: 700, laterS: 30 })).toMatchObject([
      { kind: 'average', agrees: false, age: { newer: 'rows', seconds: 30 } },
    ]);
    expect(kinds({ ...waits, columns: [], value: 70 })).toEqual(['notCompared']);
  });

  it('does not compare what no rows add up to', () => {
    expect(explain({ metric: 'NPS', value: 45, rowCount: 3 })).toEqual([{ kind: 'notCompared', unit: 'points' }]);
    expect(kinds({ metric: 'peakTime', value: '10:00', rowCount: 24 })).toEqual(['notCompared']);
    expect(kinds({ metric: 'maxServiceTime', value: 900, rowCount: 24 })).toEqual(['notCompared']);
  });

  it('finds a survey’s result in the share of good answers, or in the average of percentages', () => {
    const resolved = { columns: [column('first_contact_resolved', 'boolean', 30)], rowCount: 30 };
    const shares = { first_contact_resolved: { percent: 100 / 1.5, good: 'yes' } } as const;
    expect(explain({ ...resolved, metric: 'FCR', value: 66.7, facts: { shares } })).toEqual([
      { kind: 'score', of: 'yes', column: 'first_contact_resolved' },
    ]);
    expect(kinds({ ...resolved, metric: 'FCR', value: 66.8, facts: { shares } })).toEqual(['notCompared']);
    const marks = { metric: 'CSAT', value: 80, rowCount: 10 } as const;
    const satisfied = { csat: { percent: 80, good: 'satisfied' } } as const;
    expect(explain({ ...marks, columns: [column('csat', 'number', 10)], facts: { shares: satisfied } })).toMatchObject([
      { of: 'satisfied' },
    ]);
    expect(explain({ ...marks, columns: [column('csat', 'percent', 10)], means: { csat: 80 } })).toMatchObject([
      { of: 'mean' },
    ]);
  });

  it('finds a figure among the fields of a single object by its name', () => {
    const nps = {
      metric: 'NPS',
      rowCount: 1,
      reply: 'object',
      facts: { fields: { answers: 40, 'result.nps': 45.2 } },
    } as const;
    expect(explain({ ...nps, value: 45.2 })).toEqual([{ kind: 'score', of: 'field', column: 'result.nps' }]);
    expect(kinds({ ...nps, value: 40 })).toEqual(['notCompared']);
    expect(kinds({ ...nps, metric: 'totalSessions', value: 1 })).toEqual(['notCompared']);
  });

  it('finds the shortest and the longest time, and the hours with the most and the fewest', () => {
    const times = { rowCount: 10, facts: { extremes: { service: { least: 12, most: 900 } } } };
    expect(explain({ ...times, metric: 'minServiceTime', value: 12 })).toMatchObject([{ of: 'shortest' }]);
    expect(explain({ ...times, metric: 'maxServiceTime', value: '00 00:15:00' })).toMatchObject([{ of: 'longest' }]);
    expect(kinds({ ...times, metric: 'maxServiceTime', value: 905 })).toEqual(['notCompared']);
    const hours = { rowCount: 3, facts: { hours: { amount: 'sessions', most: ['10:00'], least: ['03:00', '04:00'] } } };
    expect(explain({ ...hours, metric: 'peakTime', value: '10:00' })).toMatchObject([{ of: 'busiest' }]);
    expect(explain({ ...hours, metric: 'weakTime', value: '04:00' })).toMatchObject([{ of: 'quietest' }]);
    expect(kinds({ ...hours, metric: 'weakTime', value: '10:00' })).toEqual(['notCompared']);
  });

  it('says nothing where there is no figure', () => {
    expect(explain({ metric: 'totalSessions', value: null, rowCount: 3 })).toEqual([]);
    const input = inputOf({ metric: 'totalSessions', value: 3, rowCount: 3, shown: 1 });
    expect(reconcile({ ...input, card: { ...input.card, figure: null } })).toEqual([{ kind: 'filtered', hidden: 2 }]);
  });
});
