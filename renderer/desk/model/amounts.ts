import { plainMinus, westernDigits } from '../../../common/digits.ts';
import { clockText } from '../../../common/clockText.ts';
import type { Unit } from '../../../common/metrics.ts';

const MINUTES = 60;
const HOUR = 3600;
const CLOCK = /^(?:(\d{1,4}):)?(\d{1,4}):([0-5]\d)$/;
const PLAIN = /^\d{1,7}(?:\.\d+)?$/;
const SIGNED = /^[+-]?\d{1,7}(?:\.\d+)?$/;

/** Seconds of a typed duration: `m:ss`, `h:mm:ss`, or plain seconds; null when it is none. */
export function secondsFrom(text: string): number | null {
  const typed = westernDigits(text).trim();
  const match = CLOCK.exec(typed);
  if (!match) return PLAIN.test(typed) ? Number(typed) : null;
  const [, hours = '0', minutes = '0', seconds = '0'] = match;
  return Number(hours) * HOUR + Number(minutes) * MINUTES + Number(seconds);
}

/** A limit in a metric's unit as it is typed, never rounded: it would be another one. */
export const amountText = (value: number, unit: Unit): string =>
  unit === 'duration' && Number.isInteger(value) ? clockText(value) : String(value);

/** A typed limit in a metric's unit; null when it is none. */
export function amountFrom(text: string, unit: Unit): number | null {
  if (unit === 'duration') return secondsFrom(text);
  const typed = plainMinus(westernDigits(text))
    .trim()
    .replace(/\s*[%٪]$/, '')
    .replace(/[,٫]/, '.');
  return SIGNED.test(typed) ? Number(typed) : null;
}
