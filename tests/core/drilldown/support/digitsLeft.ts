const ANY_DIGIT = /\p{Nd}/gu;
const STAND_IN = /•••(?:@•••)?\d{0,2}#[a-z2-9]{7}/g;

/** In Unicode the ten digits of each script stand in order, from a zero. */
function latinDigit(digit: string): string {
  const code = digit.codePointAt(0) ?? 0;
  let steps = 0;
  while (steps < 9 && /\p{Nd}/u.test(String.fromCodePoint(code - steps - 1))) steps += 1;
  return /\d/.test(digit) ? digit : String(steps);
}

/** The digits of any script that are left beside stand-ins, in Latin digits, without what separates them. */
export const digitsLeft = (text: string): string =>
  [...text.replace(STAND_IN, '').normalize('NFKC').matchAll(ANY_DIGIT)].map(([digit]) => latinDigit(digit)).join('');
