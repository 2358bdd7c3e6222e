import { onScopeDispose, ref, type Ref } from 'vue';

/** As in desk.css. */
const NARROW = '(max-width: 900px)';

/** Whether the window is too narrow for two columns, kept up to date. */
export function useNarrow(): Readonly<Ref<boolean>> {
  const query = window.matchMedia(NARROW);
  const narrow = ref(query.matches);
  const update = (): void => {
    narrow.value = query.matches;
  };
  query.addEventListener('change', update);
  onScopeDispose(() => query.removeEventListener('change', update));
  return narrow;
}
