import type { ColumnKind } from './protocol.ts';
import type { RawColumn } from './rawRows.ts';
import type { Reads } from './readValue.ts';
import type { Tally } from './tally.ts';

/** A column is of a kind when this share of its values reads so; the others in it are shown as the text they are. */
const LEAST_SHARE = 0.95;

const ID_WORDS: ReadonlySet<string> = new Set(
  'id ids key code uuid guid ref reference phone mobile msisdn number username user name email zip postcode year'.split(
    ' ',
  ),
);
/** "Number" alone is a number; "phone number" and "account number" are names of something. */
const ID_ONLY_LAST: ReadonlySet<string> = new Set(['number']);
const PERCENT_WORDS: ReadonlySet<string> = new Set('percent percentage pct rate share'.split(' '));
/** Survey results are percentages on the dashboard, but a row's own answer is a score of a few points. */
const SURVEY_WORDS: ReadonlySet<string> = new Set(['csat', 'fcr']);
const MOST_SCORE = 10;

/** `agentEmail`, `agent_email`, `agent.email` → agent, email */
export const wordsOf = (id: string): string[] =>
  id
    .replace(/([a-z\d])([A-Z])/g, '$1 $2')
    .toLowerCase()
    .split(/[^a-z\d%]+/)
    .filter((word) => word !== '');

/** Whether numbers under this name only name something: grouping their digits or averaging them would mislead. */
export function namesSomething(id: string): boolean {
  const words = wordsOf(id);
  const last = words.at(-1) ?? '';
  return ID_ONLY_LAST.has(last) ? words.length > 1 : ID_WORDS.has(last);
}

/** Names that are unique by intent: a bar for each says nothing. Names and e-mail addresses do say whose it is. */
const KEY_WORDS: ReadonlySet<string> = new Set('id ids key uuid guid ref reference phone mobile msisdn'.split(' '));

/** Whether values under this name are keys, which tell things apart without telling what they are. */
export function isKey(id: string): boolean {
  const words = wordsOf(id);
  const last = words.at(-1) ?? '';
  return KEY_WORDS.has(last) || (ID_ONLY_LAST.has(last) && words.length > 1);
}

/** Whether numbers are percentages, by their column's name and their range. */
function arePercentages(id: string, { least, most }: Tally): boolean {
  if (least < 0 || most > 100) return false;
  const words = wordsOf(id);
  if (id.includes('%') || words.some((word) => PERCENT_WORDS.has(word))) return most > 1 || most === 0;
  return words.some((word) => SURVEY_WORDS.has(word)) && most > MOST_SCORE;
}

/**
 * The kind of a column. Values that stand for nothing (`-`, empty) do not count; a column of several kinds is text.
 */
export function inferKind({ id, values, tally }: RawColumn): ColumnKind {
  const { counts } = tally;
  const filled = values.length - counts.none;
  if (filled === 0) return 'text';
  const mostly = (reads: Reads): boolean => counts[reads] / filled >= LEAST_SHARE;
  if (mostly('number')) {
    if (namesSomething(id)) return 'text';
    return arePercentages(id, tally) ? 'percent' : 'number';
  }
  if (mostly('percentText')) return 'percent';
  for (const kind of ['duration', 'date', 'time', 'boolean', 'nested'] as const) if (mostly(kind)) return kind;
  return 'text';
}
