import { plainMinus, westernDigits } from './digits.ts';
import { HOURS_A_DAY } from './time.ts';

/**
 * Values as the Experia API writes them, or as other back ends are known to write the same, read once at the edge. Only what
 * can mean nothing, or two things, is refused.
 * Every reader returns one of three: a value, `none` (the API has no value: shown as a dash, never as 0), or `invalid`
 * (a known field of the wrong shape: that one tile loses its value, the snapshot goes on).
 */
export type WireValue<T> =
  { readonly kind: 'value'; readonly value: T } | { readonly kind: 'none' } | { readonly kind: 'invalid' };

const NONE = { kind: 'none' } as const;
const INVALID = { kind: 'invalid' } as const;

/** No number, duration or time of day is longer than this. */
const LONGEST = 60;

/** `DD HH:MM:SS` (API page), `HH:MM:SS` with any number of hours, and `H:MM`, hours and minutes. */
const DURATION = /^(?:(\d{1,6}) +)?(\d{1,7}):([0-5]\d)(?::([0-5]\d(?:\.\d{1,9})?))?$/;
const DECIMAL = /^[+-]?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d{1,3})?$/;
const TIME = /^(\d{1,2}):([0-5]\d)(?::[0-5]\d)?$/;

/** Digits in groups of three, which no decimal number looks like: `1,234,567`, `1,234.5`, `1.234,5`, `1 234`, `1'234`. */
const GROUPED = [
  { shape: /^[+-]?\d{1,3}(,\d{3}){2,}(\.\d+)?$|^[+-]?\d{1,3}(,\d{3})+\.\d+$/, group: /,/g },
  { shape: /^[+-]?\d{1,3}(\.\d{3}){2,}(,\d+)?$|^[+-]?\d{1,3}(\.\d{3})+,\d+$/, group: /\./g },
  { shape: /^[+-]?\d{1,3}([ \u00a0\u202f'’]\d{3})+([.,]\d+)?$/, group: /[ \u00a0\u202f'’]/g },
] as const;
/** One comma before one, two, or more than three digits separates decimals; before three it may be either. */
const COMMA_DECIMALS = /^([+-]?\d+),(\d{1,2}|\d{4,})$/;
/** The same comma in a number that has no decimals. */
const ONE_GROUP = /^([+-]?\d{1,3}),(\d{3})$/;

/** Texts that mean "no value" wherever a number, a duration or a time of day is due. */
const isNone = (raw: unknown): boolean =>
  raw === null ||
  raw === undefined ||
  (typeof raw === 'number' && Number.isNaN(raw)) ||
  (typeof raw === 'string' && ['', '-', 'nan'].includes(raw.trim().toLowerCase()));

/** A text in the digits and signs of this file: Arabic ones are read too. */
const plainText = (raw: string): string =>
  plainMinus(westernDigits(raw)).replaceAll('٫', '.').replaceAll('٬', ',').replaceAll('٪', '%').trim();

/** A number as text, with its separators told apart; null when it is none, or may be two. */
function decimalOf(text: string, isWhole: boolean): number | null {
  const grouped = GROUPED.find(({ shape }) => shape.test(text));
  const single = isWhole ? text.replace(ONE_GROUP, '$1$2') : text;
  const plain = (grouped ? text.replace(grouped.group, '').replace(',', '.') : single).replace(COMMA_DECIMALS, '$1.$2');
  return DECIMAL.test(plain) ? Number(plain) : null;
}

export interface NumberRange {
  readonly min: number;
  readonly max: number;
  /** True where decimals are nonsense, so that one comma can only separate thousands. */
  readonly whole?: boolean;
}

/** A finite number between `min` and `max` inclusive, also as text, with a percent sign or separators of thousands. */
export function readNumber(raw: unknown, { min, max, whole = false }: NumberRange): WireValue<number> {
  if (isNone(raw)) return NONE;
  const isText = typeof raw === 'string' && raw.length <= LONGEST;
  const text = isText ? plainText(raw).replace(/\s*%$/, '') : '';
  const value = typeof raw === 'number' ? raw : isText ? decimalOf(text, whole) : null;
  if (value === null || !Number.isFinite(value) || value < min || value > max) return INVALID;
  return whole && !Number.isInteger(value) ? INVALID : { kind: 'value', value };
}

/** A duration that is written with colons (`"00 15:49:32"` → 56,972), in seconds; null when a text is none. */
export function clockSeconds(text: string): number | null {
  const match = text.length <= LONGEST ? DURATION.exec(plainText(text)) : null;
  if (!match) return null;
  const [days, hours, minutes, seconds] = match.slice(1).map((part) => Number(part ?? 0));
  return (((days ?? 0) * HOURS_A_DAY + (hours ?? 0)) * 60 + (minutes ?? 0)) * 60 + (seconds ?? 0);
}

/** Longer than any contact centre has existed, in seconds. */
const MAX_SECONDS = 1e11;

/** A duration in seconds: written with colons, or as a number of seconds. */
export function readDuration(raw: unknown): WireValue<number> {
  const clock = typeof raw === 'string' ? clockSeconds(raw) : null;
  return clock === null ? readNumber(raw, { min: 0, max: MAX_SECONDS }) : { kind: 'value', value: clock };
}

/** A time of day as `HH:MM`, in the `timezoneOffset` that was sent; `9:00`, seconds and whole hours are read too. */
export function readTimeOfDay(raw: unknown): WireValue<string> {
  if (isNone(raw)) return NONE;
  const text =
    typeof raw === 'string' && raw.length <= LONGEST ? plainText(raw) : typeof raw === 'number' ? String(raw) : '';
  const [, hour, minute = '00'] = TIME.exec(text) ?? /^(\d{1,2})$/.exec(text) ?? [];
  if (hour === undefined || Number(hour) >= HOURS_A_DAY) return INVALID;
  return { kind: 'value', value: `${hour.padStart(2, '0')}:${minute}` };
}
