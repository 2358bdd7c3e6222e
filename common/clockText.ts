import { DURATION_UNITS } from './rounding.ts';

const [, HOUR, MINUTE] = DURATION_UNITS;
const twoDigits = (amount: number): string => String(amount).padStart(2, '0');

/** How a clock's numbers are written: in plain digits unless another script is wanted. */
export interface ClockDigits {
  readonly plain: (amount: number) => string;
  readonly two: (amount: number) => string;
}

/** A duration in whole seconds as clocks run and tables list it: `4:52`, `1:02:09`. */
export function clockText(seconds: number, { plain, two }: ClockDigits = { plain: String, two: twoDigits }): string {
  const whole = Math.floor(Math.max(0, seconds));
  const [hours, minutes, rest] = [Math.floor(whole / HOUR), Math.floor((whole % HOUR) / MINUTE), two(whole % MINUTE)];
  return hours > 0 ? `${plain(hours)}:${two(minutes)}:${rest}` : `${plain(minutes)}:${rest}`;
}
