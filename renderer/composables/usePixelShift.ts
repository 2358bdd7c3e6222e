import { onScopeDispose, ref, watchEffect, type Ref } from 'vue';
import { shiftAt } from '../view/pixelShift.ts';

interface Shifted {
  readonly on: () => boolean;
  /** While something lies over the wall, its picture stays where it is. */
  readonly held: () => boolean;
  /** The core's wall clock in milliseconds since 1970 UTC. */
  readonly wallMs: () => number;
}

/** The wall's `transform` for its place of this minute, in whole pixels, so that type stays sharp; `none` at its own place. */
export function usePixelShift({ on, held, wallMs }: Shifted): Readonly<Ref<string>> {
  const transform = ref('none');
  const size = ref({ width: window.innerWidth, height: window.innerHeight });
  const measure = (): void => {
    size.value = { width: window.innerWidth, height: window.innerHeight };
  };
  window.addEventListener('resize', measure);
  onScopeDispose(() => window.removeEventListener('resize', measure));
  watchEffect(() => {
    if (!on()) {
      transform.value = 'none';
      return;
    }
    if (held()) return;
    const { x, y } = shiftAt(wallMs());
    const { width, height } = size.value;
    transform.value = `translate(${Math.trunc(x * width)}px, ${Math.trunc(y * height)}px)`;
  });
  return transform;
}
