import { createHmac } from 'node:crypto';
import { isRecord } from '../../common/isRecord.ts';

/** Hides personal data in a row of any shape; everything else stays as it is. */
export type Mask = (row: unknown) => unknown;

const DOTS = '•••';
const TOKEN_LENGTH = 5;
const TOKEN_ALPHABET = 'abcdefghjkmnpqrstuvwxyz23456789';

/** Whose whole value is personal, by the field's name: its values need not look like anything. */
const PERSONAL_FIELD =
  /e-?mail|phone|mobile|msisdn|whats_?app|^tel(ephone)?$|_tel$|^user_?name$|(^|_)(agent|client|customer|user|contact|guest|patient|visitor|caller|sender|recipient|first|last|middle|full|nick|display|sur|family)_?name$|^(agent|client|customer|contact|caller|sender|recipient|assigned_to|handled_by)$/i;
/** Fields that describe a person, in whose inner fields a bare `name` is that person's. */
const PERSON = /^(agent|client|customer|user|contact|guest|patient|visitor|caller|sender|recipient)s?$/i;
/** Fields whose numbers are ids of ours or amounts, however long. */
const NOT_A_PHONE = /date|time|stamp|_at$|_key$|duration|second|(^|_)ms$|byte|amount|total|count|sum|percent|rate$/i;

