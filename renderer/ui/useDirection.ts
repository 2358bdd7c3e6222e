import { computed, type ComputedRef } from 'vue';
import { useWords } from '../composables/useWords.ts';

/** The page's writing direction, for controls whose arrow keys and menus follow it. */
export function useDirection(): ComputedRef<'ltr' | 'rtl'> {
  const { locale } = useWords();
  // The page is told its direction together with its locale, so the one is asked for when the other changes.
  return computed(() => (locale.value !== '' && document.documentElement.dir === 'rtl' ? 'rtl' : 'ltr'));
}
