import { HOUR_MS, MINUTE_MS, SECOND_MS } from '../../common/time.ts';
import type { Clock, Random } from '../../core/ports.ts';
import { QUIET_MS, quietHourOf, sinceHourMs, USUAL_QUIET_HOUR, type QuietBoard } from './quietHour.ts';

const LOOK_EVERY_MS = MINUTE_MS;
/** A younger page has not had the time to collect memory. */
const OLD_MS = 12 * HOUR_MS;
/** A page that has missed its board's quiet hour is renewed at the usual one as well. */
const OVERDUE_MS = 36 * HOUR_MS;
/** Somebody who used a window so recently may come back to it. */
const IN_USE_MS = 10 * MINUTE_MS;
const ANSWERS_WITHIN_MS = 5 * SECOND_MS;

/** A window's page as far as its renewal is concerned. */
export interface AgeingPage {
  /** Since when the page has been there, in monotonic milliseconds; null while it is not. */
  since(): number | null;
  /** When somebody last used the window, in monotonic milliseconds; null when nobody has. */
  lastInput(): number | null;
  /** The board it shows; null when that is not known. */
  board(): QuietBoard | null;
  /** Whether something is open in it that somebody may come back to. */
  hasPanel(): Promise<boolean>;
  renew(): Promise<boolean>;
}

export interface Nightly {
  /** Takes a page in; returns what takes it out again. */
  add(page: AgeingPage): () => void;
  /** Looks now what is due: after the machine slept, no timer can be relied on. */
  look(): void;
}

interface Plan {
  /** Part of the quiet hour, from 0 to 1, after which the page is renewed. */
  at: number;
  /** Before this time it is not tried again. */
  notBefore: number;
}

/**
 * Renews each page that is older than twelve hours once a day, at a random minute of its board's quietest hour: a renderer that
 * has run for months has collected memory. One at a time, and never while somebody uses the window.
 */
export function createNightly(clock: Pick<Clock, 'wallMs' | 'monotonicMs' | 'after'>, random: Random): Nightly {
  const pages = new Map<AgeingPage, Plan>();
  let busy = false;
  let cancel = (): void => {};

  function isDue(page: AgeingPage, { at, notBefore }: Plan): boolean {
    const now = clock.monotonicMs();
    const since = page.since();
    if (since === null || now < notBefore || now - since < OLD_MS) return false;
    const board = page.board();
    const hours = [quietHourOf(board), ...(now - since < OVERDUE_MS ? [] : [USUAL_QUIET_HOUR])];
    const isTime = (hour: number): boolean => {
      const ms = sinceHourMs(hour, board, clock.wallMs());
      return ms >= at * HOUR_MS && ms < QUIET_MS;
    };
    if (!hours.some(isTime)) return false;
    const used = page.lastInput();
    return used === null || now - used >= IN_USE_MS;
  }

  /** A page that does not answer is not being used either. */
  const hasPanel = (page: AgeingPage): Promise<boolean> =>
    Promise.race([
      page.hasPanel().catch(() => false),
      new Promise<boolean>((resolve) => void clock.after(ANSWERS_WITHIN_MS, () => resolve(false))),
    ]);

  async function renewWhatIsDue(): Promise<void> {
    for (const [page, plan] of pages) {
      if (!isDue(page, plan) || (await hasPanel(page))) continue;
      const renewed = await page.renew();
      plan.at = random();
      // What failed tonight would fail again in a minute.
      if (!renewed) plan.notBefore = clock.monotonicMs() + OLD_MS;
    }
  }

  function look(): void {
    cancel();
    cancel = clock.after(LOOK_EVERY_MS, look);
    if (busy) return;
    busy = true;
    void renewWhatIsDue()
      .catch(() => undefined)
      .finally(() => (busy = false));
  }

  cancel = clock.after(LOOK_EVERY_MS, look);
  return {
    add(page) {
      pages.set(page, { at: random(), notBefore: -Infinity });
      return () => void pages.delete(page);
    },
    look,
  };
}
