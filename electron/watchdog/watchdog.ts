import type { BrowserWindow, WebPreferences } from 'electron';
import type { Snapshot } from '../../common/snapshot.ts';
import type { Ports } from '../../core/ports.ts';
import { isStartPage } from '../origin.ts';
import { openCover, type Cover, type ViewClass } from './cover.ts';
import { createNightly } from './nightly.ts';
import { guardPage, type PageGuard } from './pageGuard.ts';
import { PAINTED_MS, renewPage, type RenewableWindow } from './renewal.ts';
import { safeAddress } from './safePage.ts';

/** Whether something is open in a page that somebody may come back to. */
const HAS_PANEL = `document.querySelector('[role="dialog"]') !== null`;

export interface WatchedWindow {
  /** What the log calls it: a code, no text of anybody's. */
  readonly name: string;
  /** The address of its page when it opens. */
  readonly address: string;
  readonly webPreferences: WebPreferences;
  /** Makes a second page of the window one of the app's; returns what ends that. */
  readonly admit: (contents: Cover['contents'], arrived: () => void) => () => void;
  /** Called when the window is to be seen at the latest: its page is there, or is not coming. */
  readonly due: () => void;
}

export interface Watchdog {
  /** Looks after the page of a window, from its first load to the window's end. */
  watch(window: BrowserWindow, watched: WatchedWindow): PageGuard;
  /** The machine woke up. */
  woke(): void;
}

export interface WatchdogContext {
  readonly ports: Pick<Ports, 'clock' | 'random' | 'log'>;
  readonly View: ViewClass;
  /** Ends a process without asking it. */
  readonly kill: (processId: number) => void;
  readonly snapshot: () => Pick<Snapshot, 'boards'>;
}

/** Looks after the pages of all windows. */
export function createWatchdog({ ports, View, kill, snapshot }: WatchdogContext): Watchdog {
  const { clock, random, log } = ports;
  const nightly = createNightly(clock, random);

  function watch(window: BrowserWindow, watched: WatchedWindow): PageGuard {
    const contents = window.webContents;
    const { name } = watched;
    let address = watched.address;
    let lastInput: number | null = null;
    let arrivals: (() => void)[] = [];
    const covers = new Set<Cover>();

    /** The page notes the board that somebody chose in its address. */
    function currentAddress(): string {
      const shown = contents.getURL();
      if (isStartPage(shown)) address = shown;
      return address;
    }
    const boardId = (): string | null => URL.parse(currentAddress())?.searchParams.get('board') ?? null;

    const guard = guardPage(contents, {
      name,
      address: currentAddress,
      safeAddress: (stopped) => safeAddress(stopped, boardId()),
      clock,
      log,
      kill,
      lost: watched.due,
    });
    const renewable: RenewableWindow = {
      name,
      guard,
      isOpen: () => !window.isDestroyed(),
      openCover(arrived) {
        const cover = openCover(View, window, watched.webPreferences);
        const dismiss = watched.admit(cover.contents, arrived);
        covers.add(cover);
        cover.contents.once('destroyed', () => {
          dismiss();
          covers.delete(cover);
        });
        // One that does not load does not arrive either.
        cover.contents.loadURL(currentAddress()).catch(() => undefined);
        return cover;
      },
      onceArrived: (listener) => void arrivals.push(listener),
      processId: () => contents.getOSProcessId(),
    };
    const forget = nightly.add({
      since: guard.since,
      lastInput: () => lastInput,
      board: () => {
        const { boards } = snapshot();
        return boards.find(({ id }) => id === boardId()) ?? boards[0] ?? null;
      },
      hasPanel: async () => (await contents.executeJavaScript(HAS_PANEL)) === true,
      renew: () =>
        renewPage(renewable, clock, log).catch(() => {
          removeCovers();
          log.warn('page.notRenewed', { window: name, reason: 'failed' });
          return false;
        }),
    });
    contents.on('input-event', () => (lastInput = clock.monotonicMs()));
    function removeCovers(): void {
      for (const cover of covers) cover.remove();
    }
    function tellArrivals(): void {
      const listeners = arrivals;
      arrivals = [];
      for (const listener of listeners) listener();
    }
    window.once('closed', () => {
      guard.stop();
      forget();
      removeCovers();
      // Whoever waits for the page goes on, and finds the window closed.
      tellArrivals();
    });
    return {
      ...guard,
      arrived() {
        guard.arrived();
        // Under Wayland nobody tells of the first picture of a window that is not shown yet (electron#48859).
        clock.after(PAINTED_MS, watched.due);
        tellArrivals();
      },
    };
  }

  return { watch, woke: nightly.look };
}
