import { askedAt, distinctQueries, summaryQueryKey } from '../../common/query.ts';
import { figuresEndAt } from '../../common/boardPeriod.ts';
import type { Settings } from '../../common/settings.ts';
import { DAY_MS } from '../../common/time.ts';
import type { KeyState, Notice } from '../../common/snapshot.ts';
import type { CallFailure } from '../experia/classify.ts';
import { EMPTY_QUERY, type Event, type QueryState, type State } from './state.ts';

/** @param settingsRevision where the settings' revisions begin; another for each run, so that none of an earlier run fits */
export const initialState = (settings: Settings, key: KeyState, settingsRevision = 0): State => ({
  settings,
  settingsRevision,
  key,
  demo: false,
  requesting: null,
  queries: {},
  notices: [],
  pinSet: false,
});

type Arrival = Extract<Event, { type: 'summaryArrived' }>;

function withSummary(state: State, { queryKey, summary, asOf, intervalMs, endsAtMs }: Arrival): State {
  const known = state.queries[queryKey] ?? EMPTY_QUERY;
  if (known.asOf !== null && known.asOf > asOf) return state;
  return {
    ...state,
    queries: { ...state.queries, [queryKey]: { summary, asOf, intervalMs, endsAtMs, failure: null } },
  };
}

function withFailure(state: State, queryKey: string, { code, status, byOthers }: CallFailure, at: number): State {
  const known = state.queries[queryKey] ?? EMPTY_QUERY;
  const since = known.failure?.code === code ? known.failure.since : at;
  return {
    ...state,
    queries: { ...state.queries, [queryKey]: { ...known, failure: { code, status, byOthers, since } } },
  };
}

/** New settings: data of queries nobody shows any more is dropped. */
function withSettings(state: State, settings: Settings, apiMs: number): State {
  const wanted = distinctQueries(settings.boards.map(({ query }) => askedAt(query, apiMs)));
  const queries = Object.fromEntries(Object.entries(state.queries).filter(([queryKey]) => wanted.has(queryKey)));
  return { ...state, settings, settingsRevision: state.settingsRevision + 1, queries };
}

/**
 * A clock change: what boards show is asked with another offset from now on. Until the first reply to that, what came before stays,
 * up to the board's next midnight.
 */
function withClock(state: State, { apiMs, at }: Extract<Event, { type: 'clockChanged' }>): State {
  const moved = state.settings.boards.flatMap(({ query }): [string, QueryState][] => {
    const [from, to] = [apiMs - DAY_MS, apiMs].map((ms) => summaryQueryKey(askedAt(query, ms)));
    const known = state.queries[to ?? ''] ?? state.queries[from ?? ''];
    if (to === undefined || !known) return [];
    if (to === from || to in state.queries || known.asOf === null) return [[to, known]];
    return [[to, { ...known, endsAtMs: figuresEndAt(query, apiMs - (at - known.asOf)) }]];
  });
  return { ...state, queries: Object.fromEntries(moved) };
}

function withSaved(state: State, saved: boolean): State {
  const others = state.notices.filter(({ kind }) => kind !== 'ledgerUnsaved');
  if (saved) return others.length === state.notices.length ? state : { ...state, notices: others };
  return others.length < state.notices.length ? state : { ...state, notices: [...others, { kind: 'ledgerUnsaved' }] };
}

const sameKey = (a: KeyState, b: KeyState): boolean =>
  a.present === b.present &&
  a.source === b.source &&
  a.keychain === b.keychain &&
  a.addressChanged?.from === b.addressChanged?.from &&
  a.addressChanged?.to === b.addressChanged?.to;

function withNotices(state: State, notices: readonly Notice[]): State {
  const known = new Set(state.notices.map((notice) => JSON.stringify(notice)));
  const fresh = notices.filter((notice) => !known.has(JSON.stringify(notice)));
  return fresh.length === 0 ? state : { ...state, notices: [...state.notices, ...fresh] };
}

/** The whole of the wall's truth as a pure function of what happened. An event that changes nothing returns the same state. */
export function reduce(state: State, event: Event): State {
  switch (event.type) {
    case 'requestStarted':
      return { ...state, requesting: event.queryKey ?? 'job' };
    case 'requestEnded':
      return state.requesting === null ? state : { ...state, requesting: null };
    case 'summaryArrived':
      return withSummary(state, event);
    case 'callFailed':
      return withFailure(state, event.queryKey, event.failure, event.at);
    case 'ledgerSaved':
      return withSaved(state, event.saved);
    case 'planned':
    case 'periodEnded':
    case 'lightChanged':
      return { ...state };
    case 'settingsChanged':
      return withSettings(state, event.settings, event.apiMs);
    case 'clockChanged':
      return withClock(state, event);
    case 'keyChanged':
      return sameKey(state.key, event.key) ? state : { ...state, key: event.key };
    case 'sourceChanged':
      return { ...state, demo: event.demo, queries: {}, requesting: null };
    case 'pinChanged':
      return state.pinSet === event.pinSet ? state : { ...state, pinSet: event.pinSet };
    case 'noticed':
      return withNotices(state, event.notices);
  }
}
