import { DAY_MS, MINUTE_MS, offsetOf, parseOffsetMinutes, SECOND_MS } from './time.ts';

/** The clock of a timezone. All times are milliseconds since 1970; local ones are what its clock shows, read as if it were UTC. */
export interface ZoneClock {
  /** How far the clock is ahead of UTC at a moment. */
  offsetMs(atMs: number): number;
  /**
   * The moment at which the clock shows a local time: the first one where it shows it twice, the change itself where it leaves
   * it out.
   */
  atLocal(localMs: number): number;
  /** When the clock is changed next after a moment, up to a day later; null when it is not. */
  changeAfter(atMs: number): number | null;
}

const fixed = (offsetMs: number): ZoneClock => ({
  offsetMs: () => offsetMs,
  atLocal: (localMs) => localMs - offsetMs,
  changeAfter: () => null,
});

const UTC = fixed(0);

/** Names are of letters at first; some browsers take offsets for names too, which are ours to read. */
const NAME = /^[a-z][\w+/-]*$/i;
const LONGEST_NAME = 64;

/** Writes the local time of a named zone; null when the machine does not know it. */
function formatFor(name: string): Intl.DateTimeFormat | null {
  if (name.length > LONGEST_NAME || !NAME.test(name)) return null;
  const two = '2-digit';
  const parts = {
    year: 'numeric',
    month: two,
    day: two,
    hour: two,
    minute: two,
    second: two,
    hourCycle: 'h23',
  } as const;
  try {
    return new Intl.DateTimeFormat('en-US', { ...parts, calendar: 'gregory', numberingSystem: 'latn', timeZone: name });
  } catch {
    return null;
  }
}

/** What the format says of a moment, as how far its clock is ahead of UTC. */
function askedOffsetMs(format: Intl.DateTimeFormat, atMs: number): number {
  const wholeMs = Math.floor(atMs / SECOND_MS) * SECOND_MS;
  const told: Record<string, number> = {};
  for (const { type, value } of format.formatToParts(wholeMs)) told[type] = Number(value);
  const { year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0 } = told;
  return Date.UTC(year, month - 1, day, hour % 24, minute, second) - wholeMs;
}

/** One day of UTC on a zone's clock. */
interface ClockDay {
  readonly beforeMs: number;
  readonly afterMs: number;
  /** From when on `afterMs` holds. */
  readonly changeMs: number;
}

/** Days kept of one clock; a wall needs a handful, the rows of a card some hundreds. */
const MOST_DAYS = 4000;
/** The moments a `Date` can hold, less the days around them that are asked for too. */
const FARTHEST_MS = 8.64e15 - 3 * DAY_MS;

/** Intl takes microseconds for each answer, too long for rows by the thousand: it is asked twice a day, and changes are searched. */
function named(format: Intl.DateTimeFormat): ZoneClock {
  const days = new Map<number, ClockDay>();

  function look(startMs: number): ClockDay {
    const [beforeMs, afterMs] = [askedOffsetMs(format, startMs), askedOffsetMs(format, startMs + DAY_MS)];
    let [from, to] = [startMs, startMs + DAY_MS];
    while (beforeMs !== afterMs && to - from > SECOND_MS) {
      const middle = from + Math.floor((to - from) / 2 / SECOND_MS) * SECOND_MS;
      if (askedOffsetMs(format, middle) === beforeMs) from = middle;
      else to = middle;
    }
    return { beforeMs, afterMs, changeMs: to };
  }

  function dayOf(atMs: number): ClockDay {
    const number = Math.floor(Math.min(FARTHEST_MS, Math.max(-FARTHEST_MS, atMs)) / DAY_MS);
    const known = days.get(number);
    if (known) return known;
    if (days.size >= MOST_DAYS) days.clear();
    const day = look(number * DAY_MS);
    days.set(number, day);
    return day;
  }

  const offsetMs = (atMs: number): number => {
    const { beforeMs, afterMs, changeMs } = dayOf(atMs);
    return atMs < changeMs ? beforeMs : afterMs;
  };
  const changeIn = ({ beforeMs, afterMs, changeMs }: ClockDay): number | null =>
    beforeMs === afterMs ? null : changeMs;

  function changeAfter(atMs: number): number | null {
    const changes = [atMs, atMs + DAY_MS].map((at) => changeIn(dayOf(at)));
    return changes.find((change) => change !== null && change > atMs && change <= atMs + DAY_MS) ?? null;
  }

  function atLocal(localMs: number): number {
    const offsets = [offsetMs(localMs - DAY_MS), offsetMs(localMs + DAY_MS)];
    const least = localMs - Math.max(...offsets);
    const most = localMs - Math.min(...offsets);
    if (least + offsetMs(least) === localMs) return least;
    if (most + offsetMs(most) === localMs) return most;
    return changeAfter(least - 1) ?? most;
  }

  return { offsetMs, atLocal, changeAfter };
}

const known = new Map<string, ZoneClock | null>();
/** Texts of settings from elsewhere are not kept without end. */
const MOST_KNOWN = 1000;

function lookUp(timezone: string): ZoneClock | null {
  const minutes = parseOffsetMinutes(timezone);
  if (minutes !== null) return fixed(minutes * MINUTE_MS);
  const format = formatFor(timezone);
  return format && named(format);
}

function clockOf(timezone: string): ZoneClock | null {
  const found = known.get(timezone);
  if (found !== undefined) return found;
  if (known.size >= MOST_KNOWN) known.clear();
  const clock = lookUp(timezone);
  known.set(timezone, clock);
  return clock;
}

/** Whether a text is an offset such as `+03:00`, or a zone that this machine knows, such as `Africa/Cairo`. */
export const isTimezone = (text: string): boolean => clockOf(text) !== null;

/** The clock of a timezone; that of UTC for a text that is none. */
export const zoneClock = (timezone: string): ZoneClock => clockOf(timezone) ?? UTC;

/** The offset of a timezone at a moment, as the API has it: `+03:00`. Those of now are of whole minutes everywhere. */
export const offsetAt = (timezone: string, atMs: number): string =>
  offsetOf(Math.round(zoneClock(timezone).offsetMs(atMs) / MINUTE_MS));

/** The local day of a moment, in days since 1970. */
export const localDay = (clock: ZoneClock, atMs: number): number => Math.floor((atMs + clock.offsetMs(atMs)) / DAY_MS);
