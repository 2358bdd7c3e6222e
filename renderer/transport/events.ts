import type { Transport } from '../../common/contract.ts';
import { parseSnapshot } from './wire.ts';

/** The part of an EventSource that is used. */
export interface EventSourceLike {
  addEventListener(type: string, listener: (event: { readonly data?: unknown }) => void): void;
  close(): void;
}

type Listener = Parameters<Transport['subscribe']>[0];

interface EventsOutside {
  readonly openEventSource: (url: string) => EventSourceLike;
  readonly random: () => number;
}

/** The server sends a heartbeat each 15 s; two missed ones and a little, and the link counts as down. */
const SILENCE_MS = 35_000;
const BACKOFF_FROM_MS = 1000;
const BACKOFF_TO_MS = 30_000;

/**
 * Listens to the server's snapshots until closed, reconnecting by itself. The browser's own reconnecting is not relied
 * upon: it gives up for good after some errors, and it does not notice a connection that has gone silent.
 */
export function openEvents(url: string, listener: Listener, { openEventSource, random }: EventsOutside): () => void {
  let source: EventSourceLike | null = null;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let attempts = 0;

  function wait(delayMs: number, next: () => void): void {
    clearTimeout(timer);
    timer = setTimeout(next, delayMs);
  }

  function heard(): void {
    attempts = 0;
    listener.link('up');
    wait(SILENCE_MS, fail);
  }

  function fail(): void {
    source?.close();
    source = null;
    listener.link('down');
    const ceilingMs = Math.min(BACKOFF_TO_MS, BACKOFF_FROM_MS * 2 ** attempts);
    attempts += 1;
    // Jitter keeps many screens from coming back in the same instant.
    wait(ceilingMs / 2 + (random() * ceilingMs) / 2, open);
  }

  function open(): void {
    const opened = openEventSource(url);
    source = opened;
    const whileCurrent =
      (handle: (data: unknown) => void) =>
      (event: { readonly data?: unknown }): void => {
        if (source === opened) handle(event.data);
      };
    opened.addEventListener('heartbeat', whileCurrent(heard));
    opened.addEventListener('error', whileCurrent(fail));
    opened.addEventListener(
      'snapshot',
      whileCurrent((data) => {
        const snapshot = typeof data === 'string' ? parseSnapshot(data) : null;
        if (!snapshot) return;
        heard();
        listener.snapshot(snapshot);
      }),
    );
    wait(SILENCE_MS, fail);
  }

  open();
  return () => {
    clearTimeout(timer);
    source?.close();
    source = null;
  };
}
