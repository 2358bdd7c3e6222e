import Sortable from 'sortablejs';
import { onBeforeUnmount, onMounted, type ShallowRef } from 'vue';

/**
 * Lets the items of a list be dragged by their grip. The page's order stays as it was: `move` changes the data, and the list
 * follows that.
 */
export function useSorting(
  list: Readonly<ShallowRef<HTMLElement | null>>,
  move: (from: number, to: number) => void,
): void {
  let sortable: Sortable | null = null;
  onMounted(() => {
    if (!list.value) return;
    sortable = Sortable.create(list.value, {
      handle: '[data-grip]',
      animation: 0,
      ghostClass: 'desk-dragged',
      onEnd: ({ from, item, oldIndex, newIndex }) => {
        if (oldIndex === undefined || newIndex === undefined || oldIndex === newIndex) return;
        // Vue must find the elements where it put them.
        item.remove();
        from.insertBefore(item, from.children[oldIndex] ?? null);
        move(oldIndex, newIndex);
      },
    });
  });
  onBeforeUnmount(() => sortable?.destroy());
}
