import type { SnapshotListener } from '../../common/contract.ts';
import type { Snapshot } from '../../common/snapshot.ts';
import { MINUTE_MS, SECOND_MS } from '../../common/time.ts';
import type { StateRequests } from './requests.ts';
import { createTimer } from './timer.ts';
import { parseSnapshot } from './wire.ts';

/** The part of an EventSource that is used. */
export interface EventSourceLike {
  addEventListener(type: string, listener: (event: { readonly data?: unknown }) => void): void;
  close(): void;
}

export interface FollowOutside extends StateRequests {
  readonly openStream: () => EventSourceLike;
  readonly random: () => number;
}

export interface Following {
  /** Connects anew: what this browser may see has changed. */
  renew(): void;
  /** False while nobody looks: then no connection is held, which other pages of this browser may need. */
  keepConnection(isWanted: boolean): void;
  end(): void;
}

/** The server sends a heartbeat each 15 s; two missed ones and a little, and the link counts as down. */
const SILENCE_MS = 35 * SECOND_MS;
const BACKOFF_FROM_MS = SECOND_MS;
const BACKOFF_TO_MS = 30 * SECOND_MS;
/** Every state goes into the stream before it is given to whoever asks. What is later than this by the stream is held back. */
const HELD_BACK_MS = 5 * SECOND_MS;
const CHECK_MS = MINUTE_MS;
const MOST_UNHEARD = 2;
/** A wall that asks is this much behind at most. */
const POLL_MS = 5 * SECOND_MS;
/** How often a stream that is held back is tried again. */
const STREAM_RETRY_MS = 10 * MINUTE_MS;

/**
 * Follows the wallboard's state until it is ended: by its event stream, and by asking again and again where something on
 * the way holds the stream back. The browser's own reconnecting is not relied upon: it gives up for good after some errors,
 * and it does not notice a connection that has gone silent.
 */
export function follow(listener: SnapshotListener, outside: FollowOutside): Following {
  let source: EventSourceLike | null = null;
  /** The newest state that came by the stream that is open. */
  let streamed: Snapshot | null = null;
  let attempts = 0;
  /** Streams in a row that ended without a word although the server had a place for them. */
  let unheard = 0;
  /** Counts the ways of following: an answer to a question of an earlier one is not listened to. */
  let turn = 0;
  let isConnectionWanted = true;
  const waiting = createTimer();
  const checking = createTimer();
  const retrying = createTimer();

  function stop(): void {
    for (const timer of [waiting, checking, retrying]) timer.clear();
    source?.close();
    source = null;
    turn += 1;
  }

  function heard(): void {
    attempts = 0;
    unheard = 0;
    listener.link('up');
    waiting.set(SILENCE_MS, () => fail('down'));
  }

  function fail(state: 'down' | 'full'): void {
    stop();
    listener.link(state);
    const ceilingMs = Math.min(BACKOFF_TO_MS, BACKOFF_FROM_MS * 2 ** attempts);
    attempts += 1;
    // Jitter keeps many screens from coming back in the same instant.
    waiting.set(ceilingMs / 2 + (outside.random() * ceilingMs) / 2, () => void comeBack());
  }

  /** Browsers do not tell why a stream was refused, so it is asked before the next one. */
  async function comeBack(): Promise<void> {
    const mine = turn;
    const place = await outside.place();
    if (mine !== turn) return;
    if (place === 'none') return fail('full');
    unheard = place === 'free' ? unheard + 1 : 0;
    if (unheard > MOST_UNHEARD) startPolling();
    else stream();
  }

  function stream(): void {
    if (!isConnectionWanted) return startPolling();
    stop();
    streamed = null;
    const opened = outside.openStream();
    source = opened;
    const whileCurrent =
      (handle: (data: unknown) => void) =>
      (event: { readonly data?: unknown }): void => {
        if (source === opened) handle(event.data);
      };
    opened.addEventListener('heartbeat', whileCurrent(heard));
    opened.addEventListener(
      'error',
      whileCurrent(() => fail('down')),
    );
    opened.addEventListener(
      'snapshot',
      whileCurrent((data) => {
        const snapshot = typeof data === 'string' ? parseSnapshot(data) : null;
        if (!snapshot) return;
        streamed = snapshot;
        heard();
        listener.snapshot(snapshot);
      }),
    );
    waiting.set(SILENCE_MS, () => fail('down'));
    void check();
  }

  /** A server that has started anew since then is another one, whose states cannot be compared. */
  const isMissing = ({ coreId, revision }: Snapshot): boolean =>
    streamed === null || (streamed.coreId === coreId && streamed.revision < revision);

  /** Asks for the state, which is the first answer too, and sees whether it comes by the stream as well. */
  async function check(): Promise<void> {
    const mine = turn;
    const asked = await outside.ask();
    if (mine !== turn) return;
    checking.set(CHECK_MS, () => void check());
    if (asked === null) return;
    listener.snapshot(asked);
    if (!isMissing(asked)) return;
    checking.set(HELD_BACK_MS, () => {
      if (isMissing(asked)) startPolling();
      else checking.set(CHECK_MS, () => void check());
    });
  }

  function startPolling(): void {
    stop();
    retrying.set(STREAM_RETRY_MS, stream);
    void poll();
  }

  async function poll(): Promise<void> {
    const mine = turn;
    const asked = await outside.ask();
    if (mine !== turn) return;
    if (asked === null) return fail('down');
    attempts = 0;
    listener.link(isConnectionWanted ? 'polled' : 'up');
    listener.snapshot(asked);
    waiting.set(POLL_MS, () => void poll());
  }

  function renew(): void {
    // Whoever is told that the connection is there again looks what they may do now.
    listener.link('down');
    stream();
  }

  stream();
  return {
    renew,
    keepConnection(isWanted) {
      if (isWanted === isConnectionWanted) return;
      isConnectionWanted = isWanted;
      if (isWanted) renew();
      else startPolling();
    },
    end: stop,
  };
}
