import { plainMinus } from './digits.ts';

/** Units of time in milliseconds. */
export const SECOND_MS = 1000;
export const MINUTE_MS = 60 * SECOND_MS;
export const HOUR_MS = 60 * MINUTE_MS;
export const HOURS_A_DAY = 24;
export const DAY_MS = HOURS_A_DAY * HOUR_MS;

/** The greatest delay a 32-bit timer can hold; a longer one would overflow and fire at once. */
export const MAX_TIMER_MS = 2 ** 31 - 1;

const OFFSET = /^([+-])(\d{1,2}):([0-5]\d)$/;
/** The clocks of the world, in minutes east of UTC. */
export const MIN_OFFSET_MINUTES = -12 * 60;
export const MAX_OFFSET_MINUTES = 14 * 60;

/** `+03:00` → 180 minutes east of UTC, also with a real minus sign; null when the text is no offset from −12:00 to +14:00. */
export function parseOffsetMinutes(text: string): number | null {
  const match = OFFSET.exec(plainMinus(text));
  if (!match) return null;
  const minutes = (Number(match[2]) * 60 + Number(match[3])) * (match[1] === '-' ? -1 : 1);
  return minutes >= MIN_OFFSET_MINUTES && minutes <= MAX_OFFSET_MINUTES ? minutes + 0 : null;
}

/** Minutes east of UTC as the API has an offset: `+03:00`. */
export function offsetOf(minutes: number): string {
  const two = (part: number): string => String(part).padStart(2, '0');
  const size = Math.abs(minutes);
  return `${minutes < 0 ? '-' : '+'}${two(Math.floor(size / 60))}:${two(size % 60)}`;
}

/** `HH:MM`, as figures, hours and fields write a time of day. */
export const TIME_OF_DAY = /^([01]\d|2[0-3]):([0-5]\d)$/;

/** `06:30` → 390 minutes since midnight; null when the text is no time of day. */
export function minutesOfDay(text: string): number | null {
  const match = TIME_OF_DAY.exec(text);
  return match && Number(match[1]) * 60 + Number(match[2]);
}

export const DAYS_A_WEEK = 7;

/** Of some moments, those of the last `spanMs`. What lies ahead was noted by a clock that has been set since. */
export const lately = (moments: readonly number[], spanMs: number, nowMs: number): number[] =>
  moments.filter((at) => at <= nowMs && nowMs - at < spanMs);
