import { ALWAYS_MASKED } from '../../../common/settings.ts';
import { DOCUMENTED, LABELS, MEASURES, OTHER_WORDS, PEOPLE, THINGS } from './fieldWords.ts';
import { isHarmless } from './kinds.ts';
import { createMemory } from './memory.ts';
import { hasContact } from './phones.ts';

/** What a field's name says of its values. */
export interface Field {
  /** One of the two documented fields that name people: always masked. */
  readonly isPerson: boolean;
  /** Shown in cards of sessions and people too, but for telephone numbers and e-mail addresses. */
  readonly isHarmless: boolean;
  /** Its values are counted or timed, so that they may be long numbers. */
  readonly isMeasure: boolean;
  /** It names somebody or a way to reach somebody. */
  readonly isPersonal: boolean;
  /** A number in it is no count. */
  readonly isName: boolean;
  /** With a value, its record is about somebody. */
  readonly isIdOfSomebody: boolean;
  /** Made of words that fields are named with, so that the name itself gives nobody away. */
  readonly hasKnownWords: boolean;
}

const LONGEST_READ = 200;

const PERSONS: ReadonlySet<string> = new Set(ALWAYS_MASKED);
const IDS = new Set(['id', 'ids', 'uuid', 'code']);
const MEASURES_FIRST = new Set('total count num avg average sum max min mean is has عدد مجموع متوسط نسبه'.split(' '));

const DOERS = new Set(['by', 'from', 'to']);
const AMOUNT_OF = new Set(['number', 'no']);
const BARE = new Set(['number', 'numbers', 'from', 'to']);
const NAMES = new Set('name names username usernames fullname firstname lastname surname nickname اسم'.split(' '));
const LABELS_LAST = new Set(['status', 'state', 'type']);
const WORD_SETS = [PEOPLE, MEASURES, THINGS, OTHER_WORDS, LABELS, IDS, MEASURES_FIRST];
const isKnown = (word: string): boolean => WORD_SETS.some((set) => set.has(word));

const plainArabic = (word: string): string =>
  word
    .replace(/[أإآ]/g, 'ا')
    .replace(/ة/g, 'ه')
    .replace(/ى/g, 'ي')
    .replace(/^ال(?=..)/, '');

/** `agentEmail2`, `agent-email` and `agent/Email` as agent, email; numbers go. */
const wordsOf = (name: string): readonly string[] =>
  name
    .slice(0, LONGEST_READ)
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

/** A field's name as names are compared. */
export const fieldKey = (name: string): string => name.slice(0, LONGEST_READ).normalize('NFKC').trim().toLowerCase();

/** Fields that name somebody without a word for people: `closed_by`, `transferred_from`, `doctor_name`, a bare `number`. */
function namesSomebody(words: readonly string[]): boolean {
  const [last = ''] = words.slice(-1);
  if (words.length === 1) return BARE.has(last);
  return (DOERS.has(last) || words.some((word) => NAMES.has(word))) && !words.some((word) => THINGS.has(word));
}

function readField(name: string): Field {
  const key = fieldKey(name);
  const words = wordsOf(name);
  const [first = '', second = ''] = words;
  const [last = ''] = words.slice(-1);
  const isOne = words.length === 1;
  const isId = IDS.has(last) && !isOne;
  const isAmount = MEASURES_FIRST.has(first) || (second === 'of' && AMOUNT_OF.has(first));
  const isMeasure = MEASURES.has(last) || (!isOne && isAmount);
  const hasPeople = words.some((word) => PEOPLE.has(word));
  const isLabel = LABELS.has(key) || (LABELS_LAST.has(last) && words.every(isKnown));
  return {
    isPerson: PERSONS.has(key),
    isHarmless: DOCUMENTED.has(key) || isLabel || (isId && words.slice(0, -1).every((word) => THINGS.has(word))),
    isMeasure,
    isPersonal: (hasPeople || namesSomebody(words)) && !isMeasure && !isId && !isLabel,
    isName: words.some((word) => NAMES.has(word)),
    isIdOfSomebody: DOCUMENTED.has(key) ? key === 'session_key' || key === 'client_id' : hasPeople && isId,
    hasKnownWords: words.length > 0 && words.every(isKnown),
  };
}

/** Reads fields' names by their whole words, each once. */
export function createFieldReader(): (name: string) => Field {
  const fields = createMemory<Field>();
  return (name) => fields.get(name, readField);
}

/** Whether the owner may have a field shown: not those that always name people, nor a number or an address. */
export const mayBeShown = (name: string): boolean =>
  fieldKey(name) !== '' && !PERSONS.has(fieldKey(name)) && !hasContact(name);

/** Whether a field says that its record is about somebody: by a name, an address or an id. Counts of people do not. */
export function isSomebody(field: Field, value: unknown): boolean {
  if (value === null || value === undefined || value === '') return false;
  if (field.isIdOfSomebody) return true;
  const isName = typeof value === 'object' || (typeof value === 'string' && !isHarmless(value, false));
  return isName && (field.isPerson || field.isPersonal);
}
