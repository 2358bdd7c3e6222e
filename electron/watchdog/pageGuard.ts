import { SECOND_MS } from '../../common/time.ts';
import type { Clock, Log } from '../../core/ports.ts';
import { isStartPage } from '../origin.ts';
import { createBackOff } from './backOff.ts';
import { watchForHang, type AnsweringContents } from './hangWatch.ts';

/** A page has so long to load, and then so long to ask what it may do. */
const COMES_WITHIN_MS = 30 * SECOND_MS;
/** A renderer that was asked to end and is not gone after this long is killed: one that is stuck does not hear it. */
const ENDED_AFTER_MS = 5 * SECOND_MS;
/** A wait longer than this shows the safe page instead of nothing. */
const BLANK_AT_MOST_MS = 8 * SECOND_MS;
/** The safe page is loaded so often while the page itself waits. */
const SAFE_TRIES = 2;
/** Loading anew while the old process is still dying may bring the page into that very process (electron#48661). */
const DYING_MS = SECOND_MS;

/** The parts of web contents that a guard needs. */
export interface GuardedPage extends AnsweringContents {
  on(event: 'unresponsive' | 'responsive', listener: () => void): unknown;
  on(event: 'render-process-gone', listener: (event: unknown, details: { readonly reason: string }) => void): unknown;
  on(event: 'did-navigate', listener: (event: unknown, address: string) => void): unknown;
  readonly navigationHistory: { clear(): void };
  getOSProcessId(): number;
  loadURL(address: string): Promise<void>;
  forcefullyCrashRenderer(): void;
  isDestroyed(): boolean;
}

/** What a page without figures says. */
export interface Stopped {
  /** When figures were last shown, and when the page is tried again: milliseconds since 1970 UTC. */
  readonly sinceMs: number;
  readonly nextMs: number;
}

export interface GuardOptions {
  /** What the log calls the window. */
  readonly name: string;
  /** The address of the page now. */
  readonly address: () => string;
  /** The address of the page that says that there are no figures. */
  readonly safeAddress: (stopped: Stopped) => string;
  readonly clock: Pick<Clock, 'wallMs' | 'monotonicMs' | 'after'>;
  readonly log: Pick<Log, 'info' | 'warn'>;
  /** Ends a process without asking it. */
  readonly kill: (processId: number) => void;
  /** Called when the page is gone or did not come: the window shows nothing of it. */
  readonly lost?: () => void;
}

export interface PageGuard {
  /** Loads the page, anew if it is there. One that waits for its next try goes on waiting. */
  load(): void;
  /** The page has asked what it may do: it is there. */
  arrived(): void;
  /** Ends the page's process and loads it in a new one; this loss is not counted. False when there is no page to end. */
  renew(): boolean;
  /** Since when the page has been there, in monotonic milliseconds; null while it is not. */
  since(): number | null;
  /** Ends all waiting; the window is gone. */
  stop(): void;
}

type State = 'waiting' | 'loading' | 'there' | 'renewing' | 'stopped';

/** Keeps a page in its window: one that is gone, hangs or never comes is loaded again, ever more slowly (faults 19, 20). */
export function guardPage(contents: GuardedPage, options: GuardOptions): PageGuard {
  const { name, clock, log } = options;
  const backOff = createBackOff(clock);
  const hang = watchForHang(contents, clock, hung);
  let state: State = 'waiting';
  let cancel = (): void => {};
  let cancelSafe = (): void => {};
  let safeTries = 0;
  let safePageGone = (): void => {};
  let loads = 0;
  let since: number | null = null;
  let isLoaded = false;
  /** Why the page's process is being ended; null while it is not. */
  let ending: string | null = null;
  let figuresUntilMs = clock.wallMs();
  let isBack = false;

  function after(delayMs: number, act: () => void): void {
    cancel();
    cancel = clock.after(delayMs, act);
  }

  function open(): void {
    if (state === 'stopped' || contents.isDestroyed()) return;
    if (since !== null) figuresUntilMs = clock.wallMs();
    since = null;
    hang.end();
    state = 'loading';
    isLoaded = false;
    ending = null;
    loads += 1;
    const load = loads;
    const isCurrent = (): boolean => load === loads && state === 'loading';
    // A renderer that hangs would keep the next page from coming as well.
    const wait = (): void => after(COMES_WITHIN_MS, () => end('notThere'));
    wait();
    contents.loadURL(options.address()).then(
      () => {
        if (load !== loads) return;
        isLoaded = true;
        if (state === 'loading' && ending === null) wait();
        settle();
      },
      () => isCurrent() && gone('notLoaded'),
    );
  }

  /** The page is there for good: what was there before it, such as the safe page, is nothing to go back to. */
  function settle(): void {
    if (state === 'there' && isLoaded && !contents.isDestroyed()) contents.navigationHistory.clear();
  }

  function gone(reason: string): void {
    if (state === 'stopped' || state === 'waiting') return;
    if (since !== null) figuresUntilMs = clock.wallMs();
    since = null;
    hang.end();
    ending = null;
    if (state === 'renewing') return after(DYING_MS, open);
    state = 'waiting';
    isBack = true;
    const { delayMs, inRow, tooOften } = backOff.gone();
    log.warn('page.gone', { window: name, reason, inRow, delayMs, safePage: tooOften });
    options.lost?.();
    safeTries = SAFE_TRIES;
    if (tooOften || delayMs > BLANK_AT_MOST_MS)
      showSafePage({ sinceMs: figuresUntilMs, nextMs: clock.wallMs() + delayMs });
    after(delayMs, open);
  }

  function showSafePage(stopped: Stopped): void {
    safeTries -= 1;
    // Not at once: the system is still telling of the renderer's end (electron#19887), and may be ending it.
    cancelSafe = clock.after(DYING_MS, () => {
      if (state !== 'waiting' || contents.isDestroyed()) return;
      safePageGone = () => {
        safePageGone = () => {};
        if (state !== 'waiting') return;
        log.warn('page.safePageFailed', { window: name });
        if (safeTries > 0) showSafePage(stopped);
      };
      contents.loadURL(options.safeAddress(stopped)).catch(() => safePageGone());
    });
  }

  function end(reason: string): void {
    if (contents.isDestroyed()) return;
    ending = reason;
    const processId = contents.getOSProcessId();
    after(ENDED_AFTER_MS, () => {
      options.kill(processId);
      gone(reason);
    });
    contents.forcefullyCrashRenderer();
  }

  function hung(how: 'silent' | 'empty'): void {
    if (state !== 'there') return;
    log.warn('page.hung', { window: name, how });
    end('hung');
  }

  contents.on('render-process-gone', (_event, { reason }) => {
    if (reason === 'clean-exit') return;
    if (state === 'waiting') safePageGone();
    else gone(ending ?? reason);
  });
  // Nobody is asked before a page moves through its history.
  contents.on('did-navigate', (_event, address) => {
    if (state === 'there' && !isStartPage(address)) gone('elsewhere');
  });

  return {
    load() {
      if (state !== 'waiting' || loads === 0) open();
    },
    arrived() {
      if (state !== 'loading') return;
      cancel();
      state = 'there';
      ending = null;
      settle();
      since = clock.monotonicMs();
      backOff.came();
      hang.begin();
      if (isBack) log.info('page.back', { window: name });
      isBack = false;
    },
    renew() {
      if (state !== 'there') return false;
      state = 'renewing';
      end('renewed');
      return true;
    },
    since: () => since,
    stop() {
      state = 'stopped';
      cancel();
      cancelSafe();
      hang.end();
    },
  };
}
