import { DAY_MS, HOUR_MS, MINUTE_MS, SECOND_MS } from '../../../common/time.ts';
import { zoneClock, type ZoneClock } from '../../../common/zone.ts';
import { clockText } from '../../../common/clockText.ts';
import { roundedNumber } from '../../../common/rounding.ts';
import { beginsDay } from './looks.ts';
import type { Cell, ColumnKind, LoadOptions } from './protocol.ts';

/** The text of a cell of a kind; empty for no value. */
export type CellText = (kind: ColumnKind, cell: Cell) => string;

/** `09:00`, or the span `09:00–10:00`. */
const TIMES_OF_DAY = /^\d\d:\d\d(?:–\d\d:\d\d)?$/;
const MOST_REMEMBERED = 5000;
/** From here on JSON itself writes powers of ten: the digits would be made up, and too many for a cell. */
const MOST_WRITTEN_OUT = 1e21;
/** More than any rounding leaves: it has been done before. */
const MOST_DECIMALS = 15;

/** Remembers what was made for a key, and starts anew rather than grow without end. */
function remembered<K>(make: (key: K) => string): (key: K) => string {
  const made = new Map<K, string>();
  return (key) => {
    const known = made.get(key);
    if (known !== undefined) return known;
    if (made.size >= MOST_REMEMBERED) made.clear();
    const text = make(key);
    made.set(key, text);
    return text;
  };
}

/** What stands around the clock in a date's text; the digits of the clock are put in between. */
interface DayFrame {
  readonly before: string;
  readonly afterHour: string;
  readonly afterMinute: string;
  readonly after: string;
}

/** Splits a written date at its hour, minute and second: these change from row to row, the rest from day to day. */
function frameOf(parts: readonly Intl.DateTimeFormatPart[]): DayFrame {
  const pieces = ['', '', '', ''];
  let at = 0;
  for (const { type, value } of parts) {
    if (type === 'hour' || type === 'minute' || type === 'second') at += 1;
    else pieces[at] += value;
  }
  const [before = '', afterHour = '', afterMinute = '', after = ''] = pieces;
  return { before, afterHour, afterMinute, after };
}

/**
 * Dates with their time in the board's timezone: `21 Nov 2026, 14:05:12`. A moment at exactly midnight is written
 * without a time, as that is what a calendar day without one is read as. Intl takes microseconds for every call, too
 * long for a column of 50,000, so it writes each day once.
 */
function createDateText(locale: string, zone: ZoneClock, two: readonly string[]): (atMs: number) => string {
  const day = { day: 'numeric', month: 'short', year: 'numeric', timeZone: 'UTC' } as const;
  const clock = { hour: '2-digit', minute: '2-digit', second: '2-digit', hourCycle: 'h23' } as const;
  const withTime = new Intl.DateTimeFormat(locale, { ...day, ...clock });
  const dayOnly = new Intl.DateTimeFormat(locale, day);
  const frames = new Map<number, DayFrame>();
  const days = remembered((number: number) => dayOnly.format(number * DAY_MS));
  const pad = (value: number): string => two[value] ?? '';
  return (atMs) => {
    const local = Math.floor(atMs + zone.offsetMs(atMs));
    const number = Math.floor(local / DAY_MS);
    const rest = local - number * DAY_MS;
    if (beginsDay(atMs, zone)) return days(number);
    let frame = frames.get(number);
    if (!frame) frames.set(number, (frame = frameOf(withTime.formatToParts(number * DAY_MS))));
    const { before, afterHour, afterMinute, after } = frame;
    const hour = Math.floor(rest / HOUR_MS);
    const minute = Math.floor((rest % HOUR_MS) / MINUTE_MS);
    const second = Math.floor((rest % MINUTE_MS) / SECOND_MS);
    return before + pad(hour) + afterHour + pad(minute) + afterMinute + pad(second) + after;
  };
}

/**
 * Makes the text of cells: what the table shows, what a search looks through. Durations are `4:52` or `1:02:09`, since a
 * column of them is compared by eye; a date is in the board's timezone; a cell that is not of its column's kind (a text among
 * numbers) is shown as it came. No value is an empty text: the table has its own sign for it.
 * @param timezone the board's, such as `Africa/Cairo` or `+03:00`; an unreadable one counts as UTC
 */
export function createCellText(
  locale: string,
  timezone: string,
  words: Pick<LoadOptions['words'], 'yes' | 'no'>,
): CellText {
  const padded = new Intl.NumberFormat(locale, { minimumIntegerDigits: 2, useGrouping: false });
  const plain = new Intl.NumberFormat(locale, { useGrouping: false });
  const numbers = new Intl.NumberFormat(locale, { maximumFractionDigits: MOST_DECIMALS });
  const powers = new Intl.NumberFormat(locale, { notation: 'scientific', maximumSignificantDigits: 15 });
  const percentSign =
    new Intl.NumberFormat(locale, { style: 'percent' }).formatToParts(1).find(({ type }) => type === 'percentSign')
      ?.value ?? '%';
  const two = Array.from({ length: 60 }, (_, value) => padded.format(value));
  const pad = (value: number): string => two[value] ?? '';

  // Intl writes a hyphen for a minus; the wall shows the real sign, and so do its tables.
  const written = (value: number): string => {
    const format = Math.abs(value) < MOST_WRITTEN_OUT ? numbers : powers;
    if (value >= 0) return format.format(value);
    const parts = format.formatToParts(value);
    return parts.map(({ type, value: part }) => (type === 'minusSign' ? '−' : part)).join('');
  };
  const number = remembered((value: number) => written(roundedNumber(value, 2, 'amount')));
  const share = remembered((value: number) => written(roundedNumber(value, 1, 'share')));
  const hours = remembered((value: number) => plain.format(value));
  const time = remembered((text: string) =>
    TIMES_OF_DAY.test(text) ? text.replace(/\d\d/g, (digits) => padded.format(Number(digits))) : text,
  );
  const date = createDateText(locale, zoneClock(timezone), two);
  const duration = (seconds: number): string => {
    const clock = clockText(Math.abs(seconds), { plain: hours, two: pad });
    return seconds <= -1 ? `−${clock}` : clock;
  };

  return (kind, cell) => {
    if (cell === null) return '';
    if (typeof cell === 'boolean') return cell ? words.yes : words.no;
    if (typeof cell === 'string') return kind === 'time' ? time(cell) : cell;
    if (kind === 'date') return Number.isFinite(cell) && Math.abs(cell) <= 8.64e15 ? date(cell) : String(cell);
    if (kind === 'duration') return duration(cell);
    // A no-break space keeps the number and its sign on one line.
    if (kind === 'percent') return `${share(cell)}\u00a0${percentSign}`;
    return number(cell);
  };
}
