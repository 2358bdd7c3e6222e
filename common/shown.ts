import type { ErrorCode } from './errorCodes.ts';
import type { Health } from './freshness.ts';
import type { ScreenLight } from './hours.ts';
import type { SlaKind, SummaryField } from './metrics.ts';
import type { Reading } from './snapshot.ts';
import type { Level, Thresholds } from './thresholds.ts';

/** One figure as a wall showed it. */
export interface ShownFigure extends Reading {
  readonly level: Level;
  /** What it was judged by, which decides how finely it was shown; null when it was not, or was kept by an older version. */
  readonly thresholds: Thresholds | null;
}

/** Why a wall showed something else from then on than before. */
export type ShownReason =
  | 'started'
  | 'figures'
  | 'failed'
  | 'aged'
  /** The figures' day, week, month or year had ended. */
  | 'newDay'
  | 'settings'
  | 'source'
  | 'hours'
  | 'key'
  /** The app was ending: what follows is a screen that nobody feeds. */
  | 'stopped';

/** What one board showed from a moment on. */
export interface Shown {
  readonly board: string;
  /** Milliseconds since 1970 UTC. */
  readonly atMs: number;
  readonly reason: ShownReason;
  readonly health: Health;
  /** Age of the figures then, in milliseconds; null when there were none. */
  readonly ageMs: number | null;
  readonly failure: { readonly code: ErrorCode; readonly status: number | null } | null;
  readonly light: ScreenLight;
  readonly demo: boolean;
  readonly figures: Readonly<Partial<Record<SummaryField | `sla.${SlaKind}`, ShownFigure>>>;
}

/**
 * What is known of a moment: what a board showed; that the app did not run; or nothing, because it was not kept (too long
 * ago, before the first start, no board then) or cannot be read now.
 */
export type ShownKnown = 'shown' | 'notRunning' | 'notKept';

/** What a board showed at a moment, and what led to it. */
export interface ShownAt {
  /** Null unless `known` is `shown`. */
  readonly shown: Shown | null;
  readonly known: ShownKnown;
  /** The last change that was kept from before the moment, however long before; null when there is none. */
  readonly previousAtMs: number | null;
  /** The first change that was kept from after the moment, however long after; null when there is none until now. */
  readonly nextAtMs: number | null;
  /** The changes of the quarter of an hour before, oldest first, without their figures. */
  readonly before: readonly Omit<Shown, 'figures'>[];
}
