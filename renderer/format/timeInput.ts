import { westernDigits } from '../../common/digits.ts';

const MINUTE_S = 60;
const HOUR_S = 3600;
const DAY_S = 24 * HOUR_S;

/** `6:30`, `06.30`, `0630` and `6`, with seconds where there are any. */
const TIME = /^(\d{1,2})(?:[:.٫ ]?(\d{2}))?(?:[:.٫ ]?(\d{2}))?$/;

const two = (part: number): string => String(part).padStart(2, '0');

/** A second of the day as `HH:MM`, or as `HH:MM:SS`. */
export function timeText(secondOfDay: number, withSeconds: boolean): string {
  const second = ((secondOfDay % DAY_S) + DAY_S) % DAY_S;
  const parts = [Math.floor(second / HOUR_S), Math.floor((second % HOUR_S) / MINUTE_S), second % MINUTE_S];
  return parts
    .slice(0, withSeconds ? 3 : 2)
    .map(two)
    .join(':');
}

/** The second of the day that somebody typed on a clock of 24 hours; null when it is no time of day. */
export function secondFrom(text: string): number | null {
  const [, hour, minute = '0', second = '0'] = TIME.exec(westernDigits(text).trim()) ?? [];
  if (hour === undefined || Number(hour) > 23 || Number(minute) > 59 || Number(second) > 59) return null;
  return Number(hour) * HOUR_S + Number(minute) * MINUTE_S + Number(second);
}

/** Seconds that the part of a written time at a place stands for: 3,600 in its hours, 60 in its minutes. */
export function partAt(text: string, place: number): number {
  const before = text.slice(0, place).replace(/[^:]/g, '').length;
  return before === 0 ? HOUR_S : before === 1 ? MINUTE_S : 1;
}
