import { describe, expect, it } from 'vitest';
import type { SummaryField } from '../../../../common/metrics.ts';
import type { Column } from '../../../../renderer/drilldown/engine/protocol.ts';
import { reconcile, type Fact, type ReconcileInput } from '../../../../renderer/drilldown/engine/reconcile.ts';

interface Case {
  readonly metric: SummaryField;
  readonly value: number | string | null;
  readonly rowCount: number;
  readonly shown?: number;
  readonly laterS?: number;
  readonly sessions?: boolean;
  readonly columns?: readonly Column[];
  readonly means?: Readonly<Record<string, number>>;
  readonly reply?: 'list' | 'object';
  readonly total?: number | null;
  readonly hasMore?: boolean;
  readonly sameQuery?: boolean;
}

const column = (id: string, kind: Column['kind'], filled: number): Column => ({
  ...{ id, kind, filled, derived: false, distinct: null, sla: null, looks: null },
});

const AS_OF = Date.UTC(2026, 10, 25, 9);

const inputOf = (one: Case): ReconcileInput => ({
  card: {
    rowCount: one.rowCount,
    asOfMs: AS_OF + (one.laterS ?? 0) * 1000,
    reply: one.reply ?? 'list',
    total: one.total ?? null,
    hasMore: one.hasMore ?? false,
    figure: { metric: one.metric, reading: { value: one.value, problem: null }, asOfMs: AS_OF },
  },
  table: { rows: one.rowCount, sessions: one.sessions ?? true, columns: one.columns ?? [] },
  means: new Map(Object.entries(one.means ?? {})),
  shown: one.shown ?? one.rowCount,
  sameQuery: one.sameQuery ?? true,
});

const facts = (one: Case): readonly Fact[] => reconcile(inputOf(one));

describe('what is said beside the number of rows', () => {
  it('is that the two are equal when they are', () => {
    const sessions = { metric: 'totalSessions', value: 40, rowCount: 40, laterS: 9 } as const;
    expect(facts(sessions)).toEqual([{ kind: 'equal', whole: false }]);
    expect(facts({ ...sessions, value: '40' })).toEqual([{ kind: 'equal', whole: false }]);
  });

  it('is what search and filters hide, apart from what the card itself holds', () => {
    expect(facts({ metric: 'totalSessions', value: 40, rowCount: 40, shown: 12 })).toEqual([
      { kind: 'filtered', hidden: 28 },
      { kind: 'equal', whole: false },
    ]);
  });

  it('is which is newer where they differ, whichever is greater', () => {
    const sessions = { metric: 'totalSessions', value: 40 } as const;
    for (const rowCount of [20, 39, 42, 50_000]) {
      expect(facts({ ...sessions, rowCount, laterS: 12 })).toEqual([{ kind: 'newer', is: 'rows', seconds: 12 }]);
      expect(facts({ ...sessions, rowCount, laterS: -20 })).toEqual([{ kind: 'newer', is: 'figure', seconds: 20 }]);
    }
  });

  it.each([20, 100, 500, 1000, 50_000])('is no reason for %i rows under a greater figure', (rowCount) => {
    expect(facts({ metric: 'totalSessions', value: rowCount + 7, rowCount })).toEqual([]);
  });

  it('is how much of its list Experia sent, only where it said so', () => {
    const part = { metric: 'totalSessions', value: 458, rowCount: 100, hasMore: true } as const;
    expect(facts({ ...part, total: 458 })).toEqual([
      { kind: 'part', rows: 100, total: 458 },
      { kind: 'equal', whole: true },
    ]);
    expect(facts(part)).toEqual([{ kind: 'more', rows: 100 }]);
    expect(facts({ ...part, total: 100, hasMore: false, value: 101 })).toEqual([{ kind: 'complete', rows: 100 }]);
    expect(facts({ ...part, total: 458, reply: 'object' })).toEqual([]);
  });

  it('is that a column of groups adds up to the figure, and nothing where none does', () => {
    const groups = {
      sessions: false,
      rowCount: 6,
      metric: 'totalTags',
      columns: [column('tag_id', 'number', 6), column('tag', 'text', 6), column('total', 'number', 6)],
      means: { tag_id: 15, total: 15 },
    } as const;
    expect(facts({ ...groups, value: 90 })).toEqual([{ kind: 'sum', column: 'total' }]);
    expect(facts({ ...groups, value: 88 })).toEqual([]);
    expect(facts({ ...groups, value: 90, sessions: true })).toEqual([]);
    const online = { sessions: false, columns: [column('online_time', 'duration', 4)], means: { online_time: 3600 } };
    expect(facts({ ...online, metric: 'agentTotalTimeOnline', value: '00 04:00:00', rowCount: 4 })).toEqual([
      { kind: 'sum', column: 'online_time' },
    ]);
  });

  it('is nothing about averages, scores, hours and single objects, which are no number of rows', () => {
    expect(facts({ metric: 'NPS', value: 45, rowCount: 45 })).toEqual([]);
    expect(facts({ metric: 'peakTime', value: '10:00', rowCount: 24, laterS: 4 })).toEqual([]);
    expect(facts({ metric: 'averageWaitingTime', value: 24, rowCount: 24, laterS: 4 })).toEqual([]);
    expect(facts({ metric: 'totalSessions', value: 1, rowCount: 1, reply: 'object', laterS: 4 })).toEqual([]);
  });

  it('leaves the figure out where there is none, or where the rows were asked otherwise', () => {
    expect(facts({ metric: 'totalSessions', value: null, rowCount: 3 })).toEqual([]);
    expect(facts({ metric: 'totalSessions', value: 3, rowCount: 3, sameQuery: false })).toEqual([]);
    const input = inputOf({ metric: 'totalSessions', value: 3, rowCount: 3, shown: 1 });
    expect(reconcile({ ...input, card: { ...input.card, figure: null } })).toEqual([{ kind: 'filtered', hidden: 2 }]);
  });
});
