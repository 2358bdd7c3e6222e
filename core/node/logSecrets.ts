import { createHash, randomBytes } from 'node:crypto';
import { isPin, MAX_PIN_DIGITS, MIN_PIN_DIGITS } from '../../common/pin.ts';
import { contactSpans } from '../drilldown/masking/phones.ts';
import { matchesOf, replaceSpans, type Span } from '../drilldown/masking/spans.ts';
import { createSecretFinder, type KnownSecrets } from '../secrets/knownSecrets.ts';

/** Stands where something was that no log may hold. */
export const HIDDEN = '•••';

/** Shorter texts are common words and numbers: they are only found standing alone. */
const SHORTEST_ANYWHERE = 6;
const SHORTEST_ALONE = 2;
const MOST_PINS = 50;
const PIN_LIKE = new RegExp(`(?<!\\d)\\d{${MIN_PIN_DIGITS},${MAX_PIN_DIGITS}}(?!\\d)`, 'g');
const ENCODED_EMAIL = /[^\s"'<>&=?/]{1,64}%40[\w.%-]{1,200}/gi;

/** Takes out of texts what a log must never hold. */
export interface Redactor {
  /** Makes a secret unreadable in every text from now on, in whatever form it is written. */
  hide(secret: string): void;
  /** The first `most` characters of a text without known secrets, e-mail addresses and telephone numbers. */
  clean(text: string, most: number): string;
  /** Whether a text, such as a finished line, holds a known secret. */
  holdsSecret(text: string): boolean;
}

export function createRedactor(known: KnownSecrets): Redactor {
  const finder = createSecretFinder(known, { anywhere: SHORTEST_ANYWHERE, alone: SHORTEST_ALONE });
  const salt = randomBytes(16);
  // A PIN need not be known to be recognised.
  const pins = new Set<string>();
  const hashOf = (pin: string): string => createHash('sha256').update(salt).update(pin).digest('base64');

  function spansOf(text: string): Span[] {
    const pinSpans = pins.size === 0 ? [] : matchesOf(PIN_LIKE, text);
    return [
      ...finder.spans(text),
      ...contactSpans(text),
      ...(text.includes('%40') ? matchesOf(ENCODED_EMAIL, text) : []),
      ...pinSpans.filter(({ start, end }) => pins.has(hashOf(text.slice(start, end)))),
    ];
  }

  return {
    hide(secret) {
      if (!isPin(secret)) {
        known.add(secret);
        return;
      }
      pins.add(hashOf(secret));
      for (const oldest of [...pins].slice(0, -MOST_PINS)) pins.delete(oldest);
    },
    clean(text, most) {
      // A secret that begins within the first characters is seen whole, and goes whole.
      const seen = text.slice(0, most + finder.longest());
      return replaceSpans(seen, spansOf(seen), most, () => HIDDEN);
    },
    holdsSecret: (text) => finder.isIn(text),
  };
}
