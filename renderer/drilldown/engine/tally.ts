import type { Json } from './flatten.ts';
import { isEmptyValue, isNoMoment } from './noValue.ts';
import { hasSeconds, numberOf, readsAs, type Reads } from './readValue.ts';

/** What the values of a column read as, each by itself. */
export interface Tally {
  readonly counts: Record<Reads, number>;
  /** Of the values that are numbers. */
  least: number;
  most: number;
  /** Whether all numbers are whole. */
  whole: boolean;
  /** The first and the last of the numbers that can be moments, */
  firstMoment: number;
  lastMoment: number;
  /** and how many cannot, such as 0 and −1. */
  noMoments: number;
  /** `false`, `[]` and `{}`. */
  empties: number;
  /** Texts that read as nothing else: those without a digit, and those that look like a code. */
  words: number;
  codes: number;
  /** Times of day that have seconds, as durations of whole minutes do: `00:05:00`. */
  timesWithSeconds: number;
}

export const newTally = (): Tally => ({
  counts: { none: 0, number: 0, percentText: 0, duration: 0, date: 0, time: 0, boolean: 0, nested: 0, text: 0 },
  least: Infinity,
  most: -Infinity,
  whole: true,
  firstMoment: Infinity,
  lastMoment: -Infinity,
  noMoments: 0,
  empties: 0,
  words: 0,
  codes: 0,
  timesWithSeconds: 0,
});

/** `007`, `+966…`, `A17`, `MAR1`, `1-2`, `5/7`, and more digits than a number keeps. */
const CODE = /^[+-]?0\d|^\+\d|\p{L}\d|\d\p{L}|\d[-/]\d|\d{16}/u;

function countNumber(tally: Tally, number: number): void {
  tally.least = Math.min(tally.least, number);
  tally.most = Math.max(tally.most, number);
  tally.whole &&= Number.isInteger(number);
  if (isNoMoment(number)) {
    tally.noMoments += 1;
    return;
  }
  tally.firstMoment = Math.min(tally.firstMoment, number);
  tally.lastMoment = Math.max(tally.lastMoment, number);
}

/** Counts one more value. */
export function count(tally: Tally, value: Json): void {
  const reads = readsAs(value);
  tally.counts[reads] += 1;
  const number = reads === 'number' ? numberOf(value) : null;
  if (number !== null) countNumber(tally, number);
  else if (isEmptyValue(value)) tally.empties += 1;
  else if (typeof value !== 'string') return;
  else if (reads === 'time') tally.timesWithSeconds += Number(hasSeconds(value));
  else if (reads !== 'text') return;
  else if (CODE.test(value.trim())) tally.codes += 1;
  else if (!/\d/.test(value)) tally.words += 1;
}
