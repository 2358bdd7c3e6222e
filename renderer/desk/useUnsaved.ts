import { onBeforeUnmount, watch } from 'vue';
import { useSettingsStore } from '../stores/settings.ts';

/** Tells the settings while a value on screen is wrong and therefore not sent, so that nothing says "Saved" beside it. */
export function useUnsaved(isUnsaved: () => boolean): void {
  const settings = useSettingsStore();
  const mark = Symbol('unsaved value');
  watch(isUnsaved, (now) => settings.markUnsaved(mark, now ? 'unsaved' : 'mended'), { immediate: true });
  onBeforeUnmount(() => settings.markUnsaved(mark, 'mended'));
}
