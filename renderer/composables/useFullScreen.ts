import { onScopeDispose, ref, type Ref } from 'vue';

const FULL_SCREEN = '(display-mode: fullscreen)';

/**
 * Whether the page has the whole screen, by its own wish, the browser's or the desktop app's.
 * @param fillsScreen where a window as large as the screen is one without a frame
 */
export function useFullScreen(fillsScreen: boolean): Readonly<Ref<boolean>> {
  const query = window.matchMedia(FULL_SCREEN);
  const isFull = (): boolean =>
    document.fullscreenElement !== null ||
    query.matches ||
    (fillsScreen && window.innerWidth >= screen.width && window.innerHeight >= screen.height);
  const full = ref(isFull());
  const update = (): void => {
    full.value = isFull();
  };
  window.addEventListener('resize', update);
  document.addEventListener('fullscreenchange', update);
  query.addEventListener('change', update);
  onScopeDispose(() => {
    window.removeEventListener('resize', update);
    document.removeEventListener('fullscreenchange', update);
    query.removeEventListener('change', update);
  });
  return full;
}

/** Enters full screen or leaves it; a browser that does not want to leaves things as they are. */
export async function toggleFullScreen(): Promise<void> {
  try {
    if (document.fullscreenElement) await document.exitFullscreen();
    else await document.documentElement.requestFullscreen();
  } catch {
    // Such as in a frame without the right to it.
  }
}
