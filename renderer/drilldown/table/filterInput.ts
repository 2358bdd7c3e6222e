import { westernDigits } from '../../../common/digits.ts';
import { zoneClock } from '../../../common/zone.ts';

const DAY_S = 24 * 3600;
const HOUR_S = 3600;
const MINUTE_S = 60;

const SECONDS_OF: Readonly<Record<string, number>> = { d: DAY_S, h: HOUR_S, m: MINUTE_S, s: 1 };
const PARTS = /^(?:\d+(?:\.\d+)?\s*(?:d|h|m|s)[a-z]*\s*)+$/i;
const PART = /(\d+(?:\.\d+)?)\s*(d|h|m|s)[a-z]*/gi;
const CLOCK = /^(\d+):([0-5]?\d)(?::([0-5]?\d))?$/;
const PLAIN = /^\d+(\.\d+)?$/;

/**
 * Seconds from what people write for a duration: `2:30` (minutes and seconds), `1:02:30`, `90`, `2 min`, `1h 30m`.
 * Null when it is none.
 */
export function parseDuration(text: string): number | null {
  const trimmed = westernDigits(text).trim();
  if (PLAIN.test(trimmed)) return Number(trimmed);
  const clock = CLOCK.exec(trimmed);
  if (clock) {
    const [first, second, third] = [Number(clock[1]), Number(clock[2]), clock[3]];
    return third === undefined ? first * MINUTE_S + second : first * HOUR_S + second * MINUTE_S + Number(third);
  }
  if (!PARTS.test(trimmed)) return null;
  let seconds = 0;
  for (const [, amount, unit] of trimmed.matchAll(PART))
    seconds += Number(amount) * (SECONDS_OF[(unit ?? '').toLowerCase()] ?? 0);
  return seconds;
}

/** A number as it is written in a locale, with or without its separators; null when it is none. */
export function parseNumber(text: string, locale: string): number | null {
  const parts = new Intl.NumberFormat(locale).formatToParts(-12_345.6);
  const sign = (type: Intl.NumberFormatPartTypes): string => parts.find((part) => part.type === type)?.value ?? '';
  const plain = westernDigits(text)
    .replace(/[\s\u200e\u200f\u061c%]/g, '')
    .replaceAll(sign('group') || ',', '')
    .replace(sign('decimal') || '.', '.')
    .replace(/^[−\u2212]/, '-');
  return /^-?(\d+\.?\d*|\.\d+)$/.test(plain) ? Number(plain) : null;
}

/** Length of `YYYY-MM-DDTHH:MM`. */
const MINUTES_LENGTH = 16;

/**
 * Milliseconds since 1970 UTC of a `YYYY-MM-DDTHH:MM` that is meant in the board's timezone.
 * Null when it is none.
 * @param timezone the board's, such as `Africa/Cairo` or `+03:00`
 */
export function parseMoment(text: string, timezone: string): number | null {
  const localMs = Date.parse(`${text}Z`);
  return Number.isFinite(localMs) ? zoneClock(timezone).atLocal(localMs) : null;
}

/** A moment as a field for date and time holds it, in the board's timezone. */
export const momentInput = (atMs: number, timezone: string): string =>
  new Date(atMs + zoneClock(timezone).offsetMs(atMs)).toISOString().slice(0, MINUTES_LENGTH);
