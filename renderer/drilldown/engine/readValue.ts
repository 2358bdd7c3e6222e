import { clockSeconds } from '../../../common/wire.ts';
import { MINUTE_MS, SECOND_MS } from '../../../common/time.ts';
import { zoneClock, type ZoneClock } from '../../../common/zone.ts';
import type { Json } from './flatten.ts';
import { withoutEntities } from './entities.ts';
import { timeText } from './hours.ts';
import { isNoMoment, standsForNone } from './noValue.ts';

/** What a value reads as by itself, before its column is known; `none` is a text that stands for no value. */
export type Reads = 'none' | 'number' | 'percentText' | 'duration' | 'date' | 'time' | 'boolean' | 'nested' | 'text';

const UTC = zoneClock('+00:00');
const LONGEST_READABLE = 40;
/** ISO 8601, with a space or the name of the zone too, as `2026-01-15 08:03:57 +0000 UTC`. */
const DATE =
  /^(\d{4})[-/](\d{2})[-/](\d{2})(?:[Tt ](\d{2}):(\d{2})(?::(\d{2})(?:[.,](\d{1,9}))?)? ?([Zz]|UTC|[+-]\d{2}(?::?\d{2})?)?(?: UTC)?)?$/;
/** Two parts are a time of day, or may be: a duration has its seconds. */
const HAS_SECONDS = /:\d\d:\d\d/;
/** `1E5` without a decimal point is a code that looks like a power of ten. */
const PLAIN_NUMBER = /^[+-]?(\d+|\d*\.\d+([eE][+-]?\d{1,3})?)$/;
const PERCENT = /^([+-]?\d{1,9}(?:\.\d{1,9})?)[ \u00a0]?%$/;
/** Leading zeros and a leading plus are part of a code or a phone number: as a number they would be lost. */
const CODE_LIKE = /^(\+|-?0\d)/;
/** Longer runs of digits are keys too, and do not fit a number anyway. */
const MOST_DIGITS = 15;

/** A number, or a text that is one and loses nothing by it. */
export function numberOf(raw: Json): number | null {
  if (typeof raw === 'string' && (CODE_LIKE.test(raw.trim()) || raw.replace(/\D/g, '').length > MOST_DIGITS))
    return null;
  const number =
    typeof raw === 'number' ? raw : typeof raw === 'string' && PLAIN_NUMBER.test(raw.trim()) ? Number(raw) : NaN;
  return Number.isFinite(number) ? number : null;
}

/** `12.5 %` → 12.5 */
export function percentOf(raw: Json): number | null {
  const match = typeof raw === 'string' && raw.length <= LONGEST_READABLE ? PERCENT.exec(raw.trim()) : null;
  return match ? Number(match[1]) : null;
}

/** Whether a text has seconds as clocks have them. */
export const hasSeconds = (text: string): boolean => HAS_SECONDS.test(text);

/** `DD HH:MM:SS` of the API, or `HH:MM:SS`, in seconds. */
export function durationOf(raw: Json): number | null {
  return typeof raw === 'string' && hasSeconds(raw) ? clockSeconds(raw) : null;
}

const HOURS_MINUTES = /^(\d{1,4}):([0-5]\d)$/;

/** `H:MM` in seconds, in a column of durations; elsewhere it is a time of day. */
export function minutesDurationOf(raw: Json): number | null {
  const match = typeof raw === 'string' && raw.length <= LONGEST_READABLE ? HOURS_MINUTES.exec(raw.trim()) : null;
  return match ? (Number(match[1]) * 60 + Number(match[2])) * 60 : null;
}

function zoneMinutes(zone: string): number {
  const hours = Number(zone.slice(1, 3));
  const minutes = Number(zone.slice(3).replace(':', '') || '0');
  return (zone.startsWith('-') ? -1 : 1) * (hours * 60 + minutes);
}

/**
 * An ISO 8601 date in milliseconds since 1970 UTC; microseconds are cut off. Without a zone it is UTC, as the API's are;
 * a calendar day without a time begins at midnight in the board's zone.
 * @param zone the board's clock
 */
export function dateOf(raw: Json, zone: ZoneClock): number | null {
  if (typeof raw !== 'string' || raw.length < 10 || raw.length > LONGEST_READABLE) return null;
  const match = standsForNone(raw) ? null : DATE.exec(raw);
  if (!match) return null;
  const [year, month, day] = [Number(match[1]), Number(match[2]), Number(match[3])];
  const [hour, minute, second] = [Number(match[4] ?? 0), Number(match[5] ?? 0), Number(match[6] ?? 0)];
  if (month < 1 || month > 12 || day < 1 || hour > 23 || minute > 59 || second > 59 || year < 100) return null;
  const millisecond = Number((match[7] ?? '').slice(0, 3).padEnd(3, '0'));
  if (day > 28 && new Date(Date.UTC(year, month - 1, day)).getUTCDate() !== day) return null;
  const utc = Date.UTC(year, month - 1, day, hour, minute, second, millisecond);
  if (match[4] === undefined) return zone.atLocal(utc);
  const said = match[8];
  return said === undefined || /^[a-z]/i.test(said) ? utc : utc - zoneMinutes(said) * MINUTE_MS;
}

/** Greater numbers count in a thousandth of the unit of those below: seconds, then milli-, then microseconds. */
const [MOST_SECONDS, MOST_MILLISECONDS] = [1e11, 1e14];

/** A number of seconds, milliseconds or microseconds since 1970 UTC in milliseconds. */
export function epochMs(number: number): number {
  const size = Math.abs(number);
  if (size < MOST_SECONDS) return number * SECOND_MS;
  return size < MOST_MILLISECONDS ? number : number / SECOND_MS;
}

/** A moment in a column of moments: a date as text, or a number since 1970. */
export function momentOf(raw: Json, zone: ZoneClock): number | null {
  const number = numberOf(raw);
  if (number === null) return dateOf(raw, zone);
  return isNoMoment(number) ? null : epochMs(number);
}

/** `true` and `false`, also as texts. */
export function booleanOf(raw: Json): boolean | null {
  if (typeof raw === 'boolean') return raw;
  return raw === 'true' ? true : raw === 'false' ? false : null;
}

function readsText(text: string): Reads {
  if (text.length > LONGEST_READABLE) return 'text';
  const trimmed = withoutEntities(text).trim();
  if (standsForNone(trimmed)) return 'none';
  if (trimmed === 'true' || trimmed === 'false') return 'boolean';
  if (!/^[\d+.-]/.test(trimmed)) return 'text';
  if (timeText(trimmed) !== null) return 'time';
  if (dateOf(text, UTC) !== null) return 'date';
  if (numberOf(text) !== null) return 'number';
  if (durationOf(text) !== null) return 'duration';
  return percentOf(text) === null ? 'text' : 'percentText';
}

/** What one value reads as. */
export function readsAs(value: Json): Reads {
  if (value === null) return 'none';
  if (typeof value === 'string') return readsText(value);
  if (typeof value === 'number') return Number.isFinite(value) ? 'number' : 'none';
  return typeof value === 'boolean' ? 'boolean' : 'nested';
}
