/** Values as the API writes them (API page, "Response"). */

const two = (value: number): string => String(value).padStart(2, '0');

/** Seconds → `DD HH:MM:SS`, rounded to a whole second. */
export function durationText(seconds: number): string {
  const whole = Math.round(seconds);
  const days = Math.floor(whole / 86_400);
  const rest = whole % 86_400;
  return `${two(days)} ${two(Math.floor(rest / 3600))}:${two(Math.floor((rest % 3600) / 60))}:${two(rest % 60)}`;
}

/** Seconds since 1970 UTC → `2026-01-15T10:30:00.000000Z`. */
export const dateText = (timeS: number): string => `${new Date(timeS * 1000).toISOString().slice(0, 20)}000000Z`;

/** `10` → `10:00`. */
export const hourText = (hour: number): string => `${two(hour)}:00`;

/** A part of a whole as 0–100 with one decimal; null when there is no whole. */
export const percentOf = (part: number, whole: number): number | null =>
  whole > 0 ? Math.round((part / whole) * 1000) / 10 : null;

/** The mean as `DD HH:MM:SS`; `-` when nothing was measured. */
export const meanText = (sum: number, count: number): string => (count > 0 ? durationText(sum / count) : '-');
