import { namesSomething, wordsOf } from './columnNames.ts';
import type { Json } from './flatten.ts';

/** `9:00`, `09:00`, `09:00:00`, `9 AM`, `9:30pm` */
const CLOCK = /^(\d{1,2})(?::([0-5]\d))?(?::00)?\s*([ap])?(?:\.?m\.?)?$/i;
const PLAIN_HOUR = /^\d{1,2}$/;
const BETWEEN = /\s*(?:[-–—]|\bto\b)\s*/;
const LONGEST = 24;
const [NOON, LAST_HOUR] = [12, 24];

const two = (value: number): string => String(value).padStart(2, '0');

function clockText(text: string, mayBePlain: boolean): string | null {
  const match = CLOCK.exec(text);
  if (!match) return null;
  const [, hours = '', minutes, half] = match;
  if (minutes === undefined && half === undefined && !(mayBePlain && PLAIN_HOUR.test(text))) return null;
  const written = Number(hours);
  if (half !== undefined && (written < 1 || written > NOON)) return null;
  const hour = half === undefined ? written : (written % NOON) + (half.toLowerCase() === 'p' ? NOON : 0);
  return hour < LAST_HOUR || (hour === LAST_HOUR && Number(minutes ?? 0) === 0)
    ? `${two(hour)}:${minutes ?? '00'}`
    : null;
}

/**
 * A time of day, or the span of one, as `HH:MM` or `HH:MM–HH:MM`, so that texts in order are times in order; null for
 * anything else.
 * @param mayBePlain whether a number alone is an hour, as it is in a column of hours
 */
export function timeText(raw: Json, mayBePlain = false): string | null {
  if (typeof raw === 'number')
    return mayBePlain && Number.isInteger(raw) && raw >= 0 ? clockText(String(raw), true) : null;
  if (typeof raw !== 'string' || raw.length > LONGEST) return null;
  const parts = raw.trim().split(BETWEEN);
  if (parts.length > 2) return null;
  const clocks = parts.map((part) => clockText(part, mayBePlain));
  return clocks.every((clock) => clock !== null) ? clocks.join('–') : null;
}

const HOUR_WORDS: ReadonlySet<string> = new Set(['hour', 'hr', 'hod', 'slot', 'timeslot', 'interval']);
/** What may stand beside these; `sessions_per_hour` and `last_hour` are amounts. */
const BESIDE_HOUR: ReadonlySet<string> = new Set(
  'time of day start end from to begin peak quietest busiest created local period'.split(' '),
);
/** A number under these may be an hour or an amount: it is an hour where there is one row for each. */
const LOOSE_WORDS: ReadonlySet<string> = new Set(['time', 'hours', 'period']);
const LEAST_HOURS = 3;
const TWO_DIGITS = /^(?:[01]\d|2[0-3])$/;

const areDifferent = (values: readonly Json[]): boolean => new Set(values).size === values.length;

/** Whether texts are hours by themselves: two digits from 00 to 23, as nobody writes an amount. */
const arePadded = (values: readonly Json[]): boolean =>
  values.length > 1 &&
  values.every((value) => typeof value === 'string' && TWO_DIGITS.test(value)) &&
  values.some((value) => String(value).startsWith('0')) &&
  areDifferent(values);

/** Whether a column's values are hours of a day that do not say so one by one: `9`, `"09"`, `"09:00:00"`. */
export function holdsHours({ id, values }: { readonly id: string; readonly values: readonly Json[] }): boolean {
  if (values.length === 0) return false;
  const words = wordsOf(id);
  // A name may be that of an hour; codes and years are none.
  if (arePadded(values) && (words.at(-1) === 'name' || !namesSomething(id))) return true;
  const isNamed = words.some((word) => HOUR_WORDS.has(word));
  const isLoose = words.length === 1 && LOOSE_WORDS.has(words[0] ?? '');
  if (!isNamed && !isLoose) return false;
  if (isNamed && !words.every((word) => HOUR_WORDS.has(word) || BESIDE_HOUR.has(word))) return false;
  if (isLoose && (values.length < LEAST_HOURS || !areDifferent(values))) return false;
  return values.every((value) => timeText(value, true) !== null);
}
