import { DAY_MS, HOUR_MS } from '../../../common/time.ts';
import type { ZoneClock } from '../../../common/zone.ts';
import type { Column, ColumnKind } from './protocol.ts';

const MOST_CODE = 10;
/** A telephone number in any spelling, and one that is masked: dots, its last two digits, and a stand-in. */
const PHONE = /^(?:\+?\(?\d[\d\s().-]{5,}\d|•+\d{2}(?:#[a-z\d]+)?)$/u;
const [LEAST_PHONE_DIGITS, MOST_PHONE_DIGITS] = [8, 15];

function isPhone(text: string): boolean {
  const digits = text.replace(/\D/g, '').length;
  const isWhole = digits >= LEAST_PHONE_DIGITS && digits <= MOST_PHONE_DIGITS;
  return PHONE.test(text) && (text.startsWith('•') || isWhole);
}

/** A month or a week; texts in order are these in order. */
const PERIOD = /^\d{4}-(?:0[1-9]|1[0-2]|W(?:0[1-9]|[1-4]\d|5[0-3]))$/;

/** What all of some texts look like. */
export function looksOfTexts(kind: ColumnKind, texts: readonly string[]): Column['looks'] {
  if (kind !== 'text' || texts.length === 0) return null;
  if (texts.every((text) => PERIOD.test(text))) return 'period';
  return texts.every(isPhone) ? 'phone' : null;
}

const beginsAll = (values: Float64Array, stepMs: number, zone: ZoneClock | null): boolean =>
  values.every((atMs) => Number.isNaN(atMs) || (atMs + (zone?.offsetMs(atMs) ?? 0)) % stepMs === 0);

/** Whether a moment is the first of a day; where the clock leaves midnight out, days begin after it. */
export function beginsDay(atMs: number, zone: ZoneClock): boolean {
  const localMs = atMs + zone.offsetMs(atMs);
  return localMs % DAY_MS === 0 || zone.atLocal(Math.floor(localMs / DAY_MS) * DAY_MS) === atMs;
}

/**
 * What all of some numbers look like.
 * @param zone the board's clock
 */
export function looksOfNumbers(kind: ColumnKind, values: Float64Array, zone: ZoneClock): Column['looks'] {
  if (values.every((value) => Number.isNaN(value))) return null;
  if (kind === 'date') {
    if (values.every((atMs) => Number.isNaN(atMs) || beginsDay(atMs, zone))) return 'day';
    // An offset of half an hour moves the hours of one clock against those of the other.
    return beginsAll(values, HOUR_MS, zone) || beginsAll(values, HOUR_MS, null) ? 'hour' : null;
  }
  const areCodes = values.every(
    (value) => Number.isNaN(value) || (Number.isInteger(value) && value >= 0 && value <= MOST_CODE),
  );
  return kind === 'number' && areCodes ? 'code' : null;
}

/**
 * Days that came as midnight of UTC, as back ends write a calendar day, at the board's midnight instead: at its own they
 * would be three in the morning there, or the day before.
 */
export function atBoardsMidnight(values: Float64Array, zone: ZoneClock): Float64Array {
  let count = 0;
  for (const atMs of values) {
    if (Number.isNaN(atMs)) continue;
    if (atMs % DAY_MS !== 0) return values;
    count += 1;
  }
  return count > 1 ? values.map((atMs) => zone.atLocal(atMs)) : values;
}
