import type { ScreenLight } from './hours.ts';
import type { IdNames } from './idNames.ts';
import type { ErrorCode } from './errorCodes.ts';
import type { SlaKind, SummaryField } from './metrics.ts';
import type { Query, SlaSeconds } from './query.ts';
import type { Level, Thresholds } from './thresholds.ts';

/**
 * What a renderer shows: a self-contained, serialisable value. All ages and delays are relative to `sentAtMs`, the
 * core's wall clock when the snapshot was made, so a screen with a wrong clock still shows true ages: it adds the time
 * since it received the snapshot, and corrects nothing else.
 */
export interface Snapshot {
  /** Grows with every snapshot of one core; a lower one of the same `coreId` is older and must not replace a newer. */
  readonly revision: number;
  /** Random id of the running core; a new one means it was restarted. */
  readonly coreId: string;
  /** Wall clock of the core in milliseconds since 1970 UTC. */
  readonly sentAtMs: number;
  readonly app: { readonly name: string; readonly version: string };
  readonly site: string;
  /** Grows with every change of the settings; whoever edits them asks again when it does. */
  readonly settingsRevision: number;
  readonly locale: 'en';
  readonly theme: 'dark' | 'light';
  /** True while figures come from the built-in simulator. */
  readonly demo: boolean;
  readonly key: KeyState;
  readonly budget: BudgetState;
  /** True when the picture of a wall moves a little every minute, so that nothing burns in. */
  readonly pixelShift: boolean;
  /** True when a kiosk of the desktop app is left by a PIN only. */
  readonly pinSet: boolean;
  /** What channels, groups and shifts are called. */
  readonly names: IdNames;
  readonly boards: readonly BoardSnapshot[];
  /** Things the owner is told once, such as a settings file that had to be restored. */
  readonly notices: readonly Notice[];
}

export type KeySource = 'environment' | 'file' | 'keychain' | 'session';
export type KeychainState = 'available' | 'missing' | 'locked' | 'denied' | 'timeout' | 'unknown';

export interface KeyState {
  readonly present: boolean;
  readonly source: KeySource | null;
  readonly keychain: KeychainState;
  /** Set when there was a key, or is one, for another address than the API has now: it must be entered again to go there. */
  readonly addressChanged: AddressChange | null;
}

export interface AddressChange {
  /** The address that the key is for; null when that is not known, or not for this screen. */
  readonly from: string | null;
  /** The address of now, to which it is not sent; null when that is not for this screen. */
  readonly to: string | null;
}

export interface BudgetState {
  /** Requests an hour allows: what the API says, else 200 (API page). */
  readonly limit: number;
  /** Requests the ledger still counts against the rolling hour. */
  readonly used: number;
  /**
   * Requests the API is believed to have left for the key, everybody's use counted. Null where nobody knows: others use the
   * key, and the API does not say what it counts.
   */
  readonly left: number | null;
  /** True while a request is on its way. */
  readonly requesting: boolean;
}

export interface Failure {
  readonly code: ErrorCode;
  /** HTTP status, when there was one. */
  readonly status: number | null;
  /** True when the rate limit was reached although this app has not spent it: others use the key. */
  readonly byOthers: boolean;
  /** Time since the first failure in a row, in milliseconds. */
  readonly sinceMs: number;
}

/**
 * Why there is no value although a reply came: `shape` is nothing that can be read; `noSessions` is a share or an average of
 * a period that has no session yet.
 */
export type ReadingProblem = 'shape' | 'noSessions';

/** A reading of one metric. */
export interface Reading {
  /** Seconds, percent, points or a count; `HH:MM` text for a time of day; null means no value. */
  readonly value: number | string | null;
  readonly problem: ReadingProblem | null;
}

export interface TileSnapshot {
  readonly metric: SummaryField;
  readonly size: 'hero' | 'normal';
  readonly reading: Reading;
  /** Percent of all sessions, for metrics shown as a share; null otherwise. */
  readonly share: number | null;
  readonly level: Level;
  readonly thresholds: Thresholds | null;
  /** Age of this tile's value in milliseconds; null when there was never a reply. */
  readonly ageMs: number | null;
}

export interface GaugeSnapshot {
  readonly kind: SlaKind;
  readonly reading: Reading;
  readonly level: Level;
  /** Targets in percent; null when the board has no threshold for it. */
  readonly thresholds: Thresholds | null;
  /** The seconds the request asked for; 0 means no threshold. */
  readonly thresholdSeconds: number;
  readonly ageMs: number | null;
}

export interface BoardSnapshot {
  readonly id: string;
  readonly title: string;
  readonly query: Query;
  /** The offset that its timezone has at the moment, as it is sent: `+03:00`. */
  readonly offset: string;
  readonly sla: SlaSeconds;
  readonly gauges: readonly GaugeSnapshot[];
  readonly tiles: readonly TileSnapshot[];
  /** Companion figures for notes under tiles, such as closed sessions under sessions. */
  readonly companions: Readonly<Record<'totalSessions' | 'totalClosedSessions' | 'weakTime', Reading>>;
  /** Age of the last good reply in milliseconds, from the moment its request was sent; null before the first. */
  readonly ageMs: number | null;
  /** Time between two refreshes when all is well, in milliseconds; freshness is measured against it. */
  readonly intervalMs: number;
  /**
   * Until the figures stop being of the board's day, week, month or year, in milliseconds. At 0 there are none in the snapshot
   * until the first of the new period have come; a screen that hears nothing takes them down by itself. Null: they never do.
   */
  readonly figuresEndInMs: number | null;
  /** Until the next request for this board, in milliseconds; null while one is under way or none is planned. */
  readonly nextInMs: number | null;
  readonly failure: Failure | null;
  /** What the board's hours say its screens do now. A supervisor's desk stays light. */
  readonly screen: BoardScreen;
}

export interface NextLight {
  readonly light: ScreenLight;
  readonly brightness: number;
  /** How long it lasts, in milliseconds; null when nothing changes after it. */
  readonly forMs: number | null;
}

export interface BoardScreen {
  readonly light: ScreenLight;
  /** Percent of full brightness: 100 in full light, 0 when dark. */
  readonly brightness: number;
  /** Until the light changes next, in milliseconds; null when it never does. */
  readonly changesInMs: number | null;
  /** What the screens do after that, so that one without connection changes by itself; null when nothing changes. */
  readonly next: NextLight | null;
  /** True while the board's figures are not asked for, because it is dark. */
  readonly resting: boolean;
}

/** A closed set of notices; screens have their own words for each. `copy` is a file name, empty where nothing was left to copy. */
export type Notice =
  | { readonly kind: 'settingsRestored'; readonly copy: string }
  | { readonly kind: 'settingsReset'; readonly copy: string; readonly fields: readonly string[] }
  | { readonly kind: 'settingsReadOnly' }
  | { readonly kind: 'ledgerUnsaved' };
