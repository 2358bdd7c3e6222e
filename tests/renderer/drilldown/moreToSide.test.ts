import { mount } from '@vue/test-utils';
import { describe, expect, it } from 'vitest';
import { defineComponent, h, nextTick, ref } from 'vue';
import { useMoreToSide } from '../../../renderer/drilldown/table/useMoreToSide.ts';

/** A scroller of 100 px with contents of 250 px. */
function scroller() {
  const contents = ref(0);
  const Scroller = defineComponent({
    setup() {
      const element = ref<HTMLElement | null>(null);
      const sides = useMoreToSide(element, () => contents.value);
      return () => h('div', { ref: element, 'data-more': sides.value });
    },
  });
  const element: unknown = mount(Scroller, { attachTo: document.body }).element;
  if (!(element instanceof HTMLElement)) throw new Error('No scroller');
  Object.defineProperties(element, { clientWidth: { value: 100 }, scrollWidth: { value: 250 } });
  return {
    element,
    async scrollTo(px: number) {
      element.scrollLeft = px;
      element.dispatchEvent(new Event('scroll'));
      await nextTick();
      return element.dataset['more'];
    },
    async widen() {
      contents.value += 1;
      await nextTick();
      await nextTick();
      return element.dataset['more'];
    },
  };
}

describe('the edge of what scrolls to the side', () => {
  it('says where there is more, in either direction', async () => {
    const { scrollTo } = scroller();
    expect(await scrollTo(0)).toBe('end');
    expect(await scrollTo(60)).toBe('both');
    expect(await scrollTo(150)).toBe('start');
  });

  it('follows contents that become wider without a scroll', async () => {
    const { element, widen } = scroller();
    expect(element.dataset['more']).toBe('');
    expect(await widen()).toBe('end');
  });
});
