import { MINUTE_MS, SECOND_MS } from '../../common/time.ts';
import type { Clock, Log } from '../../core/ports.ts';
import type { Cover } from './cover.ts';
import { watchForHang } from './hangWatch.ts';
import type { PageGuard } from './pageGuard.ts';
import { showsScreen } from './shown.ts';

/** A cover that is not there by then is given up. */
const COVER_WITHIN_MS = MINUTE_MS;
/** A cover that has come so far answers within this long. */
const ANSWERS_WITHIN_MS = 5 * SECOND_MS;
/** So long the cover stands in for a page that does not come back; then that is left to whoever tries to load it. */
const STANDS_IN_MS = 10 * MINUTE_MS;
/** From the moment a page has asked what it may do to the moment its figures are surely painted. */
export const PAINTED_MS = 3 * SECOND_MS;

/** A window whose page can be renewed. */
export interface RenewableWindow {
  readonly name: string;
  readonly guard: Pick<PageGuard, 'renew'>;
  isOpen(): boolean;
  /** Opens a second page beside the window's own and loads the same address; calls back when it has asked what it may do. */
  openCover(arrived: () => void): Cover;
  /** Calls back once, when the window's own page has next asked what it may do, or the window is closed. */
  onceArrived(listener: () => void): void;
  /** The process behind the window's own page. */
  processId(): number;
}

/**
 * Replaces a window's page by a new one in a new process, with no moment without figures: a second page is laid over it once
 * it is painted, and taken away once the new one is painted underneath. Should anything be amiss with the second page, the
 * old page stays; should the new one not come, the second stays over it for ten minutes.
 * @returns true when the window has a new page
 */
export async function renewPage(
  window: RenewableWindow,
  clock: Pick<Clock, 'monotonicMs' | 'after'>,
  log: Pick<Log, 'info' | 'warn'>,
): Promise<boolean> {
  const wait = (ms: number): Promise<void> => new Promise((resolve) => void clock.after(ms, () => resolve()));
  const arrived = Promise.withResolvers<true>();
  const broken = Promise.withResolvers<false>();
  const cover = window.openCover(() => arrived.resolve(true));
  cover.contents.on('render-process-gone', () => {
    broken.resolve(false);
    cover.remove();
  });
  const hang = watchForHang(cover.contents, clock, () => cover.remove());
  cover.contents.once('destroyed', hang.end);
  const give = (reason: string): false => {
    cover.remove();
    log.warn('page.notRenewed', { window: window.name, reason });
    return false;
  };
  const within = wait(COVER_WITHIN_MS).then(() => false as const);
  if (!(await Promise.race([arrived.promise, broken.promise, within]))) return give('noCover');
  await wait(PAINTED_MS);
  if (!window.isOpen()) return give('closed');
  if (cover.contents.isDestroyed() || cover.contents.isCrashed()) return give('coverGone');
  // Short of memory, Chromium puts pages of one app into one process: ending that would end both.
  if (cover.contents.getOSProcessId() === window.processId()) return give('sharedProcess');
  if (!(await Promise.race([showsScreen(cover.contents), wait(ANSWERS_WITHIN_MS).then(() => false)])))
    return give('coverEmpty');
  cover.show();
  hang.begin();
  await wait(PAINTED_MS);
  const isBack = new Promise<void>((resolve) => window.onceArrived(resolve));
  if (!window.isOpen() || !window.guard.renew()) return give('notThere');
  if (!(await Promise.race([isBack.then(() => true), wait(STANDS_IN_MS).then(() => false)]))) return give('notBack');
  if (!window.isOpen()) return give('closed');
  await wait(PAINTED_MS);
  cover.remove();
  log.info('page.renewed', { window: window.name });
  return true;
}
