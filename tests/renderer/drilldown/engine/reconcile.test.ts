import { describe, expect, it } from 'vitest';
import type { SummaryField } from '../../../../common/metrics.ts';
import { reconcile, type Difference, type ReconcileInput } from '../../../../renderer/drilldown/engine/reconcile.ts';
import type { Column } from '../../../../renderer/drilldown/engine/protocol.ts';

interface Case {
  readonly metric: SummaryField;
  readonly value: number | string | null;
  readonly rowCount: number;
  readonly shown?: number;
  readonly laterS?: number;
  readonly sessions?: boolean;
  readonly columns?: readonly Column[];
  readonly means?: Readonly<Record<string, number>>;
}

const column = (id: string, kind: Column['kind'], filled: number): Column => ({
  id,
  kind,
  filled,
  derived: false,
  distinct: null,
  sla: null,
});

const AS_OF = 1_700_000_000_000;

const inputOf = (one: Case): ReconcileInput => ({
  card: {
    rowCount: one.rowCount,
    asOfMs: AS_OF + (one.laterS ?? 0) * 1000,
    figure: { metric: one.metric, reading: { value: one.value, problem: null }, asOfMs: AS_OF },
  },
  ready: { sessions: one.sessions ?? true, columns: one.columns ?? [] },
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
      { kind: 'unknown', figure: 40, rows: 33 },
    ]);
  });

  it('adds up groups that are not what the figure counts', () => {
    const groups = {
      sessions: false,
      rowCount: 6,
      columns: [column('tag_id', 'text', 6), column('tag', 'text', 6), column('total', 'number', 6)],
    };
    expect(explain({ ...groups, metric: 'totalTags', value: 90, means: { total: 15 } })).toEqual([
      { kind: 'otherShape', column: 'total', sum: 90, figure: 90, rows: 6 },
    ]);
    expect(kinds({ ...groups, metric: 'totalTags', value: 93, laterS: 8, means: { total: 15 } })).toEqual([
      'otherShape',
      'later',
    ]);
  });

  it('counts rows, not amounts in them, when those come nearer', () => {
    const clients = { sessions: false, columns: [column('sessions', 'number', 30)], means: { sessions: 2 } };
    expect(kinds({ ...clients, metric: 'totalClient', value: 30, rowCount: 30 })).toEqual(['equal']);
    expect(kinds({ ...clients, metric: 'totalClient', value: 31, rowCount: 30, laterS: 4 })).toEqual(['later']);
  });

  it('adds up time online and shares', () => {
    const online = { sessions: false, columns: [column('online_time', 'duration', 4)], means: { online_time: 3600 } };
    expect(kinds({ ...online, metric: 'agentTotalTimeOnline', value: 14_400, rowCount: 4 })).toEqual(['otherShape']);
    const shares = { sessions: false, columns: [column('percentage', 'percent', 5)], means: { percentage: 12.14 } };
    expect(kinds({ ...shares, metric: 'totalTagsPercent', value: 60.8, rowCount: 5 })).toEqual(['otherShape']);
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
      { kind: 'average', column: 'waiting_time', mean: 48.6, figure: 49, agrees: true },
    ]);
    expect(kinds({ ...waits, value: 70, laterS: 30 })).toEqual(['average', 'later']);
    expect(kinds({ ...waits, columns: [], value: 70 })).toEqual(['notCompared']);
  });

  it('does not compare what no rows add up to', () => {
    expect(kinds({ metric: 'NPS', value: 45, rowCount: 3 })).toEqual(['notCompared']);
    expect(kinds({ metric: 'peakTime', value: '10:00', rowCount: 24 })).toEqual(['notCompared']);
    expect(kinds({ metric: 'maxServiceTime', value: 900, rowCount: 24 })).toEqual(['notCompared']);
  });

  it('says nothing where there is no figure', () => {
    expect(explain({ metric: 'totalSessions', value: null, rowCount: 3 })).toEqual([]);
    const input = inputOf({ metric: 'totalSessions', value: 3, rowCount: 3, shown: 1 });
    expect(reconcile({ ...input, card: { ...input.card, figure: null } })).toEqual([{ kind: 'filtered', hidden: 2 }]);
  });
});
