import type { BrowserWindow } from 'electron';
import type { Clock } from '../../core/ports.ts';

/**
 * Calls back each time a window has had no key, click or movement for so long. Ends with the window; returns its own end.
 * @param afterMs milliseconds without input
 */
export function watchDisuse(
  window: BrowserWindow,
  clock: Pick<Clock, 'monotonicMs' | 'after'>,
  { afterMs, unused }: { readonly afterMs: number; readonly unused: () => void },
): () => void {
  const contents = window.webContents;
  let usedAtMs = clock.monotonicMs();
  let cancel = (): void => {};
  const used = (): void => {
    usedAtMs = clock.monotonicMs();
  };
  const end = (): void => {
    cancel();
    contents.off('input-event', used);
    window.off('closed', end);
  };
  const look = (): void => {
    const leftMs = usedAtMs + afterMs - clock.monotonicMs();
    cancel = clock.after(leftMs > 0 ? leftMs : afterMs, look);
    if (leftMs <= 0) unused();
  };
  contents.on('input-event', used);
  window.once('closed', end);
  cancel = clock.after(afterMs, look);
  return end;
}
