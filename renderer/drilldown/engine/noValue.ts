import { isObject, type Json } from './flatten.ts';

/** How back ends and people write that there is nothing to say. Compared without letter case. */
const WORDS: ReadonlySet<string> = new Set([
  ...['', '-', '--', '---', '–', '—', '.', '?', '[]', '{}', '""'],
  ...['n/a', '#n/a', 'n.a.', 'na', 'nan', 'null', '(null)', '<null>', 'nil', 'none', '(none)', 'undefined', 'unknown'],
  ...['not available', 'not set', 'not applicable', 'no data', 'empty', '(empty)', 'blank', '(blank)'],
  ...['invalid date', 'invalid datetime', 'غير متوفر', 'غير متاح', 'لا يوجد', 'غير معروف'],
]);
const LONGEST_WORD = 20;

/**
 * How databases and languages write that there is no moment: MySQL's zero date also as PHP passes it on, the beginnings of
 * Go, SQL Server, spreadsheets and Unix, and the end of time.
 */
const NO_DATE =
  /^(?:0000([-/])\d\d\1|-0001-1[12]-\d\d|0001-01-01|1000-01-01|1753-01-01|1899-12-3[01]|1900-01-0[01](?:$|[Tt ]00:00)|1970-01-01|1969-12-31[Tt ]|9999-12-3[01]|00([-/.])00\2(?:00)?00)/;

/** Whether a text, without white space around it, stands for no value where a number, a date or a time is due. */
export const standsForNone = (trimmed: string): boolean =>
  (trimmed.length <= LONGEST_WORD && WORDS.has(trimmed.toLowerCase())) || NO_DATE.test(trimmed);

/** `false`, `[]` and `{}`, which some languages send for a value that is not there. */
export const isEmptyValue = (value: Json): boolean =>
  value === false ||
  value === 'false' ||
  (Array.isArray(value) && value.length === 0) ||
  (isObject(value) && Object.keys(value).length === 0);

/** The last second of the year 9999, of its last day's beginning, and of 32-bit clocks, in seconds since 1970. */
const END_OF_TIME: ReadonlySet<number> = new Set([253_402_300_799, 253_402_214_400, 2_147_483_647]);

/** Whether a number stands for no moment: zero, −1 and all others before 1970, and the end of time. */
export const isNoMoment = (number: number): boolean =>
  number <= 0 || END_OF_TIME.has(number) || END_OF_TIME.has(Math.floor(number / 1000));
