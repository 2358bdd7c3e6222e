import { matchesOf, type Span } from './spans.ts';

/**
 * What has many digits and is no telephone number: dates and times that exist, moments as a number, amounts, addresses
 * and ids made by machines. Each must stand free: digits that go on behind a dash or a point belong to something longer.
 */
const FREE_BEFORE = '(?<!\\d[-./:]?)(?<!\\+)';
const FREE_AFTER = '(?![-./:]?\\d)';
const YEAR = '(?:1[34]\\d\\d|19\\d\\d|20\\d\\d|2100)';
const MONTH = '(?:0?[1-9]|1[0-2])';
const DAY = '(?:0?[1-9]|[12]\\d|3[01])';
const ZONE = '(?:\\s?(?:Z|UTC|GMT)\\b|\\s?[+-](?:0\\d|1[0-4]):?[0-5]\\d(?!\\d))';
const CLOCK = `(?:\\d|[01]\\d|2[0-4]):[0-5]\\d(?::[0-5]\\d(?:[.,]\\d{1,9})?)?`;
const TIME = `${CLOCK}(?:\\s?-\\s?${CLOCK})?(?:${ZONE}){0,2}`;
const DATE = `(?:${YEAR}([-./])${MONTH}\\1${DAY}|${DAY}([-./])${DAY}\\2${YEAR})`;
const SHIFT = '(?:[01]\\d|2[0-4])\\.[0-5]\\d\\s?-\\s?(?:[01]\\d|2[0-4])\\.[0-5]\\d(?!\\s?[-./:]?\\s?\\d)';
/** Year to second in one: 14 digits that begin like a year, which no telephone number has. */
const COMPACT = '(?:19|20)\\d\\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\\d|3[01])(?:[01]\\d|2[0-3])[0-5]\\d[0-5]\\d';
/** Milliseconds since 1970 from 2008 to 2033: telephone numbers that begin with 1 have 11 digits. */
const EPOCH_MS = '1[2-9]\\d{11}';
const PERCENT = '\\d{1,3}(?:[.,]\\d{1,9})?\\s?%';
/** 1.204.500.000, but not 966.501.234.567: one digit before the first mark. */
const THOUSANDS = '[1-9]([.,])\\d{3}(?:\\3\\d{3}){1,2}(?:(?!\\3)[.,]\\d{1,2})?(?![ .,/-]?\\d)';
const OCTET = '(?:25[0-5]|2[0-4]\\d|1\\d\\d|[1-9]?\\d)';
const IP = `${OCTET}(?:\\.${OCTET}){3}${FREE_AFTER}`;
const HEX = '[0-9a-f]';
/** Of a tail of digits alone, only that of a real UUID with letters before it is left, and not when it reads like a Saudi number. */
const UUID =
  `${HEX}{8}-${HEX}{4}-` +
  `(?:[1-8]${HEX}{3}-[89ab]${HEX}{3}-(?<=[a-f][-\\da-f]{1,23}|(?=${HEX}*[a-f]))(?!0\\d{11}|966\\d{9})|${HEX}{4}-${HEX}{4}-(?!\\d{12}))${HEX}{12}`;
const WORD_BEFORE = '(?<![\\p{L}\\p{N}])';
const WORD_AFTER = '(?![\\p{L}\\p{N}])';
/** Ids and checksums of the usual lengths with letters among their digits, unless a Saudi number stands in them. */
const CHECKSUM =
  `(?!${HEX}{0,64}(?:966[1-9]\\d{8}|05\\d{8}))(?=(?:\\d{0,20}[a-f]){4})` +
  `(?:${HEX}{64}|${HEX}{40}|${HEX}{32}|${HEX}{24})`;

const FIGURE = new RegExp(
  `${FREE_BEFORE}(?:${DATE}${FREE_AFTER}(?:[T\\s]\\s?${TIME}${FREE_AFTER})?|${TIME}${FREE_AFTER}|${SHIFT}|${THOUSANDS}` +
    `|${PERCENT}|${COMPACT}(?!\\d)|${EPOCH_MS}(?!\\d)|${IP})` +
    `|${WORD_BEFORE}(?:${UUID}|${CHECKSUM})${WORD_AFTER}`,
  'giu',
);

/** The parts of a folded text that are left as they are however many digits they have, in order. Linear: no part is longer than 64. */
export const figureSpans = (text: string): Span[] => matchesOf(FIGURE, text);

const DAY_OR_TIME = `(?:${DATE}(?:[T\\s]\\s?${TIME})?|(?:\\d{1,3}\\s)?${TIME}|${SHIFT})`;
const DAYS = `${YEAR}([-./])${MONTH}\\3${DAY}\\s?(?:to|-)\\s?${YEAR}\\3${MONTH}\\3${DAY}`;
const MOMENT = new RegExp(`^(?:${DAY_OR_TIME}|${DAYS})$`, 'iu');
/** A date, some days, a time of day, a duration: whole texts that name nobody, whatever their field is called. */
export const isMoment = (text: string): boolean => MOMENT.test(text);
