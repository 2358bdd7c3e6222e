import { computed, type ComputedRef } from 'vue';
import { createTimes } from '../format/times.ts';
import { agreedZone } from '../format/zones.ts';
import { useWallStore } from '../stores/wall.ts';
import type { ViewContext } from '../view/context.ts';
import { useWords } from './useWords.ts';

/**
 * Words, formats and passed time for turning a board into a view.
 * @param timezone the board's, such as `Africa/Cairo` or `+03:00`
 * @param offset the one the core says that it has at the moment; not needed where the page is sure to know the zone
 */
export function useViewContext(timezone: () => string, offset?: () => string): ComputedRef<ViewContext> {
  const store = useWallStore();
  const { t, formats, locale } = useWords();
  const zone = computed(() => (offset ? agreedZone(timezone(), offset(), store.snapshot?.sentAtMs ?? 0) : timezone()));
  const times = computed(() => createTimes(locale.value, zone.value));
  return computed(() => ({
    t,
    formats: formats.value,
    times: times.value,
    addedMs: store.addedMs,
    sentAtMs: store.snapshot?.sentAtMs ?? 0,
  }));
}
