/** Units of time in milliseconds. */
export const SECOND_MS = 1000;
export const MINUTE_MS = 60 * SECOND_MS;
export const HOUR_MS = 60 * MINUTE_MS;
export const DAY_MS = 24 * HOUR_MS;

/** The greatest delay a 32-bit timer can hold; a longer one would overflow and fire at once. */
export const MAX_TIMER_MS = 2 ** 31 - 1;

const OFFSET = /^([+-])(\d{2}):(\d{2})$/;
const MAX_OFFSET_MINUTES = 14 * 60;

/** `+03:00` → 180 minutes east of UTC; null when the text is no offset between −14:00 and +14:00. */
export function parseOffsetMinutes(text: string): number | null {
  const match = OFFSET.exec(text);
  if (!match) return null;
  const minutes = Number(match[2]) * 60 + Number(match[3]);
  if (Number(match[3]) > 59 || minutes > MAX_OFFSET_MINUTES) return null;
  return match[1] === '-' ? -minutes : minutes;
}
