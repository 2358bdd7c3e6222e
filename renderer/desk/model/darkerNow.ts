import { screenAt, type Hours, type HoursSpan, type ScreenNow } from '../../../common/hours.ts';
import type { Board } from '../../../common/settings.ts';

/** What screens would do at once, and until when (milliseconds since 1970 UTC; null when that never ends). */
export interface Darker {
  readonly light: HoursSpan['screen'];
  readonly untilMs: ScreenNow['untilMs'];
}

const BRIGHTNESS = ['dark', 'dim', 'light'] as const;

/**
 * Whether a change of a board makes its screens darker at this very moment; null when it does not.
 * @param atMs the API's clock, in milliseconds since 1970 UTC
 */
export function darkerNow(board: Board, step: (board: Board) => void, atMs: number): Darker | null {
  const changed = structuredClone(board);
  step(changed);
  const now = (hours: Hours, timezone: string): ScreenNow => screenAt(hours, timezone, atMs);
  const before = now(board.hours, board.query.timezone);
  const { light, untilMs } = now(changed.hours, changed.query.timezone);
  const isDarker = BRIGHTNESS.indexOf(light) < BRIGHTNESS.indexOf(before.light);
  return isDarker && light !== 'light' ? { light, untilMs } : null;
}
