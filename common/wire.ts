import { TIME_OF_DAY } from './time.ts';

/**
 * Values as the Experia API writes them, read once at the edge (API page, dashboard summary; METRICS rules).
 * Every reader returns one of three: a value, `none` (the API has no value: shown as a dash, never as 0), or `invalid`
 * (a known field of the wrong shape: that one tile loses its value, the snapshot goes on).
 */
export type WireValue<T> =
  { readonly kind: 'value'; readonly value: T } | { readonly kind: 'none' } | { readonly kind: 'invalid' };

const NONE = { kind: 'none' } as const;
const INVALID = { kind: 'invalid' } as const;

const DURATION = /^(\d{1,5}) ([01]\d|2[0-3]):([0-5]\d):([0-5]\d)$/;
const DECIMAL = /^[+-]?(\d+(\.\d+)?|\.\d+)([eE][+-]?\d{1,3})?$/;

/** Texts that mean "no value" wherever a number, a duration or a time of day is due. */
const isNone = (raw: unknown): boolean =>
  raw === null ||
  raw === undefined ||
  (typeof raw === 'number' && Number.isNaN(raw)) ||
  (typeof raw === 'string' && ['', '-', 'nan'].includes(raw.trim().toLowerCase()));

/** `DD HH:MM:SS` → whole seconds (`"00 15:49:32"` → 56,972). */
export function readDuration(raw: unknown): WireValue<number> {
  if (isNone(raw)) return NONE;
  const match = typeof raw === 'string' ? DURATION.exec(raw.trim()) : null;
  if (!match) return INVALID;
  const [days, hours, minutes, seconds] = match.slice(1).map(Number) as [number, number, number, number];
  return { kind: 'value', value: ((days * 24 + hours) * 60 + minutes) * 60 + seconds };
}

/** A finite number, or a numeric string, between `min` and `max` inclusive. */
export function readNumber(raw: unknown, { min, max }: { min: number; max: number }): WireValue<number> {
  if (isNone(raw)) return NONE;
  const value = typeof raw === 'number' ? raw : typeof raw === 'string' && DECIMAL.test(raw.trim()) ? Number(raw) : NaN;
  return Number.isFinite(value) && value >= min && value <= max ? { kind: 'value', value } : INVALID;
}

/** `HH:MM` in the `timezoneOffset` that was sent, returned as written. */
export function readTimeOfDay(raw: unknown): WireValue<string> {
  if (isNone(raw)) return NONE;
  const text = typeof raw === 'string' ? raw.trim() : '';
  return TIME_OF_DAY.test(text) ? { kind: 'value', value: text } : INVALID;
}
