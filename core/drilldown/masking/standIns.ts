import { createHmac, createSecretKey } from 'node:crypto';
import { digitsOf } from './phones.ts';

export const DOTS = '•••';
/** 31⁷ stand-ins: of 50,000 people hardly two share one. */
const TOKEN_LENGTH = 7;
const TOKEN_ALPHABET = 'abcdefghjkmnpqrstuvwxyz23456789';
/** Agents come in row after row; a long card of clients must not fill the memory. */
const MOST_KNOWN = 5_000;
/** A number with fewer digits would be given away by its last two. */
const LEAST_DIGITS_SHOWN = 7;
const SHOWN_DIGITS = 2;

/** The same for a person in every spelling; all take folded text. */
export interface StandIns {
  phone(text: string): string;
  email(text: string): string;
  name(text: string): string;
}

/** A number as its country writes it abroad: a Saudi mobile number with a trunk zero, or with nothing, gets its code. */
const abroad = (digits: string): string => digits.replace(/^0+/, '').replace(/^(?:9660?)?(5\d{8})$/, '966$1');

/** @param secret random, kept in memory only; without it no stand-in can be turned back */
export function createStandIns(secret: Uint8Array): StandIns {
  const key = createSecretKey(secret);
  const known = new Map<string, string>();

  function token(value: string): string {
    const before = known.get(value);
    if (before !== undefined) return before;
    const bytes = createHmac('sha256', key).update(value).digest();
    let made = '';
    for (const byte of bytes.subarray(0, TOKEN_LENGTH)) made += TOKEN_ALPHABET[byte % TOKEN_ALPHABET.length];
    if (known.size >= MOST_KNOWN) known.clear();
    known.set(value, made);
    return made;
  }

  return {
    phone(text) {
      const digits = abroad(digitsOf(text));
      const shown = digits.length < LEAST_DIGITS_SHOWN ? '' : digits.slice(-SHOWN_DIGITS);
      return `${DOTS}${shown}#${token(digits)}`;
    },
    email(text) {
      const address = text.replace(/[\s"]/g, '').toLowerCase();
      return `${String.fromCodePoint(address.codePointAt(0) ?? 0)}${DOTS}@${DOTS}#${token(address)}`;
    },
    name: (text) => `${DOTS}#${token(text.trim().toLowerCase())}`,
  };
}
