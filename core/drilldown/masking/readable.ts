import type { SecretFinder } from '../../secrets/knownSecrets.ts';
import { LONGEST_NAME, withCut } from '../room.ts';
import { emailSpans } from './emails.ts';
import { fold, withoutPads } from './folded.ts';
import { createMemory } from './memory.ts';
import { contactSpans, hasContact } from './phones.ts';
import { matchesOf, replaceSpans, type Span } from './spans.ts';
import { DOTS, type StandIns } from './standIns.ts';

/** ASCII with fewer than seven digits and nothing that an address, a list in a text or a character written as code would have. */
const PLAIN = /^(?=[\n\x20-\x7e]*$)[^\d@%&\\[({]*(?:\d[^\d@%&\\[({]*){0,6}$/;
const SPELT_OUT = /\sdot\s/i;
/** Seen behind the end of what is shown, so that a number or an address that is cut there is known. */
const MARGIN = 2_000;
/** What may be an address in base64 or as hexadecimal digits. */
const ENCODED = /[\w+/-]{12,}={0,2}/g;
const PRINTABLE = /^[^\p{Cc}\ufffd]{6,}$/u;
const LONGEST_NAMED = 1_000;
const NUMBER = /^[\s\d+().\-/_,]*\d[\s\d+().\-/_,]*$/;

/** Texts that are shown, but for what in them must not be. */
export interface Readable {
  /** The first `most` characters without telephone numbers, e-mail addresses and secrets. */
  text(text: string, most: number): string;
  /** The name of a field likewise. */
  name(name: string): string;
  /** The first `most` characters without secrets. */
  withoutSecrets(text: string, most: number): string;
  /** What stands for a text that is not shown at all; the same for a number or an address as inside a text. */
  whole(text: string): string;
}

const encodedIn = (text: string): Span[] =>
  matchesOf(ENCODED, text).filter(({ start, end }) =>
    (['base64', 'hex'] as const)
      .map((encoding) => Buffer.from(text.slice(start, end), encoding).toString('utf8'))
      .some((decoded) => PRINTABLE.test(decoded) && hasContact(decoded)),
  );

export function createReadable(standIns: StandIns, finder: SecretFinder): Readable {
  function shown(text: string, most: number, hides: 'contacts' | 'secrets'): string {
    if (hides === 'secrets' && finder.secrets().length === 0 && text.length <= most) return text;
    const seen = text.slice(0, most + Math.max(MARGIN, finder.longest()));
    const secrets = finder.spans(seen);
    const encoded = hides === 'contacts' ? encodedIn(seen) : [];
    const isPlain = secrets.length + encoded.length === 0 && PLAIN.test(seen) && !SPELT_OUT.test(seen);
    const folded = isPlain ? seen : fold(seen);
    // A secret whose characters are written each as a code, or with something invisible between them.
    if (folded !== seen && secrets.length === 0 && finder.isIn(withoutPads(folded))) return DOTS;
    const parts = [
      ...secrets.map((span) => ({ ...span, kind: 'secret' as const })),
      ...encoded.map((span) => ({ ...span, kind: 'name' as const })),
      ...(isPlain || hides === 'secrets' ? [] : contactSpans(folded)),
    ];
    const clean = replaceSpans(seen, parts, most, ({ start, end, kind }) =>
      kind === 'secret' ? DOTS : standIns[kind](folded.slice(start, end)),
    );
    return text.length > most ? withCut(clean) : clean;
  }

  function standInFor(text: string): string {
    const folded = fold(text.slice(0, LONGEST_NAMED)).trim();
    if (NUMBER.test(folded)) return standIns.phone(folded);
    const [email] = emailSpans(folded);
    if (email?.start === 0 && email.end === folded.length) return standIns.email(folded);
    return standIns.name(text.length > LONGEST_NAMED ? `${folded} ${text.length}` : folded);
  }

  const names = createMemory<string>();
  const standInsOf = createMemory<string>();
  let secretsThen = finder.secrets();

  return {
    text: (text, most) => shown(text, most, 'contacts'),
    name(name) {
      if (secretsThen !== finder.secrets()) names.clear();
      secretsThen = finder.secrets();
      return names.get(name, () => shown(name, LONGEST_NAME, 'contacts'));
    },
    withoutSecrets: (text, most) => shown(text, most, 'secrets'),
    whole: (text) => standInsOf.get(text, standInFor),
  };
}
