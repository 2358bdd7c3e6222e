import { namesDuration, namesSomething, wordsOf } from './columnNames.ts';
import { holdsHours } from './hours.ts';
import type { ColumnKind } from './protocol.ts';
import type { RawColumn } from './rawRows.ts';
import { epochMs, readsAs, type Reads } from './readValue.ts';
import type { Tally } from './tally.ts';

/** A column is of a kind when this share of its values reads so; the others in it are shown as the text they are. */
const LEAST_SHARE = 0.95;
/** Dates and durations look like nothing else: where all other values are words, such as "still open", half are enough. */
const LEAST_SHARE_BESIDE_WORDS = 0.5;
/** Whole numbers from here on are telephone numbers and keys; no amount in a contact centre is as large. */
const LEAST_KEY = 1e9;

const PERCENT_WORDS: ReadonlySet<string> = new Set('percent percentage pct rate share'.split(' '));
/** Survey results are percentages on the dashboard, but a row's own answer is a score of a few points. */
const SURVEY_WORDS: ReadonlySet<string> = new Set(['csat', 'fcr']);
const MOST_SCORE = 10;

/** Whether numbers are percentages, by their column's name and their range. */
function arePercentages(id: string, { least, most }: Tally): boolean {
  if (least < 0 || most > 100) return false;
  const words = wordsOf(id);
  if (id.includes('%') || words.some((word) => PERCENT_WORDS.has(word))) return most > 1 || most === 0;
  return words.some((word) => SURVEY_WORDS.has(word)) && most > MOST_SCORE;
}

const TIME_WORDS: ReadonlySet<string> = new Set(
  'date dates time timestamp ts datetime epoch at created taken ended closed started opened updated when since until day on'.split(
    ' ',
  ),
);
/** From 2015 to 2039 a number of seconds or milliseconds is hardly anything else; under a name of time, from 2001 to 2099. */
const [LEAST_MOMENT, MOST_MOMENT] = [Date.UTC(2015, 0), Date.UTC(2040, 0)];
const [LEAST_NAMED_MOMENT, MOST_NAMED_MOMENT] = [Date.UTC(2001, 8, 10), Date.UTC(2100, 0)];

/** Whether numbers are moments since 1970. A zero among them stands for none, as in `taken_date: 0`. */
function areMoments(id: string, { least, firstMoment, lastMoment }: Tally): boolean {
  if (!Number.isFinite(firstMoment)) return false;
  const isNamed = wordsOf(id).some((word) => TIME_WORDS.has(word));
  if (!isNamed && (least <= 0 || namesSomething(id))) return false;
  const [from, to] = [epochMs(firstMoment), epochMs(lastMoment)];
  return isNamed ? from >= LEAST_NAMED_MOMENT && to < MOST_NAMED_MOMENT : from >= LEAST_MOMENT && to < MOST_MOMENT;
}

/** What a column of numbers holds. */
function kindOfNumbers(id: string, tally: Tally): ColumnKind {
  if (areMoments(id, tally)) return 'date';
  // One code among numbers says that they are codes too: 7 beside 007.
  if (namesSomething(id) || tally.codes > 0) return 'text';
  if (tally.whole && tally.least >= LEAST_KEY && !namesDuration(id)) return 'text';
  return arePercentages(id, tally) ? 'percent' : 'number';
}

/** A clock with seconds is how long something took, unless its column is about when. */
const CLOCK_WORDS: ReadonlySet<string> = new Set(
  'start starts end ends from to begin begins peak quietest busiest at opened closed started ended since until when shift'.split(
    ' ',
  ),
);
const namesClock = (id: string): boolean => wordsOf(id).some((word) => CLOCK_WORDS.has(word));

function isDuration(id: string, { counts, noMoments, words, timesWithSeconds }: Tally, filled: number): boolean {
  const times = namesDuration(id) ? counts.time : timesWithSeconds;
  const read = counts.duration + times;
  if (counts.duration === 0 && (times === 0 || (namesClock(id) && !namesDuration(id)))) return false;
  return isNearlyAll(read, filled - noMoments) || isMostBesideWords(read, words, filled - noMoments);
}

const isNearlyAll = (some: number, all: number): boolean => all > 0 && some / all >= LEAST_SHARE;
const isMostBesideWords = (some: number, words: number, all: number): boolean =>
  some + words === all && some / all >= LEAST_SHARE_BESIDE_WORDS;

/** Hours are looked for among the values that are there. */
const holdsOnlyHours = ({ id, values, tally }: RawColumn): boolean =>
  holdsHours({ id, values: tally.counts.none === 0 ? values : values.filter((value) => readsAs(value) !== 'none') });

/**
 * The kind of a column. Values that stand for nothing (`-`, `N/A`, `0000-00-00`) do not count; a column of several kinds is
 * text.
 */
export function inferKind(column: RawColumn): ColumnKind {
  const { id, values, tally } = column;
  const { counts } = tally;
  const present = values.length - counts.none;
  if (present === 0) return 'text';
  if (holdsOnlyHours(column)) return 'time';
  const filled = present - tally.empties;
  if (isNearlyAll(counts.number, filled)) return kindOfNumbers(id, tally);
  if (isNearlyAll(counts.percentText + counts.number, filled) && counts.percentText >= counts.number) return 'percent';
  if (isDuration(id, tally, filled)) return 'duration';
  const moments = filled - tally.noMoments;
  if (isNearlyAll(counts.date, moments) || isMostBesideWords(counts.date, tally.words, moments)) return 'date';
  const mostly = (reads: Reads): boolean => isNearlyAll(counts[reads], present);
  for (const kind of ['time', 'boolean', 'nested'] as const) if (mostly(kind)) return kind;
  return 'text';
}
