import { isRunning } from '../../common/boardPeriod.ts';
import { askedAt, distinctQueries, summaryQueryKey } from '../../common/query.ts';
import { NOMINAL_PACE_MS, type Board } from '../../common/settings.ts';
import type { BoardScreen, BoardSnapshot, BudgetState, Reading, Snapshot } from '../../common/snapshot.ts';
import { STANDING_INTERVAL_MS } from '../poller/tracks.ts';
import { offsetAt } from '../../common/zone.ts';
import { gaugesOf, tilesOf } from './figures.ts';
import { current, EMPTY_QUERY, type State } from './state.ts';

/** What a snapshot needs besides the state: the moment, and the request loop's plans. */
export interface SnapshotContext {
  readonly revision: number;
  readonly coreId: string;
  readonly app: Snapshot['app'];
  readonly wallMs: number;
  readonly monotonicMs: number;
  /** The API's clock, which decides what day it is on a board. */
  readonly apiMs: number;
  readonly used: number;
  readonly server: Pick<BudgetState, 'limit' | 'left'>;
  /** When a query is polled next (monotonic ms) and how far apart its polls are. */
  timing(queryKey: string): { readonly nextAt: number | null; readonly intervalMs: number };
  /** What a board's screens do now. */
  screen(board: Board): BoardScreen;
}

const NO_READING: Reading = { value: null, problem: null };

/** Ages are never negative, whatever the clocks did. */
const age = (at: number | null, now: number): number | null => (at === null ? null : Math.max(0, now - at));

interface Turns {
  readonly screen: BoardScreen;
  /** What everybody's turn takes at best, in milliseconds. */
  readonly leastIntervalMs: number;
}

function boardOf(board: Board, state: State, context: SnapshotContext, turns: Turns): BoardSnapshot {
  const { monotonicMs: now, apiMs } = context;
  const queryKey = summaryQueryKey(askedAt(board.query, apiMs));
  const data = current(state.queries[queryKey] ?? EMPTY_QUERY, apiMs);
  const { nextAt, intervalMs } = context.timing(queryKey);
  const ageMs = age(data.asOf, now);
  const companion = (field: keyof BoardSnapshot['companions']): Reading => data.summary?.metrics[field] ?? NO_READING;
  return {
    id: board.id,
    title: board.title,
    query: board.query,
    offset: offsetAt(board.query.timezone, apiMs),
    sla: board.query.sla,
    gauges: gaugesOf(board, data.summary, ageMs),
    tiles: tilesOf(board, data.summary, ageMs),
    companions: {
      totalSessions: companion('totalSessions'),
      totalClosedSessions: companion('totalClosedSessions'),
      weakTime: companion('weakTime'),
    },
    ageMs,
    // Neither a pace that has slowed down since the data came makes it fresher, nor one that was slower then.
    intervalMs: isRunning(board.query, apiMs)
      ? Math.max(Math.min(data.intervalMs ?? intervalMs, intervalMs), turns.leastIntervalMs)
      : STANDING_INTERVAL_MS,
    figuresEndInMs: data.endsAtMs === null ? null : Math.max(0, data.endsAtMs - apiMs),
    nextInMs: nextAt === null ? null : Math.max(0, nextAt - now),
    failure: data.failure && {
      code: data.failure.code,
      status: data.failure.status,
      byOthers: data.failure.byOthers,
      sinceMs: Math.max(0, now - data.failure.since),
    },
    screen: turns.screen,
  };
}

/** The state as one serialisable value, with ages as of now. */
export function buildSnapshot(state: State, context: SnapshotContext): Snapshot {
  const { settings } = state;
  const screens = new Map(settings.boards.map((board) => [board, context.screen(board)]));
  // More boards make every board's turn come later, unless they rest; a pace slowed by other users of the key does not excuse
  // old data.
  const polled = settings.boards.filter(
    (board) => screens.get(board)?.resting === false && isRunning(board.query, context.apiMs),
  );
  const leastIntervalMs =
    NOMINAL_PACE_MS * Math.max(1, distinctQueries(polled.map(({ query }) => askedAt(query, context.apiMs))).size);
  return {
    revision: context.revision,
    coreId: context.coreId,
    sentAtMs: context.wallMs,
    app: context.app,
    site: settings.site,
    settingsRevision: state.settingsRevision,
    locale: settings.locale,
    theme: settings.theme,
    demo: state.demo,
    key: state.key,
    budget: {
      limit: context.server.limit,
      used: context.used,
      left: context.server.left,
      requesting: state.requesting !== null,
    },
    pixelShift: settings.pixelShift,
    pinSet: state.pinSet,
    names: settings.names,
    boards: [...screens].map(([board, screen]) => boardOf(board, state, context, { screen, leastIntervalMs })),
    notices: state.notices,
  };
}
