import { createHash, randomBytes } from 'node:crypto';
import { isPin, MAX_PIN_DIGITS, MIN_PIN_DIGITS } from '../../common/pin.ts';
import { emailSpans } from '../drilldown/masking/emails.ts';
import type { Span } from '../drilldown/masking/folded.ts';
import { phoneSpans } from '../drilldown/masking/phones.ts';

/** Stands where something was that no log may hold. */
export const HIDDEN = '•••';

/** Shorter texts are common words and numbers: they are only found standing alone. */
const SHORTEST_ANYWHERE = 6;
/** As many secrets as an owner may try in a row; the oldest goes first. */
const MOST_SECRETS = 50;
const PIN_LIKE = new RegExp(`(?<!\\d)\\d{${MIN_PIN_DIGITS},${MAX_PIN_DIGITS}}(?!\\d)`, 'g');
const ENCODED_EMAIL = /[^\s"'<>&=?/]{1,64}%40[\w.%-]{1,200}/gi;

const BASE64_GROUP = 3;
const BITS_OF_CHARACTER = 6;
const BITS_OF_BYTE = 8;

/** What of a secret's base64 does not depend on the bytes around it, with so many of them before it in its group. */
function base64Inside(secret: string, before: number): string {
  const bytes = Buffer.concat([Buffer.alloc(before), Buffer.from(secret)]);
  const text = bytes.toString('base64').replace(/=+$/, '');
  const from = Math.ceil((before * BITS_OF_BYTE) / BITS_OF_CHARACTER);
  return text.slice(from, bytes.length % BASE64_GROUP === 0 ? undefined : -1);
}

const asJson = (text: string): string => JSON.stringify(text).slice(1, -1);
const asHtml = (text: string): string =>
  text.replace(/[&<>"']/g, (sign) => `&${{ '&': 'amp', '<': 'lt', '>': 'gt', '"': 'quot' }[sign] ?? '#39'};`);
const asUrlSafe = (base64: string): string => base64.replaceAll('+', '-').replaceAll('/', '_');

/** Every form in which a text is written where texts are quoted, sent and encoded. */
function formsOf(secret: string): string[] {
  const base64 = Array.from({ length: BASE64_GROUP }, (_, before) => base64Inside(secret, before));
  const forms = [
    secret,
    asJson(secret),
    asJson(asJson(secret)),
    encodeURIComponent(secret),
    new URLSearchParams({ '': secret }).toString().slice(1),
    asHtml(secret),
    Buffer.from(secret).toString('hex'),
    ...base64,
    ...base64.map(asUrlSafe),
  ];
  return forms.filter((form) => form.length >= SHORTEST_ANYWHERE);
}

const escaped = (text: string): string => text.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&');

const alone = (secret: string): string => `(?<![\\p{L}\\p{N}])${escaped(secret)}(?![\\p{L}\\p{N}])`;

/** Takes out of texts what a log must never hold. */
export interface Redactor {
  /** Makes a secret unreadable in every text from now on, in whatever form it is written. */
  hide(secret: string): void;
  /** The first `most` characters of a text without known secrets, e-mail addresses and telephone numbers. */
  clean(text: string, most: number): string;
  /** Whether a text, such as a finished line, holds a known secret. */
  holdsSecret(text: string): boolean;
}

export function createRedactor(): Redactor {
  const salt = randomBytes(16);
  let secrets: readonly string[] = [];
  let pattern: RegExp | null = null;
  let longest = 0;
  // A PIN need not be known to be recognised.
  const pins = new Set<string>();
  const hashOf = (pin: string): string => createHash('sha256').update(salt).update(pin).digest('base64');

  function compile(): void {
    const forms = [...new Set(secrets.filter(({ length }) => length >= SHORTEST_ANYWHERE).flatMap(formsOf))];
    const short = secrets.filter(({ length }) => length > 1 && length < SHORTEST_ANYWHERE);
    const longestFirst = forms.sort((a, b) => b.length - a.length);
    const parts = [...longestFirst.map(escaped), ...short.map(alone)];
    longest = Math.max(0, ...parts.map(({ length }) => length));
    pattern = parts.length === 0 ? null : new RegExp(parts.join('|'), 'giu');
  }

  const found = (text: string, matcher: RegExp | null): Span[] =>
    matcher
      ? [...text.matchAll(matcher)].map(({ 0: { length }, index }) => ({ start: index, end: index + length }))
      : [];

  function spansOf(text: string): Span[] {
    const emails = emailSpans(text);
    const pinSpans = pins.size === 0 ? [] : found(text, PIN_LIKE);
    return [
      ...found(text, pattern),
      ...emails,
      ...(text.includes('%40') ? found(text, ENCODED_EMAIL) : []),
      ...phoneSpans(text, emails, 'unknown'),
      ...pinSpans.filter(({ start, end }) => pins.has(hashOf(text.slice(start, end)))),
    ].sort((a, b) => a.start - b.start);
  }

  return {
    hide(secret) {
      if (isPin(secret)) {
        pins.add(hashOf(secret));
        for (const oldest of [...pins].slice(0, -MOST_SECRETS)) pins.delete(oldest);
        return;
      }
      if (secret === '' || secrets.includes(secret)) return;
      secrets = [...secrets, secret].slice(-MOST_SECRETS);
      compile();
    },
    clean(text, most) {
      // A secret that begins within the first characters is seen whole, and goes whole.
      const seen = text.slice(0, most + longest);
      let cleaned = '';
      let at = 0;
      for (const { start, end } of spansOf(seen)) {
        if (start >= most) break;
        if (end <= at) continue;
        if (start >= at) cleaned += seen.slice(at, start) + HIDDEN;
        at = end;
      }
      return at < most ? cleaned + seen.slice(at, most) : cleaned;
    },
    holdsSecret: (text) => pattern !== null && text.search(pattern) >= 0,
  };
}
