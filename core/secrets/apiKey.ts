import { createHash } from 'node:crypto';
import type { KeyProblem } from '../../common/contract.ts';
import { err, ok, type Result } from '../../common/result.ts';

const MAX_KEY_LENGTH = 1000;
const PRINTABLE = /^[\x21-\x7e]+$/;
const QUOTES = /^(["'`“”‘’])(.*)["'`“”‘’]$/s;

/**
 * A key as people paste it, made usable: outer white space and one pair of quotes are dropped. What is left must be
 * printable ASCII without spaces, because it is sent as an HTTP header.
 * @returns the key, or why it is refused; never a text that holds the key
 */
export function checkApiKey(text: string): Result<string, KeyProblem> {
  const trimmed = text.trim();
  const key = (QUOTES.exec(trimmed)?.[2] ?? trimmed).trim();
  if (key === '') return err('empty');
  if (key.length > MAX_KEY_LENGTH) return err('tooLong');
  return PRINTABLE.test(key) ? ok(key) : err('badCharacters');
}

/** A name for the key that gives nothing of it away; the ledger counts requests under it. */
export function hashApiKey(key: string): string {
  return createHash('sha256').update(`experia-wallboard\n${key}`).digest('hex').slice(0, 32);
}
