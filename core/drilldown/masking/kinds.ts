import { isMoment } from './figures.ts';

/** Longer texts are no single value. */
const LONGEST = 64;
/** With more digits a number may be a telephone number; a field of measures has longer ones. */
const MOST_DIGITS = 6;
const MOST_MEASURE_DIGITS = 8;
/** A share worked out by a machine has more digits than any telephone number. */
const LEAST_FLOAT_DIGITS = 16;

const NOTHING = /^[\s-]*$/;
const YES_OR_NO = /^(?:true|false|yes|no|نعم|لا)$/i;
/** Names of channels, which name nobody: a card by channel may say them under any field. */
const CHANNEL =
  /^(?:whatsapp|facebook|messenger|instagram|sms|e-?mail|telegram|twitter|x|snapchat|voice|phone|live ?chat|web ?chat)(?:\/(?:location|text|image|video|audio|document|template))?$/i;
const PERCENT = /^[+-]?\d{1,3}(?:[.,]\d{1,9})?\s?%$/;
const NUMBER = /^-?\d+(?:[.,]\d+)?$/;
const GROUPED = /^-?\d+(?:[.,]\d{3})+(?:[.,]\d{1,2})?$/;
const FLOAT = /^-?\d{1,6}\.\d+(?:e-\d+)?$/;
/** Seconds and milliseconds since 1970 from 2014 to 2033; a day, or year to second, in one. */
const MOMENT_NUMBER =
  /^(?:1[4-9]\d{8}(?:\d{3})?|20\d\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])(?:(?:[01]\d|2[0-3])[0-5]\d[0-5]\d)?)$/;

/** Whether a text stands for no value. */
export const isNothing = (text: string): boolean => NOTHING.test(text);

/**
 * Whether a folded text is nothing but a date, a time, a duration, a count, a share, a channel, or a yes or no: what names nobody,
 * whatever its field is called.
 * @param isMeasure whether its field's name says that it holds measures or moments, which have more digits
 */
export function isHarmless(folded: string, isMeasure: boolean): boolean {
  if (folded.length > LONGEST) return isNothing(folded);
  const text = folded.trim();
  if (isNothing(text) || YES_OR_NO.test(text) || CHANNEL.test(text) || PERCENT.test(text) || isMoment(text))
    return true;
  if (isMeasure && MOMENT_NUMBER.test(text)) return true;
  const digits = text.replace(/\D/g, '').length;
  if (isMeasure && GROUPED.test(text) && digits <= MOST_MEASURE_DIGITS) return true;
  if (NUMBER.test(text) && digits <= (isMeasure ? MOST_MEASURE_DIGITS : MOST_DIGITS)) return true;
  return FLOAT.test(text) && digits >= LEAST_FLOAT_DIGITS;
}
