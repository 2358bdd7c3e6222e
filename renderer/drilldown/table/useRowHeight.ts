import { onBeforeUnmount, onMounted, ref, type Ref } from 'vue';

/** Height of a row in font sizes, and the font size that is taken where none can be measured. */
const ROW_EM = 2.3;
const FALLBACK_FONT_PX = 16;

/**
 * Height of a table's rows in whole pixels, which follows its font size and with it the screen: every row has the same,
 * so 50,000 of them need no measuring.
 */
export function useRowHeight(element: Readonly<Ref<HTMLElement | null>>): Readonly<Ref<number>> {
  const heightPx = ref(Math.round(FALLBACK_FONT_PX * ROW_EM));
  let observer: ResizeObserver | null = null;

  function measure(): void {
    if (!element.value) return;
    const fontPx = parseFloat(getComputedStyle(element.value).fontSize) || FALLBACK_FONT_PX;
    heightPx.value = Math.round(fontPx * ROW_EM);
  }

  onMounted(() => {
    measure();
    if (!element.value || typeof ResizeObserver === 'undefined') return;
    observer = new ResizeObserver(measure);
    observer.observe(element.value);
  });
  onBeforeUnmount(() => observer?.disconnect());
  return heightPx;
}