/** Lengths as RFC 5321 has them; without bounds a long text would be searched again from each of its letters. */
const EMAIL = /[\p{L}\p{N}._%+'-]{1,64}@[\p{L}\p{N}-]{1,63}(?:\.[\p{L}\p{N}-]{1,63}){1,8}/gu;
const WHOLE_EMAIL = new RegExp(`^${EMAIL.source}$`, 'u');
/** Digits of any script with what people write between them, invisible marks of direction included. */
const DIGIT_RUN = /[+(]?\p{Nd}[\p{Nd}\s().\u00ad\u200b-\u200f\u2010-\u2015\u202a-\u202e\u2066-\u2069-]{5,30}\p{Nd}/gu;
const DATE_INSIDE = /\p{Nd}{4}-\p{Nd}{2}-\p{Nd}{2}|\p{Nd}{2}[-.]\p{Nd}{2}[-.]\p{Nd}{4}/u;
const DECIMAL = /^[+-]?\d+\.\d+$/;
/** No telephone number and no e-mail address has less. */
const WORTH_A_LOOK = /@|\p{Nd}(?:.{0,6}\p{Nd}){6}/su;
const ISO_DATE = /^\d{4}-\d{2}-\d{2}(?:[T ][\d:.]{5,15}(?:Z|[+-]\d{2}:?\d{2})?)?$/;
const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

/** Digits of a telephone number (ITU-T E.164: at most 15); fewer than nine only count with a trunk or country prefix. */
const MOST_DIGITS = 15;
const LEAST_DIGITS = 9;
const LEAST_DIGITS_WITH_PREFIX = 7;
const DIGIT = /\p{Nd}/gu;

/** Longer texts are cut: no field of a session needs more, and a megabyte in one cell would block a screen. */
const LONGEST_TEXT = 20_000;

const codePoint = (character: string): number => character.codePointAt(0) ?? 0;

/** The value of a decimal digit of any script: in Unicode each script's ten digits stand in order, from a zero. */
function digitValue(character: string): string {
  let steps = 0;
  while (steps < 9 && /\p{Nd}/u.test(String.fromCodePoint(codePoint(character) - steps - 1))) steps += 1;
  return /[0-9]/.test(character) ? character : String(steps % 10);
}

const digitsOf = (text: string): string => [...text.matchAll(DIGIT)].map(([digit]) => digitValue(digit)).join('');

function isPhone(run: string): boolean {
  if (DATE_INSIDE.test(run)) return false;
  const digits = digitsOf(run);
  const least = /^\(?[+0]/.test(run) || digits.startsWith('0') ? LEAST_DIGITS_WITH_PREFIX : LEAST_DIGITS;
  return digits.length >= least && digits.length <= MOST_DIGITS;
}

/**
 * A mask whose stand-ins are the same for the same person as long as the secret is, so that rows can still be grouped by
 * agent or client, and that cannot be turned back without it. Names in the middle of free text are not recognised.
 * @param secret random, kept in memory only
 */
export function createMask(secret: Uint8Array): Mask {
  const token = (value: string): string => {
    const bytes = createHmac('sha256', secret).update(value).digest();
    return [...bytes.subarray(0, TOKEN_LENGTH)].map((byte) => TOKEN_ALPHABET[byte % TOKEN_ALPHABET.length]).join('');
  };
  const fieldOf = fieldReader();
  const maskPhone = (text: string): string => {
    const digits = digitsOf(text).replace(/^0+/, '');
    return `${DOTS}${digits.slice(-2)}#${token(digits)}`;
  };
  const maskEmail = (text: string): string => `${[...text][0] ?? ''}${DOTS}@${DOTS}#${token(text.toLowerCase())}`;
  const maskWhole = (text: string): string => {
    const trimmed = text.trim();
    if (trimmed === '' || trimmed === '-') return text;
    if (WHOLE_EMAIL.test(trimmed)) return maskEmail(trimmed);
    const digits = digitsOf(trimmed);
    if (digits.length >= LEAST_DIGITS_WITH_PREFIX && !/\p{L}/u.test(trimmed)) return maskPhone(trimmed);
    return `${DOTS}#${token(trimmed.toLowerCase())}`;
  };

  function maskText(text: string, mayBePhone: boolean): string {
    if (ISO_DATE.test(text) || !WORTH_A_LOOK.test(text) || UUID.test(text) || DECIMAL.test(text)) return text;
    const withoutEmails = text.includes('@') ? text.replace(EMAIL, maskEmail) : text;
    return mayBePhone
      ? withoutEmails.replace(DIGIT_RUN, (run) => (isPhone(run) ? maskPhone(run) : run))
      : withoutEmails;
  }

  function maskNumber(value: number, { personal, mayBePhone }: Field): unknown {
    const isLong = Number.isInteger(value) && value >= 10 ** (LEAST_DIGITS - 1) && value < 10 ** MOST_DIGITS;
    return (personal && value !== 0) || (isLong && mayBePhone) ? maskPhone(String(value)) : value;
  }

  function mask(value: unknown, field: Field): unknown {
    if (typeof value === 'string') {
      const text = value.length > LONGEST_TEXT ? `${value.slice(0, LONGEST_TEXT)}…` : value;
      return field.personal ? maskWhole(text) : maskText(text, field.mayBePhone);
    }
    if (typeof value === 'number') return maskNumber(value, field);
    if (Array.isArray(value)) return value.map((item) => mask(item, field));
    return isRecord(value) ? maskRecord(value, field.person) : value;
  }

  function maskRecord(record: Readonly<Record<string, unknown>>, ofPerson: boolean): Record<string, unknown> {
    return Object.fromEntries(
      Object.entries(record).map(([name, value]) => {
        const field = fieldOf(name);
        const personal = field.personal || (ofPerson && field.name);
        return [maskText(name, true), mask(value, personal === field.personal ? field : { ...field, personal })];
      }),
    );
  }

  return (row) => mask(row, ROW);
}

/** What a field's name says of its values. */
interface Field {
  /** The whole value is personal. */
  readonly personal: boolean;
  readonly mayBePhone: boolean;
  /** It describes a person. */
  readonly person: boolean;
  /** It is a bare `name`. */
  readonly name: boolean;
}

const ROW: Field = { personal: false, mayBePhone: true, person: false, name: false };

const readField = (name: string): Field => {
  const field = snakeCase(name);
  return {
    personal: PERSONAL_FIELD.test(field),
    mayBePhone: !NOT_A_PHONE.test(field),
    person: PERSON.test(field),
    name: field === 'name',
  };
};

/** Rows have the same few fields over and over; a card of rows that share none must not fill the memory. */
const MOST_FIELDS = 1_000;

function fieldReader(): (name: string) => Field {
  const known = new Map<string, Field>();
  return (name) => {
    const field = known.get(name) ?? readField(name);
    if (known.size < MOST_FIELDS) known.set(name, field);
    return field;
  };
}

/** `agentEmail` and `agent-email` as `agent_email`. */
const snakeCase = (field: string): string =>
  field
    .replace(/([\p{Ll}\p{Nd}])(\p{Lu})/gu, '$1_$2')
    .replace(/[\s-]+/g, '_')
    .toLowerCase();

/** Rows that are not masked are still cut to what a screen can hold. */
export function clipTexts(value: unknown): unknown {
  if (typeof value === 'string') return value.length > LONGEST_TEXT ? `${value.slice(0, LONGEST_TEXT)}…` : value;
  if (Array.isArray(value)) return value.map(clipTexts);
  if (!isRecord(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([field, inner]) => [field, clipTexts(inner)]));
}
