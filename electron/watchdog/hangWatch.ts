import { SECOND_MS } from '../../common/time.ts';
import type { Clock } from '../../core/ports.ts';
import { showsScreen, type AskedPage } from './shown.ts';

/** A page is asked for a sign of life this often. */
const ASK_EVERY_MS = 10 * SECOND_MS;
/** A page that is silent, or shows nothing, for so long is ended. */
const SILENT_MS = 30 * SECOND_MS;
/** A timer this late means that the machine slept: the page could not answer either. */
const SLEPT_MS = 5 * SECOND_MS;

/** The parts of web contents that tell whether their page still answers. */
export interface AnsweringContents extends AskedPage {
  on(event: 'unresponsive' | 'responsive', listener: () => void): unknown;
  isDevToolsOpened(): boolean;
}

export interface HangWatch {
  /** The page is there: it is watched from now on. */
  begin(): void;
  /** There is no page that could answer. */
  end(): void;
}

/**
 * Watches whether a page answers and shows something. Chromium tells of a page that hangs only when it leaves input unanswered, and a wall gets
 * none for months; so the page is asked as well.
 * @param hangs is called once when a page has been silent, or empty, for 30 s
 */
export function watchForHang(
  contents: AnsweringContents,
  clock: Pick<Clock, 'monotonicMs' | 'after'>,
  hangs: (how: 'silent' | 'empty') => void,
): HangWatch {
  let watching = 0;
  let active = false;
  let how: 'silent' | 'empty' = 'silent';
  let cancelAsking = (): void => {};
  let cancelLimit: (() => void) | null = null;

  function suspect(): void {
    if (!active || cancelLimit !== null) return;
    const since = clock.monotonicMs();
    how = 'silent';
    cancelLimit = clock.after(SILENT_MS, () => {
      cancelLimit = null;
      // A page that stands still in the debugger is meant to.
      if (contents.isDevToolsOpened() || clock.monotonicMs() - since > SILENT_MS + SLEPT_MS) return ask();
      end();
      hangs(how);
    });
  }

  function answered(): void {
    cancelLimit?.();
    cancelLimit = null;
  }

  function ask(): void {
    cancelAsking();
    suspect();
    const asked = watching;
    const done = (isShown: boolean): void => {
      if (!active || asked !== watching) return;
      if (isShown) answered();
      else how = 'empty';
      cancelAsking();
      cancelAsking = clock.after(ASK_EVERY_MS, ask);
    };
    void showsScreen(contents).then(done);
  }

  function end(): void {
    active = false;
    watching += 1;
    cancelAsking();
    answered();
  }

  contents.on('unresponsive', suspect);
  contents.on('responsive', answered);
  return {
    begin() {
      end();
      active = true;
      cancelAsking = clock.after(ASK_EVERY_MS, ask);
    },
    end,
  };
}
