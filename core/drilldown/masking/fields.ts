import {
  AMOUNT_WORDS,
  CONTACT_WORDS,
  DETAIL_WORDS,
  FIGURE_WORDS,
  ID_WORDS,
  LANGUAGE_WORDS,
  MEASURE_WORDS,
  NAME_WORDS,
  NUMBER_WORDS,
  OWN_NAME_WORDS,
  PEOPLE_WORDS,
  PERSON_WORDS,
  SORTING_WORDS,
  THING_WORDS,
  VERB_WORDS,
} from './fieldWords.ts';
import type { NumbersAre } from './phones.ts';

/** What a value belongs to: ways to reach somebody, somebody by name, or neither. */
export type Personal = 'contact' | 'person' | 'no';

/** What a field's name says of its values. */
export interface Field {
  readonly personal: Personal;
  readonly numbersAre: NumbersAre;
  /** A bare `name`: that of whatever the record is about. */
  readonly bareName: boolean;
  /** With a value, the record is about somebody: an address, a number, a user name, a person's id. */
  readonly identifies: boolean;
  /** It stands for many, so that names of fields inside may be people. */
  readonly many: boolean;
  /** What stands inside somebody's record and is not personal by itself: a count, a moment, an id, a tag. */
  readonly neutral: boolean;
}

type Words = readonly string[];
type WordSet = ReadonlySet<string>;

const LETTERS_OF_ALIF = /[أإآ]/g;
const plainArabic = (word: string): string =>
  word
    .replace(LETTERS_OF_ALIF, 'ا')
    .replace(/ة/g, 'ه')
    .replace(/ى/g, 'ي')
    .replace(/^ال(?=..)/, '');

/** `agentEmail2`, `agent-email` and `agent/Email` as agent, email; numbers go. */
export const wordsOf = (name: string): Words =>
  name
    .normalize('NFKC')
    .replace(/[\p{M}\p{Cf}\u0640]/gu, '')
    .replace(/(\p{Ll})(\p{Lu})/gu, '$1_$2')
    .replace(/(\p{Lu})(\p{Lu}\p{Ll})/gu, '$1_$2')
    .toLowerCase()
    .replace(/e_?-?mail/g, 'email')
    .replace(/whats_?-?app/g, 'whatsapp')
    .split(/[^\p{L}]+/u)
    .filter((word) => word !== '')
    .map(plainArabic);

const has = (words: Words, set: WordSet): boolean => words.some((word) => set.has(word));
const isIn = (word: string | undefined, set: WordSet): boolean => word !== undefined && set.has(word);
const isSomebody = (word: string | undefined): boolean => isIn(word, PERSON_WORDS) || isIn(word, PEOPLE_WORDS);

/** Created by, transferred to, agent from: somebody, unless a group or the like is named. */
function namesDoer(words: Words): boolean {
  const last = words.at(-1);
  if (last === 'by') return words.length > 1 && !has(words, SORTING_WORDS);
  return (last === 'from' || last === 'to') && (has(words, VERB_WORDS) || words.some(isSomebody));
}

function namesSomebody(words: Words): boolean {
  const last = words.at(-1);
  if (has(words, OWN_NAME_WORDS)) return true;
  if (has(words, NAME_WORDS)) {
    if (words.some(isSomebody)) return true;
    return words.length > 1 && !has(words, THING_WORDS);
  }
  if (namesDoer(words)) return true;
  if (isIn(last, DETAIL_WORDS)) return isSomebody(words.at(-2));
  return isSomebody(last);
}

const isMeasure = (words: Words): boolean =>
  isIn(words.at(-1), MEASURE_WORDS) ||
  (words.length > 1 && isIn(words[0], AMOUNT_WORDS)) ||
  (isIn(words[0], NUMBER_WORDS) && words[1] === 'of');

function personalOf(words: Words): Personal {
  if (words.length === 0) return 'no';
  // The id of somebody on WhatsApp is a telephone number.
  if (isMeasure(words) || (isIn(words.at(-1), ID_WORDS) && words[0] !== 'wa' && words[0] !== 'whatsapp')) return 'no';
  const ofThing = has(words, THING_WORDS) && !words.some(isSomebody);
  if (has(words, CONTACT_WORDS)) return ofThing && has(words, NAME_WORDS) ? 'no' : 'contact';
  if (words.some(isSomebody) && has(words, NUMBER_WORDS)) return 'contact';
  return namesSomebody(words) && !ofThing ? 'person' : 'no';
}

const END_WORDS = new Set(['from', 'to', 'by']);

function numbersAre(words: Words, personal: Personal): NumbersAre {
  const isNumberOnly = words.length === 1 && (has(words, NUMBER_WORDS) || words[0] === 'from' || words[0] === 'to');
  if (personal === 'contact' || isNumberOnly) return 'phones';
  if (personal === 'person' && (has(words, OWN_NAME_WORDS) || has(words, NAME_WORDS))) return 'names';
  const isFigure = has(words, FIGURE_WORDS) && !words.some(isSomebody) && !END_WORDS.has(words.at(-1) ?? '');
  return personal === 'no' && isFigure ? 'figures' : 'unknown';
}

/** Reads a field's name by its whole words. */
export function readField(name: string): Field {
  const all = wordsOf(name);
  const words = all.length > 1 && isIn(all.at(-1), LANGUAGE_WORDS) ? all.slice(0, -1) : all;
  const personal = personalOf(words);
  const last = words.at(-1);
  return {
    personal,
    numbersAre: numbersAre(words, personal),
    bareName: words.length === 1 && has(words, NAME_WORDS),
    identifies:
      personal === 'contact' ||
      (personal === 'person' && has(words, OWN_NAME_WORDS)) ||
      (isIn(last, ID_WORDS) && isSomebody(words.at(-2))),
    many: isIn(last, PEOPLE_WORDS) || words.includes('by') || (personal === 'contact' && last?.endsWith('s') === true),
    neutral:
      personal === 'no' &&
      (isMeasure(words) || isIn(last, ID_WORDS) || isIn(last, THING_WORDS) || has(words, FIGURE_WORDS)),
  };
}
