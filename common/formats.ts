import { DURATION_UNITS, largestUnit, roundedDuration, roundedNumber, type Says } from './rounding.ts';
import { DAY_MS, HOUR_MS, MINUTE_MS, SECOND_MS } from './time.ts';

/** A piece of a value: digits are shown large, units small beside them. */
export interface ValuePart {
  readonly text: string;
  readonly kind: 'digits' | 'unit';
}

/**
 * Numbers and durations as they are shown. `says` is what a number stands for besides its size, such as its status: it is
 * shown finely enough to say the same (see `common/rounding.ts`).
 */
export interface Formats {
  /** A whole number: `12,345`. */
  count(value: number): string;
  /** Any number, with at most two decimals: `4.25`. */
  decimal(value: number, says?: Says): string;
  /** A share in percent without its unit, with at most one decimal: `62.5`. */
  share(value: number, says?: Says): string;
  /** A share with one decimal always, so that it keeps its width from one refresh to the next; `0` and `100` go without. */
  serviceLevel(value: number, says?: Says): string;
  /** A share with its unit, for running text: `97 %`. */
  percent(value: number, says?: Says): string;
  /** Points with their sign: `+12`. */
  points(value: number, says?: Says): string;
  /** A figure's duration in seconds as its two largest units: `15h 49m`. */
  duration(seconds: number, says?: Says): readonly ValuePart[];
  /** The same as text. */
  durationText(seconds: number, says?: Says): string;
  /** A limit or a wait in seconds, to its last second, in words: `2 min`, `1 min 30 s`. */
  span(seconds: number): string;
  /** An age or a short wait in milliseconds, in one unit: `52 s`, `3 min`. */
  age(milliseconds: number): string;
}

const UNIT_NAMES = ['day', 'hour', 'minute', 'second'] as const;
export type UnitName = (typeof UNIT_NAMES)[number];

/** The words between numbers. */
export interface FormatWords {
  /** Small beside large digits: `m`. */
  unit(name: UnitName): string;
  /** In running text: `2 min`. */
  inUnit(name: UnitName, n: string): string;
  /** `97 %` */
  percent(n: string): string;
}

/** Ages up to here are told in the smaller unit, since "75 s" says more than "1 min". */
const SECONDS_UNTIL_MS = 2 * MINUTE_MS;
const MINUTES_UNTIL_MS = 2 * HOUR_MS;
const HOURS_UNTIL_MS = 2 * DAY_MS;

/** More than any rounding leaves: it has been done before. */
const ALL_DECIMALS = 15;
const NBSP = '\u00a0';

interface DurationPart {
  readonly unit: UnitName;
  readonly amount: number;
}

/** A duration in all its units from the largest one it has to seconds, which alone may have decimals. */
function unitsOf(seconds: number): readonly DurationPart[] {
  const whole = Math.floor(seconds);
  const fraction = Number((seconds - whole).toFixed(ALL_DECIMALS - String(whole).length));
  let rest = whole;
  return UNIT_NAMES.map((unit, place) => {
    const size = DURATION_UNITS[place] ?? 1;
    const amount = Math.floor(rest / size);
    rest -= amount * size;
    return { unit, amount: unit === 'second' ? amount + fraction : amount };
  }).slice(largestUnit(seconds));
}

/** The first two units, and of the others as many as there is something in. */
function unitsShown(seconds: number): readonly DurationPart[] {
  const units = unitsOf(seconds);
  return units.slice(0, Math.max(2, units.findLastIndex(({ amount }) => amount > 0) + 1));
}

/** Intl writes a hyphen for a minus; at eight metres only the real minus sign can be seen. */
const withRealMinus = (parts: readonly Intl.NumberFormatPart[]): string =>
  parts.map(({ type, value }) => (type === 'minusSign' ? '−' : value)).join('');

/** Numbers and durations in one locale. */
export function createFormats(locale: string, words: FormatWords): Formats {
  const counts = new Intl.NumberFormat(locale, { maximumFractionDigits: 0 });
  const all = { maximumFractionDigits: ALL_DECIMALS } as const;
  const numbers = new Intl.NumberFormat(locale, all);
  const oneDecimal = new Intl.NumberFormat(locale, { ...all, minimumFractionDigits: 1 });
  const signed = new Intl.NumberFormat(locale, { ...all, signDisplay: 'exceptZero' });
  const padded = new Intl.NumberFormat(locale, { ...all, minimumIntegerDigits: 2, useGrouping: false });
  const count = (value: number): string => counts.format(value);
  const inUnit = (unit: UnitName, n: number): string => words.inUnit(unit, numbers.format(n));
  const share = (value: number, says?: Says): string =>
    withRealMinus(numbers.formatToParts(roundedNumber(value, 1, 'share', says)));

  function duration(seconds: number, says?: Says): readonly ValuePart[] {
    const units = unitsShown(roundedDuration(seconds, says));
    return units.flatMap(({ unit, amount }, index): ValuePart[] => [
      { text: index === 0 ? numbers.format(amount) : padded.format(amount), kind: 'digits' },
      { text: words.unit(unit) + (index < units.length - 1 ? NBSP : ''), kind: 'unit' },
    ]);
  }

  return {
    count,
    decimal: (value, says) => withRealMinus(numbers.formatToParts(roundedNumber(value, 2, 'amount', says))),
    share,
    serviceLevel(value, says) {
      const rounded = roundedNumber(value, 1, 'share', says);
      return (rounded === 0 || rounded === 100 ? numbers : oneDecimal).format(rounded);
    },
    percent: (value, says) => words.percent(share(value, says)),
    points: (value, says) => withRealMinus(signed.formatToParts(roundedNumber(value, 1, 'points', says))),
    duration,
    durationText: (seconds, says) =>
      duration(seconds, says)
        .map(({ text }) => text)
        .join(''),
    span(seconds) {
      const units = unitsOf(Math.max(0, seconds));
      const some = units.filter(({ amount }) => amount > 0);
      return (some.length > 0 ? some : units).map(({ unit, amount }) => inUnit(unit, amount)).join(' ');
    },
    age: (milliseconds) => {
      const age = Math.max(0, milliseconds);
      if (age < SECONDS_UNTIL_MS) return inUnit('second', Math.floor(age / SECOND_MS));
      if (age < MINUTES_UNTIL_MS) return inUnit('minute', Math.floor(age / MINUTE_MS));
      if (age < HOURS_UNTIL_MS) return inUnit('hour', Math.floor(age / HOUR_MS));
      return inUnit('day', Math.floor(age / DAY_MS));
    },
  };
}
