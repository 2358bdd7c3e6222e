import { plainMinus, westernDigits } from '../../../common/digits.ts';
import type { Unit } from '../../../common/metrics.ts';

const MINUTES = 60;
const HOUR = 3600;
const CLOCK = /^(?:(\d{1,4}):)?(\d{1,4}):([0-5]\d)$/;
const PLAIN = /^\d{1,7}(?:\.\d+)?$/;
const SIGNED = /^[+-]?\d{1,7}(?:\.\d+)?$/;

/** A duration in seconds as it is typed: `1:30`, `1:02:30`. */
export function clockText(seconds: number): string {
  const whole = Math.max(0, Math.round(seconds));
  const two = (n: number): string => String(n).padStart(2, '0');
  const hours = Math.floor(whole / HOUR);
  const minutes = Math.floor((whole % HOUR) / MINUTES);
  return hours > 0 ? `${hours}:${two(minutes)}:${two(whole % MINUTES)}` : `${minutes}:${two(whole % MINUTES)}`;
}

/** Seconds of a typed duration: `m:ss`, `h:mm:ss`, or plain seconds; null when it is none. */
export function secondsFrom(text: string): number | null {
  const typed = westernDigits(text).trim();
  const match = CLOCK.exec(typed);
  if (!match) return PLAIN.test(typed) ? Number(typed) : null;
  const [, hours = '0', minutes = '0', seconds = '0'] = match;
  return Number(hours) * HOUR + Number(minutes) * MINUTES + Number(seconds);
}

/** A limit in a metric's unit as it is typed. */
export const amountText = (value: number, unit: Unit): string =>
  unit === 'duration' ? clockText(value) : String(Math.round(value * 100) / 100);

/** A typed limit in a metric's unit; null when it is none. */
export function amountFrom(text: string, unit: Unit): number | null {
  if (unit === 'duration') return secondsFrom(text);
  const typed = plainMinus(westernDigits(text))
    .trim()
    .replace(/\s*[%٪]$/, '')
    .replace(/[,٫]/, '.');
  return SIGNED.test(typed) ? Number(typed) : null;
}
