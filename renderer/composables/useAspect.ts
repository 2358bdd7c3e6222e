import { onScopeDispose, ref, type Ref } from 'vue';

/** Width of the screen over its height, kept up to date. */
export function useAspect(): Readonly<Ref<number>> {
  const measure = (): number => window.innerWidth / Math.max(1, window.innerHeight);
  const aspect = ref(measure());
  const update = (): void => {
    aspect.value = measure();
  };
  window.addEventListener('resize', update);
  onScopeDispose(() => window.removeEventListener('resize', update));
  return aspect;
}
