import { computed, type ComputedRef } from 'vue';
import { createTimes } from '../format/times.ts';
import { useWallStore } from '../stores/wall.ts';
import type { ViewContext } from '../view/context.ts';
import { useWords } from './useWords.ts';

/**
 * Words, formats and passed time for turning a board into a view.
 * @param offset the board's timezone offset, such as `+03:00`
 */
export function useViewContext(offset: () => string): ComputedRef<ViewContext> {
  const store = useWallStore();
  const { t, formats, locale } = useWords();
  const times = computed(() => createTimes(locale.value, offset()));
  return computed(() => ({
    t,
    formats: formats.value,
    times: times.value,
    addedMs: store.addedMs,
    sentAtMs: store.snapshot?.sentAtMs ?? 0,
  }));
}
