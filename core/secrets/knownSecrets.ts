import { matchesOf, type Span } from '../drilldown/masking/spans.ts';

/** As many secrets as an owner may try in a row; the oldest goes first. */
const MOST_SECRETS = 50;
const BASE64_GROUP = 3;
const BITS_OF_CHARACTER = 6;
const BITS_OF_BYTE = 8;

/** The secrets of this run: keys, tokens. What is in here is hidden in the log and in the rows of cards. */
export interface KnownSecrets {
  add(secret: string): void;
  /** Another list once one was added. */
  all(): readonly string[];
}

export function createKnownSecrets(): KnownSecrets {
  let secrets: readonly string[] = [];
  return {
    add(secret) {
      if (secret !== '' && !secrets.includes(secret)) secrets = [...secrets, secret].slice(-MOST_SECRETS);
    },
    all: () => secrets,
  };
}

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

/** Each character by its number, as some encoders write all of them. */
const byNumber = (text: string, written: (number: number) => string): string =>
  [...text].map((sign) => written(sign.codePointAt(0) ?? 0)).join('');
const hex = (number: number, digits: number): string => number.toString(16).padStart(digits, '0');

/** Every form in which a text is written where texts are quoted, sent and encoded. */
function formsOf(secret: string): string[] {
  const base64 = Array.from({ length: BASE64_GROUP }, (_, before) => base64Inside(secret, before));
  return [
    secret,
    asJson(secret),
    asJson(asJson(secret)),
    asJson(secret).replaceAll('/', '\\/'),
    byNumber(secret, (number) => `\\u${hex(number, 4)}`),
    byNumber(secret, (number) => `%${hex(number, 2)}`),
    byNumber(secret, (number) => `&#${number};`),
    byNumber(secret, (number) => `&#x${hex(number, 2)};`),
    encodeURIComponent(secret),
    new URLSearchParams({ '': secret }).toString().slice(1),
    asHtml(secret),
    Buffer.from(secret).toString('hex'),
    ...base64,
    ...base64.map(asUrlSafe),
  ];
}

const escaped = (text: string): string => text.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&');
const alone = (secret: string): string => `(?<![\\p{L}\\p{N}])${escaped(secret)}(?![\\p{L}\\p{N}])`;

/** Finds known secrets in texts, in whatever form they are written. */
export interface SecretFinder {
  spans(text: string): readonly Span[];
  isIn(text: string): boolean;
  /** Length of the longest form that is looked for. */
  longest(): number;
  /** What is known now: another list once that changes. */
  secrets(): readonly string[];
}

export interface SecretLengths {
  /** Secrets of at least so many characters are found inside longer words and in every encoding. */
  readonly anywhere: number;
  /** Shorter ones of at least so many are found as words of their own; none are when this is absent. */
  readonly alone?: number;
}

export function createSecretFinder(known: KnownSecrets, lengths: SecretLengths): SecretFinder {
  let compiled: readonly string[] = [];
  let pattern: RegExp | null = null;
  let longest = 0;

  function current(): RegExp | null {
    const secrets = known.all();
    if (secrets === compiled) return pattern;
    compiled = secrets;
    const { anywhere, alone: least = anywhere } = lengths;
    const forms = secrets.filter(({ length }) => length >= anywhere).flatMap(formsOf);
    const longestFirst = [...new Set(forms)]
      .filter(({ length }) => length >= anywhere)
      .sort((a, b) => b.length - a.length);
    const short = secrets.filter(({ length }) => length >= least && length < anywhere);
    longest = Math.max(0, ...longestFirst.map(({ length }) => length));
    const parts = [...longestFirst.map(escaped), ...short.map(alone)];
    pattern = parts.length === 0 ? null : new RegExp(parts.join('|'), 'giu');
    return pattern;
  }

  const shortest = lengths.alone ?? lengths.anywhere;
  return {
    spans(text) {
      const matcher = text.length < shortest ? null : current();
      return matcher ? matchesOf(matcher, text) : [];
    },
    isIn(text) {
      const matcher = text.length < shortest ? null : current();
      return matcher !== null && text.search(matcher) >= 0;
    },
    longest() {
      current();
      return longest;
    },
    secrets: () => known.all(),
  };
}
