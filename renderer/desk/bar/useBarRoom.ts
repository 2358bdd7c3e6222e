import { nextTick, onMounted, onScopeDispose, ref, watch, type Ref, type ShallowRef } from 'vue';

/** How much of the bar fits side by side; the rest is behind "Filters" and "More". */
export const BAR_ROOMS = ['wide', 'middle', 'narrow'] as const;
export type BarRoom = (typeof BAR_ROOMS)[number];

/**
 * The most of the bar that fits: it is laid out wide and steps down until nothing leaves it, before the browser paints. Words
 * differ in length by language, so what fits is measured, not counted.
 * @param content changes whenever something in the bar may take more or less room
 */
export function useBarRoom(
  bar: Readonly<ShallowRef<HTMLElement | null>>,
  content: () => unknown,
): Readonly<Ref<BarRoom>> {
  const room = ref<BarRoom>('wide');
  let widthPx = 0;
  let late = false;

  /** Steps down until all fits; up again only with another width, since that makes the bar's controls anew. */
  async function fit(from: BarRoom): Promise<void> {
    // What is open must not be taken away under a hand; when it closes, the focus comes back to the bar.
    late = (bar.value?.querySelector('[aria-expanded="true"]') ?? null) !== null;
    if (late) return;
    for (const next of BAR_ROOMS.slice(BAR_ROOMS.indexOf(from))) {
      room.value = next;
      await nextTick();
      if (!bar.value || bar.value.scrollWidth <= bar.value.clientWidth) return;
    }
  }
  const stepDown = (): void => void fit(room.value);

  const observer = new ResizeObserver(() => {
    const next = bar.value?.clientWidth ?? 0;
    if (next === widthPx) return;
    widthPx = next;
    void fit('wide');
  });
  onMounted(() => {
    if (bar.value) observer.observe(bar.value);
    stepDown();
    void document.fonts?.ready.then(stepDown);
  });
  watch(content, stepDown, { flush: 'post' });
  const back = (): void => {
    if (late) stepDown();
  };
  onMounted(() => bar.value?.addEventListener('focusin', back));
  onScopeDispose(() => observer.disconnect());
  return room;
}
