import { computed, type ComputedRef, type Ref } from 'vue';
import { useI18n } from 'vue-i18n';
import { createFormats, type Formats } from '../format/formats.ts';
import type { Translate } from '../i18n.ts';

interface UsedWords {
  readonly t: Translate;
  readonly formats: ComputedRef<Formats>;
  readonly locale: Readonly<Ref<string>>;
}

/** Words and number formats of the current locale. */
export function useWords(): UsedWords {
  const { t: translate, locale } = useI18n({ useScope: 'global' });
  const t: Translate = (key, named = {}, plural) =>
    plural === undefined ? translate(key, named) : translate(key, named, plural);
  return { t, locale, formats: computed(() => createFormats(locale.value, t)) };
}
