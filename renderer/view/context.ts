import { namedPeriodOf } from '../../common/boardPeriod.ts';
import type { BoardSnapshot } from '../../common/snapshot.ts';
import type { Formats } from '../format/formats.ts';
import type { Times } from '../format/times.ts';
import type { Translate } from '../i18n.ts';

/** What turning a snapshot into words needs besides the snapshot: language, formats, and what time has passed. */
export interface ViewContext {
  readonly t: Translate;
  readonly formats: Formats;
  readonly times: Times;
  /** Milliseconds since the snapshot was received: every age in it has grown by as much. */
  readonly addedMs: number;
  /** The core's wall clock when the snapshot was made. */
  readonly sentAtMs: number;
}

/** When the shown data came, by the core's clock. */
export const timeOfAge = (context: ViewContext, ageMs: number): number => context.sentAtMs - ageMs;

/** The core's wall clock now. */
export const nowOf = (context: Pick<ViewContext, 'sentAtMs' | 'addedMs'>): number => context.sentAtMs + context.addedMs;

/** Until a board's figures stop being of its day, week, month or year; null when they never do. */
export const endInMsOf = ({ addedMs }: ViewContext, { figuresEndInMs }: BoardSnapshot): number | null =>
  figuresEndInMs === null ? null : figuresEndInMs - addedMs;

/** `New day`, once the figures are of one that has ended and those of the new one have not come. */
export const newDayWords = ({ t }: Pick<ViewContext, 't'>, { query }: BoardSnapshot): string =>
  t(`newDay.${namedPeriodOf(query.filter) ?? 'range'}`);
