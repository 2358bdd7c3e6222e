import type { Hours } from '../../../common/hours.ts';
import { DEFAULT_BOARD, type Settings } from '../../../common/settings.ts';
import { MINUTE_MS, parseOffsetMinutes } from '../../../common/time.ts';

const EVERY_DAY = [0, 1, 2, 3, 4, 5, 6];
const HOUR_MINUTES = 60;

/** `HH:MM` of a moment in the default board's timezone. */
export function boardClock(atMs: number): string {
  const offsetMs = (parseOffsetMinutes(DEFAULT_BOARD.query.timezone) ?? 0) * MINUTE_MS;
  return new Date(atMs + offsetMs).toISOString().slice('YYYY-MM-DDT'.length, 'YYYY-MM-DDTHH:MM'.length);
}

/** Settings under which the default board is dim or dark now, for so many minutes yet and a little. */
export function underHours(screen: 'dim' | 'dark', forMinutes = 5 * HOUR_MINUTES): Pick<Settings, 'boards'> {
  const now = Date.now();
  const from = boardClock(now - HOUR_MINUTES * MINUTE_MS);
  const to = boardClock(now + (forMinutes + 1) * MINUTE_MS);
  const hours: Hours = { dimTo: 40, spans: [{ screen, days: EVERY_DAY, from, to }] };
  return { boards: [{ ...DEFAULT_BOARD, hours }] };
}
