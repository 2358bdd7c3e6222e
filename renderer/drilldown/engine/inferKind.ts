import { namesDuration, namesSomething, wordsOf } from './columnNames.ts';
import { holdsHours } from './hours.ts';
import type { ColumnKind } from './protocol.ts';
import type { RawColumn } from './rawRows.ts';
import { epochMs, type Reads } from './readValue.ts';
import type { Tally } from './tally.ts';

/** A column is of a kind when this share of its values reads so; the others in it are shown as the text they are. */
const LEAST_SHARE = 0.95;

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
function areMoments(id: string, { least, most, leastButZero }: Tally): boolean {
  if (least < 0 || !Number.isFinite(leastButZero)) return false;
  const isNamed = wordsOf(id).some((word) => TIME_WORDS.has(word));
  if (!isNamed && (least === 0 || namesSomething(id))) return false;
  const [from, to] = [epochMs(leastButZero), epochMs(most)];
  return isNamed ? from >= LEAST_NAMED_MOMENT && to < MOST_NAMED_MOMENT : from >= LEAST_MOMENT && to < MOST_MOMENT;
}

/**
 * The kind of a column. Values that stand for nothing (`-`, empty) do not count; a column of several kinds is text.
 */
export function inferKind(column: RawColumn): ColumnKind {
  const { id, values, tally } = column;
  const { counts } = tally;
  const filled = values.length - counts.none;
  if (filled === 0) return 'text';
  const mostly = (reads: Reads): boolean => counts[reads] / filled >= LEAST_SHARE;
  if (holdsHours(column)) return 'time';
  if (mostly('number')) {
    if (areMoments(id, tally)) return 'date';
    if (namesSomething(id)) return 'text';
    return arePercentages(id, tally) ? 'percent' : 'number';
  }
  if (mostly('percentText')) return 'percent';
  if (mostly('time') && namesDuration(id)) return 'duration';
  for (const kind of ['duration', 'date', 'time', 'boolean', 'nested'] as const) if (mostly(kind)) return kind;
  return 'text';
}
