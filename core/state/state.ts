import type { ErrorCode } from '../../common/errorCodes.ts';
import type { Settings } from '../../common/settings.ts';
import type { KeyState, Notice } from '../../common/snapshot.ts';
import type { LoopEvent } from '../poller/requestLoop.types.ts';
import type { Summary } from '../experia/summary.ts';

/** What is known of one query: the last good data with its time, and the failure since, if any. */
export interface QueryState {
  readonly summary: Summary | null;
  /** Monotonic time at which the request of `summary` was sent; the data is at most this old. */
  readonly asOf: number | null;
  /** The time between two refreshes when that data came; later changes of pace do not make it fresher. */
  readonly intervalMs: number | null;
  /** When `summary` stops being of the query's day, week, month or year (API's clock); null when it never does. */
  readonly endsAtMs: number | null;
  readonly failure: {
    readonly code: ErrorCode;
    readonly status: number | null;
    readonly byOthers: boolean;
    readonly since: number;
  } | null;
}

/** What is known of a query now: figures of a period that has ended are nobody's any more. */
export const current = (known: QueryState, apiMs: number): QueryState =>
  known.endsAtMs !== null && known.endsAtMs <= apiMs ? { ...known, summary: null } : known;

export interface State {
  readonly settings: Settings;
  /** Grows with every change of the settings. */
  readonly settingsRevision: number;
  readonly key: KeyState;
  readonly demo: boolean;
  readonly requesting: string | null;
  readonly queries: Readonly<Record<string, QueryState>>;
  readonly notices: readonly Notice[];
  /** Whether a kiosk is left by a PIN only. */
  readonly pinSet: boolean;
}

export type Event =
  | LoopEvent
  /** `apiMs`: the API's clock, which says what offsets the boards' zones have. */
  | { readonly type: 'settingsChanged'; readonly settings: Settings; readonly apiMs: number }
  /** The clock of some board's zone was changed. `at` is monotonic time. */
  | { readonly type: 'clockChanged'; readonly apiMs: number; readonly at: number }
  | { readonly type: 'keyChanged'; readonly key: KeyState }
  /** Another key, address or mode: figures of the old source must not stay on the wall. */
  | { readonly type: 'sourceChanged'; readonly demo: boolean }
  | { readonly type: 'pinChanged'; readonly pinSet: boolean }
  /** The screens of a board do something else now, by its hours or by hand. */
  | { readonly type: 'lightChanged' }
  | { readonly type: 'noticed'; readonly notices: readonly Notice[] };

export const EMPTY_QUERY: QueryState = { summary: null, asOf: null, intervalMs: null, endsAtMs: null, failure: null };
