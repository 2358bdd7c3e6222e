/** Arabic-Indic and Persian digits as `0`–`9`; everything else as it is. */
export const westernDigits = (text: string): string =>
  text.replace(/[\u0660-\u0669\u06f0-\u06f9]/g, (digit) => String(digit.charCodeAt(0) & 0xf));

/** Every sign that people and programs write for a minus, as `-`. */
export const plainMinus = (text: string): string => text.replace(/[\u2212\u2010-\u2013\ufe63\uff0d]/g, '-');
