import type { Json } from './flatten.ts';
import { numberOf, readsAs, type Reads } from './readValue.ts';

/** What the values of a column read as, each by itself. */
export interface Tally {
  readonly counts: Record<Reads, number>;
  /** Of the values that are numbers. */
  least: number;
  most: number;
  /** Of those that are not zero. */
  leastButZero: number;
}

export const newTally = (): Tally => ({
  counts: {
    none: 0,
    number: 0,
    percentText: 0,
    duration: 0,
    date: 0,
    time: 0,
    boolean: 0,
    nested: 0,
    text: 0,
  },
  least: Infinity,
  most: -Infinity,
  leastButZero: Infinity,
});

/** Counts one more value. */
export function count(tally: Tally, value: Json): void {
  const reads = readsAs(value);
  tally.counts[reads] += 1;
  const number = reads === 'number' ? numberOf(value) : null;
  if (number === null) return;
  tally.least = Math.min(tally.least, number);
  tally.most = Math.max(tally.most, number);
  if (number !== 0) tally.leastButZero = Math.min(tally.leastButZero, number);
}
