import { figuresEndAt, isRunning } from '../../common/boardPeriod.ts';
import type { Query } from '../../common/query.ts';
import { HOUR_MS, SECOND_MS } from '../../common/time.ts';

/** One query that is polled, shared by all boards that ask the same. */
export interface Track {
  readonly queryKey: string;
  readonly query: Query;
  /** When it was last asked for in this process; null when never. */
  readonly lastAttemptAt: number | null;
  /** Not before this, after a failure. */
  readonly retryAt: number | null;
  readonly failuresInRow: number;
  /** When what it was last asked for stops being of its period (API's clock); null when it never does, or was never asked. */
  readonly endsAtMs: number | null;
}

/** A track as it stands at a moment. Times are monotonic milliseconds. */
export interface Turn extends Pick<Track, 'queryKey' | 'lastAttemptAt'> {
  /** Its figures are of a day, week, month or year that has ended, or there were never any: it goes first. */
  readonly isNew: boolean;
  /** Not before this. */
  readonly notBefore: number;
  /** When its period ends, if that is still ahead; null when it does not. */
  readonly endsAt: number | null;
  /** False when its figures do not change any more, or not yet: an hour is soon enough. */
  readonly isRunning: boolean;
}

/** How often a query is asked for whose figures do not change. */
export const STANDING_INTERVAL_MS = HOUR_MS;

/** The API's clock is known to the second: a request just after midnight must not arrive before it. */
const AFTER_END_MS = SECOND_MS;

export const newTrack = (queryKey: string, query: Query): Track => ({
  queryKey,
  query,
  lastAttemptAt: null,
  retryAt: null,
  failuresInRow: 0,
  endsAtMs: null,
});

/** A track that was asked for. */
export const asked = (track: Track, sentAt: number, sentAtMs: number): Track => ({
  ...track,
  lastAttemptAt: sentAt,
  endsAtMs: figuresEndAt(track.query, sentAtMs),
});

/** Whether the figures of a track are of a period that has ended. */
export const hasEnded = ({ endsAtMs }: Track, apiMs: number): boolean => endsAtMs !== null && endsAtMs <= apiMs;

/** @param apiMs the API's clock at `now` */
export function turnOf(track: Track, now: number, apiMs: number): Turn {
  const { queryKey, lastAttemptAt, retryAt, failuresInRow, endsAtMs } = track;
  const running = isRunning(track.query, apiMs);
  const ends = endsAtMs === null ? null : endsAtMs + AFTER_END_MS - apiMs + now;
  const isNew = lastAttemptAt === null || (ends !== null && ends <= now);
  const isStanding = !running && !isNew && failuresInRow === 0 && lastAttemptAt !== null;
  const standsUntil = isStanding ? lastAttemptAt + STANDING_INTERVAL_MS : -Infinity;
  return {
    queryKey,
    lastAttemptAt,
    isNew,
    notBefore: Math.max(retryAt ?? -Infinity, standsUntil),
    endsAt: ends !== null && ends > now ? ends : null,
    isRunning: running,
  };
}
