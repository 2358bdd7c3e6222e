import type { Translate } from '../i18n.ts';
import { DAY_MS, HOUR_MS, MINUTE_MS, SECOND_MS } from '../../common/time.ts';

/** A piece of a value: digits are shown large, units small beside them. */
export interface ValuePart {
  readonly text: string;
  readonly kind: 'digits' | 'unit';
}

export interface Formats {
  /** A whole number: `12,345`. */
  count(value: number): string;
  /** At most one decimal: `62.5`. */
  decimal(value: number): string;
  /** One decimal always, so that a figure keeps its width from one refresh to the next; `0` and `100` go without. */
  serviceLevel(value: number): string;
  /** With its unit, for running text: `97 %`. */
  percent(value: number): string;
  /** Points with their sign: `+12`. */
  points(value: number): string;
  /** A duration in seconds as its two largest units: `15h49m`. */
  duration(seconds: number): readonly ValuePart[];
  /** A duration in seconds for running text: `2 min`, `1 min 30 s`. */
  span(seconds: number): string;
  /** An age or a short wait in milliseconds, in one unit: `52 s`, `3 min`. */
  age(milliseconds: number): string;
}

interface DurationUnit {
  readonly name: 'day' | 'hour' | 'minute' | 'second';
  readonly seconds: number;
}

const UNITS: readonly DurationUnit[] = [
  { name: 'day', seconds: DAY_MS / SECOND_MS },
  { name: 'hour', seconds: HOUR_MS / SECOND_MS },
  { name: 'minute', seconds: MINUTE_MS / SECOND_MS },
  { name: 'second', seconds: 1 },
];
const SECOND_UNIT: DurationUnit = { name: 'second', seconds: 1 };

/** Ages up to here are told in the smaller unit, since "75 s" says more than "1 min". */
const SECONDS_UNTIL_MS = 2 * MINUTE_MS;
const MINUTES_UNTIL_MS = 2 * HOUR_MS;
const HOURS_UNTIL_MS = 2 * DAY_MS;

/** The two largest units of a duration with their whole amounts, the second one absent for plain seconds. */
function split(seconds: number): readonly { readonly unit: DurationUnit; readonly amount: number }[] {
  const whole = Math.max(0, Math.floor(seconds));
  const first = UNITS.findIndex((unit) => whole >= unit.seconds);
  const major = UNITS[first] ?? SECOND_UNIT;
  const minor = first < 0 ? undefined : UNITS[first + 1];
  const rest = { unit: major, amount: Math.floor(whole / major.seconds) };
  return minor ? [rest, { unit: minor, amount: Math.floor((whole % major.seconds) / minor.seconds) }] : [rest];
}

/** Intl writes a hyphen for a minus; at eight metres only the real minus sign can be seen. */
const withRealMinus = (parts: readonly Intl.NumberFormatPart[]): string =>
  parts.map(({ type, value }) => (type === 'minusSign' ? '−' : value)).join('');

/** Numbers and durations in one locale. */
export function createFormats(locale: string, t: Translate): Formats {
  const counts = new Intl.NumberFormat(locale, { maximumFractionDigits: 0 });
  const decimals = new Intl.NumberFormat(locale, { maximumFractionDigits: 1 });
  const oneDecimal = new Intl.NumberFormat(locale, { minimumFractionDigits: 1, maximumFractionDigits: 1 });
  const signed = new Intl.NumberFormat(locale, { maximumFractionDigits: 1, signDisplay: 'exceptZero' });
  const padded = new Intl.NumberFormat(locale, { minimumIntegerDigits: 2, useGrouping: false });
  const count = (value: number): string => counts.format(value);
  const inUnit = (unit: DurationUnit['name'], n: number): string => t(`span.${unit}`, { n: count(n) });

  return {
    count,
    decimal: (value) => withRealMinus(decimals.formatToParts(value)),
    serviceLevel: (value) => (value === 0 || value === 100 ? decimals : oneDecimal).format(value),
    percent: (value) => t('value.percent', { n: decimals.format(value) }),
    points: (value) => withRealMinus(signed.formatToParts(value)),
    duration: (seconds) =>
      split(seconds).flatMap(({ unit, amount }, index): ValuePart[] => [
        { text: index === 0 ? count(amount) : padded.format(amount), kind: 'digits' },
        { text: t(`unit.${unit.name}`), kind: 'unit' },
      ]),
    span: (seconds) =>
      split(seconds)
        .filter(({ amount }, index) => index === 0 || amount > 0)
        .map(({ unit, amount }) => inUnit(unit.name, amount))
        .join(' '),
    age: (milliseconds) => {
      const age = Math.max(0, milliseconds);
      if (age < SECONDS_UNTIL_MS) return inUnit('second', Math.floor(age / SECOND_MS));
      if (age < MINUTES_UNTIL_MS) return inUnit('minute', Math.floor(age / MINUTE_MS));
      if (age < HOURS_UNTIL_MS) return inUnit('hour', Math.floor(age / HOUR_MS));
      return inUnit('day', Math.floor(age / DAY_MS));
    },
  };
}
