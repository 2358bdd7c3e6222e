const PLAIN = /^[\x20-\x7e]*$/;
/** Combining marks, the Arabic tatweel, and invisible controls (bidi marks among them): nobody types them in a search. */
const IGNORED = /[\p{M}\p{Cf}\u0640]/gu;
const LETTERS: Readonly<Record<string, string>> = { ى: 'ي', ی: 'ي', ک: 'ك', ة: 'ه', '−': '-', '٪': '%' };
const VARIANT = /[ىیکة−٪]/g;
const ARABIC_DIGIT = /[٠-٩۰-۹]/g;
const ARABIC_ZERO = '٠'.charCodeAt(0);
const PERSIAN_ZERO = '۰'.charCodeAt(0);

const digit = (text: string): string => {
  const code = text.charCodeAt(0);
  return String(code - (code >= PERSIAN_ZERO ? PERSIAN_ZERO : ARABIC_ZERO));
};

const tidy = (text: string): string => (/\s\s|\s%/.test(text) ? text.replace(/\s+/g, ' ').replace(/ %/g, '%') : text);

/**
 * A text as a search compares it: without case, accents, presentation forms of Arabic letters, kinds of digits, and
 * differences of white space.
 */
export function fold(text: string): string {
  if (PLAIN.test(text)) return tidy(text.toLowerCase());
  return tidy(
    text
      .normalize('NFKD')
      .toLowerCase()
      .replace(IGNORED, '')
      .replace(VARIANT, (letter) => LETTERS[letter] ?? letter)
      .replace(ARABIC_DIGIT, digit)
      .replace(/\s/g, ' '),
  );
}
