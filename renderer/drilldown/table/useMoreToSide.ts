import { onBeforeUnmount, onMounted, ref, watch, type Ref } from 'vue';

/** Scroll positions are fractions of a pixel on some screens. */
const SLACK_PX = 1;

/** To which sides of an element there is more than is in sight, along the line of writing. */
export type Sides = '' | 'start' | 'end' | 'both';

/**
 * Follows whether an element has more to the side, so that its edge can say so.
 * @param contents changes with whatever makes the contents wider or narrower
 */
export function useMoreToSide(
  element: Readonly<Ref<HTMLElement | null>>,
  contents: () => unknown,
): Readonly<Ref<Sides>> {
  const sides = ref<Sides>('');
  let observer: ResizeObserver | null = null;

  function measure(): void {
    if (!element.value) return;
    const { scrollLeft, scrollWidth, clientWidth } = element.value;
    // From right to left, the start is 0 and the end is negative.
    const at = Math.abs(scrollLeft);
    const [start, end] = [at > SLACK_PX, at < scrollWidth - clientWidth - SLACK_PX];
    sides.value = start && end ? 'both' : start ? 'start' : end ? 'end' : '';
  }

  watch(contents, measure, { flush: 'post' });
  onMounted(() => {
    measure();
    element.value?.addEventListener('scroll', measure, { passive: true });
    if (!element.value || typeof ResizeObserver === 'undefined') return;
    observer = new ResizeObserver(measure);
    observer.observe(element.value);
  });
  onBeforeUnmount(() => observer?.disconnect());
  return sides;
}
