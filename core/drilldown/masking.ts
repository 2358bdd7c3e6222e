import { isRecord } from '../../common/isRecord.ts';
import { emailSpans } from './masking/emails.ts';
import { readField, wordsOf, type Field, type Personal } from './masking/fields.ts';
import { isMoment } from './masking/figures.ts';
import { fold, replaceSpans } from './masking/folded.ts';
import { isPhoneNumber, phoneSpans, type NumbersAre } from './masking/phones.ts';
import { createStandIns, DOTS } from './masking/standIns.ts';

/** Hides personal data in a row of any shape; everything else stays as it is. */
export type Mask = (row: unknown) => unknown;

/** Fewer than seven digits and nothing that an address, a list in a text or a character written as code would have. */
const PLAIN = /^[^\p{N}@\uff20\ufe6b%&\\[({]*(?:\d[^\p{N}@\uff20\ufe6b%&\\[({]*){0,6}$/u;
const ISO_DATE =
  /^(?:19|20)\d\d-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])(?:[T ][0-2]\d:[0-5]\d(?::[0-5]\d(?:\.\d{1,9})?)?(?:Z|[+-]\d\d:?\d\d)?)?$/;
/** A count or a share, as text: in a field named after a channel it is how many came that way. */
const COUNT = /^[+-]?(?:\d{1,4}|\d{1,3}[.,]\d{1,3}|\d{1,3}(?:[.,]\d{1,9})?\s?%)$/;
const NOTHING = /^[\s-]*$/;
const JSON_TEXT = /^\s*[{[]/;
/** Begins like JSON with texts in it; if it is none, it was cut or spoilt, and whose its texts are cannot be read. */
const SPOILT_JSON = /^\s*(?:\{\s*"|\[\s*["{[])/;
const NUMBER = /^[\s\d+().\-/_,]+$/;
/** Values inside values; the API's replies have fewer, a text made to be deep has more. */
const MOST_DEPTH = 100;
/** Rows have the same few fields over and over; a card of rows that share none must not fill the memory. */
const MOST_FIELDS = 1_000;
const LONGEST_KNOWN_FIELD = 64;

/** What is known of a value before it is looked at. */
interface Place {
  readonly personal: Personal;
  readonly numbersAre: NumbersAre;
  readonly many: boolean;
  readonly depth: number;
}

const ROW: Place = { personal: 'no', numbersAre: 'unknown', many: false, depth: 0 };

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** What stands in a field, given the record around it: whatever is inside somebody's record is theirs, but for figures. */
function placeOf(field: Field, around: Place, ofSomebody: boolean): Place {
  const inherited = field.neutral ? 'no' : around.personal;
  const named = ofSomebody && field.bareName ? 'person' : inherited;
  const personal = field.personal === 'no' ? named : field.personal;
  const numbersAre = personal === 'contact' && field.numbersAre === 'unknown' ? 'phones' : field.numbersAre;
  return { personal, numbersAre, many: field.many, depth: around.depth + 1 };
}

/** A number in a field named after a channel is a count; in that of an id it is somebody. */
const identifies = ({ identifies: ofSomebody, neutral }: Field, value: unknown): boolean =>
  ofSomebody && (typeof value === 'string' || (neutral && typeof value === 'number'));

/**
 * A mask whose stand-ins are the same for the same person as long as the secret is, so that rows can still be grouped by
 * agent or client, and that cannot be turned back without it. Names in the middle of free text are not recognised.
 * Takes time in proportion to the row's length.
 * @param secret random, kept in memory only
 */
export function createMask(secret: Uint8Array): Mask {
  const standIns = createStandIns(secret);
  const fields = new Map<string, { readonly field: Field; readonly shown: string }>();

  function fieldOf(name: string): { readonly field: Field; readonly shown: string } {
    const before = fields.get(name);
    if (before) return before;
    const known = { field: readField(name), shown: maskText(name, 'unknown') };
    if (fields.size < MOST_FIELDS && name.length <= LONGEST_KNOWN_FIELD) fields.set(name, known);
    return known;
  }

  function maskText(text: string, numbersAre: NumbersAre): string {
    if (PLAIN.test(text) && numbersAre !== 'phones') return text;
    if (ISO_DATE.test(text)) return text;
    const folded = fold(text);
    const emails = emailSpans(folded.text);
    const phones = phoneSpans(folded.text, emails, numbersAre);
    if (emails.length === 0 && phones.length === 0) return text;
    const isEmail = new Set(emails);
    const spans = [...emails, ...phones].sort((a, b) => a.start - b.start);
    return replaceSpans(text, folded, spans, (part, span) =>
      isEmail.has(span) ? standIns.email(part) : standIns.phone(part),
    );
  }

  function maskWhole(text: string, place: Pick<Place, 'personal' | 'many'>): string {
    if (NOTHING.test(text) || ISO_DATE.test(text)) return text;
    const folded = fold(text).text.trim();
    const mayBeCount = place.personal === 'contact' || place.many;
    if (isMoment(folded) || (mayBeCount && COUNT.test(folded))) return text;
    const [email, second] = emailSpans(folded);
    if (email && !second && email.start === 0 && email.end === folded.length) return standIns.email(folded);
    return NUMBER.test(folded) && /\d/.test(folded) ? standIns.phone(folded) : standIns.name(folded);
  }

  function maskString(text: string, place: Place): string {
    if (JSON_TEXT.test(text)) {
      const value = parsed(text);
      if (value !== undefined) return JSON.stringify(mask(value, { ...place, depth: place.depth + 1 }));
      if (SPOILT_JSON.test(text)) return standIns.name(text);
    }
    return place.personal === 'no' ? maskText(text, place.numbersAre) : maskWhole(text, place);
  }

  function mask(value: unknown, place: Place): unknown {
    if (typeof value === 'string') return maskString(value, place);
    if (typeof value === 'number')
      return isPhoneNumber(value, place.numbersAre) ? standIns.phone(wholeOf(value)) : value;
    if (typeof value !== 'object' || value === null) return value;
    if (place.depth > MOST_DEPTH) return DOTS;
    if (Array.isArray(value)) return value.map((item) => mask(item, { ...place, depth: place.depth + 1 }));
    return isRecord(value) ? maskRecord(value, place) : value;
  }

  /** The name of a field that may itself be somebody: `{agents: {Omar: 3}}`. */
  function maskName(name: string, value: unknown, { field, shown }: ReturnType<typeof fieldOf>, around: Place): string {
    const isKnown = field.neutral || field.bareName || field.personal !== 'no' || field.numbersAre === 'figures';
    const mayBeSomebody = around.many || typeof value === 'number';
    if (around.personal === 'no' || isKnown || !mayBeSomebody || wordsOf(name).length === 0) return shown;
    return shown === name ? maskWhole(name, { personal: around.personal, many: false }) : shown;
  }

  function maskRecord(record: Readonly<Record<string, unknown>>, around: Place): Record<string, unknown> {
    const entries = Object.entries(record);
    const ofSomebody = entries.some(([name, value]) => identifies(fieldOf(name).field, value));
    const taken = new Set<string>();
    return Object.fromEntries(
      entries.map(([name, value]) => {
        const known = fieldOf(name);
        const shown = free(maskName(name, value, known, around), name, taken);
        return [shown, mask(value, placeOf(known.field, around, ofSomebody))];
      }),
    );
  }

  return (row) => mask(row, ROW);
}

const wholeOf = (value: number): string => BigInt(Math.trunc(Math.abs(value))).toString();

/** Two spellings of one number as names of fields have one stand-in: the second gets a mark, so that neither is lost. */
function free(shown: string, name: string, taken: Set<string>): string {
  if (shown === name) return shown;
  let unique = shown;
  for (let count = 2; taken.has(unique); count += 1) unique = `${shown} (${count})`;
  taken.add(unique);
  return unique;
}
