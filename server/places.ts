/** Somebody who takes up a place. */
export interface Occupant {
  readonly address: string;
  readonly screenId: string;
  /** When the name of the screen was given out; the older, the sooner it has a place. */
  readonly sinceMs: number;
}

export interface PlaceLimits {
  readonly screens: number;
  readonly screensPerAddress: number;
}

/** Windows that one name stands for. Beyond that it counts as a new one, lest one old name be worth any number of places. */
const MOST_OF_ONE_NAME = 8;

/**
 * Who has to go so that a newcomer has a place: `null` nobody, `full` when the newcomer has to.
 *
 * When all places are taken, those of an address or all together, an older name takes that of the youngest one. So nobody can
 * shut out walls that have been here before, from however many addresses; places do not have to be kept free for them.
 */
export function whoYields<T extends Occupant>(
  taken: readonly T[],
  newcomer: Occupant,
  { screens, screensPerAddress }: PlaceLimits,
): T | 'full' | null {
  const isFromThere = ({ address }: Occupant): boolean => address === newcomer.address;
  const fromThere = taken.filter(isFromThere);
  const isAddressFull = fromThere.length >= screensPerAddress;
  if (!isAddressFull && taken.length < screens) return null;
  const ofThatName = taken.filter(({ screenId }) => screenId === newcomer.screenId).length;
  if (ofThatName >= MOST_OF_ONE_NAME) return 'full';
  const among = isAddressFull ? fromThere : taken;
  const [first, ...others] = among;
  if (first === undefined) return 'full';
  const youngest = others.reduce((one, other) => (other.sinceMs >= one.sinceMs ? other : one), first);
  return youngest.sinceMs > newcomer.sinceMs ? youngest : 'full';
}
