import { createHmac, createSecretKey } from 'node:crypto';
import { withoutPads } from './folded.ts';
import { digitsOf } from './phones.ts';

export const DOTS = '•••';
/** 31⁷ stand-ins: of 50,000 people hardly two share one. */
const TOKEN_LENGTH = 7;
const TOKEN_ALPHABET = 'abcdefghjkmnpqrstuvwxyz23456789';
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
  function token(value: string): string {
    const bytes = createHmac('sha256', key).update(value).digest();
    let made = '';
    for (let at = 0; at < TOKEN_LENGTH; at += 1) made += TOKEN_ALPHABET[(bytes[at] ?? 0) % TOKEN_ALPHABET.length];
    return made;
  }

  return {
    phone(text) {
      const digits = abroad(digitsOf(text));
      const shown = digits.length < LEAST_DIGITS_SHOWN ? '' : digits.slice(-SHOWN_DIGITS);
      return `${DOTS}${shown}#${token(digits)}`;
    },
    email(text) {
      const address = withoutPads(text).replace(/[\s"]/g, '').toLowerCase();
      return `${String.fromCodePoint(address.codePointAt(0) ?? 0)}${DOTS}@${DOTS}#${token(address)}`;
    },
    name: (text) => `${DOTS}#${token(withoutPads(text).trim().toLowerCase())}`,
  };
}
