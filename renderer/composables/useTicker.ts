import { onScopeDispose } from 'vue';
import { SECOND_MS } from '../../common/time.ts';

/** Calls back each second without drift, and at once when the screen is shown again; ends with its scope. */
export function useTicker(tick: () => void): void {
  const startedAt = performance.now();
  let timer: ReturnType<typeof setTimeout>;

  function next(): void {
    timer = setTimeout(
      () => {
        tick();
        next();
      },
      SECOND_MS - ((performance.now() - startedAt) % SECOND_MS),
    );
  }
  const shown = (): void => {
    if (document.visibilityState === 'visible') tick();
  };

  next();
  document.addEventListener('visibilitychange', shown);
  onScopeDispose(() => {
    clearTimeout(timer);
    document.removeEventListener('visibilitychange', shown);
  });
}
