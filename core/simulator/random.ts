/** A small seeded generator, so that the same seed always makes the same contact centre. */
export interface Dice {
  /** A number in [0, 1). */
  next(): number;
  /** True with the given probability. */
  chance(probability: number): boolean;
  /** A whole number from `least` to `most`, both included. */
  whole(least: number, most: number): number;
  /** An exponentially distributed number with the given mean, cut off at `most`. */
  exponential(mean: number, most: number): number;
  /** A log-normally distributed number, cut off at `most`: many small values and a long tail. */
  logNormal(shape: { median: number; sigma: number; most: number }): number;
}

/** Mixes whole numbers into one 32-bit number (FNV-1a over words with a final avalanche). */
export function mix(...parts: readonly number[]): number {
  let hash = 0x811c9dc5;
  for (const part of parts) {
    hash = Math.imul(hash ^ (part | 0), 0x01000193);
    hash = Math.imul(hash ^ (hash >>> 15), 0x2c1b3c6d);
  }
  hash = Math.imul(hash ^ (hash >>> 13), 0x297a2d39);
  return (hash ^ (hash >>> 16)) >>> 0;
}

/** mulberry32, public domain. */
function mulberry32(seed: number): () => number {
  let state = seed | 0;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}

export function makeDice(seed: number): Dice {
  const next = mulberry32(seed);
  const normal = (): number => Math.sqrt(-2 * Math.log(1 - next())) * Math.cos(2 * Math.PI * next());
  return {
    next,
    chance: (probability) => next() < probability,
    whole: (least, most) => least + Math.floor(next() * (most - least + 1)),
    exponential: (mean, most) => Math.min(most, -mean * Math.log(1 - next())),
    logNormal: ({ median, sigma, most }) => Math.min(most, median * Math.exp(sigma * normal())),
  };
}

/** Turns weights into a function that maps a number in [0, 1) to an index, the heavier the likelier. */
export function weighted(weights: readonly number[]): (roll: number) => number {
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  const bounds: number[] = [];
  weights.reduce((sum, weight) => {
    bounds.push((sum + weight) / total);
    return sum + weight;
  }, 0);
  return (roll) => {
    const index = bounds.findIndex((bound) => roll < bound);
    return index < 0 ? weights.length - 1 : index;
  };
}
