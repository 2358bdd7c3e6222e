import { createI18n } from 'vue-i18n';
import { en } from './locales/en.ts';

/** Looks a word up: a key of `locales/en.ts`, its named parts, and the number that chooses a plural. */
export type Translate = (key: string, named?: Readonly<Record<string, unknown>>, plural?: number) => string;

const RIGHT_TO_LEFT: ReadonlySet<string> = new Set(['ar', 'fa', 'he', 'ur']);

/** Writing direction of a locale such as `en` or `ar-SA`. */
export const directionOf = (locale: string): 'ltr' | 'rtl' =>
  RIGHT_TO_LEFT.has(locale.split('-', 1)[0] ?? '') ? 'rtl' : 'ltr';

/** Throws on an unknown key while developing and testing; a wall in use shows the key instead. */
const missing = (_locale: string, key: string): string => {
  if (import.meta.env.DEV) throw new Error(`No words for ${key}`);
  return key;
};

export const createWords = () =>
  createI18n({ legacy: false, locale: 'en', fallbackLocale: 'en', messages: { en }, missing });
