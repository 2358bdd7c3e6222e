/**
 * What a number says besides its size, such as the status it stands for. A rounded number that said something else would be
 * a false one: `80.0 %` beside "Watch" where the target is 80.
 */
export type Says = (value: number) => unknown;

/** Nothing depends on the number. */
export const SAYS_NOTHING: Says = () => null;
/** For limits and targets: a rounded one would be another one. */
export const SAYS_ITSELF: Says = (value) => value;

/** A double has no more decimals than these that anybody could write down. */
const MOST_DECIMALS = 15;

/** Values that are written only when they are meant: a share of 0 % is none, one of 100 % is all. */
const SHARE_ENDS = [0, 100] as const;
const POINT_ENDS = [-100, 0, 100] as const;
const NONE = [0] as const;
const ENDS = { share: SHARE_ENDS, points: POINT_ENDS, amount: NONE } as const;

/** What kind of number is rounded: a share in percent, points from −100 to 100, or anything else. */
export type NumberKind = keyof typeof ENDS;

/** The first of some roundings, the coarsest first, that says what the number itself says. */
function firstTrue(value: number, roundings: Iterable<number>, ends: readonly number[], says: Says): number {
  const told = says(value);
  const isEnd = ends.includes(value);
  for (const rounded of roundings)
    if (Object.is(says(rounded), told) && ends.includes(rounded) === isEnd) return rounded;
  return value;
}

function* decimals(value: number, least: number): Generator<number> {
  for (let places = least; places <= MOST_DECIMALS; places += 1) yield Number(value.toFixed(places));
}

/**
 * A number as it is shown: with as few decimals as it can have without saying something else than the number itself.
 * @param places decimals where nothing speaks against them
 */
export function roundedNumber(value: number, places: number, kind: NumberKind, says: Says = SAYS_NOTHING): number {
  // A zero has no sign.
  return firstTrue(value, decimals(value, places), ENDS[kind], says) + 0;
}

/** Units of a duration in seconds, the largest first. */
export const DURATION_UNITS = [86_400, 3600, 60, 1] as const;
/** A duration is shown in its two largest units. */
const UNITS_SHOWN = 2;

/** The place of a duration's largest unit. */
export function largestUnit(seconds: number): number {
  const found = DURATION_UNITS.findIndex((unit) => seconds >= unit);
  return found < 0 ? DURATION_UNITS.length - 1 : found;
}

function* cuts(seconds: number): Generator<number> {
  const finest = DURATION_UNITS.length - 1;
  const shown = Math.min(finest, largestUnit(seconds) + UNITS_SHOWN - 1);
  for (const unit of DURATION_UNITS.slice(shown)) yield Math.floor(seconds / unit) * unit;
  yield* decimals(seconds, 1);
}

/**
 * A duration as it is shown: cut to its two largest units, as a clock is read, and only as much finer as it takes to say what
 * the duration itself says.
 */
export const roundedDuration = (seconds: number, says: Says = SAYS_NOTHING): number =>
  firstTrue(seconds, cuts(Math.max(0, seconds)), NONE, says);
